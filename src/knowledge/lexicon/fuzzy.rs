//! The words that a mistyped one may be, by an index: `platfroms` → `platform`.
//!
//! Of two words that are two edits apart the first letters are the same; where a single edit is in the first letter, all that follows
//! it is the same. So a few sets of letters are compared, and hardly a word is measured.

use hashbrown::HashTable;

use super::WordId;
use super::groups::Groups;
use super::spelling::{INFLECTED, Spelling, TYPO};
use super::words::hash;

/// From this length on two edits are forgiven; below, one.
const TWO_EDITS: usize = 7;
/// A word that costs no more is nearer by two than any that is two edits away, the nearest of which are not kept then.
const SURE: u16 = 2 * TYPO - 3;
/// The shortest word that is corrected at all by a substituted, missing or extra letter.
const SHORTEST: usize = 4;

/// The most vowels that are left out of a word, beyond the one that is any typo.
const MOST_DROPPED: usize = 4;

/// Known words by length and first letter, each with the sets of its letters and of their pairs.
#[derive(Debug)]
pub(super) struct Fuzzy {
    by_start: Groups<Known>,
    /// The words by what follows their first letter.
    tails: HashTable<Known>,
}

/// A word that typos may be corrected to.
#[derive(Debug, Clone, Copy)]
struct Known {
    letters: u32,
    pairs: u64,
    word: WordId,
}

/// How many first letters there are, with all that is none.
const STARTS: u32 = 27;

/// Where words of this length with this first letter are.
fn start(length: usize, first: u8) -> u32 {
    let letter = if first.is_ascii_lowercase() { u32::from(first - b'a') } else { STARTS - 1 };
    length as u32 * STARTS + letter
}

impl Fuzzy {
    /// Indexes the words that typos may be corrected to.
    pub(super) fn build<'a>(words: impl Iterator<Item = WordId>, text: impl Fn(WordId) -> &'a str) -> Self {
        let known = |word: WordId| Known { letters: letters(text(word)), pairs: pairs(text(word)), word };
        let fit = |word: &WordId| text(*word).is_ascii() && text(*word).len() >= 3;
        let place = |word: WordId| start(text(word).len(), text(word).as_bytes()[0]);
        let words: Vec<(u32, Known)> = words.filter(fit).map(|word| (place(word), known(word))).collect();
        let count = words.iter().map(|(place, _)| place + 1).max().unwrap_or_default();
        let tail = |known: &Known| hash(&text(known.word).as_bytes()[1..]);
        let mut tails = HashTable::with_capacity(words.len());
        for &(_, known) in &words {
            tails.insert_unique(tail(&known), known, tail);
        }
        Self { by_start: Groups::new(count as usize, &words, |_, _| false), tails }
    }

    /// The nearest words within the edits that the length allows. `known` is the word of a text.
    pub(super) fn near<'a>(
        &self,
        typed: &str,
        text: impl Fn(WordId) -> &'a str,
        known: impl Fn(&str) -> Option<WordId>,
    ) -> Vec<Spelling> {
        let once = self.within(1, typed, &text, &known);
        if once.iter().any(|spelling| spelling.cost <= SURE) {
            return nearest(once);
        }
        let twice = self.within(2, typed, &text, &known);
        nearest(if twice.is_empty() { self.without_vowels(typed, text) } else { twice })
    }

    /// The words within so many edits, or more where the index can't tell.
    fn within<'a>(
        &self,
        edits: usize,
        typed: &str,
        text: &impl Fn(WordId) -> &'a str,
        known: &impl Fn(&str) -> Option<WordId>,
    ) -> Vec<Spelling> {
        let mut found: Vec<Spelling> = Vec::new();
        for reading in readings(typed) {
            let (typed, most) = (reading.text, reading.most_edits().min(edits));
            if most == 0 {
                continue;
            }
            let (set, own) = (letters(typed), pairs(typed));
            // An edit breaks three pairs of neighbours at most: those around two letters that are swapped.
            let broken = 3 * most as u32;
            let mut consider = |other: &Known| {
                let Known { letters, pairs, word } = *other;
                let near = (set ^ letters).count_ones() as usize <= 2 * most
                    && (own & !pairs).count_ones() <= broken
                    && (pairs & !own).count_ones() <= broken;
                found.extend(near.then(|| reading.measure(word, text(word))).flatten());
            };
            for length in typed.len().saturating_sub(most)..=typed.len() + most {
                self.by_start.of(start(length, typed.as_bytes()[0])).iter().for_each(&mut consider);
            }
            self.other_starts(typed, text, known, &mut consider);
        }
        found
    }

    /// The words that are typed without several of their vowels.
    fn without_vowels<'a>(&self, typed: &str, text: impl Fn(WordId) -> &'a str) -> Vec<Spelling> {
        let lengths = if typed.len() < SHORTEST { 0..0 } else { typed.len() + 2..typed.len() + MOST_DROPPED + 1 };
        let known = lengths.flat_map(|length| self.by_start.of(start(length, typed.as_bytes()[0])));
        let dropped = known.filter(|known| drops_vowels(typed, text(known.word)));
        dropped.map(|known| Spelling { word: known.word, cost: 2 * TYPO, phrase_only: false }).collect()
    }

    /// The words that start otherwise and are one edit away: the first letter replaced, left out, added, or swapped with the second.
    fn other_starts<'a>(
        &self,
        typed: &str,
        text: &impl Fn(WordId) -> &'a str,
        known: &impl Fn(&str) -> Option<WordId>,
        consider: &mut impl FnMut(&Known),
    ) {
        let bytes = typed.as_bytes();
        let starts_otherwise = |word: WordId| text(word).as_bytes()[0] != bytes[0];
        for tail in [&bytes[1..], bytes] {
            for other in self.tails.iter_hash(hash(tail)) {
                if text(other.word).as_bytes()[1..] == *tail && starts_otherwise(other.word) {
                    consider(other);
                }
            }
        }
        let mut swapped = typed.to_owned();
        let second = swapped.remove(1);
        swapped.insert(0, second);
        for whole in [&typed[1..], &swapped] {
            if whole.len() < 3 {
                continue;
            }
            let found = known(whole).filter(|&word| starts_otherwise(word));
            for other in self.tails.iter_hash(hash(&whole.as_bytes()[1..])).filter(|other| Some(other.word) == found) {
                consider(other);
            }
        }
    }
}

