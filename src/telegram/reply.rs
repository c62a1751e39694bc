//! A message and the conversation so far → the messages to send, and what the conversation becomes.
//!
//! Values in, values out: the same message and conversation give the same messages, so a replay after a crash goes on where
//! the sending stopped.

use teloxide::payloads::{DeleteMessage, EditMessageText, EditMessageTextSetters, SendMessage, SendMessageSetters};
use teloxide::types::{
    ChatId, InlineKeyboardButton, InlineKeyboardButtonKind, InlineKeyboardMarkup, InlineQueryResult,
    InlineQueryResultArticle, InputMessageContent, InputMessageContentText, LinkPreviewOptions, MessageId, ParseMode,
    ReplyMarkup, ReplyParameters, ThreadId,
};

use super::address::{Me, Request, request};
use super::callback::chosen;
use super::edition::Edition;
use super::keyboard::keyboard;
use super::overview::{self, Show};
use super::picture::Photo;
use super::send::{AnswerGuestQuery, Outgoing};
use super::split::{MESSAGE, split};
use super::update::Message;
use super::votes::Asked;
use crate::answer::{Kind, Reply};
use crate::dialogue::{Conversation, check, respond};
use crate::knowledge::{KnowledgeBase, Localised};
use crate::render;
use crate::store::{Choice, Feedback};
use crate::text::Lang;

/// Characters of a guest's answer that are its title.
const LINE: usize = 80;

/// What to do about an update.
#[derive(Debug, Default)]
pub struct Answer {
    /// What to send.
    pub messages: Vec<Outgoing>,
    /// What to keep or erase when that is sent.
    pub keep: Keep,
    /// The question that it answers, where it answers one.
    pub asked: Option<Asked>,
    /// What somebody thinks of an earlier reply.
    pub feedback: Option<Feedback>,
    /// The message that this is a vote on.
    pub voted: Option<i64>,
}

/// What an update changes in the store, beside the conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Keep {
    /// Nothing.
    #[default]
    Nothing,
    /// The chat has chosen a language; `None`: each question's own.
    Language(Option<Lang>),
    /// The person wants to be forgotten.
    Forgotten,
    /// The chat wants silence where there is no answer, if an administrator says so.
    Quiet(bool),
    /// The bot is no longer in the chat.
    Left,
    /// The chat has become another one, with this id.
    Moved(i64),
}

impl From<Vec<Outgoing>> for Answer {
    fn from(messages: Vec<Outgoing>) -> Self {
        Self { messages, ..Self::default() }
    }
}

