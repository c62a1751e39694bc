//! A message to send → sent, or why not: its turn, the call, and the tries that a failure is worth.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use serde::Serialize;
use teloxide::payloads::{DeleteMessage, EditMessageText, SendMessage};
use teloxide::types::{ChatId, InlineQueryResult, Recipient, ReplyMarkup};
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::Instant;

use super::Bot;
use super::api::CallError;
use super::edits::Content;
use super::picture::{self, Photo};
use crate::metrics::Sent;

/// The waits between the tries of one attempt. Most faults are over at once.
const BACKOFF: [Duration; 3] = [Duration::from_millis(50), Duration::from_millis(200), Duration::from_millis(800)];

/// What is to be sent.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub enum Outgoing {
    /// A new message.
    Message(Box<SendMessage>),
    /// What a message of the bot is to become.
    Edit(Box<EditMessageText>),
    /// A message of the bot is to go.
    Delete(Box<DeleteMessage>),
    /// The answer of a guest.
    Guest(Box<AnswerGuestQuery>),
    /// A new message with a chart.
    #[serde(skip)]
    Photo(Box<Photo>),
}

impl Outgoing {
    fn method(&self) -> &'static str {
        match self {
            Self::Message(_) => "sendMessage",
            Self::Edit(_) => "editMessageText",
            Self::Photo(_) => "sendPhoto",
            Self::Guest(_) => "answerGuestQuery",
            Self::Delete(_) => "deleteMessage",
        }
    }

    /// The chat that it goes to; a guest's answer goes where the question was.
    fn recipient(&mut self) -> Option<&mut Recipient> {
        match self {
            Self::Message(message) => Some(&mut message.chat_id),
            Self::Edit(edit) => Some(&mut edit.chat_id),
            Self::Photo(photo) => Some(&mut photo.chat_id),
            Self::Delete(delete) => Some(&mut delete.chat_id),
            Self::Guest(_) => None,
        }
    }

    /// What has a turn of its own: the chat, and for a guest's answer the query, since it goes to no chat of the bot's.
    fn lane(&mut self) -> i64 {
        if let Self::Guest(answer) = self {
            let mut hasher = DefaultHasher::new();
            answer.guest_query_id.hash(&mut hasher);
            return (hasher.finish() >> 2).cast_signed();
        }
        self.recipient().map_or(0, |it| chat_of(it))
    }

    /// What it will show; `None` for what is never edited.
    fn content(&self) -> Option<Content> {
        Some(match self {
            Self::Photo(_) | Self::Guest(_) | Self::Delete(_) => return None,
            Self::Message(message) => {
                let buttons = message.reply_markup.as_ref().and_then(|it| match it {
                    ReplyMarkup::InlineKeyboard(buttons) => Some(buttons),
                    _ => None,
                });
                Content::new(&message.text, buttons)
            }
            Self::Edit(edit) => Content::new(&edit.text, edit.reply_markup.as_ref()),
        })
    }
}

/// `answerGuestQuery`: teloxide doesn't know it.
#[derive(Debug, Clone, Serialize)]
pub struct AnswerGuestQuery {
    /// What the update named.
    pub guest_query_id: String,
    /// The answer.
    pub result: InlineQueryResult,
}

/// What became of a message.
pub enum Outcome {
    /// It is in the chat.
    Sent {
        /// One of those that bound how much is under way.
        permit: OwnedSemaphorePermit,
        /// Its number in the chat, where Telegram gave one.
        message: Option<i64>,
    },
    /// Telegram will never take it: the bot is blocked or the call is wrong.
    Refused,
    /// The bot has left the chat while the message waited for its turn.
    Left,
    /// The process is stopping.
    Stopped,
    /// It may work later. `counts`: the fault can be this message's.
    Failed {
        /// What went wrong.
        reason: String,
        /// Whether other calls got through meanwhile.
        counts: bool,
    },
}

/// Sends a message when its turn comes, trying again where that can help. A 429 is no failure: it is a wait. `seq` and `asked_in`: the
/// place of the update that it answers, and that one's chat.
pub async fn send(bot: &Bot, seq: i64, asked_in: i64, mut message: Outgoing) -> Outcome {
    let began = std::time::Instant::now();
    let mut backoff = BACKOFF.iter();
    loop {
        let chat = message.lane();
        let turn = tokio::select! {
            biased;
            () = bot.gone.left(asked_in, seq) => return Outcome::Left,
            turn = bot.pacing.turn(chat, &bot.stop) => turn,
        };
        let Ok(turn) = turn else { return Outcome::Stopped };
        let Ok(permit) = bot.permits.clone().acquire_owned().await else {
            return Outcome::Stopped;
        };
        // Only now: the press before this one may just have changed the message.
        if let Outgoing::Edit(edit) = &message
            && let Some(content) = message.content()
            && bot.edits.shows(chat, edit.message_id, content)
        {
            return Outcome::Sent { permit, message: None };
        }
        // In boxes of their own: a call takes several kilobytes, and of the many messages that wait few are under way.
        let called = match &message {
            Outgoing::Photo(photo) => Box::pin(picture::send(bot, photo)).await,
            other => Box::pin(bot.api.send(other.method(), other)).await,
        };
        let error = match called {
            Ok(id) => {
                if let Some(content) = message.content() {
                    bot.edits.remember(chat, id, content);
                }
                bot.metrics.sent(Sent::Done);
                return Outcome::Sent { permit, message: id };
            }
            Err(error) => error,
        };
        drop((permit, turn));
        bot.metrics.sent(match error {
            CallError::RetryAfter(_) => Sent::TooMany,
            CallError::Forbidden(_) | CallError::Rejected(_) | CallError::Migrated(_) => Sent::Refused,
            CallError::Transient(_) | CallError::Unauthorized | CallError::Conflict | CallError::WebhookSet => {
                Sent::Failed
            }
        });
        match error {
            CallError::RetryAfter(wait) => {
                tracing::warn!(seconds = wait.as_secs(), "a chat must wait");
                bot.pacing.hold(chat, wait);
            }
            CallError::Migrated(to) if to != chat && message.recipient().is_some() => {
                if let Some(recipient) = message.recipient() {
                    *recipient = Recipient::Id(ChatId(to));
                }
            }
            CallError::Forbidden(_) | CallError::Rejected(_) | CallError::Migrated(_) => {
                tracing::warn!(%error, "a message was refused");
                return Outcome::Refused;
            }
            CallError::Transient(_) => {
                let Some(wait) = backoff.next() else {
                    return Outcome::Failed { reason: error.to_string(), counts: bot.api.answered_since(began) };
                };
                if bot.stop.sleep_until(Instant::now() + *wait).await.is_err() {
                    return Outcome::Stopped;
                }
                bot.metrics.retried();
            }
            CallError::Unauthorized | CallError::Conflict | CallError::WebhookSet => {
                return Outcome::Failed { reason: error.to_string(), counts: false };
            }
        }
    }
}

fn chat_of(recipient: &Recipient) -> i64 {
    match recipient {
        Recipient::Id(ChatId(chat)) => *chat,
        Recipient::ChannelUsername(_) => 0,
    }
}
