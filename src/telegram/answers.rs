//! Which message of the bot answers which question, so that a question that is edited edits its answer.
//!
//! `answers.remember(chat, question, answer, text)` when the answer is sent, `answers.to(chat, question)` when the question changes.
//! Words are kept as a number only. A restart forgets it all: then a changed question is answered anew while it is fresh, and
//! left alone when it is old.

use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashMap;

/// Answers to remember.
const HELD: usize = 20_000;
/// Seconds for which a question without a known answer is fresh.
const FRESH: i64 = 600;

/// An answer, and what it answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answered {
    /// The message of the bot.
    pub message: i64,
    /// The question's words, as a number.
    words: u64,
}

impl Answered {
    /// Whether the question still has these words: Telegram also tells of edits that change something else.
    pub fn is_to(&self, text: &str) -> bool {
        self.words == words(text)
    }
}

/// Whether a question of this time, in seconds since 1970, is worth an answer that it didn't get before.
pub fn is_fresh(asked: i64, now: i64) -> bool {
    now - asked <= FRESH
}

/// The latest answers.
#[derive(Debug, Default)]
pub struct Answers(Mutex<Held>);

#[derive(Debug, Default)]
struct Held {
    /// By chat and question.
    answers: FxHashMap<(i64, i64), Answered>,
    /// The same from the oldest to the latest.
    order: VecDeque<(i64, i64)>,
}

impl Answers {
    /// This message of the bot answers this question.
    pub fn remember(&self, chat: i64, question: i64, message: i64, text: &str) {
        let mut held = self.held();
        if held.order.len() >= HELD
            && let Some(oldest) = held.order.pop_front()
        {
            held.answers.remove(&oldest);
        }
        if held.answers.insert((chat, question), Answered { message, words: words(text) }).is_none() {
            held.order.push_back((chat, question));
        }
    }

    /// The answer to a question.
    pub fn to(&self, chat: i64, question: i64) -> Option<Answered> {
        self.held().answers.get(&(chat, question)).copied()
    }

    /// The answer is gone.
    pub fn forget(&self, chat: i64, question: i64) {
        self.held().answers.remove(&(chat, question));
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn words(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_known_by_its_question() {
        let answers = Answers::default();
        answers.remember(1, 5, 6, "how much pork");
        let found = answers.to(1, 5).unwrap();
        assert!(found.message == 6 && found.is_to("how much pork") && !found.is_to("how much beef"));
        assert_eq!((answers.to(1, 6), answers.to(2, 5)), (None, None));
        answers.forget(1, 5);
        assert_eq!(answers.to(1, 5), None);
        let count = i64::try_from(HELD).unwrap() + 2;
        for question in 1..=count {
            answers.remember(9, question, 1, "x");
        }
        assert!(answers.to(9, 1).is_none() && answers.to(9, count).is_some());
        assert!(is_fresh(1_000, 1_600) && !is_fresh(1_000, 1_601));
    }
}
