//! A text → its clauses: what one fact states, in the source's own words.
//!
//! "Sales rose by 20% to 3 million yuan, and orders by 80%. She was glad." has three: a sentence is cut where one figure ends
//! and the next begins, as long as a comma or an "and" stands between; "20% to 3 million yuan" stays together.

use super::counted::amounts;
use super::subject::is_bound;
use crate::text::token::is_han;
use crate::text::{Lang, Span, Unit};

/// A shorter sentence, in letters, says nothing by itself.
const SHORTEST: usize = 6;
/// How many words stand for a clause that nothing else names.
const FIRST_WORDS: usize = 4;
/// The same in Chinese characters.
const FIRST_HAN: usize = 8;
/// Titles before a name: their full stop ends no sentence.
const TITLES: [&str; 8] = ["Mr", "Mrs", "Ms", "Dr", "Prof", "St", "No", "Inc"];

/// Marks that open and that close what somebody says.
pub(super) const OPENING: [char; 3] = ['"', '“', '「'];
pub(super) const CLOSING: [char; 3] = ['"', '”', '」'];
/// Dashes between one statement and the next.
const DASHES: [&str; 3] = [" - ", " – ", " — "];

/// A stretch of the source that one fact can quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clause<'s> {
    /// Its words.
    pub text: &'s str,
    /// Where they start.
    pub start: usize,
    /// The line that it is in: its place among those that aren't empty.
    pub line: usize,
}

/// The clauses of a text, in order.
pub(super) fn clauses(source: &str) -> Vec<Clause<'_>> {
    let mut clauses = Vec::new();
    for (line, span) in lines(source).into_iter().enumerate() {
        for sentence in sentences(source, without_label(source, span)) {
            for part in cut(source, sentence) {
                let text = part.of(source);
                if text.chars().filter(|c| c.is_alphanumeric()).count() >= SHORTEST || !amounts(text).is_empty() {
                    clauses.push(Clause { text, start: part.start, line });
                }
            }
        }
    }
    clauses
}

/// The lines that aren't empty.
pub(super) fn lines(source: &str) -> Vec<Span> {
    let mut start = 0;
    let mut lines = Vec::new();
    for line in source.split_inclusive('\n') {
        let span = trimmed(source, Span::new(start, start + line.len()));
        if !span.is_empty() {
            lines.push(span);
        }
        start += line.len();
    }
    lines
}

/// The line after a label in brackets, such as "[Commentary]" or 【解说】.
pub(super) fn without_label(source: &str, line: Span) -> Span {
    let text = line.of(source);
    let rest = [('[', ']'), ('【', '】')]
        .into_iter()
        .find_map(|(open, close)| text.strip_prefix(open)?.split_once(close).map(|(_, rest)| rest));
    match rest {
        Some(rest) if !rest.trim().is_empty() => trimmed(source, Span::new(line.end - rest.len(), line.end)),
        _ => line,
    }
}

/// The sentences of a line, their stops left out.
fn sentences(source: &str, line: Span) -> Vec<Span> {
    let text = line.of(source);
    let mut out = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, c)| *c);
        let ends = match c {
            '。' | '！' | '？' | '；' => true,
            '!' | '?' => next.is_none_or(|next| next.is_whitespace() || is_closing(next)),
            '.' => {
                let word = text[..at].rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
                let short = TITLES.contains(&word) || word.chars().count() == 1;
                !short && next.is_none_or(|next| next.is_whitespace() || is_closing(next))
            }
            _ => false,
        };
        if ends {
            out.push(Span::new(line.start + start, line.start + at));
            start = at + c.len_utf8();
            // The mark that closes what was said belongs to neither side.
            while let Some((_, close)) = chars.next_if(|(_, next)| is_closing(*next)) {
                start += close.len_utf8();
            }
        }
    }
    out.push(Span::new(line.start + start, line.end));
    out.into_iter().map(|span| bare(source, span)).filter(|span| !span.is_empty()).collect()
}

