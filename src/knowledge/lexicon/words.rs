//! Texts → small numbers and back: each text is held once, in one block of memory.
//!
//! `pork`, `meat`, `pork` get 0, 1, 0. Thousands of words are added at each start of the program: a text of its own for each
//! of them would take most of that time.

use std::hash::Hasher;
use std::ops::Range;

use hashbrown::HashTable;
use rustc_hash::FxHasher;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Texts by number and numbers by text.
#[derive(Debug, Default)]
pub struct Words {
    text: String,
    /// Where each text ends; it starts where the one before ends.
    ends: Vec<u32>,
    numbers: HashTable<u32>,
}

impl Words {
    /// No texts yet; room for so many.
    pub fn with_capacity(room: usize) -> Self {
        Self {
            text: String::with_capacity(room * BYTES_A_WORD),
            ends: Vec::with_capacity(room),
            numbers: HashTable::with_capacity(room),
        }
    }

    /// The number of a text, if it was added.
    pub fn find(&self, text: &str) -> Option<u32> {
        self.find_hashed(text, hash(text.as_bytes()))
    }

    /// The number of a text; the next one where it is new.
    pub fn add(&mut self, text: &str) -> u32 {
        let hashed = hash(text.as_bytes());
        self.find_hashed(text, hashed).unwrap_or_else(|| {
            let Self { text: texts, ends, numbers } = self;
            let number = ends.len() as u32;
            texts.push_str(text);
            ends.push(texts.len() as u32);
            file(numbers, hashed, number, texts, ends);
            number
        })
    }

    /// The text of a number.
    pub fn get(&self, number: u32) -> &str {
        &self.text[range(&self.ends, number)]
    }

    /// Lets go of the room for more texts.
    pub fn shrink_to_fit(&mut self) {
        let Self { text, ends, numbers } = self;
        text.shrink_to_fit();
        ends.shrink_to_fit();
        numbers.shrink_to_fit(|&number| hash(&text.as_bytes()[range(ends, number)]));
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// As [`Words::find`], with what the text is filed under.
    #[inline]
    pub fn find_hashed(&self, text: &str, hash: u64) -> Option<u32> {
        // Bytes compare without a look at where characters end.
        let same = |&number: &u32| self.text.as_bytes()[range(&self.ends, number)] == *text.as_bytes();
        self.numbers.find(hash, same).copied()
    }
}

/// Stored as the texts and how long each is: the table is made anew.
impl Serialize for Words {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (&self.text, lengths(&self.ends)).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (text, lengths): (String, Vec<u32>) = Deserialize::deserialize(deserializer)?;
        let ends = ends(&lengths);
        let mut numbers = HashTable::with_capacity(ends.len());
        for number in 0..ends.len() as u32 {
            file(&mut numbers, hash(&text.as_bytes()[range(&ends, number)]), number, &text, &ends);
        }
        Ok(Self { text, ends, numbers })
    }
}

/// Where things end that lie one after the other → how long each is: small numbers take less room.
pub(super) fn lengths(ends: &[u32]) -> Vec<u32> {
    let starts = std::iter::once(&0).chain(ends);
    ends.iter().zip(starts).map(|(end, start)| end - start).collect()
}

/// The way back from [`lengths`].
pub(super) fn ends(lengths: &[u32]) -> Vec<u32> {
    let mut end = 0;
    let sum = |length: &u32| {
        end += length;
        end
    };
    lengths.iter().map(sum).collect()
}

/// Puts a new number into the table.
fn file(numbers: &mut HashTable<u32>, hashed: u64, number: u32, texts: &str, ends: &[u32]) {
    numbers.insert_unique(hashed, number, |&number| hash(&texts.as_bytes()[range(ends, number)]));
}

/// How many bytes a word takes, roughly.
const BYTES_A_WORD: usize = 7;

/// Where the text of a number is.
fn range(ends: &[u32], number: u32) -> Range<usize> {
    let at = number as usize;
    let start = if at == 0 { 0 } else { ends[at - 1] };
    start as usize..ends[at] as usize
}

/// What a text is filed under.
pub fn hash(text: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_text_has_one_number() {
        let mut words = Words::default();
        for (text, number) in [("pork", 0), ("", 1), ("猪", 2), ("pork", 0), ("por", 3), ("", 1)] {
            assert_eq!(words.find(text).unwrap_or(words.len() as u32), number, "{text:?}");
            assert_eq!(words.add(text), number, "{text:?}");
            assert_eq!(words.get(number), text);
        }
        assert_eq!(words.find("porks"), None);
        assert_eq!(words.len(), 4);
    }
}
