//! A job from a lane → its reply sent and the update erased, however often that takes.
//!
//! Panics are caught; what fails five times is set aside with its reason, so that the lane goes on. A failure counts
//! only where the fault can be this update's: while nothing gets through at all, it waits.

use std::ops::ControlFlow;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::time::Instant;

use super::address::{Request, request};
use super::admin;
use super::callback;
use super::edition::Edition;
use super::failures::{Failures, Next};
use super::guard::{Panicked, guarded};
use super::lanes::{Handler, Queued};
use super::late::too_late;
use super::membership;
use super::reply::{Answer, Keep, edited, reply, with_phrase};
use super::respond::{About, Trouble};
use super::update::{self, Message, Update};
use super::{Bot, unix_now, unix_seconds};
use crate::dialogue::Conversation;
use crate::metrics::Dropped;
use crate::store::{Person, StoreError, Waiting};

/// An update in a lane.
#[derive(Debug)]
pub struct Job {
    /// What it is.
    pub update: Update,
    /// How many messages of its reply have been sent.
    pub sent: u32,
    /// When it came in.
    pub arrived: SystemTime,
    /// Whether it is more than its person or chat may ask: then it gets a notice.
    pub over: bool,
}

impl Job {
    /// Reads what was stored.
    pub fn read(waiting: &Waiting) -> Option<Self> {
        let arrived = UNIX_EPOCH + Duration::from_secs(waiting.received_at.try_into().unwrap_or_default());
        let update = update::read(&waiting.payload)?;
        Some(Self { update, sent: waiting.sent, arrived, over: false })
    }
}

impl Handler for std::sync::Arc<Bot> {
    type Job = Job;

    async fn handle(&self, queued: Queued<Job>) -> ControlFlow<()> {
        let (seq, lane, mut job) = (queued.seq, queued.lane, queued.job);
        let mut failures = Failures::default();
        loop {
            if self.gone.has_left(lane.chat, seq) {
                return self.leave_out(seq).await;
            }
            // In a box: a guard takes twice the room of what it guards.
            let (reason, next) = match guarded(Box::pin(self.attempt(seq, &mut job))).await {
                Ok(Ok(())) => return ControlFlow::Continue(()),
                Ok(Err(Trouble::Stopped)) => return ControlFlow::Break(()),
                Ok(Err(Trouble::Left)) => return self.leave_out(seq).await,
                Ok(Err(Trouble::Failed { reason, counts })) => (reason, failures.failed(counts)),
                Err(Panicked(place)) => (format!("a panic at {place}"), failures.panicked()),
            };
            tracing::warn!(seq, failures = failures.counted(), reason, "a message could not be answered");
            match next {
                Next::TryIn(wait) => {
                    if self.stop.sleep_until(Instant::now() + wait).await.is_err() {
                        return ControlFlow::Break(());
                    }
                }
                Next::SetAside => {
                    self.store.set_aside(seq, failures.counted(), reason, unix_now()).await;
                    self.metrics.set_aside();
                    return ControlFlow::Continue(());
                }
            }
        }
    }
}

impl Bot {
    /// Does what the update asks for, and erases it.
    async fn attempt(&self, seq: i64, job: &mut Option<Job>) -> Result<(), Trouble> {
        if job.is_none() {
            *job = self.read_back(seq).await?;
        }
        if !*self.leads.borrow() {
            return Err(Trouble::Stopped);
        }
        let kb = self.knowledge.get();
        match job {
            Some(Job { update: Update::Message(message), sent, arrived, over }) => {
                let user = message.from.as_ref().map_or(0, |it| it.id);
                let choice = self.choices.of(message.chat);
                let late = *sent == 0 && too_late(message.private, message.date, unix_seconds(*arrived), unix_now());
                let about = About::new(seq, person(message, user), *arrived).message(message.id, &message.text);
                let about = About { late, ..about };
                let decides = match request(message, &self.me) {
                    Some(Request::Quiet(_)) if !message.private => Box::pin(admin::decides(self, message)).await?,
                    _ => false,
                };
                let make = |conversation: &mut Conversation| {
                    if *over {
                        let app = Edition::of_app(message.from.as_ref().and_then(|it| it.language.as_deref()));
                        return with_phrase(message, app.chosen(choice.language), &kb.phrases.too_many).into();
                    }
                    let answer = reply(&kb, &self.me, choice, message, conversation);
                    if matches!(answer.keep, Keep::Quiet(_)) && !decides {
                        let app = Edition::of_app(message.from.as_ref().and_then(|it| it.language.as_deref()));
                        return with_phrase(message, app.chosen(choice.language), &kb.phrases.quiet_admins).into();
                    }
                    answer
                };
                self.answer(about, sent, make).await
            }
            Some(Job { update: Update::Edited(message), sent, arrived, .. }) => {
                let user = message.from.as_ref().map_or(0, |it| it.id);
                let choice = self.choices.of(message.chat);
                let known = self.store.answer_to(message.chat, message.id).await?.map(|it| it.message);
                let about = About::new(seq, person(message, user), *arrived).message(message.id, &message.text);
                let make = |conversation: &mut Conversation| {
                    let new = reply(&kb, &self.me, choice, message, conversation);
                    match known {
                        Some(known) => edited(message, known, new),
                        None => new,
                    }
                };
                self.answer(About { known, ..about }, sent, make).await
            }
            Some(Job { update: Update::Callback(callback), sent, arrived, over }) => {
                let person = callback.message.as_ref().map(|it| person(it, callback.from.id)).unwrap_or_default();
                let vote = callback::vote(&kb, callback);
                // Only the first counts, whoever it was, and however long ago.
                let vote = match vote {
                    Some(vote) if self.store.is_votable(person.chat, vote.message).await? => Some(vote),
                    _ => None,
                };
                // The notice for a press that is too much is its answer to Telegram.
                let over = *over;
                let make = |conversation: &mut Conversation| {
                    if over {
                        return Answer::default();
                    }
                    let mut answer = callback::answer(&kb, &self.me, callback, conversation, unix_now());
                    if let Some(vote) = vote {
                        let of_words = self.votes.take(person.chat, vote.message, vote.opinion);
                        answer.feedback = of_words.or_else(|| vote.on_fact(&kb));
                        answer.voted = Some(vote.message);
                    }
                    answer
                };
                self.answer(About::new(seq, person, *arrived), sent, make).await
            }
            Some(Job { update: Update::Membership(change), sent, arrived, .. }) => {
                let about = About::new(seq, person(&change.place, 0), *arrived);
                self.answer(about, sent, |_| membership::answer(&kb, &self.me.username, change)).await
            }
            // What was typed a while ago needs no answer.
            Some(Job { update: Update::Inline(_), .. }) | None => {
                self.store.finish(seq, None, unix_now()).await;
                Ok(())
            }
        }
    }

    /// Drops what nobody waits for any more.
    async fn leave_out(&self, seq: i64) -> ControlFlow<()> {
        self.metrics.dropped(Dropped::ChatLeft);
        self.store.finish(seq, None, unix_now()).await;
        ControlFlow::Continue(())
    }

    /// Reads a job that memory had no room for.
    async fn read_back(&self, seq: i64) -> Result<Option<Job>, StoreError> {
        let Some(waiting) = self.store.one_waiting(seq).await? else { return Ok(None) };
        Ok(Job::read(&waiting))
    }
}

/// Whom a conversation is with, where this message is.
fn person(message: &Message, user: i64) -> Person {
    Person { chat: message.chat, topic: message.topic.unwrap_or(0), user }
}