/// What answers `message`; nothing, where it doesn't ask anything of the bot. `choice`: the language that the chat has chosen.
pub fn reply(
    kb: &KnowledgeBase,
    me: &Me,
    choice: Choice,
    message: &Message,
    conversation: &mut Conversation,
) -> Answer {
    let app = Edition::of_app(message.from.as_ref().and_then(|it| it.language.as_deref()));
    let edition = app.chosen(choice.language);
    let shown = |what| in_parts(message, &overview::show(kb, edition, what), None).into();
    match request(message, me) {
        Some(Request::Question(text)) => {
            let mut reply = if message.forwarded {
                check(kb, conversation, &text, message.date)
            } else {
                respond(kb, conversation, &text, message.date)
            };
            if let Some(language) = choice.language {
                // Who asks in Chinese shows which script they read.
                let asked = Edition::of(&reply);
                let reader = if asked == Edition::English { app } else { asked };
                let written = reader.chosen(Some(language)).reply(reply.kind);
                (reply.lang, reply.script) = (written.lang, written.script);
            }
            let asked = Asked { kind: reply.kind, lang: reply.lang, text };
            let messages = match (reply.kind, message.private) {
                (Kind::Unknown, false) if choice.quiet => Vec::new(),
                // In a group a miss is one line.
                (Kind::Unknown, false) => in_html(message, render::html(kb, &reply).lines().next().unwrap_or_default()),
                _ => in_messages(kb, me, message, &reply),
            };
            Answer { asked: Some(asked), ..messages.into() }
        }
        Some(Request::Start(payload)) => match kb.fact(&payload) {
            Some(id) => {
                let reply = chosen(kb, id, edition, conversation, message.date);
                in_messages(kb, me, message, &reply).into()
            }
            None => shown(Show::Greeting),
        },
        Some(Request::Help) => shown(Show::Help),
        Some(Request::Show(what)) => shown(what),
        // A guest's answer has no buttons.
        Some(Request::Pages(of)) if message.guest.is_some() => {
            in_html(message, &overview::at_once(kb, edition, of)).into()
        }
        Some(Request::Pages(of)) => {
            let page = overview::page(kb, edition, of, 0);
            page.map(|(text, buttons)| in_parts(message, &text, buttons)).unwrap_or_default().into()
        }
        Some(Request::Chart(name)) => {
            let named = kb.charts.iter().position(|chart| chart.id.eq_ignore_ascii_case(&name)).unwrap_or(0);
            if kb.charts.is_empty() {
                with_phrase(message, edition, &kb.phrases.no_chart).into()
            } else {
                picture(message, edition, named).into()
            }
        }
        Some(Request::Language(language)) => set_language(kb, app, &language, message),
        Some(Request::Quiet(quiet)) if !message.private => {
            let phrase = if quiet { &kb.phrases.quiet_on } else { &kb.phrases.quiet_off };
            Answer { keep: Keep::Quiet(quiet), messages: with_phrase(message, edition, phrase), ..Answer::default() }
        }
        Some(Request::Quiet(_)) => with_phrase(message, edition, &kb.phrases.quiet_groups).into(),
        Some(Request::Forget) => {
            *conversation = Conversation::default();
            let messages = with_phrase(message, edition, &kb.phrases.forgotten);
            Answer { keep: Keep::Forgotten, messages, ..Answer::default() }
        }
        Some(Request::Unreadable) => with_phrase(message, edition, &kb.phrases.unreadable).into(),
        Some(Request::Moved(to)) => Answer { keep: Keep::Moved(to), ..Answer::default() },
        None => Answer::default(),
    }
}

/// What an edited question makes of its answer: another text, or nothing, where it no longer asks anything of the bot.
pub fn edited(message: &Message, answer: i64, mut new: Answer) -> Answer {
    let Some(id) = i32::try_from(answer).ok().map(MessageId) else { return Answer::default() };
    let first = new.messages.into_iter().next();
    new.messages = match first {
        Some(Outgoing::Message(send)) => {
            let buttons = send.reply_markup.and_then(|it| match it {
                ReplyMarkup::InlineKeyboard(buttons) => Some(buttons),
                _ => None,
            });
            let place = Message { id: answer, ..message.clone() };
            to_edit(&place, send.text, buttons).into_iter().collect()
        }
        // What can't become of a text is left as it is.
        Some(_) => Vec::new(),
        None => vec![Outgoing::Delete(Box::new(DeleteMessage::new(ChatId(message.chat), id)))],
    };
    new
}

/// `/language zh`
fn set_language(kb: &KnowledgeBase, app: Edition, language: &str, message: &Message) -> Answer {
    let choice = match language.to_lowercase().as_str() {
        "en" => Some(Lang::En),
        "zh" => Some(Lang::Zh),
        "auto" => None,
        _ => return with_phrase(message, app, &kb.phrases.language_usage).into(),
    };
    let phrase = if choice.is_some() { &kb.phrases.language_set } else { &kb.phrases.language_auto };
    let messages = with_phrase(message, app.chosen(choice), phrase);
    Answer { keep: Keep::Language(choice), messages, ..Answer::default() }
}

/// A reply as messages to the chat and topic of `message`, the last one with the buttons.
pub fn in_messages(kb: &KnowledgeBase, me: &Me, message: &Message, reply: &Reply) -> Vec<Outgoing> {
    in_parts(message, &render::html(kb, reply), keyboard(kb, me, reply))
}

/// A phrase to the chat and topic of `message`.
pub fn with_phrase(message: &Message, edition: Edition, phrase: &Localised) -> Vec<Outgoing> {
    in_parts(message, &overview::text(edition, phrase, &[]), None)
}

