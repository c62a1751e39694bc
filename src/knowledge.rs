//! The folder `knowledge/` → a [`KnowledgeBase`] in which invalid data can't be represented, or [`Diagnostic`]s.
//!
//! The common part (language and world vocabulary, wording) is always the one built in; the announcement is the one built
//! in or another folder of the same form.

#[cfg(knowledge_built_in)]
mod built_in;
pub mod class;
pub mod common;
pub mod cue;
pub mod diagnostic;
mod fact;
pub mod folder;
pub mod formula;
pub mod index;
pub mod lexicon;
pub mod load;
pub mod phrases;
pub mod schema;
pub mod validate;

#[cfg(knowledge_built_in)]
pub use built_in::built_in;
pub use cue::Cue;
pub use diagnostic::Diagnostic;
pub use fact::{Basis, Direction, Fact, Figure, Frame};
pub use index::Index;
pub use lexicon::Lexicon;
pub use load::{Folder, load};
pub use phrases::Phrases;

use serde::{Deserialize, Serialize};

use crate::text::Lang;

/// Everything that Herald knows: one announcement and the common vocabulary.
#[derive(Debug, Serialize, Deserialize)]
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
    #[serde(skip)]
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

    /// What mentions of a concept do, by its class.
    pub fn effect(&self, concept: ConceptId) -> Effect {
        self.index.effect(concept)
    }

    /// What a concept means to the program's grammar.
    pub fn cue_of(&self, concept: ConceptId) -> Option<Cue> {
        self.index.cue_of(concept)
    }

    /// Whether a fact holds the concept, itself or a narrower one.
    pub fn is_held(&self, concept: ConceptId) -> bool {
        self.index.is_held(concept)
    }

    /// Whether the concept holds for the whole announcement.
    pub fn is_setting(&self, concept: ConceptId) -> bool {
        self.index.is_setting(concept)
    }

    /// Whether the announcement leaves the concept open.
    pub fn is_unsettled(&self, concept: ConceptId) -> bool {
        self.index.is_unsettled(concept)
    }

    /// Whether the concept is in one of these classes, of [`class`].
    pub fn is_in(&self, concept: ConceptId, classes: &[&str]) -> bool {
        classes.contains(&self.class_of(concept).id.as_str())
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FactId(pub u32);

/// A concept's place in [`KnowledgeBase::concepts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ConceptId(pub u32);

/// A class's place in [`KnowledgeBase::classes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ClassId(pub u16);

/// A text in both languages; Chinese in simplified characters.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
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
#[derive(Debug, Serialize, Deserialize)]
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
#[derive(Debug, Serialize, Deserialize)]
pub struct Bar {
    /// The fact whose figure it is.
    pub fact: FactId,
    /// Which of the fact's figures.
    pub figure: usize,
    /// What it is.
    pub label: Localised,
}

/// The announcement as a whole.
#[derive(Debug, Serialize, Deserialize)]
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
#[derive(Debug, Serialize, Deserialize)]
pub struct Voice {
    /// Its id in `facts.toml`.
    pub id: String,
    /// Who speaks, with the role, as the source line of a reply has it.
    pub who: Localised,
    /// Where and when.
    pub occasion: Localised,
}

/// What mentions of a class of concepts do to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
#[derive(Debug, Serialize, Deserialize)]
pub struct Class {
    /// Its name in the vocabulary files.
    pub id: String,
    /// What its mentions do.
    pub effect: Effect,
    /// What a member is called: "place", "product".
    pub label: Localised,
}

/// A concept: something that a question can mention.
#[derive(Debug, Serialize, Deserialize)]
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
