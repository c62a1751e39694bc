//! Yes, no, or not settled: a claim held against the facts that bear on it.

use super::Verdict;
use crate::knowledge::{ConceptId, Cue, Direction, KnowledgeBase, class};
use crate::matching::figures::judge;
use crate::matching::{Candidate, Relation};
use crate::question::{Item, Question, What};
use crate::text::{Bound, Quantity, Unit};

/// What an open mention must weigh to leave a claim unsettled.
const UNSETTLING: f32 = 0.2;

/// A bare number below this claims nothing.
const LEAST_JUDGED: f64 = 10.0;

/// A mention of this weight that the facts leave open leaves the claim open.
const DOUBTFUL: f32 = 0.5;

/// What a claim gets, given the facts chosen and the mentions that they leave open.
pub fn verdict(kb: &KnowledgeBase, question: &Question, chosen: &[&Candidate], open: &[usize]) -> Option<Verdict> {
    let first = chosen.first()?;
    let any = |wanted: Relation| any_of(chosen, |&relation| relation == wanted);
    // "not false" is true.
    let negations = question.cues.iter().filter(|at| at.cue == Cue::Not).count();
    let negated = negations % 2 == 1 && !opens_negated(question) && !question.denies;
    if any(Relation::Contrary) {
        return Some(flip(Verdict::No, negated));
    }
    if open.iter().any(|&at| first.relations[at] == Relation::OtherMember)
        || first.relations.contains(&Relation::OtherMember)
    {
        return Some(flip(Verdict::No, negated));
    }
    // "are all of them domestic", "only traffic?": one part alone isn't the whole.
    if question.has_any(&[Cue::Only, Cue::List])
        && chosen.iter().any(|candidate| names_one_part(kb, question, candidate))
    {
        return Some(flip(Verdict::No, negated));
    }
    let asks =
        |at: usize| question.cues.iter().any(|cue| cue.cue == Cue::Whether && cue.token == question.items[at].token);
    // A figure that is claimed settles the claim, whatever light words are around it.
    let numeric = any_of(chosen, |relation| matches!(relation, Relation::Figure(_) | Relation::OtherValue(_)));
    if swapped(question, chosen) || another_person(kb, question, chosen) {
        return Some(flip(Verdict::No, negated));
    }
    let least = match numeric {
        // "does the 11 million count each viewer once": more is claimed than the figure.
        true if question.asked.pointed && !question.has_any(&[Cue::Up, Cue::Down]) => UNSETTLING / 2.0,
        true => DOUBTFUL,
        false => UNSETTLING,
    };
    if open.iter().any(|&at| question.items[at].weight >= least && !asks(at)) {
        return None;
    }
    let exceeds = question.has(Cue::Over) && !question.items.iter().any(|item| matches!(item.what, What::Quantity(_)));
    if (exceeds || question.has_any(&[Cue::More, Cue::Less, Cue::Compare])) && chosen.len() >= 2 {
        return compared(kb, question, chosen).map(|verdict| flip(verdict, negated));
    }
    // "did all the orders have pork in them": what two facts say side by side doesn't settle how they go together.
    let own_claim = |candidate: &&Candidate| {
        candidate.relations.iter().any(|relation| matches!(relation, Relation::Figure(_) | Relation::OtherValue(_)))
    };
    if chosen.len() >= 2 && !chosen.iter().all(own_claim) {
        return None;
    }
    let others = |candidate: &Candidate| {
        let own = candidate.fact;
        chosen.iter().filter(move |other| other.fact != own)
    };
    let mut settled = None;
    for (at, item) in question.items.iter().enumerate() {
        let What::Quantity(quantity) = item.what else { continue };
        for candidate in chosen {
            let figure = match candidate.relations[at] {
                Relation::Figure(figure) | Relation::OtherValue(figure) => figure,
                // A bare number is held against the leading figure.
                Relation::Uncovered
                    if quantity.unit.is_none()
                        && quantity.value >= LEAST_JUDGED
                        && chosen.len() == 1
                        && !kb[candidate.fact].figures.is_empty() =>
                {
                    0
                }
                _ => continue,
            };
            let own = &kb[candidate.fact].figures[figure as usize];
            let mut judged = judge(own, &with_cues(question, item, quantity));
            // "exactly 150" isn't borne out by "more than 150".
            if own.bound != Bound::Exact
                && judged == Some(true)
                && question.has(Cue::Exactly)
                && quantity.bound == Bound::Exact
            {
                judged = Some(false);
            }
            match judged {
                Some(false) if !others(candidate).any(|other| matches!(other.relations[at], Relation::Figure(_))) => {
                    return Some(flip(Verdict::No, negated));
                }
                Some(false) => {}
                other => settled = Some(other.map(|_| Verdict::Yes)),
            }
        }
    }
    // "500 orders a day", where it is 500,000: the digits alone settle nothing.
    if any_of(chosen, |relation| matches!(relation, Relation::Digits(_))) && settled.is_none() {
        return None;
    }
    let doubtful = question.items.iter().enumerate().any(|(at, item)| {
        item.weight >= DOUBTFUL && chosen.iter().all(|candidate| candidate.relations[at] == Relation::Unsettled)
    });
    if doubtful {
        return None;
    }
    // "is the number exact?", where it is about so much.
    let inexact =
        chosen.iter().all(|candidate| kb[candidate.fact].figures.iter().any(|figure| figure.bound != Bound::Exact));
    if question.has(Cue::Exactly) && settled.is_none() && inexact {
        return Some(flip(Verdict::No, negated));
    }
    // "solely through the stream": that there is nothing else isn't said.
    let only_more = question.cues.iter().any(|at| {
        at.cue == Cue::Only
            && !question.items.iter().any(|item| {
                matches!(item.what, What::Quantity(_)) && (at.token..at.token + at.length + 3).contains(&item.token)
            })
    });
    if only_more && !matches!(settled, Some(Some(Verdict::No))) {
        return None;
    }
    // "most citizens": how many of them isn't settled by there being some.
    if question.has(Cue::Most) && settled.is_none() && chosen.len() == 1 {
        return None;
    }
    // What is said of a thing doesn't settle why it is so.
    if question.causal
        && settled != Some(Some(Verdict::No))
        && !chosen.iter().any(|c| kb[c.fact].frame.answers.contains(&Cue::Why))
    {
        return None;
    }
    if let Some(settled) = settled {
        return settled.map(|verdict| flip(verdict, negated));
    }
    let unsettled = any(Relation::Unsettled)
        || (any(Relation::Part) && question.has_any(&[Cue::More, Cue::Less, Cue::Most, Cue::Least]));
    if unsettled {
        return None;
    }
    Some(flip(Verdict::Yes, negated))
}

