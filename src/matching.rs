//! A question → candidate facts, each with its evidence.
//!
//! Similarity decides nothing here. A fact is *full* when the question names everything the fact needs; it is in *conflict* when the
//! question names something of a contrast class that the fact doesn't hold (another product, place, period), or asks for a side
//! that the fact doesn't give (when, why, which ones, a level where there is only a change). *Coverage* is the share of the
//! question's weight that the fact accounts for.

pub mod figures;
mod many;
mod members;
pub mod relation;
pub mod sides;

use smallvec::SmallVec;

use crate::knowledge::{Cue, FactId, KnowledgeBase, class, index};
use crate::question::{Item, Question, What};
use members::other_members;
use relation::relation;

/// How a fact takes an item of the question.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Relation {
    /// It satisfies groups of the fact's needs, as a set of bits.
    Need(u32),
    /// It fits.
    Help,
    /// A broader term for something that the fact needs (the groups) or holds.
    Broader(u32),
    /// It holds for the whole announcement.
    Setting,
    /// It is the fact's figure of this number.
    Figure(u32),
    /// Its digits are those of the fact's figure: "the 500 number".
    Digits(u32),
    /// It measures what the fact's figure of this number measures, with another value.
    OtherValue(u32),
    /// A part of the whole that the figure is for.
    Part,
    /// It fits but isn't stated.
    Unsettled,
    /// The fact says the opposite.
    Contrary,
    /// Another member of a class of which the fact asserts one.
    OtherMember,
    /// Another member of a contrast class, or another thing that the question turns on.
    Conflict,
    /// Nothing of the fact.
    Uncovered,
}

impl Relation {
    /// Whether the fact accounts for the item.
    pub fn covers(self) -> bool {
        !matches!(self, Self::Conflict | Self::Uncovered | Self::OtherMember)
    }

    /// The groups of needs that it satisfies.
    pub fn groups(self) -> u32 {
        match self {
            Self::Need(groups) | Self::Broader(groups) => groups,
            Self::Figure(_) => u32::MAX,
            _ => 0,
        }
    }
}

/// What keeps a fact from being the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conflict {
    /// The item of this number.
    Item(u32),
    /// The question word: the fact has no "when", "who", "why".
    Word(Cue),
    /// What is asked of, the item of this number: the fact doesn't name or count it.
    Head(u32),
    /// The kind of figure: a level where only a change is given, or the other way.
    Figure,
    /// A part alone, the item of this number.
    Part(u32),
    /// Advice, a forecast, an opinion, a task.
    Intent(Cue),
}

/// All that keeps a fact from being the answer: rarely more than fits without memory of its own.
pub type Conflicts = SmallVec<[Conflict; 2]>;

/// A fact and how it takes the question.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The fact.
    pub fact: FactId,
    /// How much speaks for it.
    pub score: f32,
    /// Whether the question names all that the fact needs.
    pub full: bool,
    /// How many groups of needs are named, by different items where it can be.
    pub needs: usize,
    /// How each item of the question is taken.
    pub relations: SmallVec<[Relation; 8]>,
    /// What keeps it from being the answer.
    pub conflicts: Conflicts,
    /// The share of the question's weight that it accounts for.
    pub coverage: f32,
}

impl Candidate {
    /// A fact of which nothing is known yet.
    fn new(fact: FactId) -> Self {
        let (relations, conflicts) = (SmallVec::new(), Conflicts::new());
        Self { fact, score: 0.0, full: false, needs: 0, relations, conflicts, coverage: 0.0 }
    }

    /// Whether the question names something that the fact needs, or the digits of its figure.
    pub fn touches(&self) -> bool {
        self.relations.iter().any(|relation| relation.groups() != 0 || matches!(relation, Relation::Digits(_)))
    }
}