fn is_closing(c: char) -> bool {
    matches!(c, '"' | '”' | '’' | ')' | '」')
}

/// A sentence cut between figures that aren't of one clause.
fn cut(source: &str, sentence: Span) -> Vec<Span> {
    let text = sentence.of(source);
    let read = amounts(text);
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, one) in read.iter().enumerate() {
        let next = read.get(at + 1);
        let between = text.get(one.span.end..next.map_or(text.len(), |next| next.span.start)).unwrap_or_default();
        // "Bern, May 3 - Exports rose": what stands before the dash is a dateline.
        let dateline = DASHES.iter().find(|dash| one.unit == Some(Unit::Date) && between.starts_with(**dash));
        let Some((at, length)) = dateline.map(|dash| (0, dash.len())).or_else(|| seam(next.and(Some(between))?)) else {
            continue;
        };
        let end = one.span.end + at;
        parts.push(Span::new(sentence.start + start, sentence.start + end));
        start = end + length;
    }
    parts.push(Span::new(sentence.start + start, sentence.end));
    // A part that reads otherwise by itself stays where it was.
    let same = parts.iter().map(|part| amounts(part.of(source)).len()).sum::<usize>() == read.len();
    let parts = if same { parts } else { vec![sentence] };
    parts.into_iter().map(|part| bare(source, part)).filter(|part| !part.is_empty()).collect()
}

/// Where words between two figures come apart: at the last comma, or at an "and".
fn seam(between: &str) -> Option<(usize, usize)> {
    // "5 - 10 tons" is a range.
    if !between.contains(char::is_alphabetic) {
        return None;
    }
    let comma =
        [", ", "，", "; "].into_iter().chain(DASHES).filter_map(|mark| Some((between.rfind(mark)?, mark.len()))).max();
    let (mut at, mut length) = comma.or_else(|| {
        let words = [" and ", " while ", "、", "和"];
        words.into_iter().filter_map(|word| Some((between.rfind(word)?, word.len()))).max()
    })?;
    // ", and the orders" goes on with "the orders".
    for word in ["and ", "while ", "but "] {
        if between[at + length..].starts_with(word) {
            length += word.len();
        }
    }
    // The stop of a bracket isn't between the figures but within one.
    if between[..at].matches('(').count() > between[..at].matches(')').count() {
        at = between.rfind(')').filter(|close| *close > at).map(|close| close + 1)?;
        length = 0;
    }
    Some((at, length))
}

/// Without blanks and stray marks at its ends, and without a quotation mark there whose other half is elsewhere.
fn bare(source: &str, span: Span) -> Span {
    let stray = |c: char| c.is_whitespace() || ",，、;\u{feff}".contains(c);
    let text = span.of(source);
    let mut rest = text.trim_start_matches(stray);
    rest = match rest.strip_prefix(OPENING) {
        Some(inner) if !inner.contains(CLOSING) => inner.trim_start_matches(stray),
        _ => rest,
    };
    let start = text.len() - rest.len();
    rest = rest.trim_end_matches(stray);
    rest = match rest.strip_suffix(CLOSING) {
        Some(inner) if !inner.contains(OPENING) => inner.trim_end_matches(stray),
        _ => rest,
    };
    Span::new(span.start + start, span.start + start + rest.len())
}

fn trimmed(source: &str, span: Span) -> Span {
    let text = span.of(source);
    let start = span.start + text.len() - text.trim_start().len();
    Span::new(start.min(span.end), start.min(span.end) + text.trim().len())
}

/// The first words of a clause, to call it by.
pub(super) fn first_words(text: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => text.chars().filter(|&c| is_han(c) || c.is_ascii_alphanumeric()).take(FIRST_HAN).collect(),
        Lang::En => {
            let words =
                text.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| word.len() > 2 && !is_bound(word));
            words.take(FIRST_WORDS).collect::<Vec<_>>().join(" ")
        }
    }
}
