//! What an update makes of a conversation → sent, and saved.
//!
//! The messages go out one by one, each noted, so that a replay goes on behind them; then one transaction erases the update and saves
//! everything that has changed by it, and only then does memory follow.

use std::time::SystemTime;

use tokio::sync::OwnedSemaphorePermit;

use super::api::CallError;
use super::reply::{Answer, Keep};
use super::send::{Outcome, Outgoing, send};
use super::{Bot, unix_now};
use crate::dialogue::Conversation;
use crate::metrics::Dropped;
use crate::store::{Changes, Choice, Person, Replied, StoreError, Words};

/// What every answer needs to know of its job.
#[derive(Clone, Copy)]
pub struct About<'a> {
    /// Its place in the inbox.
    pub seq: i64,
    /// Whom the conversation is with.
    pub person: Person,
    /// When it came in.
    pub arrived: SystemTime,
    /// Whether it is too late for an answer to matter.
    pub late: bool,
    /// The message that asks; 0 where none does.
    pub question: i64,
    /// What it says.
    pub text: &'a str,
    /// The message of the bot that answers it already.
    pub known: Option<i64>,
}

impl<'a> About<'a> {
    /// A job that is in time, and answers no message.
    pub fn new(seq: i64, person: Person, arrived: SystemTime) -> Self {
        Self { seq, person, arrived, late: false, question: 0, text: "", known: None }
    }

    /// The message that asks.
    pub fn message(self, question: i64, text: &'a str) -> Self {
        Self { question, text, ..self }
    }
}

/// Why an attempt ended without the update being done.
pub enum Trouble {
    /// The process is stopping: the update stays in the inbox.
    Stopped,
    /// The bot has left the chat: nobody waits for the answer.
    Left,
    /// It may work later.
    Failed {
        /// What went wrong.
        reason: String,
        /// Whether the fault can be this update's.
        counts: bool,
    },
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

/// What has been sent in one attempt.
#[derive(Default)]
struct Delivered {
    /// The reply's first message, where it was sent by this attempt.
    first: Option<i64>,
    /// The reply's last message.
    last: Option<i64>,
    /// Whether the answer was deleted.
    gone: bool,
}

impl Bot {
    /// Sends what has not been sent yet of the messages that `make` gives, and saves what the conversation becomes by them.
    pub(super) async fn answer(
        &self,
        about: About<'_>,
        sent: &mut u32,
        make: impl FnOnce(&mut Conversation) -> Answer,
    ) -> Result<(), Trouble> {
        let person = about.person;
        let before = self.conversations.of(&self.store, person).await?;
        let mut conversation = Conversation::clone(&before);
        let Answer { messages, keep, asked, feedback, voted } = make(&mut conversation);
        if about.late && keep == Keep::Nothing {
            self.metrics.dropped(Dropped::LateInGroup);
            self.store.finish(about.seq, None, unix_now()).await;
            return Ok(());
        }
        // Held until the update is erased, so that no more can be sent twice than may be under way at once.
        let (delivered, permit) = self.deliver(about, messages, sent).await?;
        // Only an answer has buttons to vote with.
        let votable = asked.as_ref().filter(|it| self.keep_days.is_some() && it.is_answer());
        if let (Some(asked), Some(message)) = (votable, delivered.last) {
            self.votes.remember(person.chat, message, person.user, asked.clone());
        }
        if let Some(asked) = &asked {
            self.metrics.asked(asked.kind, asked.lang);
            self.metrics.answered(about.arrived.elapsed().unwrap_or_default().as_secs_f64());
        }
        let question = delivered.first.map_or(0, |_| about.question);
        let replied = delivered.last.map(|last| Replied {
            chat: person.chat,
            question,
            first: delivered.first.unwrap_or(last),
            last,
            user: person.user,
            words: Words::of(about.text),
            votable: votable.is_some(),
        });
        let changes = Changes {
            conversation: (conversation != *before).then_some((person, conversation)),
            replied: replied.filter(|it| it.question != 0 || it.votable),
            unanswered: delivered.gone.then_some((person.chat, about.question)),
            voted: voted.map(|message| (person.chat, message)),
            feedback: feedback.or_else(|| asked?.unanswered()).filter(|_| self.keep_days.is_some()),
            ..Changes::default()
        };
        self.conclude(about, changes, keep).await;
        drop(permit);
        Ok(())
    }

    /// Sends what has not been sent yet. Gives the place of the last one among those that are under way.
    async fn deliver(
        &self,
        about: About<'_>,
        messages: Vec<Outgoing>,
        sent: &mut u32,
    ) -> Result<(Delivered, Option<OwnedSemaphorePermit>), Trouble> {
        let (mut delivered, mut held) = (Delivered::default(), None);
        let total = messages.len();
        for (at, message) in messages.into_iter().enumerate().skip(*sent as usize) {
            // Each takes a place of its own.
            drop(held.take());
            if !*self.leads.borrow() {
                return Err(Trouble::Stopped);
            }
            let (edits, deletes) = (matches!(message, Outgoing::Edit(_)), matches!(message, Outgoing::Delete(_)));
            let id = match send(self, about.seq, about.person.chat, message).await {
                Outcome::Sent { permit, message } => {
                    held = Some(permit);
                    message
                }
                Outcome::Refused => break,
                Outcome::Left => return Err(Trouble::Left),
                Outcome::Stopped => return Err(Trouble::Stopped),
                Outcome::Failed { reason, counts } => return Err(Trouble::Failed { reason, counts }),
            };
            delivered.gone |= deletes;
            // An edit that would change nothing isn't sent, and the message shows the answer all the same.
            delivered.last = id.or(about.known.filter(|_| edits));
            if at == 0 {
                delivered.first = delivered.last;
            }
            *sent = at as u32 + 1;
            if at + 1 < total {
                self.store.progress(about.seq, *sent).await;
            }
        }
        Ok((delivered, held))
    }

    /// Erases the update and saves what has changed by it, in the store and then in memory.
    async fn conclude(&self, about: About<'_>, mut changes: Changes, keep: Keep) {
        let person = about.person;
        let own = self.choices.of(person.chat);
        changes.choice = match keep {
            Keep::Forgotten => {
                changes.forget = Some(person.user);
                changes.conversation = None;
                changes.replied = None;
                None
            }
            Keep::Language(language) => Some((person.chat, Choice { language, ..own })),
            Keep::Quiet(quiet) => Some((person.chat, Choice { quiet, ..own })),
            Keep::Left => {
                changes.left = Some(person.chat);
                changes.conversation = None;
                None
            }
            Keep::Moved(to) => Some((to, own)),
            Keep::Nothing => None,
        };
        // The call was on its way when the bot left: what the chat had is erased already, or will be.
        if self.gone.has_left(person.chat, about.seq) {
            (changes.conversation, changes.replied, changes.choice) = (None, None, None);
        }
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
            self.votes.leave(person.chat);
            self.choices.set(person.chat, Choice::default());
        }
        if let Some((chat, choice)) = chosen {
            self.choices.set(chat, choice);
        }
        if let Some((person, conversation)) = conversation {
            self.conversations.remember(person, conversation, now);
        }
    }
}
