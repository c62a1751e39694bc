//! Which surface forms name which concepts: lookup by words, tolerant of inflection, typos and homophones.
//!
//! Forms are word sequences in a trie; [`Lexicon::spell`] says which known words a typed word may be, and
//! [`Lexicon::walk`] which forms start at a place in a question.

mod build;
mod cut;
pub mod fuzzy;
mod groups;
pub mod homophone;
mod lines;
mod named;
mod part;
pub mod spelling;
pub mod stem;
mod telling;
mod trie;
mod words;

use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::{ConceptId, common};
use crate::text::{Lang, TokenKind};
use build::Builder;
use fuzzy::Fuzzy;
use groups::Groups;
use homophone::Homophones;
use lines::Lines;
use named::Named;
use stem::stems;
use trie::Trie;
use words::Words;

pub use part::{Part, part};
pub use spelling::{Spelling, Spellings};
pub use telling::{Says, says};
pub use trie::Node;
pub(super) use words::hash;

/// A way of naming a concept, as the vocabulary has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SurfaceForm<'t> {
    /// The words, as they are written there.
    pub text: &'t str,
    /// Its language.
    pub lang: Lang,
    /// What it names.
    pub concept: ConceptId,
    /// Matched as it stands: no inflection, no typo tolerance.
    pub exact: bool,
}

/// A known word: a word of a surface form, or one that numbers and units are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct WordId(u32);

/// Words that are no surface form of their own but must be known to the spelling.
const NUMBER_WORDS: &[&str] = &[
    "hundred", "thousand", "million", "billion", "trillion", "ton", "tons", "tonne", "tonnes", "kilogram", "kilo",
    "yuan", "dollar", "percent", "percentage", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty",
    "ninety", "eleven", "twelve", "five", "doubled", "tripled",
];

/// Surface forms, indexed.
#[derive(Debug, Serialize, Deserialize)]
pub struct Lexicon {
    /// The words of the forms, and after them the stems that are no word of a form.
    words: Words,
    /// For each word of a form, whether inflections and typos of it are forgiven.
    loose: Vec<bool>,
    /// The loose words by the number of their stem among `words`.
    inflections: Groups<WordId>,
    trie: Trie,
    /// What the forms that end at a node name.
    ends: Groups<Named>,
    /// Real English words; those built in, where the lexicon was stored.
    #[serde(skip, default = "built_in_words")]
    english: &'static str,
    /// The lines of `english`, indexed once one is asked for.
    #[serde(skip)]
    english_lines: OnceLock<Lines>,
    #[serde(skip, default = "chat")]
    chat: FxHashMap<&'static str, &'static str>,
    #[serde(skip)]
    fuzzy: OnceLock<Fuzzy>,
    #[serde(skip)]
    homophones: OnceLock<Homophones>,
}

impl Lexicon {
    /// Indexes the forms. `english` are real English words, one a line: none of them is a typo of a form.
    pub fn build(forms: &[SurfaceForm<'_>], english: &'static str) -> Self {
        let mut builder = Builder::with_capacity(forms.len());
        for word in NUMBER_WORDS {
            builder.word(TokenKind::Word, word, false);
        }
        for form in forms {
            builder.form(form);
        }
        builder.finish(english)
    }

    /// The words that a typed word may be, most likely first; empty where it is none.
    pub fn spell(&self, typed: &str) -> Spellings {
        spelling::spell(self, typed)
    }

    /// Whether this is a word of some form, or a real English word.
    pub fn is_word(&self, text: &str) -> bool {
        self.known(text).is_some()
            || stems(text).any(|stem| !self.inflections(&stem).is_empty())
            || self.is_english(text)
    }

    /// Whether this is a real English word, or a regular inflection of one.
    pub fn is_english(&self, text: &str) -> bool {
        self.english_lines.get_or_init(|| Lines::new(self.english)).have(text)
    }

    /// The words that a chat spelling stands for: "u" for "you".
    pub fn chat(&self, typed: &str) -> Option<&'static str> {
        self.chat.get(typed).copied()
    }

    /// Whether numbers and units are made of this word.
    pub fn is_number_word(text: &str) -> bool {
        NUMBER_WORDS.contains(&text)
    }

    /// The word itself, if a form has it.
    pub fn known(&self, text: &str) -> Option<WordId> {
        self.words.find(text).and_then(|number| self.of_form(number))
    }

    /// The word of this number, if it is one of a form.
    fn of_form(&self, number: u32) -> Option<WordId> {
        ((number as usize) < self.loose.len()).then_some(WordId(number))
    }

    /// The word's text.
    pub fn text(&self, word: WordId) -> &str {
        self.words.get(word.0)
    }

    /// Where `word` leads from `node`.
    pub fn walk(&self, node: Node, word: WordId) -> Option<Node> {
        self.trie.walk(node, word)
    }

    /// What the form that ends at `node` names.
    pub fn named(&self, node: Node) -> &[Named] {
        self.ends.of(node.number())
    }

    /// Whether a form ends at `node`.
    pub fn is_form(&self, node: Node) -> bool {
        !self.named(node).is_empty()
    }

    /// The words that typos may be corrected to.
    pub fn loose(&self) -> impl Iterator<Item = (WordId, &str)> {
        let loose = (0..).map(WordId).zip(&self.loose).filter(|&(_, &loose)| loose);
        loose.map(|(word, _)| (word, self.text(word)))
    }

    /// Forms by their sound: for homophone typos and for pinyin.
    pub fn homophones(&self) -> &Homophones {
        self.homophones.get_or_init(|| {
            let mut growing = homophone::Growing::default();
            self.chinese(|form, concept| growing.add(form, concept));
            growing.finish()
        })
    }

    /// Visits the forms of two to [`homophone::LONGEST`] Chinese characters and nothing else that are forgiven a slip, with what they name.
    fn chinese(&self, mut visit: impl FnMut(&str, ConceptId)) {
        let mut ahead = vec![(Node::ROOT, String::new(), 0)];
        while let Some((node, text, length)) = ahead.pop() {
            if length >= 2 {
                let named = self.named(node).iter().filter(|named| !named.exact());
                named.for_each(|named| visit(&text, named.concept()));
            }
            if length == homophone::LONGEST {
                continue;
            }
            for (word, next) in self.trie.children(node) {
                if is_han(self.text(word)) {
                    ahead.push((next, [&text, self.text(word)].concat(), length + 1));
                }
            }
        }
    }

    /// How many surface forms there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are no surface forms.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The words that share this stem, of those that inflections are forgiven for.
    fn inflections(&self, stem: &str) -> &[WordId] {
        self.words.find(stem).map_or(&[], |stem| self.inflections.of(stem))
    }

    /// The words that typos may be corrected to, indexed once there is one.
    fn fuzzy(&self) -> &Fuzzy {
        self.fuzzy.get_or_init(|| Fuzzy::build(self.loose().map(|(word, _)| word), |word| self.text(word)))
    }
}

/// Whether a word is a Chinese character.
fn is_han(word: &str) -> bool {
    !word.is_ascii() && word.chars().nth(1).is_none()
}

/// Real English words, from `knowledge/common/words.txt`.
fn built_in_words() -> &'static str {
    common::WORDS
}

/// Chat spellings, from `knowledge/common/chat.txt`.
fn chat() -> FxHashMap<&'static str, &'static str> {
    let lines = include_str!("../../knowledge/common/chat.txt").lines();
    lines.filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(' ')).collect()
}