/// A chart to the chat and topic of `message`.
pub fn picture(message: &Message, edition: Edition, chart: usize) -> Vec<Outgoing> {
    let blank = to_send(message, String::new(), true);
    vec![Outgoing::Photo(Box::new(Photo {
        chat_id: blank.chat_id,
        topic: blank.message_thread_id,
        reply: blank.reply_parameters,
        chart,
        edition,
    }))]
}

/// HTML as messages to the chat and topic of `message`.
pub fn in_html(message: &Message, html: &str) -> Vec<Outgoing> {
    in_parts(message, html, None)
}

/// HTML as messages to the chat and topic of `message`, the last one with the buttons.
fn in_parts(message: &Message, html: &str, buttons: Option<InlineKeyboardMarkup>) -> Vec<Outgoing> {
    let parts = split(html, MESSAGE);
    if let Some(query) = &message.guest {
        // A guest has one answer.
        return parts
            .into_iter()
            .take(1)
            .map(|text| Outgoing::Guest(Box::new(guest(query, text, buttons.clone()))))
            .collect();
    }
    let mut messages: Vec<_> =
        parts.into_iter().enumerate().map(|(at, text)| to_send(message, text, at == 0)).collect();
    if let Some(last) = messages.last_mut() {
        last.reply_markup = buttons.map(ReplyMarkup::InlineKeyboard);
    }
    messages.into_iter().map(|it| Outgoing::Message(Box::new(it))).collect()
}

/// The one answer of a guest. Its buttons would lead into a chat that the bot isn't in, but for those that need no chat.
fn guest(query: &str, html: String, buttons: Option<InlineKeyboardMarkup>) -> AnswerGuestQuery {
    let title = html.chars().filter(|c| *c != '<').take(LINE).collect::<String>();
    let content = InputMessageContentText {
        message_text: html,
        parse_mode: Some(ParseMode::Html),
        entities: None,
        link_preview_options: Some(previews_off()),
    };
    let mut article = InlineQueryResultArticle::new("answer", title, InputMessageContent::Text(content));
    article.reply_markup = buttons.and_then(without_chat);
    AnswerGuestQuery { guest_query_id: query.to_owned(), result: InlineQueryResult::Article(article) }
}

/// The buttons that work wherever they are: those that the bot needn't see.
fn without_chat(buttons: InlineKeyboardMarkup) -> Option<InlineKeyboardMarkup> {
    let works = |button: &InlineKeyboardButton| !matches!(button.kind, InlineKeyboardButtonKind::CallbackData(_));
    let rows = buttons.inline_keyboard.into_iter().map(|row| row.into_iter().filter(works).collect::<Vec<_>>());
    let rows: Vec<Vec<InlineKeyboardButton>> = rows.filter(|row| !row.is_empty()).collect();
    (!rows.is_empty()).then(|| InlineKeyboardMarkup::new(rows))
}

/// A message of the bot with another text and other buttons.
pub fn to_edit(message: &Message, html: String, buttons: Option<InlineKeyboardMarkup>) -> Option<Outgoing> {
    let id = i32::try_from(message.id).ok().map(MessageId)?;
    let mut edit = EditMessageText::new(ChatId(message.chat), id, html)
        .parse_mode(ParseMode::Html)
        .link_preview_options(previews_off());
    edit.reply_markup = buttons;
    Some(Outgoing::Edit(Box::new(edit)))
}

/// No previews of links.
pub fn previews_off() -> LinkPreviewOptions {
    LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    }
}

/// A text to the chat and topic of a message; in a group, the first one as an answer to it.
fn to_send(message: &Message, text: String, first: bool) -> SendMessage {
    let id = |number: i64| i32::try_from(number).ok().map(MessageId);
    let mut send =
        SendMessage::new(ChatId(message.chat), text).parse_mode(ParseMode::Html).link_preview_options(previews_off());
    send.message_thread_id = message.topic.and_then(id).map(ThreadId);
    if let (false, true, Some(question)) = (message.private, first, id(message.id)) {
        send = send.reply_parameters(ReplyParameters::new(question).allow_sending_without_reply());
    }
    send
}
