//! A question and what was said before → the question completed, and the decision on it.

use serde::{Deserialize, Serialize};
use smallvec::SmallVec;
use smol_str::SmolStr;

use super::complete::complete_from;
use super::last::{about_last, aspect, chosen, is_figured, leaves_context, narrowed, of_two, on_topic};
use super::message::asks;
use super::{Conversation, Step, is_default};
use crate::answer::correct::correct;
use crate::answer::refuse::refuse;
use crate::answer::{Decision, Kind, Rule, decide};
use crate::knowledge::{Cue, FactId, KnowledgeBase, class};
use crate::matching::{Candidate, Conflict};
use crate::question::asked::Wants;
use crate::question::{Item, Question, What};
use crate::text::{Bound, Unit};

/// What the last question was about, in ids that outlive a reload of the knowledge.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Memory {
    /// What it mentioned.
    pub mentions: Vec<Mention>,
    /// Its quantities.
    #[serde(skip_serializing_if = "is_default")]
    pub quantities: Vec<(f64, Option<Unit>, Bound)>,
    /// The weight of the words that no vocabulary knew.
    #[serde(skip_serializing_if = "is_default")]
    pub strange: f32,
    /// Its question words, by their concept ids.
    #[serde(skip_serializing_if = "is_default")]
    pub words: SmallVec<[SmolStr; 2]>,
    /// Whether it wanted a level (1), a change (2) or a share (3).
    #[serde(skip_serializing_if = "is_default")]
    pub wants: u8,
    /// The unit that it asked for.
    #[serde(skip_serializing_if = "is_default")]
    pub unit: Option<Unit>,
}

impl Memory {
    /// Whether the last question mentioned the concept of this id.
    pub(super) fn names(&self, id: &str) -> bool {
        self.mentions.iter().any(|mention| mention.concepts.iter().any(|concept| concept == id))
    }
}

/// A mention of the last question.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Mention {
    /// The concepts that it may be, by their ids.
    pub concepts: SmallVec<[SmolStr; 2]>,
    /// Its weight in the question.
    #[serde(skip_serializing_if = "is_default")]
    pub weight: f32,
    /// Whether a fact had to hold it.
    #[serde(skip_serializing_if = "is_default")]
    pub hard: bool,
}

/// A turn of at most this many words may be elliptical without saying so.
pub(super) const SHORT: usize = 7;
/// A mention of this weight is content.
pub(super) const CONTENT: f32 = 0.5;

/// A mention that weighs less is no part of what is asked.
const FAINT: f32 = 0.1;

/// Decides on a question in its conversation, and remembers it.
pub fn step(kb: &KnowledgeBase, conversation: &mut Conversation, question: Question) -> Step {
    let alone = decide(kb, &question);
    if alone.reply.kind == Kind::Smalltalk {
        return Step { asks: asks(&question), question, decision: alone, followed: false };
    }
    let fresh = question.has(Cue::Afresh) || (conversation.memory.mentions.is_empty() && conversation.facts.is_empty());
    let followed = if fresh { None } else { follow(kb, conversation, &question, &alone) };
    let asks = asks(&question);
    let mut step = match followed {
        Some((question, decision)) => Step { question, decision, followed: true, asks },
        None => Step { question, decision: alone, followed: false, asks },
    };
    correct(kb, &mut step.decision.reply);
    remember(kb, conversation, &step);
    step
}

/// The question completed from the conversation, where that serves better than the question alone.
fn follow(
    kb: &KnowledgeBase,
    conversation: &Conversation,
    question: &Question,
    alone: &Decision,
) -> Option<(Question, Decision)> {
    if let Some(decision) = chosen(kb, conversation, question) {
        return Some((question.clone(), decision));
    }
    let content = question.items.iter().filter(|item| item.weight >= CONTENT).count();
    if let Some(found) = narrowed(kb, conversation, question) {
        return Some(found);
    }
    let compares_two =
        of_two(question) && question.items.iter().all(|item| item.weight < CONTENT || is_figured(kb, item));
    if (only_setting(kb, question) || compares_two)
        && let Some(decision) = about_last(kb, conversation, question)
    {
        return Some((question.clone(), decision));
    }
    if let Some(decision) = aspect(kb, conversation, question) {
        return Some((question.clone(), decision));
    }
    let continues = |at: &crate::question::CueAt| at.cue == Cue::Continue && (at.token <= 1 || content <= 1);
    let refers = question.has(Cue::Reference) || question.cues.iter().any(continues);
    let asks = (!question.asked.words.is_empty() && !question.asked.named_count) || question.asked.whether;
    let complete = asks && alone.reply.kind == Kind::Answer && alone.rule != Rule::OnlyOne;
    let short = question.length <= SHORT || content <= 1;
    if (complete && !refers) || !(refers || short || alone.reply.kind == Kind::Clarify) {
        return None;
    }
    let completed = complete_from(kb, conversation, question);
    let decision = decide(kb, &completed);
    if leaves_context(kb, conversation, question, &completed, &decision) {
        return Some(refused(kb, conversation, completed, decision));
    }
    if let Some(decision) = on_topic(kb, conversation, question, &decision, alone) {
        return Some((completed, decision));
    }
    // "and when does it begin?" stays with what was talked about: another fact on that topic may answer it, nothing else.
    let own = question.items.iter().any(|item| item.weight >= CONTENT);
    let last = |fact: FactId| {
        conversation
            .facts
            .iter()
            .filter_map(|id| kb.fact(id))
            .any(|told| told == fact || kb[told].topic == kb[fact].topic)
    };
    let used = if decision.reply.kind == Kind::Answer { &decision } else { alone };
    let strays = used.reply.kind == Kind::Answer
        && alone.rule != Rule::Answer
        && !used.reply.facts.iter().any(|&fact| last(fact));
    // "and the year before, how much in sales?" leaves out what was talked about, and asks of nothing else.
    let only_sides = question.items.iter().all(|item| item.weight < CONTENT || is_side(kb, item));
    let leaves = own && only_sides && question.cues.iter().any(continues) && complete;
    let off = |facts: &[FactId]| !facts.iter().any(|&fact| last(fact));
    let alone_off = leaves && !conversation.facts.is_empty() && off(&alone.reply.facts);
    let keeps = question.has(Cue::Reference) && asks && !own && !conversation.facts.is_empty() && strays;
    if keeps || (alone_off && off(&decision.reply.facts)) {
        return Some(refused(kb, conversation, completed, decision));
    }
    // A question that stands on its own keeps its own answer, unless the one before gives it a better sense.
    let same = decision.reply.facts == alone.reply.facts;
    let better = match (decision.reply.kind, alone.reply.kind) {
        (Kind::Answer, Kind::Answer) => !complete || same || alone_off || question.has(Cue::Reference),
        (Kind::Answer, _) => true,
        (Kind::Unknown, Kind::Answer) => {
            alone_off || (!complete && !names_whole(alone) && !only_words_miss(question, &decision))
        }
        (Kind::Unknown, Kind::Clarify | Kind::Unknown) => decision.rule == Rule::Conflict || refers,
        (Kind::Clarify, kind) => kind != Kind::Answer && kind != Kind::Clarify,
        _ => false,
    };
    better.then_some((completed, decision))
}

