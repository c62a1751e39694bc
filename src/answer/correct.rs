//! A reply with facts that were corrected after publishing → the correction first, the old fact after it.
//!
//! A fact with `superseded_by = "sales-corrected"` is never told alone: `[sales]` becomes `[sales-corrected, sales]`, and a "yes" to
//! the old figure a "no".

use super::{Kind, Reply, Verdict};
use crate::knowledge::{FactId, KnowledgeBase};

/// Puts corrections first. Every reply goes through it, however its facts were found: asked for, chosen, or opened by a link. A
/// second time changes nothing.
pub fn correct(kb: &KnowledgeBase, reply: &mut Reply) {
    if reply.facts.iter().chain(&reply.near).all(|&fact| kb[fact].superseded_by.is_none()) {
        return;
    }
    let corrected = |facts: &[FactId], with_old: bool| {
        let mut out: Vec<FactId> = Vec::new();
        for &fact in facts {
            let now = holds_now(kb, fact);
            for id in [Some(now), (with_old && now != fact).then_some(fact)].into_iter().flatten() {
                if !out.contains(&id) {
                    out.push(id);
                }
            }
        }
        // What was corrected comes after all that holds.
        out.sort_by_key(|&id| kb[id].superseded_by.is_some());
        out
    };
    reply.near = corrected(&reply.near, false);
    match reply.kind {
        Kind::Answer => {
            // The judgement was on the old figure, unless the new one was found as well.
            let judged = reply.facts.first().is_some_and(|&fact| kb[fact].superseded_by.is_some());
            let found_new = reply.facts.iter().any(|&fact| kb[fact].superseded_by.is_none());
            if judged && !found_new {
                reply.verdict = match reply.verdict {
                    Some(Verdict::Yes) => Some(Verdict::No),
                    _ => None,
                };
            }
            reply.facts = corrected(&reply.facts, true);
        }
        Kind::Clarify => {
            let now = corrected(&reply.facts, false);
            if let [only] = now.as_slice() {
                let old = reply.facts.iter().copied().filter(|fact| fact != only).collect::<Vec<_>>();
                reply.kind = Kind::Answer;
                reply.facts = [vec![*only], old].concat();
            } else {
                reply.facts = now;
            }
        }
        Kind::Unknown | Kind::Smalltalk => {}
    }
}

/// The fact that holds now: the end of the chain of corrections.
fn holds_now(kb: &KnowledgeBase, fact: FactId) -> FactId {
    std::iter::successors(Some(fact), |&at| kb[at].superseded_by).last().unwrap_or(fact)
}
