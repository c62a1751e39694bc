//! The times of the latest sends under one limit → when the next may go: `window.next(limit, now)`.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

/// At most `max` in any `span`.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    /// How many.
    pub max: usize,
    /// In how long.
    pub span: Duration,
}

/// The times of the latest sends under one limit.
#[derive(Debug, Default)]
pub struct Window(VecDeque<Instant>);

impl Window {
    /// The first time from `now` on that keeps the limit.
    pub fn next(&self, limit: Limit, now: Instant) -> Instant {
        match self.0.front() {
            Some(first) if self.0.len() >= limit.max => now.max(*first + limit.span),
            _ => now,
        }
    }

    /// Counts a message at this time.
    pub fn push(&mut self, limit: Limit, then: Instant) {
        if self.0.len() >= limit.max {
            self.0.pop_front();
        }
        self.0.push_back(then);
    }

    /// Whether nothing that it holds matters any more.
    pub fn is_idle(&self, limit: Limit, now: Instant) -> bool {
        self.0.back().is_none_or(|last| *last + limit.span < now)
    }
}