/// Evidence of an item that is needed, per unit of specificity.
const NEED_EVIDENCE: f32 = 1.0;
/// Evidence of an item that fits.
const HELP_EVIDENCE: f32 = 0.55;
/// What is left of the evidence of a mention taken over from an earlier turn.
const INHERITED_EVIDENCE: f32 = 0.5;
/// The least weight of a mention that a fact needs.
const NEEDED_WEIGHT: f32 = 0.7;
/// Evidence of a broader term.
const BROADER_EVIDENCE: f32 = 0.6;
/// Evidence of the fact's own figure.
const FIGURE_EVIDENCE: f32 = 5.0;
/// Evidence of the figure's digits.
const DIGITS_EVIDENCE: f32 = 2.0;
/// From this weight on a mention turns a question away from what only holds throughout: a deed, and more.
const ELSEWHERE: f32 = 0.2;
/// What an uncovered item takes away, per unit of weight.
const UNCOVERED_LOSS: f32 = 0.8;

/// Of this many facts and more only those are weighed that the answer can depend on.
const MANY: usize = 100;

/// The facts that the question touches, best first; of very many those that matter.
pub fn candidates(kb: &KnowledgeBase, question: &Question) -> Vec<Candidate> {
    let few = if kb.facts.len() < MANY { None } else { many::candidates(kb, question) };
    let mut out = few.unwrap_or_else(|| all_candidates(kb, question));
    out.sort_by(|a, b| rank(b).partial_cmp(&rank(a)).unwrap_or(std::cmp::Ordering::Equal).then(a.fact.cmp(&b.fact)));
    out
}

/// Every fact that the question touches, in the order of the facts.
fn all_candidates(kb: &KnowledgeBase, question: &Question) -> Vec<Candidate> {
    let mut touched = Vec::with_capacity(2 * kb.facts.len().min(MANY));
    question.items.iter().for_each(|item| touches(kb, item, &mut touched));
    touched.sort_unstable();
    touched.dedup();
    touched.into_iter().map(|fact| candidate(kb, question, fact)).collect()
}

/// Adds the facts that an item touches, one perhaps several times.
fn touches(kb: &KnowledgeBase, item: &Item, out: &mut Vec<FactId>) {
    match &item.what {
        What::Concepts(concepts) => {
            concepts.iter().for_each(|concept| out.extend(&kb.holders[concept.0 as usize]));
        }
        What::Quantity(quantity) => out.extend(figures::named(kb, quantity)),
        What::Unit(unit) => out.extend(kb.index.measuring(unit.dimension())),
        What::Unknown => {}
    }
}

fn rank(candidate: &Candidate) -> (bool, bool, f32) {
    (candidate.full && candidate.conflicts.is_empty(), candidate.conflicts.is_empty(), candidate.score)
}

/// How `fact` takes the question.
pub fn candidate(kb: &KnowledgeBase, question: &Question, fact: FactId) -> Candidate {
    let mut out = Candidate::new(fact);
    weigh(kb, question, fact, &mut out);
    out
}

