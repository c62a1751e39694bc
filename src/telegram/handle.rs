//! A job from a lane → its reply sent and the update erased, however often that takes.
//!
//! Panics are caught; what fails five times is set aside with its reason, so that the lane goes on. A failure counts
//! only where the fault can be this update's: while nothing gets through at all, it waits.

use std::ops::ControlFlow;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::time::Instant;

use super::address::{Request, request};
use super::admin;
use super::api::CallError;
use super::callback;
use super::edition::Edition;
use super::failures::{Failures, Next};
use super::guard::{Panicked, guarded};
use super::lanes::{Handler, Queued};
use super::late::too_late;
use super::membership;
use super::reply::{Answer, Keep, edited, reply, with_phrase};
use super::send::{Outcome, Outgoing, send};
use super::update::{self, Message, Update};
use super::{Bot, unix_now, unix_seconds};
use crate::dialogue::Conversation;
use crate::metrics::Dropped;
use crate::store::{Changes, Choice, Person, StoreError, Waiting};

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

/// What every answer needs to know of its job.
#[derive(Clone, Copy)]
struct About {
    seq: i64,
    person: Person,
    arrived: SystemTime,
    /// Whether it is too late for an answer to matter.
    late: bool,
    /// The message that asks; 0 where none does.
    question: i64,
}

/// Why an attempt ended without the update being done.
enum Trouble {
    /// The process is stopping: the update stays in the inbox.
    Stopped,
    /// It may work later. `counts`: the fault can be this update's.
    Failed { reason: String, counts: bool },
}

impl From<CallError> for Trouble {
    fn from(error: CallError) -> Self {
        Self::Failed { reason: error.to_string(), counts: false }
    }
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
                let about = About { seq, person: person(message, user), arrived: *arrived, late, question: message.id };
                let decides = match request(message, &self.me) {
                    Some(Request::Quiet(_)) if !message.private => admin::decides(self, message).await?,
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
                self.answer(about, &message.text, sent, make).await
            }
            Some(Job { update: Update::Edited(message), sent, arrived, .. }) => {
                let user = message.from.as_ref().map_or(0, |it| it.id);
                let choice = self.choices.of(message.chat);
                let about =
                    About { seq, person: person(message, user), arrived: *arrived, late: false, question: message.id };
                let known = self.answers.to(message.chat, message.id);
                let make = |conversation: &mut Conversation| {
                    let new = reply(&kb, &self.me, choice, message, conversation);
                    match known {
                        Some(known) => edited(message, known.message, new),
                        None => new,
                    }
                };
                self.answer(about, &message.text, sent, make).await
            }
            Some(Job { update: Update::Callback(callback), sent, arrived, over }) => {
                let person = callback.message.as_ref().map(|it| person(it, callback.from.id)).unwrap_or_default();
                let about = About { seq, person, arrived: *arrived, late: false, question: 0 };
                // The notice for a press that is too much is its answer to Telegram.
                let over = *over;
                let make = |conversation: &mut Conversation| {
                    if over {
                        return Answer::default();
                    }
                    let mut answer = callback::answer(&kb, &self.me, callback, conversation, unix_now());
                    answer.feedback = callback::vote(&kb, callback)
                        .and_then(|(message, opinion)| self.votes.take(person.chat, message, opinion));
                    answer
                };
                self.answer(about, "", sent, make).await
            }
            Some(Job { update: Update::Membership(change), sent, arrived, .. }) => {
                let about =
                    About { seq, person: person(&change.place, 0), arrived: *arrived, late: false, question: 0 };
                self.answer(about, "", sent, |_| membership::answer(&kb, &self.me.username, change)).await
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
        about: About,
        text: &str,
        sent: &mut u32,
        make: impl FnOnce(&mut Conversation) -> Answer,
    ) -> Result<(), Trouble> {
        let person = about.person;
        let before = self.conversations.of(&self.store, person).await?;
        let mut conversation = before.clone();
        let Answer { messages: replies, keep, asked, feedback } = make(&mut conversation);
        if about.late && keep == Keep::Nothing {
            self.metrics.dropped(Dropped::LateInGroup);
            self.store.finish(about.seq, None, unix_now()).await;
            return Ok(());
        }
        let total = replies.len();
        // Held until the update is erased, so that no more can be sent twice than may be under way at once.
        let mut permit = None;
        for (at, reply) in replies.into_iter().enumerate().skip(*sent as usize) {
            drop(permit.take());
            if !*self.leads.borrow() {
                return Err(Trouble::Stopped);
            }
            let gone = matches!(reply, Outgoing::Delete(_));
            let message = match send(self, reply).await {
                Outcome::Sent { permit: held, message } => {
                    permit = Some(held);
                    message
                }
                Outcome::Refused => break,
                Outcome::Stopped => return Err(Trouble::Stopped),
                Outcome::Failed { reason, counts } => return Err(Trouble::Failed { reason, counts }),
            };
            match message {
                Some(message) if at == 0 && about.question != 0 => {
                    self.answers.remember(person.chat, about.question, message, text);
                }
                _ if gone => self.answers.forget(person.chat, about.question),
                _ => {}
            }
            *sent = at as u32 + 1;
            if at + 1 < total {
                self.store.progress(about.seq, *sent).await;
            } else if let (Some(asked), Some(message), true) = (&asked, message, self.keep_days.is_some()) {
                self.votes.remember(person.chat, message, person.user, asked.clone());
            }
        }
        if let Some(asked) = &asked {
            self.metrics.asked(asked.kind, asked.lang);
            self.metrics.answered(about.arrived.elapsed().unwrap_or_default().as_secs_f64());
        }
        let changes = Changes {
            conversation: (conversation != before).then_some((person, conversation)),
            feedback: feedback.or_else(|| asked?.unanswered()).filter(|_| self.keep_days.is_some()),
            ..Changes::default()
        };
        self.conclude(about, changes, keep).await;
        Ok(())
    }

    /// Erases the update and saves what has changed by it, in the store and then in memory.
    async fn conclude(&self, about: About, mut changes: Changes, keep: Keep) {
        let person = about.person;
        let own = self.choices.of(person.chat);
        changes.choice = match keep {
            Keep::Forgotten => {
                changes.forget = Some(person.user);
                changes.conversation = None;
                None
            }
            Keep::Language(language) => Some((person.chat, Choice { language, ..own })),
            Keep::Quiet(quiet) => Some((person.chat, Choice { quiet, ..own })),
            Keep::Left => {
                changes.conversation = None;
                Some((person.chat, Choice::default()))
            }
            Keep::Moved(to) => Some((to, own)),
            Keep::Nothing => None,
        };
        let chosen = changes.choice;
        let conversation = changes.conversation.clone();
        let now = unix_now();
        self.store.finish(about.seq, changes, now).await;
        if keep == Keep::Forgotten {
            self.conversations.forget(person.user);
            self.votes.forget(person.user);
            self.limits.forget(person.user);
            // A private chat is the person's own.
            self.choices.set(person.user, Choice::default());
        }
        if keep == Keep::Left {
            self.conversations.leave(person.chat);
        }
        if let Some((chat, choice)) = chosen {
            self.choices.set(chat, choice);
        }
        if let Some((person, conversation)) = conversation {
            self.conversations.remember(person, conversation, now);
        }
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
