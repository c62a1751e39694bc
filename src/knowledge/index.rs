//! Facts and concepts by what a question asks for, so that no question looks at all of them.
//!
//! "500 tons" finds the facts with a figure of about that value, "how many tons" those that weigh something, an id its fact.

use std::ops::RangeInclusive;

use hashbrown::HashTable;
use rustc_hash::FxHashSet;

use super::lexicon::hash;
use super::{Announcement, Class, ClassId, Concept, ConceptId, Cue, Effect, Fact, FactId};
use crate::text::Dimension;

/// Where to look.
#[derive(Debug, Default)]
pub struct Index {
    facts: HashTable<FactId>,
    concepts: HashTable<ConceptId>,
    cues: Vec<(Cue, ConceptId)>,
    /// The facts with a figure of a dimension, in order.
    measuring: Vec<(Dimension, Vec<FactId>)>,
    /// The figures' numbers, in order, and whose they are; once as they are told, once in the base unit of their dimension.
    told: Vec<(f64, FactId)>,
    base: Vec<(f64, FactId)>,
    /// The classes that the figures' periods are of.
    period_classes: FxHashSet<ClassId>,
    /// The classes of which a fact asserts one member alone.
    stated_classes: FxHashSet<ClassId>,
    /// The question words that facts answer.
    answered: FxHashSet<Cue>,
    /// For each concept whether a fact needs it.
    needed: Vec<bool>,
    outlines: Vec<Outline>,
    natures: Vec<Nature>,
}

/// What is asked of a concept most often, side by side with those of the others.
#[derive(Debug, Clone, Copy)]
struct Nature {
    effect: Effect,
    cue: Option<Cue>,
    held: bool,
    setting: bool,
    unsettled: bool,
    specificity: f32,
}

/// What there is to know of a fact without a look at it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Outline {
    /// How many mentions it takes to name all that the fact needs, where each group of needs takes one of its own and nothing that isn't
    /// needed or helpful has a meaning to the fact; 0 where it isn't so simple.
    pub groups: u8,
    /// What its figures measure, as a set of bits.
    dimensions: u16,
}

impl Outline {
    /// Whether a figure of the fact is of this dimension.
    pub fn measures(self, dimension: Dimension) -> bool {
        self.dimensions & 1 << dimension as u16 != 0
    }

    fn new(fact: &Fact, concepts: &[Concept]) -> Self {
        let dimensions =
            fact.figures.iter().map(|figure| 1 << figure.unit.dimension() as u16).fold(0, |set, bit| set | bit);
        let frame = &fact.frame;
        let broader = |need: ConceptId| std::iter::successors(Some(need), |at| concepts[at.0 as usize].under);
        let shared = |one: &[ConceptId], other: &[ConceptId]| {
            one.iter()
                .flat_map(|&need| broader(need))
                .any(|need| other.iter().flat_map(|&need| broader(need)).any(|it| it == need))
        };
        let apart = (1..frame.needs.len()).all(|at| !frame.needs[..at].iter().any(|one| shared(one, &frame.needs[at])));
        let simple = apart && frame.contrary.is_empty() && frame.unsettled.is_empty();
        Self { groups: if simple { frame.needs.len().min(255) as u8 } else { 0 }, dimensions }
    }
}

impl Index {
    /// Over these. `holders` are the facts that hold each concept.
    pub fn new(
        announcement: &Announcement,
        facts: &[Fact],
        concepts: &[Concept],
        classes: &[Class],
        holders: &[Vec<FactId>],
    ) -> Self {
        let nature = |(at, concept): (usize, &Concept)| {
            let held = holders.get(at).map_or(0, Vec::len);
            Nature {
                effect: classes[concept.class.0 as usize].effect,
                cue: concept.cue,
                held: held > 0,
                setting: false,
                unsettled: false,
                specificity: specificity(facts.len(), held),
            }
        };
        let mut out = Self {
            facts: HashTable::with_capacity(facts.len()),
            concepts: HashTable::with_capacity(concepts.len()),
            needed: vec![false; concepts.len()],
            natures: concepts.iter().enumerate().map(nature).collect(),
            ..Self::default()
        };
        announcement.setting.iter().for_each(|at| out.natures[at.0 as usize].setting = true);
        announcement.unsettled.iter().for_each(|at| out.natures[at.0 as usize].unsettled = true);
        for (concept, at) in concepts.iter().zip((0..).map(ConceptId)) {
            let rehash = |at: &ConceptId| hash(concepts[at.0 as usize].id.as_bytes());
            out.concepts.insert_unique(hash(concept.id.as_bytes()), at, rehash);
            out.cues.extend(concept.cue.filter(|&cue| out.cue(cue).is_none()).map(|cue| (cue, at)));
        }
        for (fact, at) in facts.iter().zip((0..).map(FactId)) {
            let rehash = |at: &FactId| hash(facts[at.0 as usize].id.as_bytes());
            out.facts.insert_unique(hash(fact.id.as_bytes()), at, rehash);
            for figure in &fact.figures {
                out.told.push((figure.value, at));
                out.base.push((figure.value * figure.unit.scale(), at));
                out.measures(figure.unit.dimension(), at);
                out.period_classes.extend(figure.period.map(|period| concepts[period.0 as usize].class));
            }
            out.stated_classes.extend(fact.frame.states.iter().map(|state| concepts[state.0 as usize].class));
            out.answered.extend(&fact.frame.answers);
            out.outlines.push(Outline::new(fact, concepts));
            for need in fact.frame.needs.iter().flatten() {
                out.needed[need.0 as usize] = true;
            }
        }
        out.told.sort_by(|one, other| one.0.total_cmp(&other.0));
        out.base.sort_by(|one, other| one.0.total_cmp(&other.0));
        out
    }

