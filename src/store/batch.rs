//! Everything that one transaction writes, whatever the database, and what comes of it.

use super::backend::Waiting;
use super::choices::Choice;
use super::feedback::Feedback;
use super::replies::Replied;

/// What one transaction writes.
#[derive(Debug, Default)]
pub(super) struct Batch<'a> {
    /// New updates: `update_id`, seconds since 1970, JSON, user, chat.
    pub arrivals: Vec<(i64, i64, &'a str, i64, i64)>,
    /// Places of updates to erase.
    pub finished: Vec<i64>,
    /// Conversations to save: chat, topic, user, seconds since 1970, JSON.
    pub conversations: Vec<(i64, i64, i64, i64, String)>,
    /// Chats, and what they have chosen.
    pub choices: Vec<(i64, Choice)>,
    /// Persons of whom everything up to a place is to be erased: place, user.
    pub forget: Vec<(i64, i64)>,
    /// Chats of which everything up to a place is to be erased: place, chat.
    pub left: Vec<(i64, i64)>,
    /// Places, and how many messages of the reply have been sent.
    pub progress: Vec<(i64, u32)>,
    /// Updates to set aside: place, failures, reason, seconds since 1970.
    pub set_aside: Vec<(i64, u32, &'a str, i64)>,
    /// Questions to count: days since 1970, words.
    pub feedback: Vec<(i64, &'a Feedback)>,
    /// Replies to remember, and since when, in seconds since 1970.
    pub replied: Vec<(&'a Replied, i64)>,
    /// Messages, by chat, that are no longer to be voted on.
    pub voted: Vec<(i64, i64)>,
    /// Questions, by chat, whose answers are gone.
    pub unanswered: Vec<(i64, i64)>,
    /// Files that Telegram has: content, id, seconds since 1970.
    pub files: Vec<(i64, &'a str, i64)>,
    /// Remove what is older.
    pub prune: Option<Ages>,
    /// Take up again what was set aside and is marked for it.
    pub revive: bool,
}

/// What came of a transaction.
#[derive(Debug, Default)]
pub(super) struct Written {
    /// `update_id` and place of the updates that are new, in the order of arrival.
    pub new: Vec<(i64, i64)>,
    /// What waits again, in order.
    pub revived: Vec<Waiting>,
}

/// Times before which rows are removed, in seconds since 1970.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ages {
    /// For erased updates.
    pub erased: i64,
    /// For updates that were set aside.
    pub dead: i64,
    /// For conversations.
    pub conversations: i64,
    /// For replies.
    pub replies: i64,
    /// For files.
    pub files: i64,
    /// For questions, in days since 1970.
    pub feedback_day: i64,
}
