//! Candidates → the decision: which rule applies, and the reply that it gives.
//!
//! The rules are tried in the order of [`Rule`]. Every threshold is a constant here, with its reason.

use super::refuse::{name, refuse};
use super::{Focus, Kind, Reply, Smalltalk, broad, verdict};
use crate::knowledge::{Basis, Cue, FactId, KnowledgeBase};
use crate::matching::{Candidate, Conflict, Relation, candidates};
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
const MUCH_MORE: f32 = 0.25;
/// All of a question, but for a light word.
const WHOLE: f32 = 0.95;
/// A fact stands alone if no other has this share of its evidence.
const ALONE: f32 = 0.6;
const LEADING_COVERAGE: f32 = 0.85;
const LEADING_SCORE: f32 = 1.5;
const LEADING: f32 = 0.8;
/// The most that strange words in a greeting may weigh.
const CHATTY: f32 = 1.0;
/// A mention of this weight must be accounted for by some fact before a further fact is called in for it.
pub const WEIGHTY: f32 = 0.5;

/// Decides on one question.
pub fn decide(kb: &KnowledgeBase, question: &Question) -> Decision {
    if let Some(smalltalk) = smalltalk(question) {
        let mut reply = Reply::new(Kind::Smalltalk, question.lang, question.script);
        reply.smalltalk = Some(smalltalk);
        return Decision { reply, rule: Rule::Smalltalk, candidates: Vec::new() };
    }
    let candidates = candidates(kb, question);
    if let Some(facts) = broad::facts(kb, question, &candidates) {
        let reply = Reply { facts, ..Reply::new(Kind::Answer, question.lang, question.script) };
        return Decision { reply, rule: Rule::Broad, candidates };
    }
    let (reply, rule) = answer(kb, question, &candidates)
        .or_else(|| partial(kb, question, &candidates))
        .or_else(|| about_bot(question, &candidates))
        .unwrap_or_else(|| refuse(kb, question, &candidates));
    Decision { reply, rule, candidates }
}

/// What small talk a message is, if it is nothing else.
fn smalltalk(question: &Question) -> Option<Smalltalk> {
    const KINDS: [(Cue, Smalltalk); 6] = [
        (Cue::Help, Smalltalk::Help),
        (Cue::Identity, Smalltalk::Identity),
        (Cue::Thanks, Smalltalk::Thanks),
        (Cue::Goodbye, Smalltalk::Goodbye),
        (Cue::Greeting, Smalltalk::Greeting),
        (Cue::Chatter, Smalltalk::Other),
    ];
    let weight: f32 = question.items.iter().map(|item| item.weight).sum();
    let asks = question.has_any(&[Cue::Summary, Cue::KeyFigures, Cue::Advice, Cue::Task, Cue::Quote, Cue::Source]);
    if weight >= WEIGHTY || asks {
        return None;
    }
    KINDS.into_iter().find(|&(cue, _)| question.has(cue)).map(|(_, kind)| kind)
}

/// A question about the bot, or a farewell, in so many words that the first look didn't take it for one.
fn about_bot(question: &Question, candidates: &[Candidate]) -> Option<(Reply, Rule)> {
    const KINDS: [(Cue, Smalltalk); 6] = [
        (Cue::Identity, Smalltalk::Identity),
        (Cue::Help, Smalltalk::Help),
        (Cue::Goodbye, Smalltalk::Goodbye),
        (Cue::Thanks, Smalltalk::Thanks),
        (Cue::Greeting, Smalltalk::Greeting),
        (Cue::Chatter, Smalltalk::Other),
    ];
    let weight: f32 = question.items.iter().map(|item| item.weight).sum();
    let touched = candidates.iter().any(|candidate| candidate.needs > 0);
    let (cue, kind) = KINDS.into_iter().find(|&(cue, _)| question.has(cue)).filter(|_| !touched)?;
    let light = matches!(cue, Cue::Greeting | Cue::Chatter | Cue::Thanks);
    if light && (!question.asked.words.is_empty() || !candidates.is_empty() || weight >= CHATTY) {
        return None;
    }
    let mut reply = Reply::new(Kind::Smalltalk, question.lang, question.script);
    reply.smalltalk = Some(kind);
    Some((reply, Rule::Smalltalk))
}

