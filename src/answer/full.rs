//! Facts that a question names in full → the answer, in part where one of several things isn't in the announcement.
//!
//! "daily orders and daily pork" are two facts together; "pork and beef" is pork, and beef is named as missing.

use smallvec::SmallVec;

use super::decide::{LEAST_COVERAGE, MUCH_MORE, Rule, TIE, WEIGHTY, WHOLE, clarify, focus};
use super::refuse::name;
use super::together::{blocks, first_mention, open_items, together};
use super::{Focus, Kind, Reply, Verdict, verdict};
use crate::knowledge::{Basis, ConceptId, Cue, FactId, KnowledgeBase, class};
use crate::matching::{Candidate, Conflict, Relation};
use crate::question::{Question, What};
use crate::text::Bound;

/// What a fact must account for to be the one a claim is about, where it holds all that it must.
const MOSTLY: f32 = 0.85;

/// Rules [`Rule::Answer`] and [`Rule::InPart`].
pub(super) fn answer(kb: &KnowledgeBase, question: &Question, candidates: &[Candidate]) -> Option<(Reply, Rule)> {
    // "500 million yuan divided by 11 million views": the figures alone say what is divided.
    if question.divides {
        let figured = |candidate: &&Candidate| {
            candidate.relations.iter().any(|relation| matches!(relation, Relation::Figure(_)))
                && matches!(kb[candidate.fact].basis, Basis::Stated { .. })
        };
        let named: Vec<&Candidate> = candidates.iter().filter(figured).collect();
        let operands_named = |fact: FactId| match &kb[fact].basis {
            Basis::Derived { operands, .. } => {
                operands.len() == 2
                    && operands
                        .iter()
                        .all(|operand| candidates.iter().any(|other| other.fact == *operand && other.full))
            }
            Basis::Stated { .. } => false,
        };
        let whole = |candidate: &&Candidate| candidate.conflicts.is_empty() && operands_named(candidate.fact);
        let computed = candidates.iter().find(whole).map(|candidate| candidate.fact);
        if let Some(quotient) = quotient(kb, &named).or(computed) {
            let reply = Reply { facts: vec![quotient], ..Reply::new(Kind::Answer, question.lang, question.script) };
            return Some((reply, Rule::Answer));
        }
    }
    let fits = |candidate: &&Candidate| {
        candidate.full && candidate.conflicts.iter().all(|conflict| matches!(conflict, Conflict::Item(_)))
    };
    let pool: SmallVec<[&Candidate; 8]> = candidates.iter().filter(fits).collect();
    let weighed =
        |candidate: &Candidate| candidate.score - 2.0 * candidate.conflicts.len() as f32 + 2.0 * candidate.coverage;
    // "orders rose by 167%" is about the orders, though 167% is what something else rose by.
    let figured = question.items.iter().any(|item| matches!(item.what, What::Quantity(_)));
    let holds_all = |candidate: &Candidate| {
        question
            .items
            .iter()
            .zip(&candidate.relations)
            .all(|(item, relation)| !item.alternative && (!item.hard || relation.covers()))
    };
    let sound = |candidate: &&&Candidate| {
        candidate.conflicts.is_empty()
            && (candidate.coverage >= WHOLE || (figured && candidate.coverage >= MOSTLY && holds_all(candidate)))
    };
    let claimed = question.asked.whether && pool.iter().any(|candidate| sound(&candidate));
    let first = *pool
        .iter()
        .filter(|candidate| !claimed || sound(candidate))
        .max_by(|a, b| weighed(a).total_cmp(&weighed(b)).then(b.fact.cmp(&a.fact)))?;
    // "work the year before out from the 8.8 billion": what is computed from the fact whose figure is named.
    if let Some(derived) = derived_from(kb, question, first, &pool, candidates) {
        return Some((
            Reply { facts: vec![derived], ..Reply::new(Kind::Answer, question.lang, question.script) },
            Rule::Answer,
        ));
    }
    let mut chosen = together(kb, question, first, &pool);
    chosen.sort_by_key(|candidate| first_mention(question, candidate));
    let chosen = chosen;
    let open = open_items(question, &chosen);
    let weight = |at: usize| {
        let needed =
            chosen.iter().any(|candidate| candidate.relations[at].groups() != 0) && !question.items[at].inherited;
        if needed { question.items[at].weight.max(WEIGHTY) } else { question.items[at].weight }
    };
    // A claim with another member of a class is about the fact, if wrong.
    let about = |at: &usize| {
        !open.contains(at)
            || (question.items[*at].alternative && !blocks(question, &chosen, *at))
            || (question.asked.whether
                && chosen.iter().any(|candidate| candidate.relations[*at] == Relation::OtherMember))
    };
    let covered: f32 = (0..question.items.len()).filter(about).map(weight).sum();
    let all: f32 = (0..question.items.len()).map(weight).sum();
    let share = if all > 0.0 { covered / all } else { 0.0 };
    // A fact that is named in part but accounts for far more of the question is meant.
    let meant = |other: &&Candidate| {
        other.conflicts.is_empty() && other.needs > 0 && other.score > first.score && other.coverage > share + MUCH_MORE
    };
    if candidates.iter().any(|other| meant(&other)) {
        return None;
    }
    let blocking: Vec<usize> = open.iter().copied().filter(|&at| blocks(question, &chosen, at)).collect();
    let mut reply = Reply::new(Kind::Answer, question.lang, question.script);
    reply.facts = chosen.iter().map(|candidate| candidate.fact).collect();
    reply.focus = focus(question);
    let mut rule = Rule::Answer;
    if !blocking.is_empty() {
        let listed = blocking.iter().all(|&at| is_one_of_several(kb, question, &chosen, at));
        if !listed || question.asked.whether || question.has_any(&[Cue::Compare, Cue::More, Cue::Less]) {
            return None;
        }
        reply.missing = blocking.iter().map(|&at| name(kb, question, at)).collect();
        rule = Rule::InPart;
    } else if all > 0.0 && share < LEAST_COVERAGE {
        return None;
    }
    if reply.focus == Focus::Computed && question.asked.whether {
        let stated = chosen.iter().all(|candidate| matches!(kb[candidate.fact].basis, Basis::Stated { .. }));
        (reply.whether, reply.verdict) = (true, Some(if stated { Verdict::Yes } else { Verdict::No }));
        return Some((reply, rule));
    }
    if question.divides
        && rule == Rule::Answer
        && let Some(quotient) = quotient(kb, &chosen)
    {
        reply.facts = vec![quotient];
        return Some((reply, rule));
    }
    let contrary = chosen.iter().any(|candidate| candidate.relations.contains(&Relation::Contrary));
    if question.asked.whether || contrary {
        reply.whether = true;
        reply.verdict = verdict::verdict(kb, question, &chosen, &open);
    }
    let both_ways = contrary && question.items.iter().any(|item| item.alternative);
    if both_ways || open.iter().any(|&at| question.items[at].alternative) {
        // "up or down", "a boss or a deputy?" is no yes/no question.
        (reply.whether, reply.verdict) = (false, None);
    }
    if rule == Rule::Answer && chosen.len() == 1 && !reply.whether {
        let mut tied = tied(&pool, first);
        let bound = |fact: FactId| {
            question.items.iter().any(|item| match item.what {
                What::Quantity(quantity) => {
                    quantity.bound != Bound::Exact
                        && kb[fact].figures.iter().any(|figure| figure.bound == quantity.bound)
                }
                _ => false,
            })
        };
        // "more than 150" is what only one of them says.
        if tied.iter().filter(|&&fact| bound(fact)).count() == 1 {
            tied.retain(|&fact| bound(fact));
            reply.facts.clone_from(&tied);
        }
        // "the two trends": as many as there are.
        if tied.len() > 1 && (counts(question, tied.len()) || question.has(Cue::Both)) {
            reply.facts = tied;
            return Some((reply, Rule::Answer));
        }
        if tied.len() > 1 {
            return Some((clarify(question, tied), Rule::Clarify));
        }
    }
    Some((reply, rule))
}

