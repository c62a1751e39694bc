//! A list of words of grammar, and at a glance whether a word is none of them.
//!
//! Each word of a question is held against dozens of lists and is in hardly any: of most that aren't in a list its length and its first
//! and last letter already tell.

/// Words, in no order.
#[derive(Debug)]
pub struct WordList {
    words: &'static [&'static str],
    /// For each length the [`mark`]s of the words of that length, a bit for each.
    marks: [u64; LENGTHS],
}

/// Lengths that are told apart, in bytes; longer words are all taken together.
const LENGTHS: usize = 16;

impl WordList {
    /// The list of these words.
    pub const fn new(words: &'static [&'static str]) -> Self {
        let mut marks = [0; LENGTHS];
        let mut at = 0;
        while at < words.len() {
            let word = words[at].as_bytes();
            marks[length(word)] |= mark(word);
            at += 1;
        }
        Self { words, marks }
    }

    /// Whether a word is in it.
    #[inline]
    pub fn has(&self, word: &str) -> bool {
        self.may_have(word) && self.words.contains(&word)
    }

    #[inline]
    fn may_have(&self, word: &str) -> bool {
        self.marks[length(word.as_bytes())] & mark(word.as_bytes()) != 0
    }
}

const fn length(word: &[u8]) -> usize {
    if word.len() < LENGTHS { word.len() } else { LENGTHS - 1 }
}

/// The bit of a word, by its first and last byte.
const fn mark(word: &[u8]) -> u64 {
    match word {
        [] => 0,
        [first, .., last] => 1 << (first.wrapping_add(last.wrapping_mul(5)) % 64),
        [only] => 1 << (*only % 64),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_a_list_is_found_and_nothing_else() {
        static LIST: WordList = WordList::new(&["is", "wouldn't", "多", "÷", "a", "what a very long word indeed"]);
        for word in LIST.words {
            assert!(LIST.has(word), "{word:?}");
        }
        // As long as one of the list, with its first and last letter.
        for word in ["", "i", "io", "wxyz'abt", "大", "b", "what a very long word, indeed", "ıs"] {
            assert!(!LIST.has(word), "{word:?}");
        }
        assert!(LIST.may_have("wxyz'abt") && !LIST.may_have("io"));
    }
}
