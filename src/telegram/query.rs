//! The JSON of a query, which is an update that Telegram wants an answer to → who asks what.
//!
//! `{"id": "7", "from": {"id": 3}, "query": "how much"}` is an [`Inline`] query, one with `data` the press of a button. As in
//! [`super::update`], a field that makes no sense costs that field only.

use serde_json_borrow::Value;

use super::update::{Author, Message, author, field, message};

/// A pressed button.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Callback {
    /// What the answer to it must name.
    pub id: String,
    /// Who pressed it.
    pub from: Author,
    /// The button's data, or whatever somebody sent in its place.
    pub data: String,
    /// The message that the button hangs on; `None` where that is in no chat of the bot.
    pub message: Option<Message>,
}

/// What somebody has typed behind the bot's name so far.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Inline {
    /// What the answer to it must name.
    pub id: String,
    /// Who types.
    pub from: Author,
    /// The text; empty at first.
    pub text: String,
}

/// Reads the press of a button.
pub fn callback(value: &Value<'_>) -> Option<Callback> {
    Some(Callback {
        id: field(value, "id")?.as_str()?.to_owned(),
        from: author(value).unwrap_or_default(),
        data: field(value, "data").and_then(Value::as_str).unwrap_or_default().to_owned(),
        message: field(value, "message").and_then(message),
    })
}

/// Reads an inline query.
pub fn inline(value: &Value<'_>) -> Option<Inline> {
    Some(Inline {
        id: field(value, "id")?.as_str()?.to_owned(),
        from: author(value).unwrap_or_default(),
        text: field(value, "query").and_then(Value::as_str).unwrap_or_default().to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::update::{Update, read};
    use super::*;

    #[test]
    fn a_press_is_read() {
        let check = |fields: &str, expected: Callback| {
            let json = format!(r#"{{"update_id":1,"callback_query":{{"id":"7",{fields}}}}}"#);
            assert_eq!(read(&json), Some(Update::Callback(Callback { id: "7".into(), ..expected })), "{json}");
        };
        let from = || Author { id: 3, bot: false, language: None };
        let message = Message { id: 5, chat: -7, ..Message::default() };
        check(r#""from":{"id":3},"inline_message_id":"x""#, Callback { from: from(), ..Callback::default() });
        check(
            r#""from":{"id":3},"data":"1:x","message":{"message_id":5,"date":0,"chat":{"id":-7}}"#,
            Callback { from: from(), data: "1:x".into(), message: Some(message), ..Callback::default() },
        );
        check(r#""data":5,"message":[]"#, Callback::default());
        assert_eq!(read(r#"{"callback_query":{"data":"1:x"}}"#), None);
    }

    #[test]
    fn a_typed_text_is_read() {
        let check = |fields: &str, text: &str| {
            let json = format!(r#"{{"update_id":1,"inline_query":{{"id":"7","from":{{"id":3}}{fields}}}}}"#);
            let from = Author { id: 3, ..Author::default() };
            assert_eq!(read(&json), Some(Update::Inline(Inline { id: "7".into(), from, text: text.into() })), "{json}");
        };
        check(r#","query":"how much","offset":"""#, "how much");
        check(r#","query":"","chat_type":"new""#, "");
        check(r#","query":5"#, "");
        check("", "");
        assert_eq!(read(r#"{"inline_query":{"id":7,"query":"how much"}}"#), None);
    }
}
