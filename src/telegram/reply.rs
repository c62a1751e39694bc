//! A message and the conversation so far → the messages to send, and what the conversation becomes.
//!
//! Values in, values out: the same message and conversation give the same messages, so a replay after a crash goes on where
//! the sending stopped.

use teloxide::payloads::{SendMessage, SendMessageSetters};
use teloxide::types::{ChatId, LinkPreviewOptions, MessageId, ParseMode, ReplyParameters, ThreadId};

use super::address::{Me, Request, request};
use super::split::{MESSAGE, split};
use super::update::Message;
use crate::answer::{Kind, Reply, Smalltalk};
use crate::dialogue::{Conversation, respond};
use crate::knowledge::KnowledgeBase;
use crate::render;
use crate::text::{Lang, Script};

/// The messages that answer `message`; none, where it doesn't ask anything of the bot.
pub fn reply(kb: &KnowledgeBase, me: &Me, message: &Message, conversation: &mut Conversation) -> Vec<SendMessage> {
    let reply = match request(message, me) {
        Some(Request::Question(text)) => respond(kb, conversation, &text, message.date),
        Some(Request::Start) => smalltalk(Smalltalk::Greeting, message),
        Some(Request::Help) => smalltalk(Smalltalk::Help, message),
        None => return Vec::new(),
    };
    let parts = split(&render::html(kb, &reply), MESSAGE);
    parts.into_iter().enumerate().map(|(at, text)| to_send(message, text, at == 0)).collect()
}

/// A reply that nothing was asked for, in the language of the person's app.
fn smalltalk(about: Smalltalk, message: &Message) -> Reply {
    let language = message.from.as_ref().and_then(|it| it.language.as_deref()).unwrap_or_default().to_lowercase();
    let lang = if language.starts_with("zh") { Lang::Zh } else { Lang::En };
    let traditional = ["hant", "tw", "hk", "mo"].iter().any(|it| language.contains(it));
    let script = if lang == Lang::Zh && traditional { Script::Traditional } else { Script::Simplified };
    let mut reply = Reply::new(Kind::Smalltalk, lang, script);
    reply.smalltalk = Some(about);
    reply
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
