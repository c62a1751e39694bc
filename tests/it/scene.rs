//! What people write, as the server passes it on: `fake.post(group(-5, 3, "/ask how much?").topic(7))`.

use serde_json::{Value, json};

use crate::fake::state::State;
use crate::fake::{Fake, NAME};

/// A message of a person.
#[derive(Debug, Clone)]
pub struct Post {
    chat: i64,
    person: i64,
    text: String,
    topic: Option<i64>,
    answers: Option<i64>,
    more: Value,
}

/// A person writes to the bot alone.
pub fn private(person: i64, text: impl Into<String>) -> Post {
    group(person, person, text)
}

/// A person writes in a group, whose id is negative.
pub fn group(chat: i64, person: i64, text: impl Into<String>) -> Post {
    Post { chat, person, text: text.into(), topic: None, answers: None, more: json!({}) }
}

impl Post {
    /// In a forum topic.
    pub fn topic(self, topic: i64) -> Self {
        Self { topic: Some(topic), ..self }
    }

    /// As an answer to a message of the chat.
    pub fn answers(self, message: i64) -> Self {
        Self { answers: Some(message), ..self }
    }

    /// With fields that replace the usual ones.
    pub fn with(self, more: Value) -> Self {
        Self { more, ..self }
    }

    fn into_message(self, state: &mut State) -> (i64, Value) {
        let chat = state.chats.entry(self.chat).or_default();
        let id = chat.messages.keys().next_back().map_or(1, |last| last + 1);
        let mut message = json!({
            "message_id": id,
            "date": 1_800_000_000,
            "chat": {"id": self.chat, "type": if self.chat > 0 { "private" } else { "supergroup" }, "title": "G"},
            "from": {"id": self.person, "is_bot": false, "first_name": "P", "language_code": "en"},
            "text": self.text,
            "entities": entities(&self.text),
        });
        if let Some(topic) = self.topic {
            chat.topics.insert(topic);
            message["message_thread_id"] = json!(topic);
            message["is_topic_message"] = json!(true);
        }
        if let Some(answered) = self.answers {
            message["reply_to_message"] = chat.messages[&answered].clone();
        }
        if let (Value::Object(message), Value::Object(more)) = (&mut message, self.more) {
            message.extend(more);
        }
        chat.messages.insert(id, message.clone());
        (id, message)
    }
}

impl Fake {
    /// Somebody writes. Gives the message's id.
    pub fn post(&self, post: Post) -> i64 {
        self.change(|state| {
            let (id, message) = post.into_message(state);
            state.push_update("message", message);
            id
        })
    }
}

impl Fake {
    /// Somebody changes what they wrote.
    pub fn rewrite(&self, chat: i64, message: i64, text: &str) {
        self.change(|state| {
            let found = state.chats.get_mut(&chat).and_then(|it| it.messages.get_mut(&message)).expect("the message");
            found["text"] = json!(text);
            found["entities"] = entities(text);
            found["edit_date"] = json!(1_800_000_060);
            let edited = found.clone();
            state.push_update("edited_message", edited);
        });
    }

    /// Somebody presses the button with this label under a message of the bot.
    pub fn press(&self, chat: i64, person: i64, message: i64, label: &str) -> String {
        let data = self.look(|state| {
            let rows = state.chats[&chat].messages[&message]["reply_markup"]["inline_keyboard"].clone();
            let buttons = rows.as_array().into_iter().flatten().filter_map(Value::as_array).flatten();
            let button = buttons.clone().find(|it| it["text"] == label);
            let button = button.unwrap_or_else(|| panic!("no button {label}: {rows}"));
            button["callback_data"].as_str().unwrap_or_default().to_owned()
        });
        self.press_data(chat, person, message, json!({ "data": data }))
    }

    /// Somebody types behind the bot's name. Gives the query's id.
    pub fn type_inline(&self, person: i64, text: &str, language: &str) -> String {
        self.change(|state| {
            let id = format!("inline-{}", state.next_update);
            let from = json!({"id": person, "is_bot": false, "first_name": "P", "language_code": language});
            state.queries.insert(id.clone());
            state.push_update("inline_query", json!({"id": id, "from": from, "query": text, "offset": ""}));
            id
        })
    }

    /// Somebody presses a button, with these fields beside the usual ones. Gives the query's id.
    pub fn press_data(&self, chat: i64, person: i64, message: i64, more: Value) -> String {
        self.change(|state| {
            let id = format!("query-{}", state.next_update);
            let mut query = json!({
                "id": id,
                "from": {"id": person, "is_bot": false, "first_name": "P", "language_code": "en"},
                "message": state.chats[&chat].messages[&message].clone(),
                "chat_instance": "1",
            });
            if let (Value::Object(query), Value::Object(more)) = (&mut query, more) {
                query.extend(more);
            }
            state.queries.insert(id.clone());
            state.push_update("callback_query", query);
            id
        })
    }
}

/// What Telegram marks in a text: commands at its beginning, and names.
pub fn entities(text: &str) -> Value {
    let units = |text: &str| text.encode_utf16().count();
    let mut entities = Vec::new();
    let mut offset = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let name = word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        let kind = match name.chars().next() {
            Some('/') if offset == 0 => Some("bot_command"),
            Some('@') => Some("mention"),
            _ => None,
        };
        if let Some(kind) = kind {
            entities.push(json!({"type": kind, "offset": offset, "length": units(name)}));
        }
        offset += units(word);
    }
    json!(entities)
}

/// A question to the bot by its name.
pub fn mention(question: &str) -> String {
    format!("@{NAME} {question}")
}
