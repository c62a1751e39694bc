//! Normalised characters → tokens with spans into the original.
//!
//! `"8.8 billion元?"` becomes `8.8` (number), `billion` (word), `元` (Han), `?` (mark). Latin words keep an inner apostrophe;
//! digits keep inner separators; every Chinese character is a token of its own.

use smol_str::SmolStr;

use super::Span;
use super::normalise::{Char, normalise};

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Letters, perhaps with digits inside.
    Word,
    /// Digits, perhaps with separators.
    Number,
    /// One Chinese character.
    Han,
    /// Punctuation.
    Mark,
    /// Emoji and other symbols.
    Symbol,
}

/// A piece of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What it is made of.
    pub kind: TokenKind,
    /// Its normalised text.
    pub text: SmolStr,
    /// Where it stands in the original.
    pub span: Span,
    /// Whether it follows the token before without a space.
    pub glued: bool,
}

impl Token {
    /// Whether it can be part of a surface form.
    pub fn is_text(&self) -> bool {
        matches!(self.kind, TokenKind::Word | TokenKind::Number | TokenKind::Han)
    }

    /// Whether it is this mark.
    pub fn is_mark(&self, mark: &str) -> bool {
        self.kind == TokenKind::Mark && self.text == mark
    }
}

/// The tokens of a text.
pub fn tokens(text: &str) -> Vec<Token> {
    let chars = normalise(text);
    let mut out: Vec<Token> = Vec::with_capacity(chars.len() / 4 + 1);
    let mut at = 0;
    while at < chars.len() {
        let c = chars[at].c;
        if c == ' ' {
            at += 1;
            continue;
        }
        let (kind, end) = scan(&chars, at);
        let glued = at > 0 && out.last().is_some_and(|last| last.span.end == chars[at].span.start);
        out.push(Token {
            kind,
            text: chars[at..end].iter().map(|char| char.c).collect(),
            span: Span::new(chars[at].span.start, chars[end - 1].span.end),
            glued,
        });
        at = end;
    }
    out
}

/// Codes that stand right before an amount.
const CURRENCIES: &[&str] = &["rmb", "cny", "usd", "us", "hk", "eur", "gbp"];

/// The kind and end of the token that starts at `at`.
fn scan(chars: &[Char], at: usize) -> (TokenKind, usize) {
    let get = |at: usize| chars.get(at).map(|char| char.c);
    let run = |mut end: usize, more: &dyn Fn(usize) -> bool| {
        while end < chars.len() && more(end) {
            end += 1;
        }
        end
    };
    // "us3rs" is a word in disguise.
    let is_amount = |at: usize| {
        let digits = run(at, &|end| get(end).is_some_and(|c| c.is_ascii_digit() || c == '.' || c == ','));
        let letters: String = (digits..).map_while(|end| get(end).filter(|&c| is_letter(c))).take(3).collect();
        digits > at && matches!(letters.as_str(), "" | "k" | "m" | "b" | "mn" | "bn" | "t" | "tn" | "mil" | "bil")
    };
    match chars[at].c {
        c if c.is_ascii_digit() => {
            let digits = run(at, &|end| {
                let Some(c) = get(end) else { return false };
                c.is_ascii_digit() || (matches!(c, '.' | ',') && get(end + 1).is_some_and(|next| next.is_ascii_digit()))
            });
            let letters = run(digits, &|end| get(end).is_some_and(is_letter));
            // Digits amid letters are a word in disguise ("4ct1v3"); digits before letters a number and its unit.
            let disguised = letters > digits && get(letters).is_some_and(|c| c.is_ascii_digit());
            if disguised {
                (TokenKind::Word, run(at, &|end| get(end).is_some_and(is_alphanumeric)))
            } else {
                (TokenKind::Number, digits)
            }
        }
        c if is_han(c) => (TokenKind::Han, at + 1),
        c if is_letter(c) => {
            // "RMB8.8bn" is a currency and a number.
            let letters = run(at, &|end| get(end).is_some_and(is_letter));
            let is = |code: &&str| code.chars().eq(chars[at..letters].iter().map(|char| char.c));
            if CURRENCIES.iter().any(is) && is_amount(letters) {
                return (TokenKind::Word, letters);
            }
            let end = run(at, &|end| {
                let Some(c) = get(end) else { return false };
                is_alphanumeric(c) || (c == '\'' && end > at && get(end + 1).is_some_and(is_letter))
            });
            (TokenKind::Word, end)
        }
        c if c.is_ascii() || matches!(c, '…' | '·' | '～' | '¥' | '€' | '£' | '‰' | '°') => {
            (TokenKind::Mark, at + 1)
        }
        _ => (TokenKind::Symbol, at + 1),
    }
}

fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || (!c.is_ascii() && c.is_alphabetic() && !is_han(c))
}

fn is_alphanumeric(c: char) -> bool {
    c.is_ascii_digit() || is_letter(c)
}

/// Whether a character is a Chinese one.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '〇' | '々')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_cut_at_scripts_and_marks() {
        for (text, expected) in [
            ("8.8 billion元?", "8.8|billion|元|?"),
            ("what's up, 500k/day", "what's|up|,|500|k|/|day"),
            ("h0w 4ct1v3 us3rs q1 1q", "h0w|4ct1v3|us3rs|q1|1|q"),
            ("1,100万 10.5.", "1,100|万|10.5|."),
            ("e-commerce", "e|-|commerce"),
            ("", ""),
        ] {
            let found: Vec<_> = tokens(text).into_iter().map(|token| token.text).collect();
            assert_eq!(found.join("|"), expected);
        }
    }
}
