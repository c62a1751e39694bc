//! English words that no vocabulary has → how much they say, from `knowledge/common/telling.txt`.
//!
//! "signature" names something that the announcement would have to speak of, "superlative" next to nothing.

use std::sync::OnceLock;

use super::lines::Lines;
use super::stem::stems;

/// How much a word says in a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Says {
    /// It names something that has to be spoken of for an answer.
    Something,
    /// It says next to nothing.
    Nothing,
}

const TELLING: &str = include_str!("../../../knowledge/common/telling.txt");

/// How much `word`, or the word that it is a form of, says; none where the list doesn't tell.
pub fn says(word: &str) -> Option<Says> {
    static LINES: OnceLock<Lines> = OnceLock::new();
    let lines = LINES.get_or_init(|| Lines::new(TELLING));
    let found = lines.after(word).or_else(|| stems(word).find_map(|stem| lines.after(&stem)))?;
    match found {
        "t" => Some(Says::Something),
        "g" => Some(Says::Nothing),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Says, says};

    #[test]
    fn words_say_something_or_nothing() {
        for (word, expected) in [
            ("signature", Some(Says::Something)),
            ("signatures", Some(Says::Something)),
            ("superlative", Some(Says::Nothing)),
            ("qwzx", None),
        ] {
            assert_eq!(says(word), expected, "{word}");
        }
    }
}
