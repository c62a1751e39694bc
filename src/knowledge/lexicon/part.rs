//! English words that name nothing: verbs, adjectives and adverbs, from `knowledge/common/parts.txt`.
//!
//! "munch" is a verb, "dreadful" an adjective: where no vocabulary knows them, they say less about what is asked than a noun.

use std::sync::OnceLock;

use super::lines::Lines;

/// What an English word is that has no reading as a noun to speak of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// What is done.
    Verb,
    /// How something is.
    Adjective,
    /// How or when something is done.
    Adverb,
}

const PARTS: &str = include_str!("../../../knowledge/common/parts.txt");

/// What part of speech `word` is; none for nouns, for words that may well be nouns, and for what is no English.
pub fn part(word: &str) -> Option<Part> {
    static LINES: OnceLock<Lines> = OnceLock::new();
    match LINES.get_or_init(|| Lines::new(PARTS)).after(word)? {
        "v" => Some(Part::Verb),
        "a" => Some(Part::Adjective),
        "r" => Some(Part::Adverb),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, part};

    #[test]
    fn words_that_name_nothing_have_their_part() {
        for (word, expected) in [
            ("dreadful", Some(Part::Adjective)),
            ("exaggerating", Some(Part::Verb)),
            ("humorously", Some(Part::Adverb)),
            ("library", None),
            ("campaign", None),
            ("doreen", None),
        ] {
            assert_eq!(part(word), expected, "{word}");
        }
    }
}
