//! The facts that answer a question together: the best one, and those that account for what it leaves open.

use super::decide::WEIGHTY;
use crate::knowledge::{Cue, KnowledgeBase, class};
use crate::matching::{Candidate, Relation};
use crate::question::{Question, What};

/// The first fact and those that account for what it leaves open: "daily orders, daily pork, daily veg".
pub(super) fn together<'a>(
    kb: &KnowledgeBase,
    question: &Question,
    first: &'a Candidate,
    pool: &[&'a Candidate],
) -> Vec<&'a Candidate> {
    let mut chosen = vec![first];
    loop {
        let mut open = open_items(question, &chosen);
        // "what are 167% and 80%": a value that another fact has as its own is no wrong value of this one.
        open.extend((0..question.items.len()).filter(|&at| {
            let other = |candidate: &&Candidate| {
                matches!(candidate.relations[at], Relation::OtherValue(_) | Relation::Digits(_))
            };
            let own = |candidate: &&Candidate| matches!(candidate.relations[at], Relation::Figure(_));
            !question.asked.whether && chosen.iter().all(other) && pool.iter().any(own)
        }));
        // "the conference, the official and the reporter": somebody who is named throughout is asked for too, in a list.
        open.extend((0..question.items.len()).filter(|&at| {
            let somebody =
                question.items[at].concepts().iter().any(|&concept| kb.is_in(concept, &[class::PERSON, class::ROLE]));
            let beside = |other: usize| {
                other != at && question.joined(at, other) && chosen.iter().any(|c| c.relations[other].groups() != 0)
            };
            somebody
                && question.asked.words.is_empty()
                && !question.asked.whether
                && chosen.iter().all(|candidate| candidate.relations[at] == Relation::Setting)
                && (0..question.items.len()).any(beside)
        }));
        let wanted: Vec<usize> = open.into_iter().filter(|&at| question.items[at].weight >= WEIGHTY).collect();
        let takes = |candidate: &&&Candidate| {
            // One thing named beside another, not what narrows it: "turnover of brick-and-mortar shops" is no list.
            let beside = |at: usize| {
                (0..question.items.len()).any(|other| {
                    let named = |c: &&Candidate| c.relations[other].groups() != 0;
                    other != at && chosen.iter().any(named) && question.listed(at, other)
                })
            };
            let compares = question.has_any(&[Cue::Compare, Cue::More, Cue::Less, Cue::Most]);
            let subject =
                |at: usize| question.items[at].concepts().iter().all(|&concept| kb.is_in(concept, &[class::SUBJECT]));
            let narrows = |at: usize| !compares && !question.asked.whether && subject(at) && !beside(at);
            // "orders grew 167%": whose the value is doesn't bring in what else has it.
            let brings = (0..question.items.len()).any(|at| {
                !matches!(question.items[at].what, What::Quantity(_))
                    && candidate.relations[at].groups() != 0
                    && !chosen.iter().any(|c| c.relations[at].covers())
            });
            let disputed = |at: usize| {
                question.asked.whether
                    && !brings
                    && chosen.iter().any(|c| matches!(c.relations[at], Relation::OtherValue(_)))
            };
            let narrows = |at: usize| narrows(at) || disputed(at);
            let needed = |&&at: &&usize| candidate.relations[at].groups() != 0 && !narrows(at);
            let fits = compares
                && wanted.iter().any(|&at| matches!(candidate.relations[at], Relation::Help | Relation::Figure(_)));
            let own = wanted.iter().filter(needed).count() + usize::from(fits);
            let strange = (0..question.items.len()).any(|at| {
                question.items[at].hard
                    && !candidate.relations[at].covers()
                    && !chosen.iter().any(|c| c.relations[at].covers())
            });
            own > 0 && !(strange && question.asked.whether)
        };
        let more = pool.iter().filter(takes).max_by(|a, b| a.score.total_cmp(&b.score));
        match more {
            Some(more) if chosen.len() < 8 => chosen.push(more),
            _ => return chosen,
        }
    }
}

/// Where the question first names what the fact needs.
pub(super) fn first_mention(question: &Question, candidate: &Candidate) -> usize {
    let named = (0..question.items.len()).filter(|&at| candidate.relations[at].groups() != 0);
    named.map(|at| question.items[at].token).min().unwrap_or(usize::MAX)
}

/// The items that none of the chosen facts accounts for.
pub(super) fn open_items(question: &Question, chosen: &[&Candidate]) -> Vec<usize> {
    (0..question.items.len()).filter(|&at| !chosen.iter().any(|candidate| candidate.relations[at].covers())).collect()
}

/// Whether an open item forbids the answer.
pub(super) fn blocks(question: &Question, chosen: &[&Candidate], at: usize) -> bool {
    if question.items[at].alternative
        && chosen.iter().any(|candidate| alternatives(question, at).any(|other| candidate.relations[other].covers()))
    {
        return false;
    }
    let other = chosen.iter().any(|candidate| candidate.relations[at] == Relation::OtherMember);
    let counts = question.items[at].hard || question.items[at].weight >= WEIGHTY;
    if other { !question.asked.whether && counts } else { question.items[at].hard }
}

/// The items that stand as alternatives to this one: "in yuan or in dollars".
fn alternatives(question: &Question, at: usize) -> impl Iterator<Item = usize> + '_ {
    (0..question.items.len()).filter(move |&other| other != at && question.items[other].alternative)
}
