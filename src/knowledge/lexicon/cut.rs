//! A surface form → its words, by a short cut for the usual form.
//!
//! `fresh-food 5 万` is `fresh`, `food`, `5`, `万`. Nearly every form is of lower-case letters, plain digits and Chinese
//! characters: its words are pieces of itself, found without normalising it. [`tokens`](crate::text::token::tokens) cuts the
//! others, and says what is right for all.

use crate::text::TokenKind;

/// The words of a simple form into `words`; false where the form isn't simple.
///
/// A Chinese character comes as the form has it: it may still be a traditional one.
pub fn simple<'t>(form: &'t str, words: &mut Vec<(TokenKind, &'t str)>) -> bool {
    words.clear();
    let bytes = form.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let start = at;
        let kind = match byte {
            b' ' | b'-' => {
                at += 1;
                continue;
            }
            b'a'..=b'z' => {
                at = word_end(bytes, at);
                TokenKind::Word
            }
            b'0'..=b'9' => {
                at += bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
                // Perhaps one number with what follows, perhaps letters in disguise.
                if bytes.get(at).is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, b'.' | b',')) {
                    return false;
                }
                TokenKind::Number
            }
            // U+4000 to U+9FFF: a character that stands for nothing but itself and its simplified form.
            0xe4..=0xe9 => {
                at += '一'.len_utf8();
                TokenKind::Han
            }
            _ => return false,
        };
        words.push((kind, &form[start..at]));
    }
    true
}

/// Where the word that starts at `at` ends: letters, digits, and apostrophes before a letter.
fn word_end(bytes: &[u8], mut at: usize) -> usize {
    loop {
        at += bytes[at..].iter().take_while(|byte| IN_WORD[usize::from(**byte)]).count();
        match bytes.get(at..at + 2) {
            Some([b'\'', b'a'..=b'z']) => at += 1,
            _ => return at,
        }
    }
}

/// Whether a byte is a lower-case letter or a digit.
const IN_WORD: [bool; 256] = {
    let mut inside = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        inside[byte] = matches!(byte as u8, b'a'..=b'z' | b'0'..=b'9');
        byte += 1;
    }
    inside
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::schema::{File, vocabulary};
    use crate::knowledge::{Folder, common};
    use crate::text::Lang;
    use crate::text::normalise::normalised;
    use crate::text::token::tokens;

    /// Checks that a form that is simple has the words that its tokens have; whether it is.
    #[track_caller]
    fn check(form: &str) -> bool {
        let mut words = Vec::new();
        if !simple(form, &mut words) {
            return false;
        }
        let found: Vec<_> = words.iter().map(|&(kind, word)| (kind, normalised(word))).collect();
        let tokens = tokens(form).into_iter().filter(crate::text::Token::is_text);
        let expected: Vec<_> = tokens.map(|token| (token.kind, token.text.to_string())).collect();
        assert_eq!(found, expected, "{form:?}");
        true
    }

    #[test]
    fn simple_forms_have_the_words_that_their_tokens_have() {
        for form in
            ["", "pork", "fresh-food", "what's up", "q1", "5 万", "第1季度", "豬肉 pork", "h0w", "a - b", "30", "㐀"]
        {
            check(form);
        }
        for form in [
            "5g", "1.5", "1,5", "Pork", "a's'", "'s", "l'é", "caf\u{e9}", "e\u{301}", "<b>a", "a.b", "８",
            "猪\u{200b}", "〇",
        ] {
            assert!(!check(form), "{form:?}");
        }
    }

    #[test]
    fn nearly_every_form_of_the_built_in_vocabulary_is_simple() {
        let own = Folder::built_in().vocabulary;
        let (mut short, mut all) = (0, 0);
        for (name, text) in common::vocabulary().iter().copied().chain([("vocabulary.toml", own.as_str())]) {
            let concepts = vocabulary::read(File { name, text }, &mut Vec::new()).unwrap_or_default();
            for concept in &concepts {
                for (lang, texts) in [(Lang::En, &concept.en), (Lang::Zh, &concept.zh)] {
                    for form in texts.iter().flat_map(|texts| vocabulary::forms(&texts.value, lang)) {
                        short += usize::from(check(form.words));
                        all += 1;
                    }
                }
            }
        }
        assert!(short * 100 > all * 95, "{short} of {all}");
    }
}
