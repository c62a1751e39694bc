//! sendMessage, sendPhoto and sendChatAction: what Telegram takes, and the message that comes of it.

use serde_json::{Value, json};

use super::NAME;
use super::call::Parameters;
use super::html;
use super::state::{Refusal, State, bad};

/// UTF-16 units that a message holds, and a caption.
const TEXT: usize = 4096;
const CAPTION: usize = 1024;
/// Bytes that a button's data may have.
const CALLBACK_DATA: std::ops::RangeInclusive<usize> = 1..=64;
/// Characters that a button copies.
const COPY: std::ops::RangeInclusive<usize> = 1..=256;

impl State {
    /// sendMessage.
    pub fn send_message(&mut self, parameters: &Parameters) -> Result<Value, Refusal> {
        let text = formatted(parameters, "text", "message", TEXT)?;
        if text.trim().is_empty() {
            return Err(bad("message text is empty"));
        }
        let markup = markup(parameters)?;
        self.post(parameters, json!({ "text": text }), markup)
    }

    /// sendPhoto.
    pub fn send_photo(&mut self, parameters: &Parameters) -> Result<Value, Refusal> {
        let caption = formatted(parameters, "caption", "caption", CAPTION)?;
        let uploaded = parameters.files.iter().any(|it| it == "photo");
        let file = if uploaded {
            let file = format!("file-{}", self.files.len() + 1);
            self.files.insert(file.clone());
            file
        } else {
            let id = parameters.text("photo").unwrap_or_default();
            self.files.get(id).cloned().ok_or_else(|| bad("wrong file identifier/HTTP URL specified"))?
        };
        let size = json!({"file_id": file, "file_unique_id": file, "width": 1280, "height": 800});
        let markup = markup(parameters)?;
        self.post(parameters, json!({"photo": [size], "caption": caption}), markup)
    }

    /// sendChatAction.
    pub fn send_chat_action(&mut self, parameters: &Parameters) -> Result<Value, Refusal> {
        const ACTIONS: [&str; 4] = ["typing", "upload_photo", "choose_sticker", "upload_document"];
        self.chat(parameters)?;
        match parameters.text("action") {
            Some(action) if ACTIONS.contains(&action) => Ok(json!(true)),
            _ => Err(bad("wrong parameter action in request")),
        }
    }

    /// Puts a message of the bot into the chat.
    fn post(&mut self, parameters: &Parameters, content: Value, markup: Option<Value>) -> Result<Value, Refusal> {
        let (id, bot) = (parameters.integer("chat_id").unwrap_or_default(), self.bot);
        let chat = self.chat(parameters)?;
        let topic = parameters.integer("message_thread_id");
        // The topic "General" can't be named.
        if topic.is_some_and(|topic| topic == 1 || !chat.topics.contains(&topic)) {
            return Err(bad("message thread not found"));
        }
        let mut message = json!({
            "message_id": chat.messages.keys().next_back().map_or(1, |last| last + 1),
            "from": {"id": bot, "is_bot": true, "first_name": "Herald", "username": NAME},
            "chat": {"id": id, "type": if id > 0 { "private" } else { "supergroup" }},
            "date": 1_800_000_000,
        });
        let mut replied = None;
        if let Some(reply) = parameters.object("reply_parameters") {
            let answered = reply["message_id"].as_i64().and_then(|it| chat.messages.get(&it));
            match answered {
                Some(answered) => {
                    message["reply_to_message"] = json!({"message_id": answered["message_id"]});
                    replied = answered["message_id"].as_i64();
                }
                None if reply["allow_sending_without_reply"] == json!(true) => {}
                None => return Err(bad("message to be replied not found")),
            }
        }
        if let Some(topic) = topic {
            message["message_thread_id"] = json!(topic);
            message["is_topic_message"] = json!(true);
        }
        if let Some(markup) = markup {
            message["reply_markup"] = markup;
        }
        if let (Value::Object(message), Value::Object(content)) = (&mut message, content) {
            message.extend(content);
        }
        chat.messages.insert(message["message_id"].as_i64().unwrap_or_default(), message.clone());
        self.answered.extend(replied.map(|it| (id, it)));
        Ok(message)
    }
}

/// A text parameter without its markup.
pub fn formatted(parameters: &Parameters, name: &str, what: &str, longest: usize) -> Result<String, Refusal> {
    let text = parameters.text(name).unwrap_or_default();
    let text = match parameters.text("parse_mode") {
        Some("HTML") => html::parse(text).map_err(|why| bad(format!("can't parse entities: {why}")))?,
        Some(mode) => return Err(bad(format!("the fake server does not know parse mode {mode}"))),
        None => text.to_owned(),
    };
    if html::length(&text) > longest {
        return Err(bad(format!("{what} is too long")));
    }
    Ok(text)
}

/// The keyboard of a call, where it has one that Telegram takes.
pub fn markup(parameters: &Parameters) -> Result<Option<Value>, Refusal> {
    let Some(markup) = parameters.object("reply_markup") else { return Ok(None) };
    for button in markup["inline_keyboard"].as_array().into_iter().flatten().filter_map(Value::as_array).flatten() {
        let length = |value: &Value| value.as_str().map(str::len);
        if length(&button["text"]).unwrap_or(0) == 0 {
            return Err(bad("can't parse inline keyboard button: text buttons can't be empty"));
        }
        if length(&button["callback_data"]).is_some_and(|it| !CALLBACK_DATA.contains(&it)) {
            return Err(bad("BUTTON_DATA_INVALID"));
        }
        let copied = button["copy_text"]["text"].as_str().map(|it| it.chars().count());
        if copied.is_some_and(|it| !COPY.contains(&it)) {
            return Err(bad("BUTTON_COPY_TEXT_INVALID"));
        }
        let actions = button.as_object().map_or(0, |it| it.keys().filter(|it| *it != "text").count());
        if actions != 1 {
            return Err(bad("can't parse inline keyboard button: exactly one action is needed"));
        }
    }
    Ok(Some(markup))
}
