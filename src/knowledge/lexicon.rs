//! Which surface forms name which concepts: lookup by words, tolerant of inflection, typos and homophones.
//!
//! Forms are word sequences in a trie; [`Lexicon::spell`] says which known words a typed word may be, and
//! [`Lexicon::walk`] which forms start at a place in a question.

pub mod homophone;
pub mod spelling;

use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::ConceptId;
use crate::text::token::tokens;
use crate::text::{Lang, TokenKind};
use homophone::Homophones;
use spelling::{Fuzzy, stems};

pub use spelling::Spelling;

/// A way of naming a concept, as the vocabulary has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurfaceForm {
    /// The words, lower case.
    pub text: String,
    /// Its language.
    pub lang: Lang,
    /// What it names.
    pub concept: ConceptId,
    /// Matched as it stands: no inflection, no typo tolerance.
    pub exact: bool,
}

/// A known word: a word of a surface form, or one that numbers and units are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WordId(u32);

/// A place in the trie of surface forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Node(u32);

impl Node {
    /// Where every surface form starts.
    pub const ROOT: Self = Self(0);
}

/// Words that are no surface form of their own but must be known to the spelling.
const NUMBER_WORDS: &[&str] = &[
    "hundred",
    "thousand",
    "million",
    "billion",
    "trillion",
    "ton",
    "tonne",
    "kilogram",
    "kilo",
    "yuan",
    "dollar",
    "percent",
    "percentage",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "eleven",
    "twelve",
    "five",
    "doubled",
    "tripled",
];

/// Surface forms, indexed.
#[derive(Debug, Default)]
pub struct Lexicon {
    words: FxHashMap<Box<str>, WordId>,
    texts: Vec<Box<str>>,
    stems: FxHashMap<Box<str>, Vec<WordId>>,
    edges: FxHashMap<(Node, WordId), Node>,
    ends: Vec<Vec<(ConceptId, bool)>>,
    english: &'static str,
    chat: FxHashMap<&'static str, &'static str>,
    fuzzy: Fuzzy,
    chinese: Vec<(Box<str>, ConceptId)>,
    homophones: OnceLock<Homophones>,
}

impl Lexicon {
    /// Indexes the forms. `english` are real English words, sorted, one a line: none of them is a typo of a form.
    pub fn build(forms: &[SurfaceForm], english: &'static str) -> Self {
        let mut lexicon = Self { ends: vec![Vec::new()], english, chat: chat(), ..Self::default() };
        let mut loose: FxHashSet<WordId> = FxHashSet::default();
        for word in NUMBER_WORDS {
            loose.insert(lexicon.intern(word));
        }
        for form in forms {
            let mut node = Node::ROOT;
            let mut chinese = 0;
            for token in tokens(&form.text).iter().filter(|token| token.is_text()) {
                let word = lexicon.intern(&token.text);
                chinese += usize::from(token.kind == TokenKind::Han);
                if token.kind == TokenKind::Word && !form.exact {
                    loose.insert(word);
                }
                node = lexicon.child(node, word);
            }
            if node == Node::ROOT {
                continue;
            }
            let end = &mut lexicon.ends[node.0 as usize];
            if !end.iter().any(|&(concept, _)| concept == form.concept) {
                end.push((form.concept, form.exact));
            }
            if chinese >= 2 && !form.exact {
                lexicon.chinese.push((form.text.clone().into(), form.concept));
            }
        }
        for (at, text) in lexicon.texts.iter().enumerate() {
            let word = WordId(at as u32);
            if loose.contains(&word) {
                for stem in stems(text) {
                    lexicon.stems.entry(stem.into()).or_default().push(word);
                }
                lexicon.fuzzy.add(text, word);
            }
        }
        lexicon
    }

    /// The words that a typed word may be, most likely first; empty where it is none.
    pub fn spell(&self, typed: &str) -> Vec<Spelling> {
        spelling::spell(self, typed)
    }

    /// Whether this is a word of some form, or a real English word.
    pub fn is_word(&self, text: &str) -> bool {
        self.words.contains_key(text)
            || stems(text).any(|stem| self.stems.contains_key(stem.as_ref()))
            || self.is_english(text)
    }

    /// Whether this is a real English word, or a regular inflection of one.
    pub fn is_english(&self, text: &str) -> bool {
        has_line(self.english, text)
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
        self.words.get(text).copied()
    }

    /// The word's text.
    pub fn text(&self, word: WordId) -> &str {
        &self.texts[word.0 as usize]
    }

    /// Where `word` leads from `node`.
    pub fn walk(&self, node: Node, word: WordId) -> Option<Node> {
        self.edges.get(&(node, word)).copied()
    }

    /// The concepts named by the form that ends at `node`; whether each is only matched as it stands.
    pub fn concepts(&self, node: Node) -> &[(ConceptId, bool)] {
        &self.ends[node.0 as usize]
    }

    /// Forms by their sound: for homophone typos and for pinyin.
    pub fn homophones(&self) -> &Homophones {
        self.homophones.get_or_init(|| Homophones::build(&self.chinese))
    }

    /// How many surface forms there are.
    pub fn len(&self) -> usize {
        self.ends.iter().map(Vec::len).sum()
    }

    /// Whether there are no surface forms.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn intern(&mut self, text: &str) -> WordId {
        if let Some(&word) = self.words.get(text) {
            return word;
        }
        let word = WordId(self.texts.len() as u32);
        self.words.insert(text.into(), word);
        self.texts.push(text.into());
        word
    }

    fn child(&mut self, node: Node, word: WordId) -> Node {
        let next = Node(self.ends.len() as u32);
        let child = *self.edges.entry((node, word)).or_insert(next);
        if child == next {
            self.ends.push(Vec::new());
        }
        child
    }
}

/// Chat spellings, from `knowledge/common/chat.txt`.
fn chat() -> FxHashMap<&'static str, &'static str> {
    let lines = include_str!("../../knowledge/common/chat.txt").lines();
    lines.filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(' ')).collect()
}

/// Whether one of the sorted lines of `text` is `line`, by halving.
fn has_line(text: &str, line: &str) -> bool {
    let (mut low, mut high) = (0, text.len());
    while low < high {
        let middle = usize::midpoint(low, high);
        let start = text.as_bytes()[low..middle].iter().rposition(|&b| b == b'\n').map_or(low, |at| low + at + 1);
        let end = text.as_bytes()[middle..high].iter().position(|&b| b == b'\n').map_or(high, |at| middle + at);
        match text.get(start..end).unwrap_or_default().cmp(line) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    false
}