/// Whether a question says how many things it asks for: "the two trends".
pub(super) fn counts(question: &Question, number: usize) -> bool {
    const WORDS: [(&str, usize); 6] = [("two ", 2), ("both ", 2), ("three ", 3), ("两", 2), ("兩", 2), ("三", 3)];
    question.items.iter().any(|item| match item.what {
        What::Quantity(quantity) => quantity.unit.is_none() && quantity.is(number as f64),
        _ => WORDS.iter().any(|&(word, value)| value == number && item.text.to_lowercase().starts_with(word)),
    })
}

/// The fact computed from the one whose figure the question names, where it names what only the computed one holds, and isn't a claim.
fn derived_from(
    kb: &KnowledgeBase,
    question: &Question,
    first: &Candidate,
    pool: &[&Candidate],
    candidates: &[Candidate],
) -> Option<FactId> {
    let figure = first.relations.iter().any(|relation| matches!(relation, Relation::Figure(_)));
    if !figure || (question.asked.whether && !question.asked.stated) || pool.len() > 3 {
        return None;
    }
    let computed = |candidate: &&Candidate| {
        let from_first = match &kb[candidate.fact].basis {
            Basis::Derived { operands, .. } => operands.contains(&first.fact),
            Basis::Stated { .. } => false,
        };
        let missed = |at: usize| {
            let class = |&concept: &ConceptId| kb.is_in(concept, &[class::PERIOD, class::RATE, class::BASIS]);
            candidate.relations[at].groups() != 0
                && question.items[at].concepts().iter().any(class)
                && matches!(first.relations[at], Relation::OtherMember | Relation::Conflict | Relation::Help)
        };
        from_first
            && !candidate.conflicts.iter().any(|conflict| matches!(conflict, Conflict::Item(_)))
            && (0..question.items.len()).any(missed)
    };
    candidates.iter().find(computed).map(|candidate| candidate.fact)
}

