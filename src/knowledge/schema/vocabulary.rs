//! A vocabulary file → its concepts with their surface forms, each with its marks and its place.
//!
//! `pork = { en = "pork, =ham*", zh = "猪肉、猪排", under = "meat" }` below `[product]` becomes a [`RawConcept`] of the class
//! `product` with four forms, one of them exact and shared.

use toml::de::DeTable;

use super::fields::{Fields, entries};
use super::{File, Text, parse, plain};
use crate::knowledge::Diagnostic;
use crate::text::{Lang, Span};

/// One concept as a file has it.
#[derive(Debug, PartialEq)]
pub struct RawConcept<'t> {
    /// Its id.
    pub id: Text<'t>,
    /// The table that it stands in: its class.
    pub class: Text<'t>,
    /// English surface forms, as one text.
    pub en: Option<Text<'t>>,
    /// Chinese surface forms, as one text.
    pub zh: Option<Text<'t>>,
    /// The next broader concept.
    pub under: Option<Text<'t>>,
    /// Whether something was wrong with its fields: what is missing then may only be misspelt.
    pub faulty: bool,
}

/// One surface form, its marks taken off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawForm<'a> {
    /// The words.
    pub words: &'a str,
    /// Whether it is marked `=`: matched as it stands.
    pub exact: bool,
    /// Whether it is marked `*`: another concept claims it too.
    pub shared: bool,
    /// The bytes of the words in the text of all forms.
    pub part: Span,
}

/// Reads the file's concepts in the order of the file. `None` where the file isn't TOML.
pub fn read<'t>(file: File<'t>, out: &mut Vec<Diagnostic>) -> Option<Vec<RawConcept<'t>>> {
    plain::read(file.text).or_else(|| read_as_toml(file, out))
}

/// As [`read`], whatever the form.
pub(super) fn read_as_toml<'t>(file: File<'t>, out: &mut Vec<Diagnostic>) -> Option<Vec<RawConcept<'t>>> {
    let document = parse(file, out)?;
    let mut concepts = Vec::new();
    for (class, table) in entries(file, "class", document, out) {
        for (id, table) in entries(file, "concept", table, out) {
            concepts.push(concept(file, id, &class, table, out));
        }
    }
    Some(concepts)
}

fn concept<'t>(
    file: File<'t>,
    id: Text<'t>,
    class: &Text<'t>,
    table: DeTable<'t>,
    out: &mut Vec<Diagnostic>,
) -> RawConcept<'t> {
    let before = out.len();
    let what = format!("concept `{}`", id.value);
    let mut fields = Fields::new(file, what, id.span, table, out);
    let en = fields.optional_text("en");
    let zh = fields.optional_text("zh");
    let under = fields.optional_text("under");
    fields.finish();
    RawConcept { id, class: class.clone(), en, zh, under, faulty: out.len() > before }
}

/// The forms in a text of forms: separated by `,` in English, by `、`, `,` or `，` in Chinese, and by line ends in both.
///
/// A form may be empty: that is for the caller to report, except at the end of a line, where a closing separator is fine.
pub fn forms(text: &str, lang: Lang) -> impl Iterator<Item = RawForm<'_>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        while start < text.len() {
            let (end, separator) = separator(text, start, lang);
            let form = form(text, Span::new(start, end));
            let line_ends = separator == 0 || text.as_bytes()[end] == b'\n';
            start = end + separator;
            if !line_ends || !form.words.is_empty() || form.exact || form.shared {
                return Some(form);
            }
        }
        None
    })
}

/// The separators of Chinese besides the comma.
const WIDE: [&str; 2] = ["、", "，"];

/// Whether a byte is a separator or the first one of a wide one: those are never in the middle of a character.
const MAY_SEPARATE: [bool; 256] = {
    let mut may = [false; 256];
    may[b',' as usize] = true;
    may[b'\n' as usize] = true;
    may[WIDE[0].as_bytes()[0] as usize] = true;
    may[WIDE[1].as_bytes()[0] as usize] = true;
    may
};

/// Where the next separator is and how many bytes it has; none at the end of the text.
///
/// Bytes, not characters: every word of the vocabulary goes through here at each start of the program.
fn separator(text: &str, start: usize, lang: Lang) -> (usize, usize) {
    let bytes = text.as_bytes();
    let mut at = start;
    while let Some(length) = bytes[at..].iter().position(|byte| MAY_SEPARATE[usize::from(*byte)]) {
        at += length;
        if bytes[at].is_ascii() {
            return (at, 1);
        }
        if lang == Lang::Zh && WIDE.iter().any(|wide| bytes[at..].starts_with(wide.as_bytes())) {
            return (at, "、".len());
        }
        at += 1;
    }
    (text.len(), 0)
}

/// One form without the blanks around it and its marks.
fn form(text: &str, mut part: Span) -> RawForm<'_> {
    let bytes = text.as_bytes();
    part = trimmed(text, part);
    let exact = bytes[part.start..part.end].first() == Some(&b'=');
    if exact {
        part = trimmed(text, Span::new(part.start + 1, part.end));
    }
    let shared = bytes[part.start..part.end].last() == Some(&b'*');
    if shared {
        part = trimmed(text, Span::new(part.start, part.end - 1));
    }
    RawForm { words: part.of(text), exact, shared, part }
}

fn trimmed(text: &str, mut part: Span) -> Span {
    let bytes = text.as_bytes();
    part.start += bytes[part.start..part.end].iter().take_while(|byte| **byte == b' ').count();
    if is_trimmed(&bytes[part.start..part.end]) {
        return part;
    }
    let words = part.of(text);
    let end = part.start + words.trim_end().len();
    let start = part.start + (words.len() - words.trim_start().len());
    Span::new(start.min(end), end)
}

/// Whether there are surely no blanks around these words: a printable character of ASCII or a Chinese one is at either end.
fn is_trimmed(words: &[u8]) -> bool {
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return true };
    let han = |byte: &u8| matches!(byte, 0xe4..=0xe9);
    let last_han = || words.len() >= 3 && han(&words[words.len() - 3]);
    (first.is_ascii_graphic() || han(first)) && (last.is_ascii_graphic() || last_han())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, lang: Lang, expected: &[&str]) {
        let found: Vec<String> = forms(text, lang)
            .map(|form| {
                assert_eq!(form.part.of(text), form.words, "{text:?}");
                let exact = if form.exact { "=" } else { "" };
                let shared = if form.shared { "*" } else { "" };
                format!("{exact}{}{shared}", form.words)
            })
            .collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn forms_are_separated_and_their_marks_taken_off() {
        check("pork, ham", Lang::En, &["pork", "ham"]);
        check("=us, crane*, =who*", Lang::En, &["=us", "crane*", "=who*"]);
        check("猪肉、猪排，猪蹄,排骨*", Lang::Zh, &["猪肉", "猪排", "猪蹄", "排骨*"]);
        check("a、b", Lang::En, &["a、b"]);
        check("\n  fresh food,\n  fresh  groceries,\n", Lang::En, &["fresh food", "fresh  groceries"]);
        check("fresh food\ngroceries\n\n", Lang::En, &["fresh food", "groceries"]);
        check("pork,, ham", Lang::En, &["pork", "", "ham"]);
        check("=, *", Lang::En, &["=", "*"]);
        check(" = pork * ,\u{a0}ham\u{3000}, =\u{3000}*,\u{3000}=  猪* ", Lang::En, &["=pork*", "ham", "=*", "=猪*"]);
        check("猪〇、，〈猪〉", Lang::Zh, &["猪〇", "", "〈猪〉"]);
        check("", Lang::En, &[]);
    }
}