/// As [`candidate`], in the place of another one.
fn weigh(kb: &KnowledgeBase, question: &Question, id: FactId, out: &mut Candidate) {
    let fact = &kb[id];
    let Candidate { relations, conflicts, .. } = out;
    relations.clear();
    relations.extend(question.items.iter().map(|item| relation(kb, id, item)));
    other_members(kb, question, fact, relations);
    let (mut score, mut weight, mut covered) = (0.0, 0.0, 0.0);
    conflicts.clear();
    let mut groups = 0_u32;
    let mut distinct = 0_usize;
    for (at, (item, &relation)) in question.items.iter().zip(&*relations).enumerate() {
        // What a fact needs is content, however light the word.
        let own = if relation.groups() != 0 && !item.inherited { item.weight.max(NEEDED_WEIGHT) } else { item.weight };
        weight += own;
        let worth = || worth(item, specificity(kb, item, id));
        if relation.covers() {
            covered += own;
        } else {
            score -= item.weight * UNCOVERED_LOSS;
        }
        let new = relation.groups() & !groups;
        if relation.groups() != 0 {
            distinct += usize::from(new != 0);
            groups |= relation.groups();
        }
        score += match relation {
            Relation::Need(_) => worth() * NEED_EVIDENCE,
            Relation::Broader(_) => worth() * BROADER_EVIDENCE,
            Relation::Figure(_) => FIGURE_EVIDENCE,
            Relation::Digits(_) => DIGITS_EVIDENCE,
            Relation::Help | Relation::Contrary | Relation::OtherMember => worth() * HELP_EVIDENCE,
            Relation::Part | Relation::OtherValue(_) => 0.3,
            Relation::Setting | Relation::Unsettled => 0.1,
            Relation::Conflict | Relation::Uncovered => 0.0,
        };
        if relation == Relation::Conflict {
            conflicts.push(Conflict::Item(at as u32));
        }
    }
    let all = (1_u64 << fact.frame.needs.len().min(32)) - 1;
    out.full = u64::from(groups) & all == all && !only_setting(kb, question, relations);
    sides::conflicts(kb, question, id, relations, conflicts);
    out.fact = id;
    out.score = score + sides::bonus(kb, question, fact);
    out.needs = distinct;
    out.coverage = if weight > 0.0 { covered / weight } else { 0.0 };
}

/// The evidence of an item that says so much: less where it was taken over from an earlier turn or is misspelt.
fn worth(item: &Item, specificity: f32) -> f32 {
    specificity * if item.inherited { INHERITED_EVIDENCE } else { 1.0 } * (1.0 - f32::from(item.cost.min(10)) * 0.03)
}

/// Whether all that speaks for a fact holds throughout, and something else is asked: "what will the officials promote" isn't about the
/// officials.
fn only_setting(kb: &KnowledgeBase, question: &Question, relations: &[Relation]) -> bool {
    let setting = |item: &Item| item.concepts().iter().any(|&concept| kb.is_setting(concept));
    let mut needed = question.items.iter().zip(relations).filter(|(_, relation)| relation.groups() != 0).peekable();
    let asked = question.asked.words.iter().any(|word| matches!(word, Cue::Who | Cue::When | Cue::Where))
        || question.asked.heads.iter().any(|&at| relations[at].groups() != 0 && speaks(kb, &question.items[at]));
    needed.peek().is_some()
        && needed.all(|(item, _)| setting(item))
        && !asked
        && question.items.iter().zip(relations).enumerate().any(|(at, (item, relation))| {
            // "the conference, the official and the reporter" asks for each of them.
            let listed =
                (0..question.items.len()).any(|other| relations[other].groups() != 0 && question.joined(at, other));
            matches!(relation, Relation::Uncovered | Relation::Conflict)
                && !(listed && item.hard)
                && !item.concepts().is_empty()
                && item.weight >= ELSEWHERE
                && !item.inherited
        })
}

/// Whether an item is somebody or some body that can be asked for.
fn speaks(kb: &KnowledgeBase, item: &Item) -> bool {
    item.concepts().iter().any(|&concept| kb.is_in(concept, &[class::PERSON, class::ROLE]))
}

/// How much a mention says. For an ambiguous mention the reading that the fact holds.
fn specificity(kb: &KnowledgeBase, item: &Item, fact: FactId) -> f32 {
    if let What::Unit(unit) = item.what {
        return tells(kb, kb.index.measuring(unit.dimension()).len());
    }
    let held = item.concepts().iter().filter(|concept| kb.holders[concept.0 as usize].binary_search(&fact).is_ok());
    held.map(|&concept| kb.index.specificity(concept)).fold(0.0, f32::max)
}

/// How much it says that a fact is one of so many: the fewer, the more.
fn tells(kb: &KnowledgeBase, holders: usize) -> f32 {
    index::specificity(kb.facts.len(), holders)
}