/// Rules [`Rule::Answer`] and [`Rule::InPart`].
fn answer(kb: &KnowledgeBase, question: &Question, candidates: &[Candidate]) -> Option<(Reply, Rule)> {
    let fits = |candidate: &&Candidate| {
        candidate.full && candidate.conflicts.iter().all(|conflict| matches!(conflict, Conflict::Item(_)))
    };
    let pool: Vec<&Candidate> = candidates.iter().filter(fits).collect();
    let weighed =
        |candidate: &Candidate| candidate.score - 2.0 * candidate.conflicts.len() as f32 + 2.0 * candidate.coverage;
    let first = *pool.iter().max_by(|a, b| weighed(a).total_cmp(&weighed(b)).then(b.fact.cmp(&a.fact)))?;
    let mut chosen = together(question, first, &pool);
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
        let tied = tied(&pool, first);
        if tied.len() > 1 {
            return Some((clarify(question, tied), Rule::Clarify));
        }
    }
    Some((reply, rule))
}

/// The first fact and those that account for what it leaves open: "daily orders, daily pork, daily veg".
fn together<'a>(question: &Question, first: &'a Candidate, pool: &[&'a Candidate]) -> Vec<&'a Candidate> {
    let mut chosen = vec![first];
    loop {
        let open = open_items(question, &chosen);
        let wanted: Vec<usize> = open.into_iter().filter(|&at| question.items[at].weight >= WEIGHTY).collect();
        let takes = |candidate: &&&Candidate| {
            let needed = |&&at: &&usize| candidate.relations[at].groups() != 0;
            let compares = question.has_any(&[Cue::Compare, Cue::More, Cue::Less, Cue::Most]);
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
fn first_mention(question: &Question, candidate: &Candidate) -> usize {
    let named = (0..question.items.len()).filter(|&at| candidate.relations[at].groups() != 0);
    named.map(|at| question.items[at].token).min().unwrap_or(usize::MAX)
}

/// The items that none of the chosen facts accounts for.
fn open_items(question: &Question, chosen: &[&Candidate]) -> Vec<usize> {
    (0..question.items.len()).filter(|&at| !chosen.iter().any(|candidate| candidate.relations[at].covers())).collect()
}

/// Whether an open item forbids the answer.
fn blocks(question: &Question, chosen: &[&Candidate], at: usize) -> bool {
    if question.items[at].alternative
        && chosen.iter().any(|candidate| alternatives(question, at).any(|other| candidate.relations[other].covers()))
    {
        return false;
    }
    let other = chosen.iter().any(|candidate| candidate.relations[at] == Relation::OtherMember);
    if other { !question.asked.whether } else { question.items[at].hard }
}

/// The items that stand as alternatives to this one: "in yuan or in dollars".
fn alternatives(question: &Question, at: usize) -> impl Iterator<Item = usize> + '_ {
    (0..question.items.len()).filter(move |&other| other != at && question.items[other].alternative)
}

/// Whether an open item is one of several things asked for, the others being answered: "pork and beef".
fn is_one_of_several(kb: &KnowledgeBase, question: &Question, chosen: &[&Candidate], at: usize) -> bool {
    let class = |at: usize| question.items[at].concepts().first().map(|&concept| kb[concept].class);
    let Some(own) = class(at) else { return false };
    // Another period or rate restricts the whole question; it isn't one more thing asked for.
    let periods = kb.facts.iter().flat_map(|fact| &fact.figures).filter_map(|figure| figure.period);
    if periods.into_iter().any(|period| kb[period].class == own) {
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

/// Rules [`Rule::OnlyOne`] and [`Rule::Clarify`]: the question names facts only in part.
fn partial(kb: &KnowledgeBase, question: &Question, candidates: &[Candidate]) -> Option<(Reply, Rule)> {
    let names = |candidate: &Candidate| {
        candidate.relations.iter().any(|relation| {
            matches!(
                relation,
                Relation::Need(_) | Relation::Help | Relation::Broader(_) | Relation::Digits(_) | Relation::Figure(_)
            )
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
    let open: Vec<&Candidate> = open.collect();
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
    if let Some(candidate) = open.iter().filter(stated).find(leads)
        && !good.contains(&candidate.fact)
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

fn clarify(question: &Question, mut facts: Vec<FactId>) -> Reply {
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