/// The fact that is computed from the figures of just these facts: pork per order, of the pork and the orders.
fn quotient(kb: &KnowledgeBase, chosen: &[&Candidate]) -> Option<FactId> {
    let of = |fact: FactId| match &kb[fact].basis {
        Basis::Derived { operands, .. } => {
            chosen.len() == 2
                && operands.len() == 2
                && chosen.iter().all(|candidate| operands.contains(&candidate.fact))
        }
        Basis::Stated { .. } => false,
    };
    kb.fact_ids().find(|&fact| of(fact))
}

/// Whether an open item is one of several things asked for, the others being answered: "pork and beef".
fn is_one_of_several(kb: &KnowledgeBase, question: &Question, chosen: &[&Candidate], at: usize) -> bool {
    let class = |at: usize| question.items[at].concepts().first().map(|&concept| kb[concept].class);
    let Some(own) = class(at) else { return false };
    // Another period or rate restricts the whole question; it isn't one more thing asked for.
    if kb.index.has_periods_of(own) {
        return false;
    }
    (0..question.items.len()).any(|other| {
        other != at
            && question.listed(at, other)
            && class(other) == Some(own)
            && chosen.iter().any(|candidate| candidate.relations[other].groups() != 0)
    })
}

/// The facts that are as good as the first, stated ones only if there are any.
fn tied(pool: &[&Candidate], first: &Candidate) -> Vec<FactId> {
    let even = |candidate: &&&Candidate| {
        candidate.conflicts.is_empty()
            && candidate.score >= first.score * TIE
            && candidate.coverage >= first.coverage - 0.01
    };
    let mut facts: Vec<FactId> = pool.iter().filter(even).map(|candidate| candidate.fact).collect();
    facts.sort_unstable();
    facts
}
