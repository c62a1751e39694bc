//! A job from a lane → its reply sent and the update erased, however often that takes.
//!
//! Panics are caught; what fails [`ATTEMPTS`] times is set aside with its reason, so that the lane goes on. A failure counts
//! only where the fault can be this update's: while nothing gets through at all, it waits.

use std::ops::ControlFlow;
use std::time::Duration;

use tokio::time::Instant;

use super::callback;
use super::guard::{Panicked, guarded};
use super::lanes::{Handler, Queued};
use super::reply::{Answer, Keep, reply};
use super::send::{Outcome, send};
use super::update::{self, Message, Update};
use super::{Bot, unix_now};
use crate::dialogue::Conversation;
use crate::store::{Changes, Person, StoreError};

/// How often an update may fail.
const ATTEMPTS: u32 = 5;
/// The waits after failures that time may mend.
const WAITS: [Duration; 4] =
    [Duration::from_secs(1), Duration::from_secs(2), Duration::from_secs(4), Duration::from_secs(8)];

/// An update in a lane.
#[derive(Debug)]
pub struct Job {
    /// What it is.
    pub update: Update,
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
        let mut failures = Failures::default();
        loop {
            let (reason, next) = match guarded(self.attempt(seq, &mut job)).await {
                Ok(Ok(())) => return ControlFlow::Continue(()),
                Ok(Err(Trouble::Stopped)) => return ControlFlow::Break(()),
                Ok(Err(Trouble::Failed { reason, counts })) => (reason, failures.failed(counts)),
                Err(Panicked(place)) => (format!("a panic at {place}"), failures.panicked()),
            };
            tracing::warn!(seq, failures = failures.counted, reason, "a message could not be answered");
            match next {
                Next::TryIn(wait) => {
                    if self.stop.sleep_until(Instant::now() + wait).await.is_err() {
                        return ControlFlow::Break(());
                    }
                }
                Next::SetAside => {
                    self.store.set_aside(seq, failures.counted, reason, unix_now()).await;
                    return ControlFlow::Continue(());
                }
            }
        }
    }
}

/// How often an update has failed.
#[derive(Debug, Default)]
struct Failures {
    all: usize,
    counted: u32,
}

/// What follows a failure.
#[derive(Debug, PartialEq, Eq)]
enum Next {
    TryIn(Duration),
    SetAside,
}

impl Failures {
    /// Sending failed. Where that says nothing about this update, it is tried for as long as it takes.
    fn failed(&mut self, counts: bool) -> Next {
        let wait = WAITS[self.all.min(WAITS.len() - 1)];
        self.next(counts, wait)
    }

    /// Answering panicked. The same question panics the same way, so there is no use in waiting.
    fn panicked(&mut self) -> Next {
        self.next(true, Duration::ZERO)
    }

    fn next(&mut self, counts: bool, wait: Duration) -> Next {
        self.all += 1;
        self.counted += u32::from(counts);
        if self.counted < ATTEMPTS { Next::TryIn(wait) } else { Next::SetAside }
    }
}

impl Bot {
    /// Does what the update asks for, and erases it.
    async fn attempt(&self, seq: i64, job: &mut Option<Job>) -> Result<(), Trouble> {
        if job.is_none() {
            *job = self.read_back(seq).await?;
        }
        match job {
            Some(Job { update: Update::Message(message), sent }) => {
                let user = message.from.as_ref().map_or(0, |it| it.id);
                let choice = self.languages.of(message.chat);
                let make =
                    |conversation: &mut Conversation| reply(&self.knowledge, &self.me, choice, message, conversation);
                self.answer(seq, person(message, user), sent, make).await
            }
            Some(Job { update: Update::Callback(callback), sent }) => {
                let person = callback.message.as_ref().map(|it| person(it, callback.from.id)).unwrap_or_default();
                let make = |conversation: &mut Conversation| {
                    callback::messages(&self.knowledge, self.me.inline, callback, conversation, unix_now()).into()
                };
                self.answer(seq, person, sent, make).await
            }
            // What was typed a while ago needs no answer.
            Some(Job { update: Update::Inline(_), .. }) | None => {
                self.store.finish(seq, None, unix_now()).await;
                Ok(())
            }
        }
    }

