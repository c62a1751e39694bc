//! A word as typed → the known words that it may be: as it stands, inflected, lengthened, in leetspeak, or mistyped.
//!
//! `tonnes` → `tonne`, `pleaaase` → `please`, `us3rs` → `user`, `platfroms` → `platform`. A real English word is never a typo of
//! another: `beef` doesn't become `been`.

use super::stem::stems;
use super::{Lexicon, WordId};

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

/// Cost of an inflection.
pub const INFLECTED: u16 = 1;
/// Cost of a rewritten word: leetspeak, lengthened letters.
const REWRITTEN: u16 = 2;
/// Cost of a typo; each edit beyond the first adds as much.
pub const TYPO: u16 = 3;
/// From this length on two edits are forgiven; below, one.
const TWO_EDITS: usize = 7;
/// The shortest word that is corrected at all by a substituted, missing or extra letter.
const SHORTEST: usize = 4;

/// See [`Lexicon::spell`].
pub(super) fn spell(lexicon: &Lexicon, typed: &str) -> Vec<Spelling> {
    let known = as_known(lexicon, typed, 0);
    if !known.is_empty() || !typed.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return known;
    }
    for rewritten in [unleet(typed), shorten(typed, 2), shorten(typed, 1), restore_g(typed)].into_iter().flatten() {
        let known = as_known(lexicon, &rewritten, REWRITTEN);
        if !known.is_empty() {
            return known;
        }
    }
    if typed.bytes().any(|b| b.is_ascii_digit()) || lexicon.is_english(typed) {
        return Vec::new();
    }
    lexicon.fuzzy().near(typed, |word| lexicon.text(word))
}

/// The word itself and those that share its stem.
fn as_known(lexicon: &Lexicon, typed: &str, cost: u16) -> Vec<Spelling> {
    // "what's" stands in forms as it is; elsewhere the ending says nothing.
    let whole = typed;
    let typed = typed.strip_suffix("'s").or_else(|| typed.strip_suffix('\'')).unwrap_or(typed);
    let itself = (whole != typed).then(|| lexicon.known(whole)).flatten().into_iter().chain(lexicon.known(typed));
    let mut out: Vec<Spelling> = itself.map(|word| Spelling { word, cost, phrase_only: false }).collect();
    for stem in stems(typed) {
        for &word in lexicon.inflections(&stem) {
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
    (typed.len() >= 5 && typed.ends_with("in")).then(|| format!("{typed}g"))
}

/// Known words by length, each with the sets of its letters and of their pairs: a scan of the sets leaves few words to measure.
#[derive(Debug, Default)]
pub(super) struct Fuzzy {
    by_length: Vec<Vec<(u32, u64, WordId)>>,
}

impl Fuzzy {
    /// Indexes the words that typos may be corrected to.
    pub(super) fn build<'a>(words: impl Iterator<Item = (&'a str, WordId)>) -> Self {
        let mut fuzzy = Self::default();
        words.for_each(|(text, word)| fuzzy.add(text, word));
        fuzzy
    }

    fn add(&mut self, text: &str, word: WordId) {
        if text.is_ascii() && text.len() >= 3 {
            if self.by_length.len() <= text.len() {
                self.by_length.resize_with(text.len() + 1, Vec::new);
            }
            self.by_length[text.len()].push((letters(text), pairs(text), word));
        }
    }

    /// The nearest words within the edits that the length allows: optimal string alignment, by strsim.
    pub(super) fn near<'a>(&self, typed: &str, text: impl Fn(WordId) -> &'a str) -> Vec<Spelling> {
        let mut best: Vec<Spelling> = Vec::new();
        let mut consider = |typed: &str, ending: usize, extra: u16| {
            let most = match typed.len() {
                0..3 => return,
                3..TWO_EDITS => 1,
                _ => 2,
            };
            let (set, own) = (letters(typed), pairs(typed));
            // An edit breaks three pairs of neighbours at most: those around two letters that are swapped.
            let broken = 3 * most as u32;
            for length in typed.len().saturating_sub(most)..=typed.len() + most {
                for &(other, theirs, word) in self.by_length.get(length).map_or(&[][..], Vec::as_slice) {
                    if (set ^ other).count_ones() as usize > 2 * most {
                        continue;
                    }
                    if (own & !theirs).count_ones() > broken || (theirs & !own).count_ones() > broken {
                        continue;
                    }
                    let known = text(word);
                    let edits = strsim::osa_distance(typed, known);
                    let same_start = typed.as_bytes()[0] == known.as_bytes()[0];
                    if edits == 0 || edits > most || (edits == 2 && !same_start) {
                        continue;
                    }
                    let swapped = set == other && typed.len() == known.len();
                    let short = typed.len().min(known.len()) + ending < SHORTEST && !swapped;
                    let likely = swapped || (edits == 1 && is_doubled(typed, known));
                    let cost = TYPO * edits as u16 + extra + u16::from(!same_start) - u16::from(likely)
                        + u16::from(edits == 1 && is_far_slip(typed, known));
                    best.push(Spelling { word, cost: if short { cost * 2 } else { cost }, phrase_only: short });
                }
            }
        };
        consider(typed, 0, 0);
        // Typo and inflection together: "ordrs", "selilng".
        for (ending, cost) in [("s", INFLECTED), ("ed", INFLECTED), ("ing", INFLECTED)] {
            if let Some(rest) = typed.strip_suffix(ending).filter(|rest| rest.len() >= 3) {
                consider(rest, ending.len(), cost);
            }
        }
        let Some(least) = best.iter().map(|spelling| spelling.cost).min() else { return best };
        best.retain(|spelling| spelling.cost <= least + 1 || spelling.phrase_only);
        best.sort_by_key(|spelling| (spelling.cost, spelling.word));
        best.dedup_by_key(|spelling| spelling.word);
        best
    }
}

