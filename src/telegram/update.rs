//! An update's JSON → what Herald needs of it, whatever else is in it.
//!
//! `{"update_id": 1, "message": {"message_id": 5, "text": "hi", "chat": {"id": 7, "type": "private"}, …}}` becomes a
//! [`Message`] of chat 7. Every field is read for itself: one of an unknown kind, of a wrong type or missing costs that field
//! and never the question. teloxide's types are all or nothing, so they are used for what goes out only.

use serde_json_borrow::Value;

use super::membership::{self, Membership};
use super::mend::mend;
use super::query::{self, Callback, Inline};

/// Characters of a text: Telegram lets nobody write more, and reading takes time.
const LONGEST: usize = 4096;

/// The number of a forum's topic "General", which is sent to without naming it.
const GENERAL: i64 = 1;

/// The kinds of update that Herald asks for.
pub const KINDS: &[&str] =
    &["message", "callback_query", "inline_query", "edited_message", "my_chat_member", "guest_message"];

/// What a message can hold in the place of a text.
const MEDIA: &[&str] = &[
    "animation", "audio", "document", "photo", "sticker", "story", "video", "video_note", "voice", "contact", "dice",
    "game", "poll", "venue", "location", "paid_media",
];

/// An update, as far as Herald understands it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Update {
    /// Somebody wrote something.
    Message(Message),
    /// Somebody changed what they wrote.
    Edited(Message),
    /// Somebody pressed a button under a message of the bot.
    Callback(Callback),
    /// Somebody types a question behind the bot's name, in whatever chat.
    Inline(Inline),
    /// The bot was added to a chat, or removed from it.
    Membership(Membership),
}

/// A message that somebody wrote.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a field of Telegram's own")]
pub struct Message {
    /// Its number in the chat.
    pub id: i64,
    /// When it was sent, in seconds since 1970.
    pub date: i64,
    /// The chat.
    pub chat: i64,
    /// Whether it is a chat between the bot and one person.
    pub private: bool,
    /// The forum topic; `None` in chats without topics and in the general one.
    pub topic: Option<i64>,
    /// Who wrote it: the person, or the chat in whose name they write.
    pub from: Option<Author>,
    /// The text or the caption.
    pub text: String,
    /// What Telegram marked in the text.
    pub entities: Vec<Entity>,
    /// Who wrote the message that it answers; `None` for a service message, as which a topic's first one counts.
    pub reply_to: Option<i64>,
    /// Whether it was made by way of an inline bot.
    pub via_bot: bool,
    /// Whether it is a channel's post that Telegram forwards to the discussion group.
    pub automatic_forward: bool,
    /// Where the bot is asked as a guest: what its one answer must name.
    pub guest: Option<String>,
    /// The supergroup that the group has become.
    pub migrated_to: Option<i64>,
    /// Whether it holds something to look at or listen to.
    pub media: bool,
    /// Whether it was written elsewhere and passed on.
    pub forwarded: bool,
}

/// Who wrote a message.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Author {
    /// The person's id, or that of the chat in whose name they write.
    pub id: i64,
    /// Whether it is a bot, and not a person who writes in a chat's name.
    pub bot: bool,
    /// The language of the person's app: "en", "zh-hans".
    pub language: Option<String>,
}

/// A marked part of a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entity {
    /// "mention", "`bot_command`", "`text_mention`", …
    pub kind: String,
    /// Where it begins, in UTF-16 units.
    pub offset: usize,
    /// How long it is, in UTF-16 units.
    pub length: usize,
    /// Whom it means, for a mention of somebody without a user name.
    pub user: Option<i64>,
}

/// Reads an update; `None` for what Herald has nothing to do with.
pub fn read(json: &str) -> Option<Update> {
    match serde_json::from_str(json) {
        Ok(update) => of(&update),
        Err(_) => of(&serde_json::from_str(&mend(json)).ok()?),
    }
}

/// The update that a value is.
fn of(update: &Value<'_>) -> Option<Update> {
    if let Some(pressed) = field(update, "callback_query") {
        return query::callback(pressed).map(Update::Callback);
    }
    if let Some(typed) = field(update, "inline_query") {
        return query::inline(typed).map(Update::Inline);
    }
    if let Some(change) = field(update, "my_chat_member") {
        return membership::read(change).map(Update::Membership);
    }
    if let Some(edited) = field(update, "edited_message") {
        return message(edited).map(Update::Edited);
    }
    // A guest's message is one in a chat that the bot isn't in.
    message(field(update, "message").or_else(|| field(update, "guest_message"))?).map(Update::Message)
}

pub(super) fn message(value: &Value<'_>) -> Option<Message> {
    let chat = field(value, "chat")?;
    let (text, entities) = match field(value, "text").and_then(Value::as_str) {
        Some(text) => (text, "entities"),
        None => (field(value, "caption").and_then(Value::as_str).unwrap_or_default(), "caption_entities"),
    };
    Some(Message {
        id: number(value, "message_id").unwrap_or_default(),
        date: number(value, "date").unwrap_or_default(),
        chat: number(chat, "id")?,
        private: field(chat, "type").and_then(Value::as_str) == Some("private"),
        // In groups without topics a thread is only a chain of replies, and can't be sent to.
        topic: number(value, "message_thread_id").filter(|it| flag(value, "is_topic_message") && *it != GENERAL),
        from: author(value),
        text: text.chars().take(LONGEST).collect(),
        entities: field(value, entities).and_then(Value::as_array).into_iter().flatten().filter_map(entity).collect(),
        reply_to: field(value, "reply_to_message").and_then(answered),
        via_bot: field(value, "via_bot").is_some(),
        automatic_forward: flag(value, "is_automatic_forward"),
        guest: field(value, "guest_query_id").and_then(Value::as_str).filter(|it| !it.is_empty()).map(str::to_owned),
        migrated_to: number(value, "migrate_to_chat_id"),
        media: MEDIA.iter().any(|kind| field(value, kind).is_some()),
        forwarded: field(value, "forward_origin").is_some(),
    })
}