    fn measures(&mut self, dimension: Dimension, fact: FactId) {
        let at = self.measuring.iter().position(|(known, _)| *known == dimension).unwrap_or_else(|| {
            self.measuring.push((dimension, Vec::new()));
            self.measuring.len() - 1
        });
        let facts = &mut self.measuring[at].1;
        if facts.last() != Some(&fact) {
            facts.push(fact);
        }
    }

    /// The fact with this id, of these that the index is over.
    pub(super) fn fact(&self, facts: &[Fact], id: &str) -> Option<FactId> {
        self.facts.find(hash(id.as_bytes()), |at| facts[at.0 as usize].id == id).copied()
    }

    /// The concept with this id, of these that the index is over.
    pub(super) fn concept(&self, concepts: &[Concept], id: &str) -> Option<ConceptId> {
        self.concepts.find(hash(id.as_bytes()), |at| concepts[at.0 as usize].id == id).copied()
    }

    /// The concept of a piece of grammar.
    pub(super) fn cue(&self, cue: Cue) -> Option<ConceptId> {
        self.cues.iter().find(|(known, _)| *known == cue).map(|&(_, concept)| concept)
    }

    /// The facts with a figure of this dimension, in order.
    pub fn measuring(&self, dimension: Dimension) -> &[FactId] {
        self.measuring.iter().find(|(known, _)| *known == dimension).map_or(&[], |(_, facts)| facts)
    }

    /// The facts with a figure that is told with a number in this range.
    pub fn told(&self, range: &RangeInclusive<f64>) -> impl Iterator<Item = FactId> {
        within(&self.told, range)
    }

    /// The facts with a figure in this range, in the base unit of its dimension.
    pub fn base(&self, range: &RangeInclusive<f64>) -> impl Iterator<Item = FactId> {
        within(&self.base, range)
    }

    /// The largest number that a figure is told with.
    pub fn largest(&self) -> f64 {
        self.told.last().map_or(0.0, |&(value, _)| value)
    }

    /// Whether a figure's period is of this class.
    pub fn has_periods_of(&self, class: ClassId) -> bool {
        self.period_classes.contains(&class)
    }

    /// Whether a fact asserts one member of this class alone.
    pub fn has_states_of(&self, class: ClassId) -> bool {
        self.stated_classes.contains(&class)
    }

    /// Whether a fact answers this question word.
    pub fn answers(&self, word: Cue) -> bool {
        self.answered.contains(&word)
    }

    /// What there is to know of a fact without a look at it.
    pub fn outline(&self, fact: FactId) -> Outline {
        self.outlines[fact.0 as usize]
    }

    /// What mentions of a concept do, by its class.
    pub(super) fn effect(&self, concept: ConceptId) -> Effect {
        self.natures[concept.0 as usize].effect
    }

    /// What a concept means to the program's grammar.
    pub(super) fn cue_of(&self, concept: ConceptId) -> Option<Cue> {
        self.natures[concept.0 as usize].cue
    }

    /// Whether a fact holds this concept, itself or a narrower one.
    pub(super) fn is_held(&self, concept: ConceptId) -> bool {
        self.natures[concept.0 as usize].held
    }

    /// Whether this concept holds for the whole announcement.
    pub(super) fn is_setting(&self, concept: ConceptId) -> bool {
        self.natures[concept.0 as usize].setting
    }

    /// Whether the announcement leaves this concept open.
    pub(super) fn is_unsettled(&self, concept: ConceptId) -> bool {
        self.natures[concept.0 as usize].unsettled
    }

    /// The [`specificity`] of this concept.
    pub fn specificity(&self, concept: ConceptId) -> f32 {
        self.natures[concept.0 as usize].specificity
    }

    /// Whether a fact needs this concept.
    pub fn is_needed(&self, concept: ConceptId) -> bool {
        self.needed[concept.0 as usize]
    }
}

/// How much it says that one of so many facts is one of those that hold something: the fewer they are, the more.
pub fn specificity(facts: usize, holders: usize) -> f32 {
    (1.0 + facts as f32 / holders.max(1) as f32).ln()
}

fn within<'i>(figures: &'i [(f64, FactId)], range: &RangeInclusive<f64>) -> impl Iterator<Item = FactId> + use<'i> {
    let start = figures.partition_point(|(value, _)| value < range.start());
    let end = figures.partition_point(|(value, _)| value <= range.end()).max(start);
    figures[start..end].iter().map(|&(_, fact)| fact)
}