/// The completed question refused, with what was talked about as what is near.
fn refused(
    kb: &KnowledgeBase,
    conversation: &Conversation,
    completed: Question,
    mut decision: Decision,
) -> (Question, Decision) {
    let told = |candidate: &Candidate| conversation.facts.contains(&kb[candidate.fact].id);
    decision.candidates.sort_by_key(|candidate| !told(candidate));
    let (reply, rule) = refuse(kb, &completed, &decision.candidates);
    (completed, Decision { reply, rule, ..decision })
}

/// Whether a question without a question word still names one fact so fully that no context is needed.
fn names_whole(alone: &Decision) -> bool {
    let named = |candidate: &Candidate| candidate.relations.iter().filter(|relation| relation.groups() != 0).count();
    alone.candidates.first().is_some_and(|candidate| candidate.full && (candidate.needs >= 2 || named(candidate) >= 2))
}

/// Whether an item is a side of some figure, and no thing that there are figures of.
fn is_side(kb: &KnowledgeBase, item: &Item) -> bool {
    const SIDES: [&str; 5] = [class::MEASURE, class::PERIOD, class::RATE, class::BASIS, class::CUE];
    !item.concepts().is_empty() && item.concepts().iter().all(|&concept| kb.is_in(concept, &SIDES))
}

/// Whether a turn names nothing but what holds throughout: "in the speaker's own words?".
fn only_setting(kb: &KnowledgeBase, question: &Question) -> bool {
    let setting = |item: &Item| item.concepts().iter().any(|&concept| kb.is_setting(concept));
    question.items.iter().all(|item| item.weight < CONTENT || setting(item))
}

/// Whether the completed question fails on nothing but a question word taken over: "where is she from?", "and the editor?".
fn only_words_miss(question: &Question, completed: &Decision) -> bool {
    let Some(best) = completed.candidates.first() else { return false };
    question.asked.words.is_empty()
        && best.full
        && !best.conflicts.is_empty()
        && best.conflicts.iter().all(|conflict| matches!(conflict, Conflict::Word(_)))
}

/// Keeps what a follow-up may refer to. What was refused as off topic leaves the memory as it was.
fn remember(kb: &KnowledgeBase, conversation: &mut Conversation, step: &Step) {
    let reply = &step.decision.reply;
    let ids = |facts: &[FactId]| facts.iter().map(|&fact| kb[fact].id.clone()).collect::<Vec<_>>();
    if reply.kind == Kind::Unknown && matches!(step.decision.rule, Rule::OffTopic | Rule::NotUnderstood) {
        return;
    }
    // What touched no fact in full is no ground to build on.
    let grounded = step.decision.candidates.iter().any(|candidate| candidate.full);
    if reply.kind == Kind::Unknown && !step.followed && !grounded {
        return;
    }
    if !step.followed {
        conversation.turns = 0;
    }
    conversation.offered = if reply.kind == Kind::Clarify { ids(&reply.facts) } else { Vec::new() };
    if reply.kind == Kind::Answer {
        let last = std::mem::replace(&mut conversation.facts, ids(&reply.facts));
        if last != conversation.facts {
            conversation.before = last;
        }
    }
    let question = &step.question;
    if step.decision.candidates.is_empty() {
        return;
    }
    let mut memory = Memory::default();
    for item in question.items.iter().filter(|item| item.weight == 0.0 || item.weight >= FAINT) {
        match &item.what {
            What::Concepts(concepts) => {
                let concepts = concepts.iter().map(|&concept| SmolStr::new(&kb[concept].id)).collect();
                memory.mentions.push(Mention { concepts, weight: item.weight, hard: item.hard });
            }
            What::Quantity(quantity) => memory.quantities.push((quantity.value, quantity.unit, quantity.bound)),
            What::Unit(unit) => memory.unit = Some(*unit),
            What::Unknown => memory.strange += item.weight,
        }
    }
    memory.words = question.asked.words.iter().map(|word| SmolStr::new_static(word.id())).collect();
    memory.wants = match question.asked.wants {
        Wants::Anything => 0,
        Wants::Level => 1,
        Wants::Change => 2,
        Wants::Share => 3,
    };
    conversation.memory = memory;
}
