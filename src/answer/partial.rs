//! Facts that a question names only in part → the one that leaves no doubt, or a question back.
//!
//! "how much were sales?" fits the sales of several things; "150 of what?" has only its digits to go by.

use super::decide::{
    ALONE, CLEARLY_LESS, FAR_BEHIND, LEADING, LEADING_COVERAGE, LEADING_SCORE, LEAST_PARTIAL_COVERAGE, Rule, WEIGHTY,
    WHOLE, clarify, focus,
};
use super::full::counts;
use super::together::open_items;
use super::{Kind, Reply, verdict};
use crate::knowledge::{Basis, Cue, FactId, KnowledgeBase, class};
use crate::matching::figures::in_another_unit;
use crate::matching::{Candidate, Conflict, Relation};
use crate::question::{Item, Question, What};

/// Rules [`Rule::OnlyOne`] and [`Rule::Clarify`]: the question names facts only in part.
pub(super) fn answer(kb: &KnowledgeBase, question: &Question, candidates: &[Candidate]) -> Option<(Reply, Rule)> {
    // What holds throughout names no fact, and neither does the whole world.
    let setting = |item: &Item| item.concepts().iter().any(|&concept| kb.is_setting(concept));
    let place = |item: &Item| item.concepts().iter().any(|&concept| kb.is_in(concept, &[class::PLACE]));
    let settings = question.items.iter().filter(|item| setting(item)).count();
    let asks = !question.asked.words.is_empty() || question.has(Cue::Source);
    let names = |candidate: &Candidate| {
        question.items.iter().zip(&candidate.relations).any(|(item, relation)| match relation {
            Relation::Need(_) | Relation::Help => !(asks && setting(item)) || candidate.full || settings > 1,
            Relation::Broader(_) => !place(item),
            Relation::Digits(_) | Relation::Figure(_) => true,
            // "8.8 billion dollars?", where it is yuan.
            Relation::OtherValue(_) => {
                matches!(&item.what, What::Quantity(quantity) if in_another_unit(&kb[candidate.fact], quantity))
            }
            _ => false,
        })
    };
    let open = candidates.iter().filter(|candidate| {
        let other = candidate.relations.contains(&Relation::OtherMember) && !question.asked.whether;
        candidate.conflicts.is_empty()
            && !other
            && candidate.coverage >= LEAST_PARTIAL_COVERAGE
            && candidate.score > 0.0
            && names(candidate)
    });
    let mut open: Vec<&Candidate> = open.collect();
    // What leaves much of the question open stands back where another fact leaves none.
    let widest = open.iter().map(|candidate| candidate.coverage).fold(0.0, f32::max);
    open.retain(|candidate| candidate.coverage >= widest - CLEARLY_LESS);
    // A fact that all of the question is about, but for the side that is asked for, doesn't give way to one that hardly fits.
    let sided = |candidate: &Candidate| {
        candidate.full
            && !candidate.conflicts.is_empty()
            && candidate.conflicts.iter().all(|conflict| matches!(conflict, Conflict::Word(_)))
            && candidate.coverage >= widest + CLEARLY_LESS
    };
    if candidates.iter().any(sided) {
        return None;
    }
    let stated = |candidate: &&&Candidate| matches!(kb[candidate.fact].basis, Basis::Stated { .. });
    let most = open.iter().map(|candidate| candidate.needs).max()?;
    let best = open.iter().filter(stated).map(|candidate| candidate.score).fold(f32::MIN, f32::max);
    // Those that account for as much as the best, on about the same evidence.
    let good: Vec<FactId> = open
        .iter()
        .filter(stated)
        .filter(|candidate| {
            candidate.score >= best * 0.45 && (candidate.needs == most || candidate.needs > 0 || most == 0)
        })
        .map(|candidate| candidate.fact)
        .collect();
    let leads = |candidate: &&&Candidate| {
        let next =
            open.iter().filter(|other| other.fact != candidate.fact).map(|other| other.score).fold(0.0, f32::max);
        candidate.coverage >= LEADING_COVERAGE && candidate.score >= LEADING_SCORE && next <= candidate.score * LEADING
    };
    let far_ahead = |candidate: &Candidate| {
        let next =
            open.iter().filter(|other| other.fact != candidate.fact).map(|other| other.score).fold(0.0, f32::max);
        next <= candidate.score * FAR_BEHIND
    };
    if let Some(candidate) = open.iter().filter(stated).find(leads)
        && (!good.contains(&candidate.fact) || far_ahead(candidate))
    {
        let mut reply =
            Reply { facts: vec![candidate.fact], ..Reply::new(Kind::Answer, question.lang, question.script) };
        reply.focus = focus(question);
        if question.asked.whether {
            reply.whether = true;
            reply.verdict = verdict::verdict(kb, question, &[candidate], &open_items(question, &[candidate]));
        }
        return Some((reply, Rule::OnlyOne));
    }
    // "it is built on two trends": as many as there are.
    let named_whole = |fact: &FactId| open.iter().any(|candidate| candidate.fact == *fact && candidate.full);
    if good.len() > 1 && counts(question, good.len()) && good.iter().all(named_whole) {
        let reply = Reply { facts: good, ..Reply::new(Kind::Answer, question.lang, question.script) };
        return Some((reply, Rule::Answer));
    }
    match good.as_slice() {
        [] => None,
        [only] => {
            let candidate = open.iter().find(|candidate| candidate.fact == *only)?;
            let told = question.asked.words.iter().any(|word| kb[*only].frame.answers.contains(word));
            // Nothing that it needs is named, but all of the question fits it, and hardly anything else.
            let next =
                candidates.iter().filter(|other| other.fact != *only).map(|other| other.score).fold(0.0, f32::max);
            let told = told || (candidate.coverage >= WHOLE && next < candidate.score * ALONE);
            let weighty = |at: usize| {
                question.items[at].weight >= WEIGHTY
                    && candidate.relations[at].covers()
                    && !matches!(candidate.relations[at], Relation::Setting)
            };
            if question.asked.whether && !(candidate.needs > 0 || (0..question.items.len()).any(weighty)) {
                return None;
            }
            if candidate.needs == 0 && !told && !candidate.relations.iter().any(|r| matches!(r, Relation::Digits(_))) {
                return None;
            }
            let mut reply = Reply { facts: vec![*only], ..Reply::new(Kind::Answer, question.lang, question.script) };
            reply.focus = focus(question);
            if question.asked.whether {
                reply.whether = true;
                reply.verdict = verdict::verdict(kb, question, &[candidate], &open_items(question, &[candidate]));
            }
            Some((reply, Rule::OnlyOne))
        }
        several => Some((clarify(question, several.to_vec()), Rule::Clarify)),
    }
}
