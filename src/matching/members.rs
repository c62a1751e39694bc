//! Mentions that name another member of a class than the fact does.

use super::{Relation, figures, relation};
use crate::knowledge::{ConceptId, Cue, Fact, KnowledgeBase, class};
use crate::question::{Question, What};

/// "500,000 orders a week, right?", "is the 8.8 billion in dollars?": a claim that names the fact's own figure and, behind it, another
/// period, place or unit is about the fact, and wrong.
pub(super) fn other_members(kb: &KnowledgeBase, question: &Question, fact: &Fact, relations: &mut [Relation]) {
    let Some(named) = relations.iter().position(|relation| matches!(relation, Relation::Figure(_))) else { return };
    if !question.asked.whether {
        return;
    }
    // "half a million users a day, not orders": what the fact is about is denied, and something else put in its place.
    let denied = question.items.iter().zip(relations.iter()).any(|(item, relation)| {
        let behind_not =
            question.cues.iter().any(|at| at.cue == Cue::Not && at.token > 0 && at.token + at.length == item.token);
        let own = relation.groups() != 0
            || item.concepts().iter().any(|concept| fact.figures.iter().any(|figure| figure.period == Some(*concept)));
        behind_not && own
    });
    if denied {
        for relation in relations.iter_mut().filter(|relation| **relation == Relation::Conflict) {
            *relation = Relation::OtherMember;
        }
        return;
    }
    let has_period = fact.figures.iter().any(|figure| figure.period.is_some());
    let mut rivals_named = Vec::new();
    for (at, item) in question.items.iter().enumerate() {
        let period = |&concept: &ConceptId| has_period && kb.index.has_periods_of(kb[concept].class);
        let stated = || fact.frame.states.iter().chain(&kb.announcement.setting);
        let settled = |&concept: &ConceptId| {
            kb.is_in(concept, &[class::PLACE, class::PERSON, class::ROLE, class::ORGANISATION])
                && !item.is_guess()
                && stated().any(|&stated| kb[stated].class == kb[concept].class && relation::akin(kb, stated, concept))
        };
        let behind = at > named;
        let another = match &item.what {
            What::Concepts(concepts) => concepts.iter().any(period) || (behind && concepts.iter().any(settled)),
            What::Unit(unit) => behind && fact.figures.iter().any(|figure| figures::rivals(figure.unit, *unit)),
            _ => false,
        };
        if relations[at] == Relation::Conflict && another {
            rivals_named.push(at);
        }
    }
    // Several of a class are no claim but a list: "split it by district: …".
    let class = |at: usize| question.items[at].concepts().first().map(|&concept| kb[concept].class);
    for &at in &rivals_named {
        if !rivals_named.iter().any(|&other| other != at && class(other) == class(at)) {
            relations[at] = Relation::OtherMember;
        }
    }
}