/// Whoever writes in a chat's name is sent as a bot account that stands for it, with the chat beside it.
pub(super) fn author(message: &Value<'_>) -> Option<Author> {
    let from = field(message, "from");
    if let Some(chat) = field(message, "sender_chat").and_then(|it| number(it, "id")) {
        return Some(Author { id: chat, bot: false, language: None });
    }
    let from = from?;
    Some(Author {
        id: number(from, "id")?,
        bot: flag(from, "is_bot"),
        language: field(from, "language_code").and_then(Value::as_str).map(str::to_owned),
    })
}

fn entity(value: &Value<'_>) -> Option<Entity> {
    Some(Entity {
        kind: field(value, "type")?.as_str()?.to_owned(),
        offset: usize::try_from(number(value, "offset")?).ok()?,
        length: usize::try_from(number(value, "length")?).ok()?,
        user: field(value, "user").and_then(|it| number(it, "id")),
    })
}

/// Who wrote the message that is answered. In a topic every message that answers no other one answers the topic's creation.
fn answered(message: &Value<'_>) -> Option<i64> {
    let service = field(message, "forum_topic_created").is_some();
    if service { None } else { number(field(message, "from")?, "id") }
}

/// A field, where the value has it.
pub(super) fn field<'v>(value: &'v Value<'v>, name: &str) -> Option<&'v Value<'v>> {
    value.as_object()?.get(name)
}

pub(super) fn number(value: &Value<'_>, name: &str) -> Option<i64> {
    field(value, name)?.as_i64()
}

fn flag(value: &Value<'_>, name: &str) -> bool {
    field(value, name).and_then(Value::as_bool).unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a message with these fields beside a chat's and a person's.
    fn check(fields: &str, expected: impl FnOnce(&mut Message)) {
        let json = format!(
            r#"{{"update_id":1,"message":{{"message_id":5,"date":9,"chat":{{"id":-7,"type":"group"}},"from":{{"id":3,"is_bot":false}},{fields}}}}}"#
        );
        let from = Some(Author { id: 3, bot: false, language: None });
        let mut message = Message { id: 5, date: 9, chat: -7, from, ..Message::default() };
        expected(&mut message);
        assert_eq!(read(&json), Some(Update::Message(message)), "{json}");
    }

    #[test]
    fn every_field_is_read_for_itself() {
        check(r#""text":"hi""#, |it| it.text = "hi".into());
        check(r#""caption":"hi","photo":5"#, |it| {
            it.text = "hi".into();
            it.media = true;
        });
        check(r#""text":"hi","guest_query_id":"g","forward_origin":5,"migrate_to_chat_id":-9"#, |it| {
            it.text = "hi".into();
            it.guest = Some("g".into());
            it.forwarded = true;
            it.migrated_to = Some(-9);
        });
        check(r#""guest_query_id":"","sticker":{}"#, |it| it.media = true);
        check(r#""text":"hi","new_kind":{"a":[1,2]},"entities":7"#, |it| it.text = "hi".into());
        check(r#""text":"hi","entities":[{"type":"newest","offset":0,"length":2},{"offset":-1},null]"#, |it| {
            it.text = "hi".into();
            it.entities = vec![Entity { kind: "newest".into(), offset: 0, length: 2, user: None }];
        });
        check(r#""text":5"#, |_| ());
        check(r#""text":"a","message_thread_id":4,"is_topic_message":true"#, |it| {
            it.text = "a".into();
            it.topic = Some(4);
        });
        check(r#""text":"a","message_thread_id":4"#, |it| it.text = "a".into());
        check(r#""text":"a","message_thread_id":1,"is_topic_message":true"#, |it| it.text = "a".into());
        check(r#""text":"a","reply_to_message":{"from":{"id":8}}"#, |it| {
            it.text = "a".into();
            it.reply_to = Some(8);
        });
        check(r#""text":"a","reply_to_message":{"from":{"id":8},"forum_topic_created":{}}"#, |it| it.text = "a".into());
        check(r#""text":"a","sender_chat":{"id":-7},"from":{"id":1087968824,"is_bot":true}"#, |it| {
            it.text = "a".into();
            it.from = Some(Author { id: -7, bot: false, language: None });
        });
        check(r#""text":"a \ud83d b \ud83d\ude00 \\ud83d""#, |it| it.text = "a \u{fffd} b 😀 \\ud83d".into());
    }

    #[test]
    fn what_is_no_message_is_nothing() {
        for json in
            ["", "5", "{}", r#"{"message":{}}"#, r#"{"message":{"chat":{"id":"x"}}}"#, r#"{"poll":{}}"#, "{\"a\":\"\\"]
        {
            assert_eq!(read(json), None, "{json}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_json_is_read(at in 0_usize..400, junk in "[\\[{\"\\\\:,0-9a-z😀]{0,4}") {
            const WHOLE: &str = r#"{"update_id":1,"message":{"message_id":5,"date":9,"chat":{"id":-7,"type":"group"},
                "from":{"id":3,"is_bot":false},"text":"a \ud83d\ude00 \ud83d","entities":[{"type":"mention","offset":0}],
                "reply_to_message":{"from":{"id":8}},"sender_chat":{"id":-7},"is_topic_message":true}}"#;
            let at = WHOLE.floor_char_boundary(at.min(WHOLE.len()));
            let (before, after) = WHOLE.split_at(at);
            read(&format!("{before}{junk}{after}"));
            read(&format!("{before}{junk}"));
        }
    }
}
