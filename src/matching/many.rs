//! Of the many facts that a question may touch the few that its answer can depend on.
//!
//! "the output of Tarvel in tons", with ten thousand facts, touches a thousand that tell an output and three thousand in tons. None
//! but Tarvel's are of use: the question turns on Tarvel. The others are looked at only as far as one may still be among the best of
//! them, which a refusal shows as near.
//!
//! Which facts hold which items is read off the index, and what such a fact scores at most follows from that. So the facts are weighed
//! from the most promising on, until no other one can do better.

use super::{
    Candidate, FIGURE_EVIDENCE, HELP_EVIDENCE, NEED_EVIDENCE, UNCOVERED_LOSS, figures, sides, tells, weigh, worth,
};
use crate::knowledge::{ConceptId, Cue, FactId, KnowledgeBase};
use crate::question::{Item, Question, What};

/// How many facts of no use are kept, and how many of those that have something the question names: more than any reply shows.
const KEPT: usize = 8;
/// The most items that a set of them has room for.
const MOST_ITEMS: usize = 32;
/// What an item that a fact doesn't hold adds to it at most, where it may fit all the same.
const MOST_OTHERWISE: f32 = 0.3;

/// The candidates that matter, in no order; none where the question asks for so much that each of them may.
pub(super) fn candidates(kb: &KnowledgeBase, question: &Question) -> Option<Vec<Candidate>> {
    if question.has_any(&[Cue::About, Cue::Summary, Cue::KeyFigures, Cue::List]) || question.items.len() > MOST_ITEMS {
        return None;
    }
    let outlooks: Vec<Outlook> = question.items.iter().map(|item| outlook(kb, item)).collect();
    let most_bonus = sides::most_bonus(kb, question);
    let of = |wanted: &dyn Fn(&What) -> bool| {
        let items = question.items.iter().enumerate().filter(|(_, item)| wanted(&item.what));
        items.fold(0_u32, |set, (at, _)| set | 1 << at)
    };
    let concepts = of(&|what| matches!(what, What::Concepts(_)));
    let quantities = of(&|what| matches!(what, What::Quantity(_)));
    let turns = outlooks.iter().enumerate().fold(0_u32, |set, (at, one)| set | u32::from(one.turns) << at);
    // Whether a fact that holds these items can't be the answer, whatever else is in it.
    let useless = |fact: FactId, items: u32| {
        let groups = u32::from(kb.index.outline(fact).groups);
        turns & !items != 0 && items & quantities == 0 && (items & concepts).count_ones() < groups
    };
    let mut kept = Kept::default();
    let mut scratch = Candidate::new(FactId(0));
    let mut look = |facts: &mut dyn Iterator<Item = FactId>, items: u32| {
        let most = most(&outlooks, items) + most_bonus;
        for fact in facts {
            if !useless(fact, items) || kept.may_take(fact, most, items & concepts != 0) {
                weigh(kb, question, fact, &mut scratch);
                kept.take(&scratch);
            }
        }
    };
    let (mut held, mut groups) = groups(kb, question);
    groups.sort_by(|a, b| most(&outlooks, b.items).total_cmp(&most(&outlooks, a.items)));
    for group in &groups {
        look(&mut group.facts.iter().copied(), group.items);
    }
    // Last those that only measure what is asked for: there may be very many of them.
    for item in &question.items {
        let What::Unit(unit) = item.what else { continue };
        let facts = kb.index.measuring(unit.dimension());
        let fresh = facts.iter().copied().filter(|fact| std::mem::replace(&mut held[fact.0 as usize], 1) == 0);
        let fresh: Vec<(FactId, u32)> = fresh.map(|fact| (fact, units(kb, question, fact))).collect();
        for alike in fresh.chunk_by(|a, b| a.1 == b.1) {
            look(&mut alike.iter().map(|&(fact, _)| fact), alike[0].1);
        }
    }
    Some(kept.finish())
}

/// What an item tells about a fact by whether it holds it.
struct Outlook {
    /// What it adds at most to a fact that holds it.
    held: f32,
    /// What it adds at most to another; none where it takes away.
    otherwise: Option<f32>,
    /// What it takes away.
    loss: f32,
    /// Whether a fact that doesn't hold it is in conflict with the question.
    turns: bool,
}

