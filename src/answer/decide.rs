//! Candidates → the decision: which rule applies, and the reply that it gives.
//!
//! The rules are tried in the order of [`Rule`]. Every threshold is a constant here, with its reason.

use super::refuse::refuse;
use super::{Focus, Kind, Reply, broad, full, partial, scale, smalltalk};
use crate::knowledge::{Cue, FactId, KnowledgeBase};
use crate::matching::{Candidate, candidates};
use crate::question::Question;

/// Which rule decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rule {
    /// Nothing but small talk.
    Smalltalk,
    /// A summary, all figures, everything on a topic, the most of a kind.
    Broad,
    /// One fact, or several together, take every mention without a conflict.
    Answer,
    /// As [`Rule::Answer`], but one of several things asked for isn't in the announcement.
    InPart,
    /// The figure's digits or a single partial fact leave no doubt.
    OnlyOne,
    /// Several facts fit equally: ask back.
    Clarify,
    /// The best fact is in conflict with a mention, or doesn't give the side asked for.
    Conflict,
    /// Too little of the question is accounted for.
    Uncovered,
    /// No fact is touched.
    OffTopic,
    /// No word was understood.
    NotUnderstood,
}

/// A reply and how it came about.
#[derive(Debug, Clone)]
pub struct Decision {
    /// The reply.
    pub reply: Reply,
    /// The rule that decided.
    pub rule: Rule,
    /// The candidates, best first.
    pub candidates: Vec<Candidate>,
}

/// The least share of a question's weight that its answer accounts for. Below, more of the question is strange than known.
pub const LEAST_COVERAGE: f32 = 0.52;
/// The least coverage of a fact that the question names only in part: with less evidence more must fit.
pub const LEAST_PARTIAL_COVERAGE: f32 = 0.62;
/// A second fact that scores at least this share of the best is as good.
pub const TIE: f32 = 0.97;
/// The most candidates that a clarification offers.
pub const MOST_OFFERED: usize = 3;
/// The most near facts that a refusal shows.
pub const MOST_NEAR: usize = 2;
/// A fact named in part is meant if it accounts for this much more of the question than the facts named in full.
pub(super) const MUCH_MORE: f32 = 0.25;
/// All of a question, but for a light word.
pub(super) const WHOLE: f32 = 0.95;
/// Of facts named in part one that accounts for this much less of the question isn't meant.
pub(super) const CLEARLY_LESS: f32 = 0.15;
/// A fact stands alone if no other has this share of its evidence.
pub(super) const ALONE: f32 = 0.6;
/// A fact named in part leads if it accounts for this much of the question …
pub(super) const LEADING_COVERAGE: f32 = 0.85;
/// … on this much evidence: more than one common word gives …
pub(super) const LEADING_SCORE: f32 = 1.5;
/// … and no other has more than this share of it.
pub(super) const LEADING: f32 = 0.8;
/// A fact with at most this share of the evidence of the one that leads isn't asked back about.
pub(super) const FAR_BEHIND: f32 = 0.66;
/// The most that strange words in a greeting may weigh.
pub(super) const CHATTY: f32 = 1.0;
/// A mention of this weight must be accounted for by some fact before a further fact is called in for it.
pub const WEIGHTY: f32 = 0.5;

/// Decides on one question.
pub fn decide(kb: &KnowledgeBase, question: &Question) -> Decision {
    decide_among(kb, question, candidates)
}

/// As [`decide`], among the candidates that `find` gives.
pub fn decide_among(
    kb: &KnowledgeBase,
    question: &Question,
    find: impl FnOnce(&KnowledgeBase, &Question) -> Vec<Candidate>,
) -> Decision {
    if let Some(smalltalk) = smalltalk::alone(kb, question) {
        let mut reply = Reply::new(Kind::Smalltalk, question.lang, question.script);
        reply.smalltalk = Some(smalltalk);
        return Decision { reply, rule: Rule::Smalltalk, candidates: Vec::new() };
    }
    let candidates = find(kb, question);
    if let Some(facts) = broad::facts(kb, question, &candidates) {
        let reply = Reply { facts, ..Reply::new(Kind::Answer, question.lang, question.script) };
        return Decision { reply, rule: Rule::Broad, candidates };
    }
    match scale::facts(kb, question).as_slice() {
        [] => {}
        [only] => {
            let reply = Reply { facts: vec![*only], ..Reply::new(Kind::Answer, question.lang, question.script) };
            return Decision { reply, rule: Rule::OnlyOne, candidates };
        }
        several => {
            let reply = clarify(question, several.to_vec());
            return Decision { reply, rule: Rule::Clarify, candidates };
        }
    }
    let (reply, rule) = full::answer(kb, question, &candidates)
        .or_else(|| smalltalk::farewell(kb, question, &candidates))
        .or_else(|| partial::answer(kb, question, &candidates))
        .or_else(|| smalltalk::about_bot(question, &candidates))
        .unwrap_or_else(|| refuse(kb, question, &candidates));
    Decision { reply, rule, candidates }
}

pub(super) fn clarify(question: &Question, mut facts: Vec<FactId>) -> Reply {
    facts.truncate(MOST_OFFERED);
    Reply { facts, ..Reply::new(Kind::Clarify, question.lang, question.script) }
}

/// The side of a fact that the question asks for.
pub fn focus(question: &Question) -> Focus {
    const SIDES: [(Cue, Focus); 5] = [
        (Cue::Quote, Focus::Quote),
        (Cue::Computed, Focus::Computed),
        (Cue::Basis, Focus::Basis),
        (Cue::Source, Focus::Source),
        (Cue::Period, Focus::Period),
    ];
    SIDES.into_iter().find(|&(cue, _)| question.has(cue)).map_or(Focus::Fact, |(_, focus)| focus)
}