/// What a typed word may be a slip for a form of: itself, or what is left of it without a regular ending.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'t> {
    text: &'t str,
    /// How long the ending is that was taken off.
    ending: usize,
    /// What that costs.
    extra: u16,
}

/// The readings of a typed word: "ordrs" may be a typo and an inflection together, "selilng" too.
pub fn readings(typed: &str) -> impl Iterator<Item = Reading<'_>> {
    let without = move |ending: &'static str| {
        let text = typed.strip_suffix(ending).filter(|rest| rest.len() >= 3)?;
        Some(Reading { text, ending: ending.len(), extra: INFLECTED })
    };
    std::iter::once(Reading { text: typed, ending: 0, extra: 0 })
        .chain(["s", "ed", "ing"].into_iter().filter_map(without))
}

impl Reading<'_> {
    fn most_edits(self) -> usize {
        match self.text.len() {
            0..3 => 0,
            3..TWO_EDITS => 1,
            _ => 2,
        }
    }

    /// The word as what was meant, if it is near enough: optimal string alignment, by strsim.
    pub fn measure(self, word: WordId, known: &str) -> Option<Spelling> {
        let Self { text: typed, ending, extra } = self;
        let most = self.most_edits();
        if typed.len().abs_diff(known.len()) > most {
            return None;
        }
        let edits = strsim::osa_distance(typed, known);
        let same_start = typed.as_bytes()[0] == known.as_bytes()[0];
        if edits == 0 || edits > most || (edits == 2 && !same_start) {
            return None;
        }
        let swapped = letters(typed) == letters(known) && typed.len() == known.len();
        let short = typed.len().min(known.len()) + ending < SHORTEST && !swapped;
        let likely = swapped || (edits == 1 && is_doubled(typed, known));
        let cost = TYPO * edits as u16 + extra + u16::from(!same_start) - u16::from(likely)
            + u16::from(edits == 1 && is_far_slip(typed, known));
        Some(Spelling { word, cost: if short { cost * 2 } else { cost }, phrase_only: short })
    }
}

/// Of these the ones that are as near as the nearest, or nearly so.
pub fn nearest(mut found: Vec<Spelling>) -> Vec<Spelling> {
    let Some(least) = found.iter().map(|spelling| spelling.cost).min() else { return found };
    found.retain(|spelling| spelling.cost <= least + 1 || spelling.phrase_only);
    found.sort_by_key(|spelling| (spelling.cost, spelling.word));
    found.dedup_by_key(|spelling| spelling.word);
    found
}

/// Whether a word is typed without some of its vowels, as in an SMS: `fashn` for `fashion`.
fn drops_vowels(typed: &str, known: &str) -> bool {
    let mut rest = typed.bytes().peekable();
    known.bytes().all(|letter| rest.next_if_eq(&letter).is_some() || b"aeiou".contains(&letter))
        && rest.next().is_none()
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