/// "The 167% is orders and the 80% turnover": two facts whose figures are named in the other order than what they measure.
fn swapped(question: &Question, chosen: &[&Candidate]) -> bool {
    let [a, b] = chosen else { return false };
    let figure = |candidate: &Candidate| {
        candidate
            .relations
            .iter()
            .position(|relation| matches!(relation, Relation::Figure(_)))
            .map(|at| question.items[at].token)
    };
    let need = |one: &Candidate, other: &Candidate| {
        let own =
            (0..question.items.len()).find(|&at| one.relations[at].groups() != 0 && !other.relations[at].covers());
        own.map(|at| question.items[at].token)
    };
    let (Some(figure_a), Some(figure_b), Some(need_a), Some(need_b)) = (figure(a), figure(b), need(a, b), need(b, a))
    else {
        return false;
    };
    figure_a != figure_b && (figure_a < figure_b) != (need_a < need_b)
}

/// "Ann wrote it", where Ann is the editor and somebody else wrote it: one fact is about the person who is named, another about the deed
/// or role, and that is somebody else's.
fn another_person(kb: &KnowledgeBase, question: &Question, chosen: &[&Candidate]) -> bool {
    let people = |candidate: &Candidate| -> Vec<ConceptId> {
        let stated = kb[candidate.fact].frame.states.iter().copied();
        stated.filter(|&concept| kb.is_in(concept, &[class::PERSON])).collect()
    };
    let named = |candidate: &Candidate| {
        question.items.iter().any(|item| item.concepts().iter().any(|concept| people(candidate).contains(concept)))
    };
    question.asked.whether
        && chosen.len() == 2
        && chosen.iter().filter(|candidate| named(candidate)).count() == 1
        && chosen.iter().all(|candidate| !people(candidate).is_empty())
}

