//! A long text in Telegram's HTML → parts that each fit into a message.
//!
//! `split("<b>one\n\ntwo</b>", 4)` is `["<b>one</b>", "<b>two</b>"]`: it is cut at the end of a paragraph, else of a line, else of
//! a word, and only where there is none within a word; tags that are open at a cut are closed and opened again. What counts is
//! the text that is left when the tags are gone, in UTF-16 units, as Telegram counts it.

/// The most that a message holds.
pub const MESSAGE: usize = 4096;

/// A place where a text can be cut.
#[derive(Clone)]
struct Cut<'a> {
    at: usize,
    open: Vec<&'a str>,
}

/// The parts of a text, none longer than `limit`. A text without anything to see has none.
pub fn split(html: &str, limit: usize) -> Vec<String> {
    // No text has more UTF-16 units than bytes, so almost every reply needs no more than this.
    if html.len() <= limit {
        let text = html.trim();
        return if has_text(text) { vec![text.to_owned()] } else { Vec::new() };
    }
    let mut parts = Vec::new();
    let mut from = Cut { at: 0, open: Vec::new() };
    while from.at < html.len() {
        let until = next_cut(html, &from, limit);
        let text = html[from.at..until.at].trim();
        if has_text(text) {
            let closing = until.open.iter().rev().map(|tag| format!("</{}>", name(tag)));
            parts.push(from.open.concat() + text + &closing.collect::<String>());
        }
        from = until;
    }
    parts
}

/// Where the part that begins at `from` ends.
fn next_cut<'a>(html: &'a str, from: &Cut<'a>, limit: usize) -> Cut<'a> {
    let (mut at, mut open) = (from.at, from.open.clone());
    let (mut paragraph, mut line, mut word) = (None, None, None);
    let (mut units, mut seen) = (0, false);
    while at < html.len() {
        let token = token(&html[at..]);
        let blank = token.chars().all(char::is_whitespace);
        let next = at + token.len();
        match tag(token) {
            Some((true, tag)) => drop(open.pop_if(|it| name(it) == tag)),
            Some((false, _)) => open.push(token),
            None if blank && !seen => {}
            None => {
                units += units_of(token);
                // White space at the end of a part is dropped, so it may stick out.
                if units > limit && !blank {
                    return paragraph.or(line).or(word).unwrap_or(Cut { at, open });
                }
                seen = true;
            }
        }
        at = next;
        if seen && blank {
            let cut = Some(Cut { at, open: open.clone() });
            match token {
                "\n" if html[..at].ends_with("\n\n") => paragraph = cut,
                "\n" => line = cut,
                _ => word = cut,
            }
        }
    }
    Cut { at, open }
}

/// The next tag, character reference or character.
fn token(rest: &str) -> &str {
    let first = rest.chars().next().map_or(0, char::len_utf8);
    let length = match rest.as_bytes().first() {
        Some(b'<') => rest.find('>').map(|it| it + 1),
        // The longest reference that stands for one character.
        Some(b'&') => rest.bytes().take(10).position(|it| it == b';').map(|it| it + 1),
        _ => None,
    };
    &rest[..length.unwrap_or(first)]
}

/// Whether a token is a tag, whether that closes, and its name.
fn tag(token: &str) -> Option<(bool, &str)> {
    let inner = token.strip_prefix('<')?.strip_suffix('>')?;
    let closes = inner.starts_with('/');
    Some((closes, inner.trim_start_matches('/')))
}

/// `"<a href=…>"` → `"a"`.
fn name(tag: &str) -> &str {
    let inner = tag.trim_start_matches('<').trim_end_matches('>');
    inner.split(char::is_whitespace).next().unwrap_or_default()
}

/// What a token counts.
fn units_of(token: &str) -> usize {
    // No reference that is escaped for HTML stands for more than one unit.
    if token.len() > 1 && token.starts_with('&') { 1 } else { token.chars().map(char::len_utf16).sum() }
}

/// Whether anything but tags and white space is in it.
fn has_text(html: &str) -> bool {
    let mut rest = html;
    while !rest.is_empty() {
        let token = token(rest);
        if tag(token).is_none() && !token.chars().all(char::is_whitespace) {
            return true;
        }
        rest = &rest[token.len()..];
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, limit: usize, expected: &[&str]) {
        assert_eq!(split(html, limit), expected, "{html:?} in parts of {limit}");
    }

    #[test]
    fn a_text_that_fits_stays_whole() {
        check("", 10, &[]);
        check(" \n", 10, &[]);
        check("<b> </b>", 10, &[]);
        check("one two", 7, &["one two"]);
        check("<b>one</b> two", 7, &["<b>one</b> two"]);
        check("a&amp;b", 3, &["a&amp;b"]);
        check("😀😀", 4, &["😀😀"]);
    }

    #[test]
    fn cuts_are_at_the_end_of_the_largest_piece() {
        check("one two\n\nthree\nfour five", 16, &["one two", "three\nfour five"]);
        check("one\ntwo three", 9, &["one", "two three"]);
        check("one two three", 9, &["one two", "three"]);
        check("onetwothree", 6, &["onetwo", "three"]);
        check("多少多少", 3, &["多少多", "少"]);
        check("😀😀", 3, &["😀", "😀"]);
        check("a&amp;b", 2, &["a&amp;", "b"]);
        check("one  two", 3, &["one", "two"]);
    }

    #[test]
    fn tags_are_closed_and_opened_again() {
        check("<b>one\n\ntwo</b>", 4, &["<b>one</b>", "<b>two</b>"]);
        check(
            "<blockquote expandable>one <i>two three</i></blockquote>",
            8,
            &["<blockquote expandable>one <i>two</i></blockquote>", "<blockquote expandable><i>three</i></blockquote>"],
        );
        check("one\n\n<b>two</b>", 4, &["one", "<b>two</b>"]);
        check("<a href=\"x y\">one two</a>", 3, &["<a href=\"x y\">one</a>", "<a href=\"x y\">two</a>"]);
    }

    #[test]
    fn what_is_no_html_is_cut_all_the_same() {
        check("a < b", 3, &["a <", "b"]);
        check("</b>one & two", 5, &["</b>one &", "two"]);
        check("&&&&", 2, &["&&", "&&"]);
    }

    proptest::proptest! {
        #[test]
        fn nothing_gets_lost(html in "(<b>|</b>|<i>|</i>|&amp;|&lt;|\\n\\n|\\n| |[a-c]|多|😀){0,60}", limit in 2_usize..20) {
            let visible = |html: &str| {
                let mut tokens = Vec::new();
                let mut rest = html;
                while !rest.is_empty() {
                    let token = token(rest);
                    tokens.extend((tag(token).is_none() && !token.trim().is_empty()).then(|| token.to_owned()));
                    rest = &rest[token.len()..];
                }
                tokens
            };
            let parts = split(&html, limit);
            for part in &parts {
                assert!(has_text(part), "{part:?}");
                let units: usize = visible(part).iter().map(|it| units_of(it)).sum();
                assert!(units <= limit, "{part:?} has {units}");
            }
            assert_eq!(parts.iter().flat_map(|it| visible(it)).collect::<Vec<_>>(), visible(&html));
        }

        #[test]
        fn any_text_is_split(html in "(\\PC|[<>/&;b\\n]){0,60}", limit in 2_usize..20) {
            split(&html, limit);
        }
    }
}
