//! Greetings, thanks, goodbyes, questions about the bot → small talk, where nothing about the announcement is asked.
//!
//! "thanks a lot" is small talk, "thanks, and the pork?" is not.

use super::decide::{CHATTY, Rule, WEIGHTY};
use super::{Kind, Reply, Smalltalk};
use crate::knowledge::{ConceptId, Cue, KnowledgeBase, class};
use crate::matching::Candidate;
use crate::question::{Item, Question};

/// The kinds of small talk, in the order in which one is taken for what is meant.
const KINDS: [(Cue, Smalltalk); 6] = [
    (Cue::Identity, Smalltalk::Identity),
    (Cue::Help, Smalltalk::Help),
    (Cue::Goodbye, Smalltalk::Goodbye),
    (Cue::Thanks, Smalltalk::Thanks),
    (Cue::Greeting, Smalltalk::Greeting),
    (Cue::Chatter, Smalltalk::Other),
];

/// A greeting of at most this many words says nothing else, whatever is in it: "howdy from the prairie".
const SHORT_GREETING: usize = 4;

/// What makes a message more than small talk.
const ASKS: &[Cue] = &[Cue::Summary, Cue::KeyFigures, Cue::Advice, Cue::Task, Cue::Quote, Cue::Source, Cue::Again];

/// What small talk a message is, if it is nothing else.
pub(super) fn alone(kb: &KnowledgeBase, question: &Question) -> Option<Smalltalk> {
    let weight: f32 = question.items.iter().map(|item| item.weight).sum();
    // "am I dealing with a human press officer": so many words leave no doubt.
    if question.cues.iter().any(|at| at.cue == Cue::Identity && at.length >= 3)
        && !question.has_any(ASKS)
        && !question.items.iter().any(|item| is_known_person(kb, item))
    {
        return Some(Smalltalk::Identity);
    }
    if weight >= WEIGHTY || question.has_any(ASKS) {
        return None;
    }
    // "oh, who was speaking" asks something.
    let asks = !question.asked.words.is_empty() && !question.items.is_empty();
    let kinds = KINDS.into_iter().filter(|&(cue, _)| !(asks && cue == Cue::Chatter));
    kinds.into_iter().find(|&(cue, _)| question.has(cue)).map(|(_, kind)| kind)
}

/// Whether an item is whom one may greet, or a word of no weight.
fn is_people(kb: &KnowledgeBase, item: &Item) -> bool {
    let who = |&concept: &ConceptId| kb.is_in(concept, &[class::GROUP, class::ROLE, class::PERSON]);
    item.weight < WEIGHTY || item.concepts().iter().any(who) || item.text.eq_ignore_ascii_case("dear")
}

/// Whether somebody whom the announcement names is mentioned: "who's this Doreen" isn't about the bot.
fn is_known_person(kb: &KnowledgeBase, item: &Item) -> bool {
    let known = |&concept: &ConceptId| kb.is_in(concept, &[class::PERSON]) && kb.is_held(concept);
    item.concepts().iter().any(known)
}

/// Thanks and goodbyes with kind words around them, where nothing is asked.
pub(super) fn farewell(kb: &KnowledgeBase, question: &Question, candidates: &[Candidate]) -> Option<(Reply, Rule)> {
    const KINDS: [(Cue, Smalltalk); 2] = [(Cue::Goodbye, Smalltalk::Goodbye), (Cue::Thanks, Smalltalk::Thanks)];
    // "cheers, very helpful, will come back to it"
    let opens_with = |cue: Cue| question.cues.iter().any(|at| at.cue == cue && at.token == 0);
    let leaves = !question.marked && (opens_with(Cue::Thanks) || opens_with(Cue::Goodbye));
    let asks = !question.asked.words.is_empty() || (question.asked.whether && !leaves) || question.marked;
    // "hello, quick session if you have a minute", 您好，我是记者，想请教: a greeting, and something about the two who talk.
    let opens = || {
        let names = |item: &Item| {
            let thing = |&concept: &ConceptId| {
                kb.is_in(concept, &[class::MEASURE, class::PRODUCT, class::SUBJECT, class::ATTRIBUTE, class::MATTER])
            };
            let unknown = item.concepts().is_empty() && question.length > SHORT_GREETING;
            let asked_for = unknown || item.concepts().iter().any(thing);
            item.hard && item.weight >= CHATTY && candidates.is_empty() && asked_for && !is_people(kb, item)
        };
        question.cues.iter().any(|at| at.cue == Cue::Greeting && at.token == 0)
            && (question.personal
                || question.length <= SHORT_GREETING
                || question.items.iter().all(|item| is_people(kb, item)))
            && !question.items.iter().any(names)
    };
    let found = KINDS.into_iter().find(|&(cue, _)| question.has(cue)).map(|(_, kind)| kind);
    let kind = found.or_else(|| opens().then_some(Smalltalk::Greeting))?;
    if asks || candidates.iter().any(|candidate| candidate.full && candidate.conflicts.is_empty() && found.is_some()) {
        return None;
    }
    let mut reply = Reply::new(Kind::Smalltalk, question.lang, question.script);
    reply.smalltalk = Some(kind);
    Some((reply, Rule::Smalltalk))
}

/// A question about the bot, or a farewell, in so many words that the first look didn't take it for one.
pub(super) fn about_bot(question: &Question, candidates: &[Candidate]) -> Option<(Reply, Rule)> {
    let weight: f32 = question.items.iter().map(|item| item.weight).sum();
    let touched = candidates.iter().any(|candidate| candidate.needs > 0) || question.has_any(ASKS);
    let (cue, kind) = KINDS.into_iter().find(|&(cue, _)| question.has(cue)).filter(|_| !touched)?;
    let single = question.cues.iter().any(|at| at.cue == cue && at.length == 1);
    let light = (cue == Cue::Help && single) || matches!(cue, Cue::Greeting | Cue::Chatter | Cue::Thanks);
    if light
        && (!question.asked.words.is_empty() || question.asked.whether || !candidates.is_empty() || weight >= CHATTY)
    {
        return None;
    }
    let mut reply = Reply::new(Kind::Smalltalk, question.lang, question.script);
    reply.smalltalk = Some(kind);
    Some((reply, Rule::Smalltalk))
}
