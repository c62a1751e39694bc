//! The folder `knowledge/` → a [`KnowledgeBase`] in which invalid data can't be represented, or [`Diagnostic`]s.
//!
//! The common part (language and world vocabulary, wording) is always the one built in; the announcement is the one built
//! in or another folder of the same form.

pub mod common;
pub mod cue;
pub mod diagnostic;
pub mod draft;
pub mod folder;
pub mod formula;
pub mod index;
pub mod lexicon;
pub mod load;
pub mod phrases;
pub mod schema;
pub mod validate;

pub use cue::Cue;
pub use diagnostic::Diagnostic;
pub use index::Index;
pub use lexicon::Lexicon;
pub use load::{Folder, load};
pub use phrases::Phrases;

use crate::text::{Bound, Lang, Span, Unit};

/// Everything that Herald knows: one announcement and the common vocabulary.
#[derive(Debug)]
pub struct KnowledgeBase {
    /// The announcement as a whole.
    pub announcement: Announcement,
    /// Its facts, in the order of `facts.toml`.
    pub facts: Vec<Fact>,
    /// Its charts, in the order of `facts.toml`.
    pub charts: Vec<Chart>,
    /// Every concept, common and the announcement's own.
    pub concepts: Vec<Concept>,
    /// The classes of concepts.
    pub classes: Vec<Class>,
    /// Which surface forms name which concepts.
    pub lexicon: Lexicon,
    /// How many surface forms there are.
    pub forms: usize,
    /// The wording of replies.
    pub phrases: Phrases,
    /// The source, byte for byte.
    pub source: String,
    /// For each concept, the facts that hold it, itself or a narrower one.
    pub holders: Vec<Vec<FactId>>,
    /// Facts and concepts by what a question asks for.
    pub index: Index,
}

impl KnowledgeBase {
    /// The fact with this id, if there is one.
    pub fn fact(&self, id: &str) -> Option<FactId> {
        self.index.fact(&self.facts, id)
    }

    /// The concept with this id, if there is one.
    pub fn concept(&self, id: &str) -> Option<ConceptId> {
        self.index.concept(&self.concepts, id)
    }

    /// The concept of a piece of grammar.
    pub fn cue(&self, cue: Cue) -> Option<ConceptId> {
        self.index.cue(cue)
    }

    /// Every fact's handle, in the order of `facts.toml`.
    pub fn fact_ids(&self) -> impl Iterator<Item = FactId> + use<> {
        (0..self.facts.len() as u32).map(FactId)
    }

    /// The chart that shows a figure of this fact: its place in [`KnowledgeBase::charts`].
    pub fn chart_of(&self, fact: FactId) -> Option<usize> {
        self.charts.iter().position(|chart| chart.bars.iter().any(|bar| bar.fact == fact))
    }

    /// The class of a concept.
    pub fn class_of(&self, concept: ConceptId) -> &Class {
        &self.classes[self[concept].class.0 as usize]
    }

    /// The concept and all broader ones, nearest first.
    pub fn broader(&self, concept: ConceptId) -> impl Iterator<Item = ConceptId> + '_ {
        std::iter::successors(Some(concept), |&at| self[at].under)
    }
}

impl std::ops::Index<FactId> for KnowledgeBase {
    type Output = Fact;
    fn index(&self, id: FactId) -> &Fact {
        &self.facts[id.0 as usize]
    }
}

impl std::ops::Index<ConceptId> for KnowledgeBase {
    type Output = Concept;
    fn index(&self, id: ConceptId) -> &Concept {
        &self.concepts[id.0 as usize]
    }
}

/// A fact's place in [`KnowledgeBase::facts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FactId(pub u32);

/// A concept's place in [`KnowledgeBase::concepts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ConceptId(pub u32);

/// A class's place in [`KnowledgeBase::classes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClassId(pub u16);

/// A text in both languages; Chinese in simplified characters.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Localised {
    /// English.
    pub en: String,
    /// Chinese, simplified.
    pub zh: String,
}

impl Localised {
    /// The text in one of the languages.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Zh => &self.zh,
        }
    }
}

/// A chart: figures of one unit side by side.
#[derive(Debug)]
pub struct Chart {
    /// Its id in `facts.toml`.
    pub id: String,
    /// What it shows.
    pub title: Localised,
    /// What a reader must know to read it rightly.
    pub note: Option<Localised>,
    /// Its bars, in order.
    pub bars: Vec<Bar>,
}

/// One bar of a chart.
#[derive(Debug)]
pub struct Bar {
    /// The fact whose figure it is.
    pub fact: FactId,
    /// Which of the fact's figures.
    pub figure: usize,
    /// What it is.
    pub label: Localised,
}

/// The announcement as a whole.
#[derive(Debug)]
pub struct Announcement {
    /// What it is about, in a few words.
    pub title: Localised,
    /// Concepts that hold for every fact: they cover a mention but are no evidence.
    pub setting: Vec<ConceptId>,
    /// Concepts that fit the announcement though it doesn't state them: no conflict, but no "yes" either.
    pub unsettled: Vec<ConceptId>,
    /// The facts that sum it up, in order.
    pub summary: Vec<FactId>,
    /// The voices that facts are told in.
    pub voices: Vec<Voice>,
}

