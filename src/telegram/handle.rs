//! A job from a lane → its reply sent and the update erased, however often that takes.
//!
//! Panics are caught; what fails [`ATTEMPTS`] times is set aside with its reason, so that the lane goes on. A failure counts
//! only where the fault can be this update's: while nothing gets through at all, it waits.

use std::ops::ControlFlow;
use std::time::Duration;

use tokio::time::Instant;

use super::guard::{Panicked, guarded};
use super::lanes::{Handler, Queued};
use super::reply::reply;
use super::send::{Outcome, send};
use super::update::{self, Message, Update};
use super::{Bot, unix_now};
use crate::store::{Person, StoreError};

/// How often an update may fail.
const ATTEMPTS: u32 = 5;
/// The waits between failures.
const WAITS: [Duration; 4] =
    [Duration::from_secs(1), Duration::from_secs(5), Duration::from_secs(20), Duration::from_mins(1)];

/// An update in a lane.
#[derive(Debug)]
pub struct Job {
    /// The message.
    pub message: Message,
    /// How many messages of its reply have been sent.
    pub sent: u32,
}

/// Why an attempt ended without the update being done.
enum Trouble {
    /// The process is stopping: the update stays in the inbox.
    Stopped,
    /// It may work later. `counts`: the fault can be this update's.
    Failed { reason: String, counts: bool },
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        Self::Failed { reason: error.to_string(), counts: false }
    }
}

impl Handler for std::sync::Arc<Bot> {
    type Job = Job;

    async fn handle(&self, queued: Queued<Job>) -> ControlFlow<()> {
        let (seq, mut job) = (queued.seq, queued.job);
        let mut failures = 0;
        let mut waits = 0;
        loop {
            let (reason, counts, wait) = match guarded(self.attempt(seq, &mut job)).await {
                Ok(Ok(())) => return ControlFlow::Continue(()),
                Ok(Err(Trouble::Stopped)) => return ControlFlow::Break(()),
                Ok(Err(Trouble::Failed { reason, counts })) => {
                    waits += 1;
                    (reason, counts, WAITS[(waits - 1).min(WAITS.len() - 1)])
                }
                // The same question panics the same way: no use in waiting.
                Err(Panicked(place)) => (format!("a panic at {place}"), true, Duration::ZERO),
            };
            failures += u32::from(counts);
            tracing::warn!(seq, failures, reason, "a message could not be answered");
            if failures >= ATTEMPTS {
                self.store.set_aside(seq, failures, reason, unix_now()).await;
                return ControlFlow::Continue(());
            }
            if self.stop.sleep_until(Instant::now() + wait).await.is_err() {
                return ControlFlow::Break(());
            }
        }
    }
}

impl Bot {
    /// Answers, sends what has not been sent yet, and erases the update.
    async fn attempt(&self, seq: i64, job: &mut Option<Job>) -> Result<(), Trouble> {
        if job.is_none() {
            *job = self.read_back(seq).await?;
        }
        let Some(job) = job else {
            self.store.finish(seq, None, unix_now()).await;
            return Ok(());
        };
        let person = person(&job.message);
        let mut conversation = self.conversations.of(&self.store, person).await?;
        let before = conversation.clone();
        let messages = reply(&self.knowledge, &self.me, &job.message, &mut conversation);
        let total = messages.len();
        // Held until the update is erased, so that no more can be sent twice than may be under way at once.
        let mut permit = None;
        for (at, message) in messages.into_iter().enumerate().skip(job.sent as usize) {
            drop(permit.take());
            permit = match send(self, message).await {
                Outcome::Sent(permit) => Some(permit),
                Outcome::Refused => break,
                Outcome::Stopped => return Err(Trouble::Stopped),
                Outcome::Failed { reason, counts } => {
                    return Err(Trouble::Failed { reason, counts });
                }
            };
            job.sent = at as u32 + 1;
            if at + 1 < total {
                self.store.progress(seq, job.sent).await;
            }
        }
        let now = unix_now();
        if conversation == before {
            self.store.finish(seq, None, now).await;
        } else {
            self.store.finish(seq, Some((person, conversation.clone())), now).await;
            self.conversations.remember(person, conversation, now);
        }
        Ok(())
    }

    /// Reads a job that memory had no room for.
    async fn read_back(&self, seq: i64) -> Result<Option<Job>, StoreError> {
        let Some(waiting) = self.store.one_waiting(seq).await? else {
            return Ok(None);
        };
        Ok(update::read(&waiting.payload).map(|Update::Message(message)| Job { message, sent: waiting.sent }))
    }
}

/// Whom the message's conversation is with.
fn person(message: &Message) -> Person {
    let user = message.from.as_ref().map_or(0, |it| it.id);
    Person { chat: message.chat, topic: message.topic.unwrap_or(0), user }
}
