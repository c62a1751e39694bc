//! Texts → small numbers and back: each text is held once, in one block of memory.
//!
//! `pork`, `meat`, `pork` get 0, 1, 0. Thousands of words are added at each start of the program: a text of its own for each
//! of them would take most of that time.

use std::hash::Hasher;
use std::ops::Range;

use hashbrown::HashTable;
use rustc_hash::FxHasher;

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
            numbers.insert_unique(hashed, number, |&number| hash(&texts.as_bytes()[range(ends, number)]));
            number
        })
    }

    /// The text of a number.
    pub fn get(&self, number: u32) -> &str {
        &self.text[range(&self.ends, number)]
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
