//! What can go wrong with a call, and which calls it happens to.

use super::call::Parameters;

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// 429: wait so many seconds.
    TooMany(u64),
    /// An HTTP status with a body that is no JSON: 502.
    Status(u16),
    /// A refusal in Telegram's form: `Refuse(403, "Forbidden: bot was blocked by the user")`.
    Refuse(u16, &'static str),
    /// The connection is closed without an answer.
    Close,
    /// 200, and a body that makes no sense.
    Garbage,
    /// An answer after so many milliseconds. The call is done.
    Delay(u64),
    /// The call is done, and the connection is closed without an answer.
    LoseReply,
}

/// Which calls it happens to.
#[derive(Debug, Clone)]
pub struct Rule {
    method: &'static str,
    chat: Option<i64>,
    every: usize,
    left: usize,
    seen: usize,
}

/// Calls of this method; all of them, unless the rule goes on.
pub fn on(method: &'static str) -> Rule {
    Rule { method, chat: None, every: 1, left: usize::MAX, seen: 0 }
}

impl Rule {
    /// Only calls for this chat.
    pub fn chat(self, chat: i64) -> Self {
        Self { chat: Some(chat), ..self }
    }

    /// Only every so many-th of them.
    pub fn every(self, every: usize) -> Self {
        Self { every, ..self }
    }

    /// Only the next so many.
    pub fn times(self, left: usize) -> Self {
        Self { left, ..self }
    }

    /// Whether it happens to this call, which is counted.
    pub fn hits(&mut self, method: &str, parameters: &Parameters) -> bool {
        if self.method != method || self.chat.is_some_and(|chat| parameters.integer("chat_id") != Some(chat)) {
            return false;
        }
        self.seen += 1;
        let hit = self.left > 0 && self.seen.is_multiple_of(self.every);
        self.left -= usize::from(hit);
        hit
    }
}
