//! The turns of one conversation: what a follow-up may refer to. [`respond`] is the whole pipeline.

use serde::{Deserialize, Serialize};

use crate::answer::{Kind, Reply};
use crate::knowledge::KnowledgeBase;
use crate::text::{Lang, Script};

/// What is remembered of a conversation: one person in one chat and topic. It is stored as JSON.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Conversation {
    /// When the last turn was, in seconds since 1970.
    pub at: i64,
}

/// The reply to `text`, the next turn of `conversation`, at `now` (seconds since 1970; only differences matter).
pub fn respond(_kb: &KnowledgeBase, conversation: &mut Conversation, _text: &str, now: i64) -> Reply {
    conversation.at = now;
    Reply::new(Kind::Unknown, Lang::En, Script::Simplified)
}