/// Whether the longer word only doubles a letter of the shorter: `wek` and `week`.
fn is_doubled(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a.as_bytes(), b.as_bytes()) } else { (b.as_bytes(), a.as_bytes()) };
    let same = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    long.len() == short.len() + 1 && same > 0 && long[same] == long[same - 1] && short[same..] == long[same + 1..]
}

/// Whether one letter stands for another that is neither its neighbour on a keyboard nor, as a vowel, its like in sound.
fn is_far_slip(typed: &str, known: &str) -> bool {
    const ROWS: [&[u8]; 3] = [b"qwertyuiop", b"asdfghjkl", b"zxcvbnm"];
    if typed.len() != known.len() {
        return false;
    }
    let mut differing = typed.bytes().zip(known.bytes()).filter(|(a, b)| a != b);
    let (Some((a, b)), None) = (differing.next(), differing.next()) else { return false };
    let place = |letter: u8| {
        ROWS.iter().enumerate().find_map(|(row, keys)| Some((row, keys.iter().position(|&key| key == letter)?)))
    };
    let near = match (place(a), place(b)) {
        (Some((row, at)), Some((other_row, other))) => row.abs_diff(other_row) <= 1 && at.abs_diff(other) <= 1,
        _ => true,
    };
    let vowel = |letter: u8| matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
    !(near || (vowel(a) && vowel(b)))
}

/// The set of letters in a word.
fn letters(text: &str) -> u32 {
    text.bytes().filter(u8::is_ascii_lowercase).fold(0, |set, b| set | 1 << (b - b'a'))
}

/// The set of pairs of neighbouring letters, and of the first and the last letter with what isn't there, each as one of 64.
fn pairs(text: &str) -> u64 {
    let mut before = b'^';
    let mut set = 0;
    for b in text.bytes().chain([b'$']) {
        let pair = u64::from(before) << 8 | u64::from(b);
        set |= 1 << (pair.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 58);
        before = b;
    }
    set
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::{ConceptId, lexicon::SurfaceForm};
    use crate::text::Lang;

    fn lexicon() -> Lexicon {
        let words = [
            "platform",
            "vegetable",
            "order",
            "tonne",
            "users",
            "please",
            "grow",
            "how",
            "the",
            "ann lee",
            "sell",
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
