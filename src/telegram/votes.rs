//! Which words a message of the bot answers, for the vote that may come.
//!
//! `votes.remember(chat, message, person, asked)` when a reply is sent, `votes.take(chat, message, opinion)` when somebody presses 👍
//! or 👎. The words are in memory for as long as there is room, and never on disk beside a chat: that only the first vote counts is
//! known to the store, and where the words are forgotten the vote is kept with the question of the fact that the button names.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashMap;

use crate::answer::Kind;
use crate::store::{Feedback, Opinion};
use crate::text::Lang;

/// Replies whose words are remembered: a table that is always being added to and removed from doubles once it is over half full, which
/// this is just short of.
const HELD: usize = 3_500;

/// A question, and what its reply was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The kind of the reply.
    pub kind: Kind,
    /// The language of the reply.
    pub lang: Lang,
    /// The question.
    pub text: String,
}

impl Asked {
    /// Whether it got an answer, which may be voted on.
    pub fn is_answer(&self) -> bool {
        self.kind == Kind::Answer
    }

    /// What is kept of a question that got no answer.
    pub fn unanswered(&self) -> Option<Feedback> {
        if self.kind == Kind::Unknown { Feedback::new(Opinion::Unknown, self.lang, &self.text) } else { None }
    }
}

/// The latest replies.
#[derive(Debug, Default)]
pub struct Votes(Mutex<Held>);

#[derive(Debug, Default)]
struct Held {
    /// By chat and message: who asked, and what.
    asked: FxHashMap<(i64, i64), (i64, Asked)>,
    /// The same from the oldest to the latest.
    order: VecDeque<(i64, i64)>,
}

impl Votes {
    /// This message of the bot answers this person's question.
    pub fn remember(&self, chat: i64, message: i64, person: i64, asked: Asked) {
        let mut held = self.held();
        if held.order.len() >= HELD
            && let Some(oldest) = held.order.pop_front()
        {
            held.asked.remove(&oldest);
        }
        if held.asked.insert((chat, message), (person, asked)).is_none() {
            held.order.push_back((chat, message));
        }
    }

    /// What is kept of a vote on a message, where its words are remembered; then they aren't any more.
    pub fn take(&self, chat: i64, message: i64, opinion: Opinion) -> Option<Feedback> {
        let (_, asked) = self.held().asked.remove(&(chat, message))?;
        Feedback::new(opinion, asked.lang, &asked.text)
    }

    /// Forgets what was asked in a chat.
    pub fn leave(&self, chat: i64) {
        self.held().asked.retain(|(at, _), _| *at != chat);
    }

    /// Forgets what a person asked.
    pub fn forget(&self, person: i64) {
        self.held().asked.retain(|_, (asker, _)| *asker != person);
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(text: &str) -> Asked {
        Asked { kind: Kind::Answer, lang: Lang::En, text: text.to_owned() }
    }

    #[test]
    fn the_first_vote_counts() {
        let votes = Votes::default();
        votes.remember(1, 5, 7, asked("How much beef?"));
        votes.remember(1, 6, 8, asked("How much?"));
        assert_eq!(votes.take(1, 5, Opinion::Up), Feedback::new(Opinion::Up, Lang::En, "how much beef?"));
        assert_eq!(votes.take(1, 5, Opinion::Up), None);
        assert_eq!(votes.take(2, 6, Opinion::Up), None);
        votes.forget(8);
        votes.remember(3, 1, 9, asked("How much?"));
        votes.leave(3);
        assert_eq!(votes.take(3, 1, Opinion::Up), None);
        assert_eq!(votes.take(1, 6, Opinion::Down), None);
    }

    #[test]
    fn the_oldest_make_room() {
        let votes = Votes::default();
        let count = i64::try_from(HELD).unwrap() + 3;
        for message in 1..=count {
            votes.remember(1, message, 7, asked("How much?"));
        }
        assert_eq!(votes.held().asked.len(), HELD);
        assert_eq!(votes.take(1, 3, Opinion::Up), None);
        assert!(votes.take(1, 4, Opinion::Up).is_some());
    }

    #[test]
    fn only_what_got_no_answer_is_kept_unasked() {
        let unknown = |kind| Asked { kind, ..asked("How much beef?") }.unanswered().is_some();
        assert_eq!(
            [Kind::Unknown, Kind::Answer, Kind::Clarify, Kind::Smalltalk].map(unknown),
            [true, false, false, false]
        );
    }
}