/// Who says something, and on what occasion.
#[derive(Debug)]
pub struct Voice {
    /// Its id in `facts.toml`.
    pub id: String,
    /// Who speaks, with the role, as the source line of a reply has it.
    pub who: Localised,
    /// Where and when.
    pub occasion: Localised,
}

/// What mentions of a class of concepts do to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Effect {
    /// A mention that the fact doesn't hold is a conflict: the fact is about another member.
    Contrast,
    /// A mention that the fact doesn't hold counts against it.
    Content,
    /// What is done: little weight, but a claim with a deed that the fact doesn't hold isn't settled.
    Action,
    /// As content, with little weight.
    Light,
    /// No weight at all.
    Filler,
    /// Grammar that the program itself understands: see [`Cue`].
    Grammar,
}

/// A class of concepts.
#[derive(Debug)]
pub struct Class {
    /// Its name in the vocabulary files.
    pub id: String,
    /// What its mentions do.
    pub effect: Effect,
    /// What a member is called: "place", "product".
    pub label: Localised,
}

/// A concept: something that a question can mention.
#[derive(Debug)]
pub struct Concept {
    /// Its id, unique over all classes.
    pub id: String,
    /// Its class.
    pub class: ClassId,
    /// The next broader concept.
    pub under: Option<ConceptId>,
    /// What it means to the program's grammar.
    pub cue: Option<Cue>,
    /// What to call it in a reply: its first surface form in each language.
    pub name: Localised,
}

/// One fact of the announcement.
#[derive(Debug)]
pub struct Fact {
    /// Its id: the contract with other programs.
    pub id: String,
    /// Where it comes from.
    pub basis: Basis,
    /// What it is about: facts on one topic are listed together.
    pub topic: ConceptId,
    /// Its figures, the first one leading.
    pub figures: Vec<Figure>,
    /// The figure or name that leads the reply.
    pub headline: Localised,
    /// The fact in one plain sentence.
    pub wording: Localised,
    /// A question that it answers, to offer to the reader.
    pub question: Localised,
    /// The day that it holds for, where its author says so: "as of May 5".
    pub as_of: Option<Localised>,
    /// The fact that corrects it: a reply gives that one first.
    pub superseded_by: Option<FactId>,
    /// Facts to offer next.
    pub related: Vec<FactId>,
    /// What a question must mention, and may.
    pub frame: Frame,
}

/// Where a fact comes from.
#[derive(Debug)]
pub enum Basis {
    /// The source states it.
    Stated {
        /// The quote's place in the source.
        quote: Span,
        /// Who says it: a place in [`Announcement::voices`].
        voice: usize,
    },
    /// It is computed from figures that the source states.
    Derived {
        /// The facts whose figures it uses, in the order of the formula.
        operands: Vec<FactId>,
        /// The formula with the numbers put in: "8.8 / (1 + 167%) = 3.3".
        working: Localised,
        /// What must be assumed for it to hold.
        assumption: Option<Localised>,
    },
}

/// A figure of a fact.
#[derive(Debug, Clone)]
pub struct Figure {
    /// Its name within the fact, for formulas and charts.
    pub name: String,
    /// The number, in its unit.
    pub value: f64,
    /// Its unit.
    pub unit: Unit,
    /// How the number bounds it.
    pub bound: Bound,
    /// What is counted or measured.
    pub measure: Option<ConceptId>,
    /// The period or rate that it holds for.
    pub period: Option<ConceptId>,
    /// What a change is measured against.
    pub basis: Option<ConceptId>,
    /// For a change, which way it goes.
    pub direction: Option<Direction>,
}

/// Which way a change goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// More than before.
    Up,
    /// Less than before.
    Down,
}

/// What a question must mention for a fact to answer it, and what it may mention.
#[derive(Debug, Default)]
pub struct Frame {
    /// Groups of alternatives: a question names at least one concept of each group, or the fact's figure.
    pub needs: Vec<Vec<ConceptId>>,
    /// Concepts that fit the fact: they cover a mention and add a little evidence. Holds those of `needs` too, and
    /// the measures, periods and bases of the figures.
    pub helps: Vec<ConceptId>,
    /// The question words that it answers besides "what": who, when, where, why, how.
    pub answers: Vec<Cue>,
    /// Concepts whose members it names, so that "which …" and "name the …" can be asked of them.
    pub identifies: Vec<ConceptId>,
    /// Parts of the whole that the figure is for: no amount is known for one of them alone.
    pub parts: Vec<ConceptId>,
    /// Concepts that the fact contradicts: "is that so" gets a no.
    pub contrary: Vec<ConceptId>,
    /// Concepts that fit but are not stated: no conflict, and no yes.
    pub unsettled: Vec<ConceptId>,
    /// Concepts that the fact asserts alone of their class: a claim with another member gets a no.
    pub states: Vec<ConceptId>,
}
