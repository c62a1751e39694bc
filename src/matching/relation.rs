//! One item of a question against one fact → how the fact takes it.
//!
//! "pork" is needed by a fact on pork, "meat" is a broader term for it, "beef" is a conflict.

use super::Relation;
use super::figures::{self, Fit};
use crate::knowledge::{ConceptId, Cue, Direction, Fact, FactId, KnowledgeBase, class};
use crate::question::{Item, What};
use crate::text::{Dimension, Quantity};

/// How a fact takes one item: the best reading of an ambiguous one.
pub fn relation(kb: &KnowledgeBase, id: FactId, item: &Item) -> Relation {
    let fact = &kb[id];
    match &item.what {
        What::Concepts(concepts) => {
            let readings = concepts.iter().map(|&concept| concept_relation(kb, id, concept));
            let best = readings
                .max_by_key(|&relation| (preference(relation), relation.groups().count_ones()))
                .unwrap_or(Relation::Uncovered);
            match best {
                Relation::Uncovered if item.hard => Relation::Conflict,
                // A guess at a misspelt word contradicts nothing.
                Relation::OtherMember if item.is_guess() => Relation::Conflict,
                best => best,
            }
        }
        What::Quantity(quantity) => quantity_relation(kb, fact, quantity),
        What::Unit(unit) => {
            let measured = fact.figures.iter().any(|figure| figure.unit.dimension() == unit.dimension());
            match (measured, item.hard) {
                (true, _) => Relation::Help,
                (false, true) => Relation::Conflict,
                (false, false) => Relation::Uncovered,
            }
        }
        What::Unknown if item.hard => Relation::Conflict,
        What::Unknown => Relation::Uncovered,
    }
}

fn preference(relation: Relation) -> u8 {
    match relation {
        Relation::Need(_) => 9,
        Relation::Contrary => 8,
        Relation::Part => 7,
        Relation::Help => 6,
        Relation::Broader(_) => 5,
        Relation::Setting => 4,
        Relation::Unsettled => 3,
        Relation::OtherMember => 2,
        Relation::Conflict => 1,
        _ => 0,
    }
}

fn concept_relation(kb: &KnowledgeBase, id: FactId, concept: ConceptId) -> Relation {
    let fact = &kb[id];
    let frame = &fact.frame;
    if frame.contrary.contains(&concept) {
        return Relation::Contrary;
    }
    // What a fact needs, is parted into or is helped by it holds.
    let held = kb.holders[concept.0 as usize].binary_search(&id).is_ok();
    let groups = |wanted: &dyn Fn(ConceptId) -> bool| {
        let hit = frame.needs.iter().enumerate().filter(|(_, group)| group.iter().any(|&need| wanted(need)));
        hit.fold(0_u32, |set, (at, _)| set | 1 << at.min(31))
    };
    let needed = if held { groups(&|need| need == concept) } else { 0 };
    if needed != 0 {
        return Relation::Need(needed);
    }
    if let Some(relation) = direction_relation(kb, fact, concept) {
        return relation;
    }
    if held && frame.parts.contains(&concept) {
        return Relation::Part;
    }
    if frame.unsettled.contains(&concept) || kb.is_unsettled(concept) {
        return Relation::Unsettled;
    }
    if held && frame.helps.contains(&concept) {
        return Relation::Help;
    }
    let class = kb[concept].class;
    if !held && frame.states.iter().any(|&stated| kb[stated].class == class && akin(kb, stated, concept)) {
        return Relation::OtherMember;
    }
    if kb.is_setting(concept) {
        return Relation::Setting;
    }
    if held {
        return Relation::Broader(groups(&|need| kb.broader(need).any(|broader| broader == concept)));
    }
    Relation::Uncovered
}

/// Whether two members of a class may be meant for one another: a ministry for a commission, but no website for either.
pub(super) fn akin(kb: &KnowledgeBase, a: ConceptId, b: ConceptId) -> bool {
    let kinds = |concept: ConceptId| kb.broader(concept).skip(1);
    let loose = !kb.is_in(a, &[class::ORGANISATION]);
    loose && (kinds(a).next().is_none() || kinds(b).next().is_none())
        || kinds(a).any(|kind| kinds(b).any(|other| other == kind))
}

/// "Up" fits a fact whose figure is a rise, "down" contradicts it.
fn direction_relation(kb: &KnowledgeBase, fact: &Fact, concept: ConceptId) -> Option<Relation> {
    let asked = kb.cue_of(concept).filter(|cue| matches!(cue, Cue::Up | Cue::Down | Cue::Flat))?;
    let own = fact.figures.iter().find_map(|figure| figure.direction).or_else(|| {
        // Without a figure a fact can still say which way it goes.
        let says = |cue: Cue| fact.frame.helps.iter().any(|&held| kb.cue_of(held) == Some(cue));
        if says(Cue::Up) { Some(Direction::Up) } else { says(Cue::Down).then_some(Direction::Down) }
    });
    Some(match (own, asked) {
        (Some(Direction::Up), Cue::Up) | (Some(Direction::Down), Cue::Down) => Relation::Help,
        (Some(_), _) => Relation::Contrary,
        (None, _) => Relation::Conflict,
    })
}

fn quantity_relation(kb: &KnowledgeBase, fact: &Fact, quantity: &Quantity) -> Relation {
    match figures::fit(fact, quantity) {
        Fit::Same(figure) => Relation::Figure(figure as u32),
        Fit::Digits(figure) => Relation::Digits(figure as u32),
        Fit::Other(figure) => Relation::OtherValue(figure as u32),
        Fit::None if quantity.unit.is_some_and(|unit| unit.dimension() == Dimension::Date) => {
            let same = |&other: &FactId| matches!(figures::fit(&kb[other], quantity), Fit::Same(_));
            let said = figures::named(kb, quantity).iter().any(same);
            if said { Relation::Unsettled } else { Relation::Conflict }
        }
        Fit::None => Relation::Uncovered,
    }
}