fn any_of(chosen: &[&Candidate], wanted: impl Fn(&Relation) -> bool) -> bool {
    chosen.iter().any(|candidate| candidate.relations.iter().any(&wanted))
}

/// Whether the question names some of the fact's parts, but not all.
fn names_one_part(kb: &KnowledgeBase, question: &Question, candidate: &Candidate) -> bool {
    let parts = &kb[candidate.fact].frame.parts;
    let named = |part: &&ConceptId| question.items.iter().any(|item| !item.inherited && item.concepts().contains(part));
    let named = parts.iter().filter(named).count();
    named > 0 && named < parts.len()
}

fn flip(verdict: Verdict, negated: bool) -> Verdict {
    match (verdict, negated) {
        (Verdict::Yes, true) => Verdict::No,
        (Verdict::No, true) => Verdict::Yes,
        (verdict, false) => verdict,
    }
}

/// "Didn't it grow?" asks whether it grew: a negation in the verb that opens the question doesn't negate the claim.
fn opens_negated(question: &Question) -> bool {
    question.cues.iter().find(|at| at.cue == Cue::Not).is_some_and(|at| at.token == 0 && question.asked.opened)
        || question.cues.iter().any(|at| {
            at.cue == Cue::Whether && question.cues.iter().any(|not| not.cue == Cue::Not && not.token == at.token)
        })
}

/// The quantity with the bound that a word of the question gives it from afar: "did it reach", 过, "at least".
fn with_cues(question: &Question, item: &Item, quantity: Quantity) -> Quantity {
    // "didn't even reach 100": less than that.
    let short = question.cues.iter().any(|at| at.cue == Cue::Under && at.token + at.length == item.token);
    if quantity.bound == Bound::AtLeast && short {
        return Quantity { bound: Bound::LessThan, ..quantity };
    }
    if quantity.bound != Bound::Exact || quantity.unit == Some(Unit::Date) {
        return quantity;
    }
    let near =
        |cue: Cue| question.cues.iter().any(|at| at.cue == cue && at.token < item.token && item.token - at.token <= 3);
    // 有没有一百个: at least so many.
    let whether = question
        .cues
        .iter()
        .any(|at| at.cue == Cue::Whether && at.token + at.length == item.token && at.length > 1 && at.token > 0);
    let bound = if near(Cue::Over) || near(Cue::More) || whether {
        Bound::AtLeast
    } else if near(Cue::Under) || near(Cue::Less) {
        Bound::LessThan
    } else {
        Bound::Exact
    };
    Quantity { bound, ..quantity }
}

/// "Did turnover grow faster than orders": the figure of the fact named first against that of the second.
fn compared(kb: &KnowledgeBase, question: &Question, chosen: &[&Candidate]) -> Option<Verdict> {
    let place = |candidate: &Candidate| {
        let own = (0..question.items.len())
            .filter(|&at| candidate.relations[at].covers() && !chosen.iter().all(|other| other.relations[at].covers()));
        own.map(|at| question.items[at].token).min().unwrap_or(usize::MAX)
    };
    let mut ordered: Vec<&&Candidate> = chosen.iter().collect();
    ordered.sort_by_key(|candidate| place(candidate));
    let change =
        question.items.iter().any(|item| item.concepts().iter().any(|&concept| kb.cue_of(concept) == Some(Cue::Up)));
    let figure = |candidate: &Candidate| {
        let figures = &kb[candidate.fact].figures;
        figures.iter().find(|figure| change == (figure.direction == Some(Direction::Up))).or(figures.first())
    };
    let (a, b) = (figure(ordered[0])?, figure(ordered[1])?);
    if a.unit.dimension() != b.unit.dimension() {
        return None;
    }
    let more = a.value * a.unit.scale() > b.value * b.unit.scale();
    Some(if more == question.has(Cue::Less) { Verdict::No } else { Verdict::Yes })
}
