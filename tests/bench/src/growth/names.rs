//! Dice → names that no vocabulary has, in English and in Chinese: `Tarvel`, 塔维尔.
//!
//! They are made of the syllables that names are made of, so many of them are as near to one another as words of a language are. A
//! stated share is made at edit distance 1 from an earlier one on purpose.

use std::collections::HashSet;

use herald::knowledge::{Effect, KnowledgeBase};
use herald::question::parse;

use super::dice::Dice;

/// How many of a hundred names are one edit away from an earlier name.
pub const NEAR: usize = 10;

const ONSETS: [&str; 32] = [
    "b", "c", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "y", "z", "br", "ch", "cl",
    "dr", "fl", "gr", "kl", "pr", "sh", "st", "th", "tr", "qu",
];
const VOWELS: [&str; 10] = ["a", "e", "i", "o", "u", "ai", "ea", "io", "oa", "au"];
const CODAS: [&str; 16] = ["", "", "", "n", "r", "l", "s", "m", "t", "ck", "nd", "rt", "lm", "x", "sk", "ph"];
const HAN: &str = "塔维尔莫兰科达巴林诺斯卡尼亚贝罗伦森哈维克洛德帕特索菲玛琳杰德里奥文图拉贾西姆法鲁基辛布鲁克尤金霍普托弗埃米利茨韦恩佐丹冯廷梅萨瓦纳奎芬赫契柯雅穆艾伊戈";

/// A name in both languages.
#[derive(Debug, Clone)]
pub struct Name {
    /// In lower-case letters.
    pub en: String,
    /// In simplified characters.
    pub zh: String,
}

impl Name {
    /// The name in one of the languages.
    pub fn pick(self, english: bool) -> String {
        if english { self.en } else { self.zh }
    }
}

/// Makes names, each another.
pub struct Names<'k> {
    common: &'k KnowledgeBase,
    han: Vec<char>,
    taken: HashSet<String>,
    made: Vec<Name>,
}

impl<'k> Names<'k> {
    /// None yet; `common` knows the words that no name may be.
    pub fn new(common: &'k KnowledgeBase) -> Self {
        Self { common, han: HAN.chars().collect(), taken: HashSet::new(), made: Vec::new() }
    }

    /// A new name.
    pub fn make(&mut self, dice: &mut Dice) -> Name {
        loop {
            let near = !self.made.is_empty() && dice.percent(NEAR);
            let name = if near {
                let other = dice.of(&self.made).clone();
                Name { en: edited(&other.en, dice), zh: edited_han(&other.zh, &self.han, dice) }
            } else {
                Name { en: english(dice), zh: (0..3 + dice.below(2)).map(|_| *dice.of(&self.han)).collect() }
            };
            if self.is_free(&name) {
                self.taken.extend([name.en.clone(), name.zh.clone()]);
                self.made.push(name.clone());
                return name;
            }
        }
    }

    fn is_free(&self, name: &Name) -> bool {
        let is_new = |text: &str| !self.taken.contains(text);
        let is_strange = |text: &str| {
            parse(self.common, text)
                .iter()
                .flat_map(|question| &question.items)
                .flat_map(herald::question::Item::concepts)
                .all(|&concept| !matches!(self.common.class_of(concept).effect, Effect::Contrast | Effect::Content))
        };
        (5..=9).contains(&name.en.len())
            && is_new(&name.en)
            && is_new(&name.zh)
            && !self.common.lexicon.is_word(&name.en)
            && is_strange(&name.zh)
    }
}

fn english(dice: &mut Dice) -> String {
    let syllable = |dice: &mut Dice| [*dice.of(&ONSETS), *dice.of(&VOWELS), *dice.of(&CODAS)].concat();
    (0..2 + dice.below(2)).map(|_| syllable(dice)).collect()
}

/// The word with one letter swapped, lost, doubled or replaced.
pub fn edited(word: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = 1 + dice.below(letters.len().saturating_sub(2));
    match dice.below(4) {
        0 => letters.swap(at, at - 1),
        1 => _ = letters.remove(at),
        2 => letters.insert(at, letters[at]),
        _ => letters[at] = char::from(b'a' + dice.below(26) as u8),
    }
    letters.into_iter().collect()
}

fn edited_han(word: &str, han: &[char], dice: &mut Dice) -> String {
    let mut characters: Vec<char> = word.chars().collect();
    let at = dice.below(characters.len());
    characters[at] = *dice.of(han);
    characters.into_iter().collect()
}
