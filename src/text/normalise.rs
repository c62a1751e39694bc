//! Text as typed → characters as matched, each with its place in the original.
//!
//! `"Ｈow\u{200b} MUCH 豬肉"` becomes `how much 猪肉`. Questions and vocabulary go through the same steps, in this order:
//! invisible characters and markup out, compatibility forms folded (NFKD) and accents dropped, lower case, quotes and
//! dashes unified, traditional characters to simplified.

use std::sync::OnceLock;

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::Span;

/// The longest markup tag that is taken for one.
const LONGEST_TAG: usize = 40;

/// A normalised character and where it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Char {
    /// The character as matched.
    pub c: char,
    /// The bytes of the original that it stands for.
    pub span: Span,
}

/// The characters of `text` as they are matched. Line ends stay; every other control character becomes a space.
pub fn normalise(text: &str) -> Vec<Char> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.char_indices().peekable();
    while let Some((start, c)) = rest.next() {
        let end = start + c.len_utf8();
        if c.is_ascii() {
            if c == '<'
                && let Some(close) = tag_end(&text[start..])
            {
                while rest.next_if(|&(at, _)| at < start + close).is_some() {}
                out.push(Char { c: ' ', span: Span::new(start, start + close) });
                continue;
            }
            let c = if c.is_ascii_control() && c != '\n' { ' ' } else { c.to_ascii_lowercase() };
            out.push(Char { c, span: Span::new(start, end) });
        } else if !is_invisible(c) {
            let span = Span::new(start, end);
            for part in std::iter::once(c).nfkd().filter(|&part| !is_combining_mark(part)) {
                for low in part.to_lowercase() {
                    out.push(Char { c: fold(low), span });
                }
            }
        }
    }
    out
}

/// The normalised characters of `text` as a string: for vocabulary, where no places are needed.
pub fn normalised(text: &str) -> String {
    normalise(text).into_iter().map(|char| char.c).collect()
}

/// Whether a text is written in traditional characters: it has one that is only traditional.
pub fn is_traditional(text: &str) -> bool {
    let simplified = simplified();
    text.chars().any(|c| simplified.contains_key(&c))
}

/// Simplified Chinese in traditional characters; anything else stays as it is.
pub fn to_traditional(text: &str) -> String {
    let traditional = traditional();
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let lengths: &[usize] = if traditional.begin.contains(&first) { &[3, 2] } else { &[] };
        let phrase = lengths.iter().find_map(|&length| {
            let word = start(rest, length)?;
            Some((word.len(), *traditional.phrases.get(word)?))
        });
        if let Some((length, word)) = phrase {
            out.push_str(word);
            rest = &rest[length..];
        } else {
            out.push(traditional.characters.get(&first).copied().unwrap_or(first));
            rest = &rest[first.len_utf8()..];
        }
    }
    out
}

/// The first so many characters of a text, if it has them.
fn start(text: &str, length: usize) -> Option<&str> {
    let (at, last) = text.char_indices().nth(length - 1)?;
    Some(&text[..at + last.len_utf8()])
}

/// Length of the markup tag that `text` starts with: `<b>`, `</u>`, `<a href="…">`.
fn tag_end(text: &str) -> Option<usize> {
    let inner = text[1..].strip_prefix('/').unwrap_or(&text[1..]);
    if !inner.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let close = text.find('>')?;
    (close < LONGEST_TAG && !text[1..close].contains('<')).then_some(close + 1)
}

/// Marks that show nothing: zero-width, bidirectional, variation selectors, tags, soft hyphens.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

/// One spelling for quotes, dashes, stops and scripts.
fn fold(c: char) -> char {
    match c {
        '‘' | '’' | '‛' | '′' | 'ʼ' | '`' | '´' => '\'',
        '“' | '”' | '„' | '″' | '«' | '»' | '《' | '》' | '「' | '」' | '『' | '』' | '〈' | '〉' => {
            '"'
        }
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
        '。' | '｡' => '.',
        '、' => ',',
        '【' | '〔' => '[',
        '】' | '〕' => ']',
        '\u{80}'..='\u{a0}' | '\u{2028}' | '\u{2029}' | '\u{3000}' => ' ',
        _ if c < '\u{3400}' => c,
        _ => simplified().get(&c).copied().unwrap_or(c),
    }
}