    /// Sends what has not been sent yet of the messages that `make` gives, and saves what the conversation becomes by them.
    async fn answer(
        &self,
        seq: i64,
        person: Person,
        sent: &mut u32,
        make: impl FnOnce(&mut Conversation) -> Answer,
    ) -> Result<(), Trouble> {
        let before = self.conversations.of(&self.store, person).await?;
        let mut conversation = before.clone();
        let Answer { messages: replies, keep } = make(&mut conversation);
        let total = replies.len();
        // Held until the update is erased, so that no more can be sent twice than may be under way at once.
        let mut permit = None;
        for (at, reply) in replies.into_iter().enumerate().skip(*sent as usize) {
            drop(permit.take());
            permit = match send(self, reply).await {
                Outcome::Sent(permit) => Some(permit),
                Outcome::Refused => break,
                Outcome::Stopped => return Err(Trouble::Stopped),
                Outcome::Failed { reason, counts } => return Err(Trouble::Failed { reason, counts }),
            };
            *sent = at as u32 + 1;
            if at + 1 < total {
                self.store.progress(seq, *sent).await;
            }
        }
        self.conclude(seq, person, (conversation != before).then_some(conversation), keep).await;
        Ok(())
    }

    /// Erases the update and saves what has changed by it, in the store and then in memory.
    async fn conclude(&self, seq: i64, person: Person, conversation: Option<Conversation>, keep: Keep) {
        let mut changes = Changes::default();
        match keep {
            Keep::Forgotten => changes.forget = Some(person.user),
            Keep::Language(language) => changes.language = Some((person.chat, language)),
            Keep::Nothing => {}
        }
        let conversation = conversation.filter(|_| keep != Keep::Forgotten);
        changes.conversation = conversation.clone().map(|it| (person, it));
        let now = unix_now();
        self.store.finish(seq, changes, now).await;
        match keep {
            Keep::Forgotten => {
                self.conversations.forget(person.user);
                // A private chat is the person's own.
                self.languages.set(person.user, None);
            }
            Keep::Language(language) => self.languages.set(person.chat, language),
            Keep::Nothing => {}
        }
        if let Some(conversation) = conversation {
            self.conversations.remember(person, conversation, now);
        }
    }

    /// Reads a job that memory had no room for.
    async fn read_back(&self, seq: i64) -> Result<Option<Job>, StoreError> {
        let Some(waiting) = self.store.one_waiting(seq).await? else { return Ok(None) };
        Ok(update::read(&waiting.payload).map(|update| Job { update, sent: waiting.sent }))
    }
}

/// Whom a conversation is with, where this message is.
fn person(message: &Message, user: i64) -> Person {
    Person { chat: message.chat, topic: message.topic.unwrap_or(0), user }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What follows each failure: the seconds until the next attempt, or -1 where it is set aside. `p` is a panic, `f` a failure
    /// that counts, `u` one that doesn't.
    fn check(failed: &str, expected: &[i64]) {
        let mut failures = Failures::default();
        let next = failed.chars().map(|it| match it {
            'p' => failures.panicked(),
            it => failures.failed(it == 'f'),
        });
        let seconds = next.map(|it| match it {
            Next::TryIn(wait) => i64::try_from(wait.as_secs()).unwrap(),
            Next::SetAside => -1,
        });
        assert_eq!(seconds.collect::<Vec<_>>(), expected, "{failed}");
    }

    #[test]
    fn what_fails_five_times_is_set_aside() {
        check("ppppp", &[0, 0, 0, 0, -1]);
        check("fffff", &[1, 2, 4, 8, -1]);
        check("ppfff", &[0, 0, 4, 8, -1]);
        check("uuuuuuuuuu", &[1, 2, 4, 8, 8, 8, 8, 8, 8, 8]);
        check("ufufufuff", &[1, 2, 4, 8, 8, 8, 8, 8, -1]);
    }
}
