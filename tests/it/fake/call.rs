//! One call as it came in: method, parameters, and what became of it.

use std::time::Instant;

use serde_json::{Map, Value};

/// A call that Herald made.
#[derive(Debug, Clone)]
pub struct Call {
    /// When it came in.
    pub at: Instant,
    /// The method's name as Telegram writes it: "sendMessage".
    pub method: String,
    /// Its parameters. Of an uploaded file it is the name.
    pub parameters: Parameters,
    /// The HTTP status of the answer; 0 where the connection was closed.
    pub status: u16,
    /// Whether what it asks for was done.
    pub done: bool,
    /// What it answered.
    pub result: Value,
}

impl Call {
    /// The chat it is for.
    pub fn chat(&self) -> i64 {
        self.parameters.integer("chat_id").unwrap_or_default()
    }

    /// The text that it sends, without its markup.
    pub fn text(&self) -> String {
        self.result["text"].as_str().unwrap_or_default().to_owned()
    }

    /// The text that it sends, with its markup.
    pub fn html(&self) -> &str {
        self.parameters.text("text").unwrap_or_default()
    }

    /// The message that it answers.
    pub fn reply_to(&self) -> Option<i64> {
        self.parameters.object("reply_parameters")?.get("message_id")?.as_i64()
    }

    /// The id of the message that it made.
    pub fn message(&self) -> i64 {
        self.result["message_id"].as_i64().unwrap_or_default()
    }

    /// The rows of buttons under it.
    pub fn rows(&self) -> Vec<Vec<Value>> {
        let markup = self.parameters.object("reply_markup").unwrap_or_default();
        serde_json::from_value(markup["inline_keyboard"].clone()).unwrap_or_default()
    }

    /// The topic that it goes to.
    pub fn topic(&self) -> Option<i64> {
        self.parameters.integer("message_thread_id")
    }
}

/// The parameters of a call, however they came: in a form, numbers and objects are texts.
#[derive(Debug, Clone, Default)]
pub struct Parameters {
    /// By name.
    pub values: Map<String, Value>,
    /// Whether they came as a form, where everything is a text.
    pub form: bool,
    /// The names of those that are uploaded files.
    pub files: Vec<String>,
}

impl Parameters {
    /// A parameter as it came.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.values.get(name)
    }

    /// A text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_str()
    }

    /// A number.
    pub fn integer(&self, name: &str) -> Option<i64> {
        let value = self.get(name)?;
        value.as_i64().or_else(|| value.as_str()?.parse().ok())
    }

    /// Yes or no.
    pub fn flag(&self, name: &str) -> bool {
        matches!(self.get(name), Some(Value::Bool(true))) || self.text(name) == Some("true")
    }

    /// An object or a list.
    pub fn object(&self, name: &str) -> Option<Value> {
        match self.get(name)? {
            Value::String(text) => serde_json::from_str(text).ok(),
            value => Some(value.clone()),
        }
    }
}
