//! Quotes → their places in the source, or the passage that was probably meant.
//!
//! A quote with "176%" where the source has "167%" isn't found; the closest passage shares its beginning, and the first
//! difference is at "76%" against "67%".

use rustc_hash::FxHashMap;

use crate::text::Span;

/// How many bytes at the start of a quote the search goes by: the most that it has. Many quotes begin alike.
const WINDOWS: [usize; 4] = [128, 64, 32, 16];
/// How many characters a quote and a passage share at least to be called close.
const CLOSE: usize = 8;
/// How many characters of a difference are shown.
const SHOWN: usize = 24;

/// Where a quote stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// The first place.
    pub span: Span,
    /// Whether there is another one.
    pub again: bool,
}

/// Finds all quotes in a few passes over the source, so that thousands of them in a long source take little longer than one.
pub fn locate(source: &str, quotes: &[&str]) -> Vec<Option<Found>> {
    let mut found: Vec<Option<Found>> = vec![None; quotes.len()];
    let mut by_window: [FxHashMap<&[u8], Vec<usize>>; WINDOWS.len()] = Default::default();
    for (at, quote) in quotes.iter().enumerate() {
        match WINDOWS.iter().position(|&window| quote.len() >= window) {
            Some(size) => by_window[size].entry(&quote.as_bytes()[..WINDOWS[size]]).or_default().push(at),
            None => found[at] = search(source, quote),
        }
    }
    for (window, by_start) in WINDOWS.into_iter().zip(&mut by_window).filter(|(_, by_start)| !by_start.is_empty()) {
        for (start, bytes) in source.as_bytes().windows(window).enumerate() {
            let Some(candidates) = by_start.get_mut(bytes) else { continue };
            candidates.retain(|&at| {
                let quote = quotes[at];
                if !source.as_bytes()[start..].starts_with(quote.as_bytes()) {
                    return true;
                }
                let again = found[at].is_some();
                let first = found[at].map_or(Span::new(start, start + quote.len()), |found| found.span);
                found[at] = Some(Found { span: first, again });
                // A quote with two places needs no third.
                !again
            });
        }
    }
    found
}

fn search(source: &str, quote: &str) -> Option<Found> {
    let start = source.find(quote)?;
    let step = quote.chars().next()?.len_utf8();
    let again = source[start + step..].contains(quote);
    Some(Found { span: Span::new(start, start + quote.len()), again })
}

/// A passage of the source that is close to a quote which isn't in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Close<'s> {
    /// The quote from the first difference on, shortened.
    pub quote: &'s str,
    /// The source from there on, shortened.
    pub source: &'s str,
    /// The place in the source of what differs from the quote.
    pub there: Span,
    /// The bytes of the quote from the first difference on, as far as they aren't in the source.
    pub at: Span,
}

/// The closest passage: the one that shares the longest beginning or, failing that, the longest end.
pub fn closest<'s>(source: &'s str, quote: &'s str) -> Option<Close<'s>> {
    let starts: Vec<usize> = quote.char_indices().map(|(at, _)| at).chain([quote.len()]).collect();
    let length = starts.len() - 1;
    // A beginning is in the source if a longer one is, so the longest can be found by halving; an end likewise.
    let shared_start = starts[1..].partition_point(|&end| source.contains(&quote[..end]));
    let before_end = starts.partition_point(|&start| !source.contains(&quote[start..]));
    let shared_end = length.saturating_sub(before_end);
    if shared_start.max(shared_end) < CLOSE.min(length.div_ceil(2)).max(1) {
        return None;
    }
    if shared_start >= shared_end {
        let end = starts[shared_start];
        let place = source.find(&quote[..end])? + end;
        let quote_end = if shared_start + shared_end < length { starts[before_end] } else { quote.len() };
        // Up to where the quote's end goes on in the source, where that is near.
        let tail = &quote[quote_end..];
        let rest = shorten(&source[place..]);
        let length = (!tail.is_empty()).then(|| rest.find(shorten(tail))).flatten().unwrap_or(rest.len());
        return Some(Close {
            there: Span::new(place, place + length),
            quote: shorten(&quote[end..]),
            source: shorten(&source[place..]),
            at: Span::new(end, quote_end),
        });
    }
    let start = starts[before_end];
    let place = source.find(&quote[start..])?;
    // As many characters before the shared end as the quote has, as far as there are.
    let before = source[..place].char_indices().rev().take(before_end).last().map_or(place, |(at, _)| at);
    let pairs = quote[..start].chars().zip(source[before..place].chars());
    let same: usize = pairs.take_while(|(ours, theirs)| ours == theirs).map(|(ours, _)| ours.len_utf8()).sum();
    Some(Close {
        there: Span::new(before + same, place),
        quote: shorten(&quote[same..]),
        source: shorten(&source[before + same..]),
        at: Span::new(same, start),
    })
}

/// The beginning of a text: up to [`SHOWN`] characters, no line end.
fn shorten(text: &str) -> &str {
    let line = text.lines().next().unwrap_or_default();
    line.char_indices().nth(SHOWN).map_or(line, |(end, _)| &line[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str =
        "In March, sales rose by 167% to 8.8 billion yuan, and the order volume rose by 80%. Sales rose.";

    #[track_caller]
    fn check_locate(quote: &str, expected: Option<(usize, bool)>) {
        let found = locate(SOURCE, &[quote])[0];
        assert_eq!(found.map(|found| (found.span.start, found.again)), expected, "{quote:?}");
        assert!(found.is_none_or(|found| found.span.of(SOURCE) == quote));
    }

    #[test]
    fn a_quote_is_found_byte_for_byte() {
        check_locate("In March, sales rose by 167%", Some((0, false)));
        check_locate("in March, sales rose by 167%", None);
        check_locate("rose", Some((16, true)));
        check_locate("Sales rose.", Some((SOURCE.len() - 11, false)));
        check_locate("rose by 167% to 8.8 billion yuan, and the order volume rose by 80%.", Some((16, false)));
        check_locate("Sales rose. And fell afterwards", None);
    }

    #[test]
    fn a_long_quote_that_is_there_twice_is_seen() {
        let source = "seen in the morning. seen in the morning. seen in the morning.";
        let found = locate(source, &["seen in the morning", "the morning. seen in the morning. seen i"]);
        assert_eq!(found[0], Some(Found { span: Span::new(0, 19), again: true }));
        assert_eq!(found[1], Some(Found { span: Span::new(8, 48), again: false }));
    }

    #[track_caller]
    fn check_closest(quote: &str, expected: Option<(&str, &str, &str)>) {
        let close = closest(SOURCE, quote);
        let close = close.map(|close| (close.quote, close.source, close.at.of(quote)));
        assert_eq!(close, expected, "{quote:?}");
    }

    #[test]
    fn the_first_difference_is_named() {
        check_closest(
            "sales rose by 176% to 8.8 billion",
            Some(("76% to 8.8 billion", "67% to 8.8 billion yuan,", "76")),
        );
        check_closest(
            "in March, sales rose by 167%",
            Some(("in March, sales rose by ", "In March, sales rose by ", "i")),
        );
        check_closest("order volume rose by 80%, and", Some((", and", ". Sales rose.", ", and")));
        check_closest("nothing of the kind here", None);
        check_closest("", None);
    }
}
