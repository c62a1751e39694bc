//! The turns of one conversation: what a follow-up may refer to. [`respond`] is the whole pipeline.
//!
//! After "how much pork a day?" the turn "and vegetables?" is completed to "how much vegetables a day?". What was said before is
//! only ever taken over where it fits: it can complete a question, never contradict it. Context lasts ten minutes and six turns.

mod complete;
pub mod follow;
mod last;
pub mod message;

use serde::{Deserialize, Serialize};

use crate::answer::{Decision, Kind, Reply, Verdict};
use crate::knowledge::KnowledgeBase;
use crate::question::{Question, parse_tokens};
use crate::text::token::tokens;

/// What is remembered of a conversation: one person in one chat and topic. It is stored as JSON and holds ids, not words.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Conversation {
    /// When the last turn was, in seconds since 1970.
    pub at: i64,
    /// Turns since the last question that stood on its own.
    pub turns: u8,
    /// What the last question was about.
    pub memory: follow::Memory,
    /// The facts of the last reply.
    pub facts: Vec<String>,
    /// The facts of the reply before.
    #[serde(skip_serializing_if = "is_default")]
    pub before: Vec<String>,
    /// The facts that the last reply offered to choose from.
    #[serde(skip_serializing_if = "is_default")]
    pub offered: Vec<String>,
}

/// Whether there is nothing to write down.
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// How long a conversation is remembered, in seconds.
pub const REMEMBERED_SECONDS: u64 = 600;
/// How many turns a question is remembered.
pub const REMEMBERED_TURNS: u8 = 6;

/// One question of a message and what was decided on it.
#[derive(Debug, Clone)]
pub struct Step {
    /// The question, completed from the conversation where it was a follow-up.
    pub question: Question,
    /// The decision.
    pub decision: Decision,
    /// Whether it was completed from an earlier turn.
    pub followed: bool,
    /// Whether it asks anything by its own form, without what was taken over.
    pub asks: bool,
}

/// The reply to `text`, the next turn of `conversation`, at `now` (seconds since 1970; only differences matter).
pub fn respond(kb: &KnowledgeBase, conversation: &mut Conversation, text: &str, now: i64) -> Reply {
    explain(kb, conversation, text, now).0
}

/// The reply to a text that somebody else wrote: each of its sentences is held against the announcement, whatever its form.
///
/// It is said, said otherwise (a "no", with the fact), or not said.
pub fn check(kb: &KnowledgeBase, conversation: &mut Conversation, text: &str, now: i64) -> Reply {
    prepare(conversation, now);
    let questions = questions(kb, text);
    let claimed = questions.into_iter().map(|mut question| {
        if question.asked.words.is_empty() {
            (question.asked.whether, question.asked.stated) = (true, false);
        }
        question
    });
    let steps: Vec<Step> = claimed.map(|question| follow::step(kb, conversation, question)).collect();
    let mut reply = message::reply(kb, text, &steps);
    // The whole is right only where each of its parts is.
    let open = steps.iter().map(|step| &step.decision.reply).any(|part| match part.kind {
        Kind::Answer => part.verdict.is_none(),
        Kind::Unknown | Kind::Clarify => true,
        Kind::Smalltalk => false,
    });
    if open && reply.verdict == Some(Verdict::Yes) {
        reply.verdict = None;
    }
    reply
}

/// As [`respond`], with the steps that led to the reply.
pub fn explain(kb: &KnowledgeBase, conversation: &mut Conversation, text: &str, now: i64) -> (Reply, Vec<Step>) {
    prepare(conversation, now);
    let questions = message::join(kb, questions(kb, text));
    let steps: Vec<Step> = questions.into_iter().map(|question| follow::step(kb, conversation, question)).collect();
    (message::reply(kb, text, &steps), steps)
}

/// The questions in a message; none in code.
fn questions(kb: &KnowledgeBase, text: &str) -> Vec<Question> {
    let tokens = tokens(text);
    if message::is_code(&tokens) { Vec::new() } else { parse_tokens(kb, text, tokens) }
}

/// Counts a turn, after forgetting what was said too long ago.
fn prepare(conversation: &mut Conversation, now: i64) {
    if now.abs_diff(conversation.at) > REMEMBERED_SECONDS || conversation.turns >= REMEMBERED_TURNS {
        *conversation = Conversation::default();
    }
    conversation.at = now;
    conversation.turns += 1;
}
