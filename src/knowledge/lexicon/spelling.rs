//! A word as typed → the known words that it may be: as it stands, inflected, lengthened, in leetspeak, or mistyped.
//!
//! `tonnes` → `tonne`, `pleaaase` → `please`, `us3rs` → `user`, `platfroms` → `platform`. A real English word is never a typo of
//! another: `beef` doesn't become `been`.

use std::borrow::Cow;

use smallvec::SmallVec;

use super::stem::stems;
use super::{Lexicon, Node, WordId};

/// A known word that a typed one may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spelling {
    /// The word.
    pub word: WordId,
    /// How far it is from what was typed: 0 for the word itself, 1 for an inflection, 3 and more for a typo.
    pub cost: u16,
    /// Whether it counts only inside a form of several words: a guess too wild to stand alone.
    pub phrase_only: bool,
}

/// What a typed word may be: no more, nearly always, than fit without memory of their own.
pub type Spellings = SmallVec<[Spelling; 4]>;

/// Cost of an inflection.
pub const INFLECTED: u16 = 1;
/// Cost of a rewritten word: leetspeak, lengthened letters.
const REWRITTEN: u16 = 2;
/// Cost of a typo; each edit beyond the first adds as much.
pub const TYPO: u16 = 3;
/// See [`Lexicon::spell`].
pub(super) fn spell(lexicon: &Lexicon, typed: &str) -> Spellings {
    let known = as_known(lexicon, typed, 0);
    let alone = |word: WordId| lexicon.walk(Node::ROOT, word).is_some_and(|node| lexicon.is_form(node));
    // "joned" need not be an inflection of "Jon", which stands in no form but a full name.
    let guessed = !known.is_empty()
        && known.iter().all(|spelling| spelling.cost > 0 && !alone(spelling.word))
        && !lexicon.is_english(typed);
    if !(known.is_empty() || guessed) || !typed.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return known;
    }
    for rewritten in [unleet(typed), shorten(typed, 2), shorten(typed, 1), restore_g(typed)].into_iter().flatten() {
        let known = as_known(lexicon, &rewritten, REWRITTEN);
        if !known.is_empty() {
            return known;
        }
    }
    if typed.bytes().any(|b| b.is_ascii_digit()) || lexicon.is_english(typed) {
        return Spellings::new();
    }
    let near = lexicon.fuzzy().near(typed, |word| lexicon.text(word), |text| lexicon.known(text));
    let mut out = with_inflected(lexicon, near);
    let more: Spellings = known.into_iter().filter(|known| out.iter().all(|other| other.word != known.word)).collect();
    out.extend(more);
    out
}

/// These spellings and the words that they inflect: `joiend` is `joined`, which stands in a phrase, and `join`, which stands alone.
pub fn with_inflected(lexicon: &Lexicon, near: Vec<Spelling>) -> Spellings {
    let mut out = Spellings::from_slice(&near);
    for spelling in near {
        for other in as_known(lexicon, lexicon.text(spelling.word), spelling.cost) {
            if !out.iter().any(|known| known.word == other.word) {
                out.push(Spelling { phrase_only: spelling.phrase_only, ..other });
            }
        }
    }
    out
}

/// The word itself and those that share its stem.
fn as_known(lexicon: &Lexicon, typed: &str, cost: u16) -> Spellings {
    // "what's" stands in forms as it is; elsewhere the ending says nothing.
    let whole = typed;
    let typed = typed.strip_suffix("'s").or_else(|| typed.strip_suffix('\'')).unwrap_or(typed);
    let found = lexicon.words.find(typed);
    let itself = found.and_then(|number| lexicon.of_form(number));
    let as_it_stands = (whole != typed).then(|| lexicon.known(whole)).flatten();
    let both = as_it_stands.into_iter().chain(itself);
    let mut out: Spellings = both.map(|word| Spelling { word, cost, phrase_only: false }).collect();
    // Only English is inflected.
    if !typed.is_ascii() {
        return out;
    }
    for stem in stems(typed) {
        // Most words are their own stem.
        let itself = matches!(stem, Cow::Borrowed(stem) if stem.len() == typed.len());
        let number = if itself { found } else { lexicon.words.find(&stem) };
        for &word in number.map_or(&[][..], |number| lexicon.inflections.of(number)) {
            if !out.iter().any(|spelling| spelling.word == word) {
                out.push(Spelling { word, cost: cost + INFLECTED, phrase_only: false });
            }
        }
    }
    out
}

/// `us3rs` → `users`.
fn unleet(typed: &str) -> Option<String> {
    let mixed = typed.bytes().any(|b| b.is_ascii_digit()) && typed.bytes().any(|b| b.is_ascii_alphabetic());
    mixed.then(|| {
        let letter = |c| match c {
            '0' => 'o',
            '1' => 'i',
            '3' => 'e',
            '4' => 'a',
            '5' => 's',
            '7' => 't',
            '8' => 'b',
            other => other,
        };
        typed.chars().map(letter).collect()
    })
}

/// Runs of three letters and more cut to `keep`: `sooo` → `so`, `seeell` → `seel`.
fn shorten(typed: &str, keep: usize) -> Option<String> {
    let bytes = typed.as_bytes();
    if !bytes.windows(3).any(|run| run[0] == run[1] && run[1] == run[2]) {
        return None;
    }
    let mut out = String::new();
    let mut run = 0;
    for (at, c) in typed.char_indices() {
        run = if out.ends_with(c) && at > 0 { run + 1 } else { 1 };
        if run <= keep {
            out.push(c);
        }
    }
    Some(out)
}

/// `sellin` → `selling`.
fn restore_g(typed: &str) -> Option<String> {
    (typed.len() >= 4 && typed.ends_with("in")).then(|| format!("{typed}g"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::{ConceptId, lexicon::SurfaceForm};
    use crate::text::Lang;

    fn lexicon() -> Lexicon {
        let words = [
            "platform", "vegetable", "order", "tonne", "users", "please", "grow", "how", "the", "ann lee", "sell",
            "promote",
        ];
        let forms: Vec<_> = words
            .iter()
            .zip(0..)
            .map(|(text, at)| SurfaceForm { text, lang: Lang::En, concept: ConceptId(at), exact: false })
            .collect();
        Lexicon::build(&forms, "# a comment\nbeef\nbeen\nborder\nhorder\n")
    }

    #[test]
    fn typed_words_find_the_known_one() {
        let lexicon = lexicon();
        for (typed, known) in [
            ("platfroms", "platform"),
            ("vegatables", "vegetable"),
            ("ordrs", "order"),
            ("us3rs", "users"),
            ("user", "users"),
            ("usrrs", "users"),
            ("pleaaase", "please"),
            ("teh", "the"),
            ("hwo", "how"),
            ("sellin", "sell"),
            ("promoting", "promote"),
            ("tonnes", "tonnes"),
            ("tonns", "tons"),
            ("border", ""),
            ("beef", ""),
            ("xyz", ""),
        ] {
            let found = lexicon.spell(typed);
            assert_eq!(found.first().map_or("", |spelling| lexicon.text(spelling.word)), known, "{typed}");
        }
        let short = lexicon.spell("lea");
        assert!(!short.is_empty() && short.iter().all(|spelling| spelling.phrase_only));
    }
}
