//! A text → lines of at most so many columns, broken at spaces and between Chinese characters.
//!
//! `wrap("每天有多少读者来借书？", Some(20))` gives `每天有多少读者来借` and `书？`: a character takes two columns, and a mark never opens a line.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Narrower than this, lines are broken as if it were this wide.
const NARROWEST: usize = 20;

/// The lines of a text; control characters are left out. Without a width only its own line breaks count.
pub(super) fn wrap(text: &str, width: Option<usize>) -> Vec<String> {
    let mut lines = Vec::new();
    for line in text.lines() {
        let line: String = line.chars().filter(|character| !character.is_control()).collect();
        match width {
            Some(width) => fold(&line, width.max(NARROWEST), &mut lines),
            None => lines.push(line),
        }
    }
    lines
}

/// Breaks one line into several.
fn fold(text: &str, width: usize, lines: &mut Vec<String>) {
    let mut line = String::new();
    for piece in pieces(text) {
        if !line.is_empty() && line.width() + piece.trim_end().width() > width {
            lines.push(line.trim_end().to_owned());
            line.clear();
        }
        line.push_str(piece);
        while line.width() > width && line.trim_end().width() > width {
            let cut = cut(&line, width);
            let rest = line.split_off(cut);
            lines.push(std::mem::replace(&mut line, rest));
        }
    }
    lines.push(line.trim_end().to_owned());
}

/// The byte at which a word without a place to break must be cut: behind at least one character.
fn cut(line: &str, width: usize) -> usize {
    let mut columns = 0;
    for (at, character) in line.char_indices() {
        columns += character.width().unwrap_or(0);
        if columns > width && at > 0 {
            return at;
        }
    }
    line.len()
}

/// The pieces between which a line may break; each keeps the spaces behind it.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut start, mut before) = (0, None);
    for (at, character) in text.char_indices() {
        if before.is_some_and(|before| may_break(before, character)) {
            pieces.push(&text[start..at]);
            start = at;
        }
        before = Some(character);
    }
    pieces.push(&text[start..]);
    pieces
}

fn may_break(before: char, after: char) -> bool {
    if before == ' ' {
        return after != ' ';
    }
    let wide = |character: char| character.width() == Some(2);
    (wide(before) || wide(after)) && after != ' ' && !closes(after) && !opens(before)
}

/// Marks that never open a line.
fn closes(character: char) -> bool {
    "，。、：；？！）》”’」』),.?!%·".contains(character)
}

/// Marks that never close one.
fn opens(character: char) -> bool {
    "（《“‘「『(".contains(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, width: usize, expected: &[&str]) {
        assert_eq!(wrap(text, Some(width)), expected);
    }

    #[test]
    fn lines_break_where_a_reader_expects_it() {
        check("", 20, &[]);
        check("short", 20, &["short"]);
        check("exactly twenty cols.", 20, &["exactly twenty cols."]);
        check("one word more than twenty", 20, &["one word more than", "twenty"]);
        check("a\nb", 20, &["a", "b"]);
        check("每天有多少读者来借电子书？", 24, &["每天有多少读者来借电子", "书？"]);
        check("每天有多少读者来借书？", 20, &["每天有多少读者来借", "书？"]);
        check("价格为 8.8 billion 元", 20, &["价格为 8.8 billion", "元"]);
        check("anunbrokenwordoftwentyfive", 20, &["anunbrokenwordoftwen", "tyfive"]);
        check("a\u{1b}[31mred", 20, &["a[31mred"]);
    }

    #[test]
    fn without_a_width_nothing_is_broken() {
        assert_eq!(wrap(&"word ".repeat(50), None).len(), 1);
    }
}
