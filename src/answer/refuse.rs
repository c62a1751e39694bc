//! No answer → the refusal: what is missing, what is near, and why.
//!
//! "how much beef" is refused with "beef" as what is missing and pork as what is near.

use smallvec::SmallVec;

use super::decide::{MOST_NEAR, Rule, WEIGHTY};
use super::{Kind, Refusal, Reply};
use crate::knowledge::{Basis, FactId, KnowledgeBase};
use crate::matching::{Candidate, Conflict, Relation};
use crate::question::{Item, Question, What};

/// The refusals: what is missing, and what is near.
pub fn refuse(kb: &KnowledgeBase, question: &Question, candidates: &[Candidate]) -> (Reply, Rule) {
    let mut reply = Reply::new(Kind::Unknown, question.lang, question.script);
    reply.whether = question.asked.whether;
    let mut near: SmallVec<[&Candidate; 16]> = candidates.iter().filter(|candidate| candidate.touches()).collect();
    near.sort_by(|a, b| b.score.total_cmp(&a.score));
    let best = near.first().copied().or(candidates.first());
    reply.near = siblings(kb, question);
    for candidate in &near {
        if reply.near.len() < MOST_NEAR && !reply.near.contains(&candidate.fact) {
            reply.near.push(candidate.fact);
        }
    }
    let Some(best) = best else {
        let understood = question.items.iter().any(|item| !matches!(item.what, What::Unknown));
        let words = question.items.iter().any(|item| item.weight >= WEIGHTY);
        let rule = match () {
            () if !reply.near.is_empty() => Rule::Conflict,
            () if understood || words => Rule::OffTopic,
            () => Rule::NotUnderstood,
        };
        reply.refusal = match rule {
            Rule::Conflict => Refusal::NotSaid,
            Rule::OffTopic => Refusal::OffTopic,
            _ => Refusal::NotUnderstood,
        };
        if !reply.near.is_empty() {
            let all: Vec<usize> = (0..question.items.len()).filter(|&at| question.items[at].hard).collect();
            reply.missing = missing(kb, question, &all);
            return (reply, rule);
        }
        reply.missing = missing(kb, question, &[]);
        return (reply, rule);
    };
    let conflicting: SmallVec<[usize; 4]> = best
        .conflicts
        .iter()
        .filter_map(|conflict| match conflict {
            Conflict::Item(at) | Conflict::Head(at) | Conflict::Part(at) => Some(*at as usize),
            _ => None,
        })
        .collect();
    let others: SmallVec<[usize; 4]> =
        (0..question.items.len()).filter(|&at| best.relations[at] == Relation::OtherMember).collect();
    let rule = if best.conflicts.is_empty() && others.is_empty() { Rule::Uncovered } else { Rule::Conflict };
    let named: SmallVec<[usize; 4]> = conflicting.into_iter().chain(others).collect();
    let open: SmallVec<[usize; 4]> = (0..question.items.len())
        .filter(|&at| !best.relations[at].covers() && question.items[at].weight >= WEIGHTY)
        .collect();
    reply.missing = missing(kb, question, if named.is_empty() { &open } else { &named });
    reply.refusal = if reply.near.is_empty() { Refusal::OffTopic } else { Refusal::NotSaid };
    (reply, rule)
}

/// The facts about the nearest relatives of what is asked for: pork, where beef is.
fn siblings(kb: &KnowledgeBase, question: &Question) -> Vec<FactId> {
    let mut out: Vec<FactId> = Vec::new();
    for &concept in question.items.iter().filter(|item| item.hard).flat_map(Item::concepts) {
        let kin = kb
            .broader(concept)
            .skip(1)
            .map(|broader| &kb.holders[broader.0 as usize])
            .find(|holders| !holders.is_empty());
        let stated = kin.into_iter().flatten().filter(|&&fact| matches!(kb[fact].basis, Basis::Stated { .. }));
        let needing = stated
            .filter(|&&fact| kb[fact].frame.needs.iter().flatten().any(|&need| kb[need].class == kb[concept].class));
        for &fact in needing {
            if !out.contains(&fact) && out.len() < MOST_NEAR {
                out.push(fact);
            }
        }
    }
    out
}

/// The words for what the announcement doesn't give, each once.
fn missing(kb: &KnowledgeBase, question: &Question, items: &[usize]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for &at in items {
        let name = name(kb, question, at);
        if !out.contains(&name) && !name.is_empty() && out.len() < 3 {
            out.push(name);
        }
    }
    out
}

/// What to call an item: the words as typed, or where they are misspelt the concept's name in the asker's language.
pub fn name(kb: &KnowledgeBase, question: &Question, at: usize) -> String {
    const LONGEST: usize = 40;
    const MISSPELT: u16 = 2;
    let item = &question.items[at];
    match item.concepts() {
        [concept, ..] if kb[*concept].cue.is_none() && item.cost >= MISSPELT => {
            kb[*concept].name.get(question.lang).to_owned()
        }
        _ => item.text.chars().take(LONGEST).collect(),
    }
}