/// Which characters differ between the scripts. `T` and a traditional one with its simplified one; `S` the other way; `P` with
/// whole words, where a character alone doesn't tell.
const HAN: &str = include_str!("../../knowledge/common/han.txt");

/// Roughly how many characters are only traditional.
const ONLY_TRADITIONAL: usize = 3000;

/// The simplified character of each one that is only traditional. Every text needs it, so it is by itself and cheap to read.
fn simplified() -> &'static FxHashMap<char, char> {
    static SIMPLIFIED: OnceLock<FxHashMap<char, char>> = OnceLock::new();
    SIMPLIFIED.get_or_init(|| {
        let mut simplified = FxHashMap::with_capacity_and_hasher(ONLY_TRADITIONAL, FxBuildHasher);
        for line in HAN.lines().filter(|line| !line.starts_with('#')) {
            // They come first.
            let Some(pair) = line.strip_prefix("T ") else { break };
            let mut pair = pair.chars();
            if let (Some(from), Some(' '), Some(to)) = (pair.next(), pair.next(), pair.next()) {
                simplified.insert(from, to);
            }
        }
        simplified
    })
}

/// How to write in traditional characters: by word, or else by character.
#[derive(Default)]
struct Traditional {
    characters: FxHashMap<char, char>,
    phrases: FxHashMap<&'static str, &'static str>,
    /// The first characters of those words.
    begin: FxHashSet<char>,
}

fn traditional() -> &'static Traditional {
    static TRADITIONAL: OnceLock<Traditional> = OnceLock::new();
    TRADITIONAL.get_or_init(|| {
        let mut traditional = Traditional::default();
        for line in HAN.lines() {
            let mut columns = line.split(' ');
            let (Some(kind), Some(from), Some(to)) = (columns.next(), columns.next(), columns.next()) else { continue };
            match (kind, from.chars().next(), to.chars().next()) {
                ("S", Some(from), Some(to)) => _ = traditional.characters.insert(from, to),
                ("P", Some(first), _) => {
                    traditional.phrases.insert(from, to);
                    traditional.begin.insert(first);
                }
                _ => {}
            }
        }
        traditional
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling_for_all() {
        for (typed, matched) in [
            ("Ｈow\u{200b} MUCH", "how much"),
            ("豬肉、「蔬菜」", "猪肉,\"蔬菜\""),
            ("caf\u{e9} №5", "cafe no5"),
            ("167％ ８８亿", "167% 88亿"),
            ("<b>pork</b> a<b", " pork  a<b"),
            ("residents ’s", "residents 's"),
            ("a\tb\u{7}c\nd", "a b c\nd"),
        ] {
            assert_eq!(normalised(typed), matched, "{typed:?}");
        }
    }

    #[test]
    fn spans_point_into_the_original() {
        let text = "豬\u{200b}肉 ＡB";
        for char in normalise(text) {
            assert!(!char.span.of(text).is_empty(), "{char:?}");
        }
    }

    #[test]
    fn every_line_of_the_table_is_read() {
        let lines = |kind| HAN.lines().filter(|line| line.starts_with(kind)).count();
        assert_eq!(simplified().len(), lines("T "));
        assert_eq!(traditional().characters.len(), lines("S "));
        assert_eq!(traditional().phrases.len(), lines("P "));
    }

    #[test]
    fn traditional_output() {
        for (simplified, traditional) in [
            ("生鲜电商增长", "生鲜電商增長"),
            ("一周直播", "一週直播"),
            ("发布会", "發布會"),
            ("头发", "頭髮"),
            ("abc", "abc"),
        ] {
            assert_eq!(to_traditional(simplified), traditional.replace('鲜', "鮮"));
        }
        assert!(is_traditional("豬肉") && !is_traditional("猪肉 pork"));
    }
}
