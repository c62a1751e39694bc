//! What the bot's latest messages show, so that an edit that would change nothing is not sent.
//!
//! Somebody who presses ▶ twice asks for the same page twice: `edits.shows(chat, message, content)` is true the second time.
//! Only what each message shows is compared, as a number; a restart forgets it, and costs a call that changes nothing.

use std::hash::{Hash, Hasher};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rustc_hash::{FxHashMap, FxHasher};
use teloxide::types::MessageId;

/// Messages to remember before all are forgotten.
const MESSAGES: usize = 10_000;

/// A message's text and buttons, as a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Content(u64);

impl Content {
    /// Of a text and its buttons.
    pub fn new<B: Hash>(text: &str, buttons: Option<&B>) -> Self {
        let mut hasher = FxHasher::default();
        (text, buttons).hash(&mut hasher);
        Self(hasher.finish())
    }
}

/// What messages show, by chat and message.
#[derive(Debug, Default)]
pub struct Edits(Mutex<FxHashMap<(i64, i64), Content>>);

impl Edits {
    /// Whether the message is known to show just that.
    pub fn shows(&self, chat: i64, message: MessageId, content: Content) -> bool {
        self.map().get(&(chat, i64::from(message.0))) == Some(&content)
    }

    /// What a message shows now.
    pub fn remember(&self, chat: i64, message: Option<i64>, content: Content) {
        let Some(message) = message else { return };
        let mut map = self.map();
        if map.len() >= MESSAGES {
            map.clear();
        }
        map.insert((chat, message), content);
    }

    fn map(&self) -> MutexGuard<'_, FxHashMap<(i64, i64), Content>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_text_and_buttons_are_the_same() {
        let edits = Edits::default();
        let content = |text: &str, buttons: &[i32]| Content::new(text, Some(&buttons));
        edits.remember(1, Some(2), content("a", &[1]));
        edits.remember(1, None, content("b", &[1]));
        assert!(edits.shows(1, MessageId(2), content("a", &[1])));
        assert!(!edits.shows(1, MessageId(2), content("a", &[2])));
        assert!(!edits.shows(1, MessageId(2), content("b", &[1])));
        assert!(!edits.shows(1, MessageId(2), Content::new::<i32>("a", None)));
        assert!(!edits.shows(2, MessageId(2), content("a", &[1])));
    }
}
