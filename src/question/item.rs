//! What a sentence is made of: its mentions and its grammar.

use smallvec::SmallVec;
use smol_str::SmolStr;

use crate::knowledge::{ConceptId, Cue};
use crate::text::{Quantity, Span, Unit};

/// A piece of grammar and where it was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CueAt {
    /// What it is.
    pub cue: Cue,
    /// The first of its tokens in the sentence.
    pub token: usize,
    /// How many tokens it takes.
    pub length: usize,
    /// Which clause it stands in.
    pub clause: u16,
    /// Where it stands in the message.
    pub span: Span,
}

/// Something that a question mentions.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// What it is.
    pub what: What,
    /// Where it stands in the message.
    pub span: Span,
    /// The first of its tokens in the sentence.
    pub token: usize,
    /// How many tokens it takes.
    pub length: usize,
    /// Which clause it stands in.
    pub clause: u16,
    /// How much it counts against a fact that doesn't hold it.
    pub weight: f32,
    /// Whether a fact that doesn't hold it can't be the answer.
    pub hard: bool,
    /// How far the words are from the vocabulary's: 0 exact.
    pub cost: u16,
    /// Its words as typed.
    pub text: SmolStr,
    /// Whether it is one of two alternatives: "yuan or dollars".
    pub alternative: bool,
    /// Whether it was taken over from an earlier turn.
    pub inherited: bool,
}

/// A few concepts: no more, nearly always, than fit without memory of their own.
pub type Concepts = SmallVec<[ConceptId; 4]>;

/// What an [`Item`] is.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// One of these concepts: more than one where the words are ambiguous.
    Concepts(Concepts),
    /// A quantity.
    Quantity(Quantity),
    /// A unit without a number: "in kg", "how many tons".
    Unit(Unit),
    /// Words that no vocabulary knows.
    Unknown,
}

/// From this cost a word on a mention is a guess, too weak to contradict anything.
const GUESSED: usize = 3;

impl Item {
    /// Whether its words were so misspelt that they may mean something else.
    pub fn is_guess(&self) -> bool {
        usize::from(self.cost) >= GUESSED * self.length.max(1)
    }

    /// The concepts it may be.
    pub fn concepts(&self) -> &[ConceptId] {
        match &self.what {
            What::Concepts(concepts) => concepts,
            _ => &[],
        }
    }
}
