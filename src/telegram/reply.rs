//! A message and the conversation so far → the messages to send, and what the conversation becomes.
//!
//! Values in, values out: the same message and conversation give the same messages, so a replay after a crash goes on where
//! the sending stopped.

use teloxide::payloads::{SendMessage, SendMessageSetters};
use teloxide::types::{ChatId, LinkPreviewOptions, MessageId, ParseMode, ReplyMarkup, ReplyParameters, ThreadId};

use super::address::{Me, Request, request};
use super::edition::Edition;
use super::keyboard::keyboard;
use super::split::{MESSAGE, split};
use super::update::Message;
use crate::answer::{Kind, Reply, Smalltalk};
use crate::dialogue::{Conversation, respond};
use crate::knowledge::KnowledgeBase;
use crate::render;

/// The messages that answer `message`; none, where it doesn't ask anything of the bot.
pub fn reply(kb: &KnowledgeBase, me: &Me, message: &Message, conversation: &mut Conversation) -> Vec<SendMessage> {
    let reply = match request(message, me) {
        Some(Request::Question(text)) => respond(kb, conversation, &text, message.date),
        Some(Request::Start) => smalltalk(Smalltalk::Greeting, message),
        Some(Request::Help) => smalltalk(Smalltalk::Help, message),
        None => return Vec::new(),
    };
    in_messages(kb, message, &reply, me.inline)
}

/// A reply as messages to the chat and topic of `message`, the last one with the buttons.
pub fn in_messages(kb: &KnowledgeBase, message: &Message, reply: &Reply, inline: bool) -> Vec<SendMessage> {
    let parts = split(&render::html(kb, reply), MESSAGE);
    let mut messages: Vec<_> =
        parts.into_iter().enumerate().map(|(at, text)| to_send(message, text, at == 0)).collect();
    if let Some(last) = messages.last_mut() {
        last.reply_markup = keyboard(kb, reply, inline).map(ReplyMarkup::InlineKeyboard);
    }
    messages
}

/// A text, free of markup, to the chat and topic of `message`.
pub fn with_text(message: &Message, text: String) -> SendMessage {
    to_send(message, text, true)
}

/// A reply that nothing was asked for, in the language of the person's app.
fn smalltalk(about: Smalltalk, message: &Message) -> Reply {
    let language = message.from.as_ref().and_then(|it| it.language.as_deref());
    Reply { smalltalk: Some(about), ..Edition::of_app(language).reply(Kind::Smalltalk) }
}

/// A text to the chat and topic of a message; in a group, the first one as an answer to it.
fn to_send(message: &Message, text: String, first: bool) -> SendMessage {
    let id = |number: i64| i32::try_from(number).ok().map(MessageId);
    let previews_off = LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    };
    let mut send =
        SendMessage::new(ChatId(message.chat), text).parse_mode(ParseMode::Html).link_preview_options(previews_off);
    send.message_thread_id = message.topic.and_then(id).map(ThreadId);
    if let (false, true, Some(question)) = (message.private, first, id(message.id)) {
        send = send.reply_parameters(ReplyParameters::new(question).allow_sending_without_reply());
    }
    send
}
