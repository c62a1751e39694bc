//! A fact of the announcement: what it states, its figures, and what a question must name to mean it.

use serde::{Deserialize, Serialize};

use super::{ConceptId, Cue, FactId, Localised};
use crate::text::{Bound, Span, Unit};

/// One fact of the announcement.
#[derive(Debug, Serialize, Deserialize)]
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
#[derive(Debug, Serialize, Deserialize)]
pub enum Basis {
    /// The source states it.
    Stated {
        /// The quote's place in the source.
        quote: Span,
        /// Who says it: a place in [`Announcement::voices`](super::Announcement::voices).
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
#[derive(Debug, Clone, Serialize, Deserialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// More than before.
    Up,
    /// Less than before.
    Down,
}

/// What a question must mention for a fact to answer it, and what it may mention.
#[derive(Debug, Default, Serialize, Deserialize)]
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