fn outlook(kb: &KnowledgeBase, item: &Item) -> Outlook {
    let loss = item.weight * UNCOVERED_LOSS;
    match &item.what {
        What::Concepts(concepts) => {
            let facts = |&concept: &ConceptId| kb.holders[concept.0 as usize].len();
            let least = concepts.iter().map(facts).filter(|&facts| facts > 0).min();
            let held = least.map_or(0.0, |facts| worth(item, tells(kb, facts)) * NEED_EVIDENCE);
            let moves = |concept: ConceptId| matches!(kb.cue_of(concept), Some(Cue::Up | Cue::Down | Cue::Flat));
            let fits = |&concept: &ConceptId| moves(concept) || kb.is_setting(concept) || kb.is_unsettled(concept);
            let fits = concepts.iter().any(fits);
            let stated = concepts.iter().any(|&concept| kb.index.has_states_of(kb[concept].class));
            Outlook {
                held: held.max(MOST_OTHERWISE),
                otherwise: fits.then_some(MOST_OTHERWISE),
                loss,
                turns: item.hard && !fits && !stated && !concepts.is_empty(),
            }
        }
        What::Unit(unit) => {
            let facts = kb.index.measuring(unit.dimension()).len();
            Outlook { held: worth(item, tells(kb, facts)) * HELP_EVIDENCE, otherwise: None, loss, turns: item.hard }
        }
        What::Quantity(_) => Outlook { held: FIGURE_EVIDENCE, otherwise: Some(MOST_OTHERWISE), loss, turns: false },
        What::Unknown => Outlook { held: 0.0, otherwise: None, loss, turns: item.hard },
    }
}

/// What a fact that holds these items scores at most, before the bonus: the same sums as those of [`weigh`], so that they are equal where
/// the fact is as good as can be.
fn most(outlooks: &[Outlook], items: u32) -> f32 {
    outlooks.iter().enumerate().fold(0.0, |score, (at, outlook)| match outlook.otherwise {
        _ if items & 1 << at != 0 => score + outlook.held,
        Some(fitting) => score + fitting,
        None => score - outlook.loss,
    })
}

/// Facts that hold the same items.
struct Group {
    items: u32,
    facts: Vec<FactId>,
}

/// The facts that hold an item or have its figure, by the items that they hold; and for each fact whether it is one of them.
fn groups(kb: &KnowledgeBase, question: &Question) -> (Vec<u32>, Vec<Group>) {
    let mut held = vec![0_u32; kb.facts.len()];
    for (at, item) in question.items.iter().enumerate() {
        let mut add = |fact: &FactId| held[fact.0 as usize] |= 1 << at;
        match &item.what {
            What::Concepts(concepts) => {
                concepts.iter().flat_map(|concept| &kb.holders[concept.0 as usize]).for_each(add);
            }
            What::Quantity(quantity) => figures::named(kb, quantity).iter().for_each(&mut add),
            What::Unit(_) | What::Unknown => {}
        }
    }
    let mut groups: Vec<Group> = Vec::new();
    for (&items, fact) in held.iter().zip((0..).map(FactId)).filter(|&(&items, _)| items != 0) {
        let items = items | units(kb, question, fact);
        match groups.iter_mut().find(|group| group.items == items) {
            Some(group) => group.facts.push(fact),
            None => groups.push(Group { items, facts: vec![fact] }),
        }
    }
    (held, groups)
}

/// The items that are a unit of what the fact measures.
fn units(kb: &KnowledgeBase, question: &Question, fact: FactId) -> u32 {
    let measures =
        |item: &Item| matches!(item.what, What::Unit(unit) if kb.index.outline(fact).measures(unit.dimension()));
    question.items.iter().enumerate().filter(|(_, item)| measures(item)).fold(0, |set, (at, _)| set | 1 << at)
}

/// What was found so far: all that may be the answer, and the best of the rest.
#[derive(Default)]
struct Kept {
    useful: Vec<Candidate>,
    rest: Vec<Candidate>,
    touching: Vec<Candidate>,
    needing: Option<Candidate>,
}

impl Kept {
    /// Whether a useless fact that scores at most so much may be among the best of its kind.
    fn may_take(&self, fact: FactId, most: f32, touches: bool) -> bool {
        goes_in(&self.rest, fact, most) || (touches && (goes_in(&self.touching, fact, most) || self.needing.is_none()))
    }

    fn take(&mut self, candidate: &Candidate) {
        if candidate.full || candidate.conflicts.is_empty() {
            self.useful.push(candidate.clone());
            return;
        }
        insert(&mut self.rest, candidate);
        if candidate.touches() {
            insert(&mut self.touching, candidate);
        }
        if candidate.needs > 0 && self.needing.is_none() {
            self.needing = Some(candidate.clone());
        }
    }

    fn finish(self) -> Vec<Candidate> {
        let mut out = self.useful;
        for candidate in self.rest.into_iter().chain(self.touching).chain(self.needing) {
            if !out.iter().any(|known| known.fact == candidate.fact) {
                out.push(candidate);
            }
        }
        out
    }
}

/// Whether a fact with this score comes before the last of the best.
fn goes_in(best: &[Candidate], fact: FactId, score: f32) -> bool {
    let before = |last: &Candidate| score > last.score || (score >= last.score && fact < last.fact);
    best.len() < KEPT || best.last().is_some_and(before)
}

fn insert(best: &mut Vec<Candidate>, candidate: &Candidate) {
    if goes_in(best, candidate.fact, candidate.score) {
        best.truncate(KEPT - 1);
        let better = |other: &Candidate| {
            other.score > candidate.score || (other.score >= candidate.score && other.fact < candidate.fact)
        };
        let at = best.partition_point(better);
        best.insert(at, candidate.clone());
    }
}
