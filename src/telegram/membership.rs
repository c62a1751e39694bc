//! What happens to the bot in a chat → what it says or forgets: it is added, removed or blocked, or the group becomes a supergroup.
//!
//! Added to a group it says hello once; removed or blocked it drops what the chat has chosen and said, and what still waited there.

use serde_json_borrow::Value;

use super::edition::Edition;
use super::overview;
use super::reply::{Answer, Keep, in_html};
use super::update::{Author, Message, author, field, number};
use crate::knowledge::KnowledgeBase;

/// The bot's standing in a chat has changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Membership {
    /// The chat, as if somebody had written there.
    pub place: Message,
    /// Whether the bot was in it before.
    pub before: bool,
    /// Whether it is now.
    pub now: bool,
    /// Whether it is known that it is not: a standing of a new name may be either.
    pub gone: bool,
}

/// Reads a `my_chat_member` update.
pub fn read(value: &Value<'_>) -> Option<Membership> {
    let chat = field(value, "chat")?;
    let inside = |name: &str| {
        let member = field(value, name)?;
        match field(member, "status")?.as_str()? {
            "member" | "administrator" | "creator" => Some(true),
            "restricted" => field(member, "is_member")?.as_bool(),
            "left" | "kicked" => Some(false),
            _ => None,
        }
    };
    let now = inside("new_chat_member");
    Some(Membership {
        place: Message {
            chat: number(chat, "id")?,
            private: field(chat, "type").and_then(Value::as_str) == Some("private"),
            date: number(value, "date").unwrap_or_default(),
            from: author(value).map(|it| Author { bot: false, ..it }),
            ..Message::default()
        },
        before: inside("old_chat_member").unwrap_or(false),
        now: now.unwrap_or(false),
        gone: now == Some(false),
    })
}

/// What to do about it.
pub fn answer(kb: &KnowledgeBase, name: &str, change: &Membership) -> Answer {
    let place = &change.place;
    if change.gone {
        return Answer { keep: Keep::Left, ..Answer::default() };
    }
    // In a private chat /start says hello.
    if change.before || !change.now || place.private {
        return Answer::default();
    }
    let edition = Edition::of_app(place.from.as_ref().and_then(|it| it.language.as_deref()));
    let title = kb.announcement.title.get(edition.reply(crate::answer::Kind::Smalltalk).lang);
    let hello = overview::html(edition, &kb.phrases.group_hello, &[("title", title), ("name", name)]);
    in_html(place, &hello).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standing_is_read_from_both_sides() {
        for (old, new, before, now, gone) in [
            (r#""status":"left""#, r#""status":"member""#, false, true, false),
            (r#""status":"member""#, r#""status":"administrator""#, true, true, false),
            (r#""status":"member""#, r#""status":"kicked""#, true, false, true),
            (r#""status":"restricted","is_member":true"#, r#""status":"left""#, true, false, true),
            (r#""status":"member""#, r#""status":"restricted","is_member":false"#, true, false, true),
            (r#""status":"restricted","is_member":false"#, r#""status":"newest""#, false, false, false),
            ("", "", false, false, false),
        ] {
            let json = format!(
                r#"{{"chat":{{"id":-5,"type":"supergroup"}},"date":9,"from":{{"id":3}},"old_chat_member":{{{old}}},"new_chat_member":{{{new}}}}}"#
            );
            let change = read(&serde_json::from_str(&json).unwrap()).unwrap();
            let found = (change.before, change.now, change.gone, change.place.chat);
            assert_eq!(found, (before, now, gone, -5), "{old} {new}");
        }
        assert_eq!(read(&serde_json::from_str(r#"{"chat":{}}"#).unwrap()), None);
    }
}
