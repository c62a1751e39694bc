//! Edits, which must change something, and answers to callback and inline queries, which must be in time.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::call::Parameters;
use super::message::{formatted, markup};
use super::state::{Refusal, State, bad};

/// Results that an inline answer holds, and bytes of a result's id.
const RESULTS: usize = 50;
const RESULT_ID: std::ops::RangeInclusive<usize> = 1..=64;

impl State {
    /// editMessageText.
    pub fn edit_text(&mut self, parameters: &Parameters) -> Result<Value, Refusal> {
        let text = formatted(parameters, "text", "message", 4096)?;
        let markup = markup(parameters)?;
        self.edit(parameters, |message| {
            message["text"] = json!(text);
            message["reply_markup"] = markup.unwrap_or_default();
        })
    }

    /// editMessageReplyMarkup.
    pub fn edit_markup(&mut self, parameters: &Parameters) -> Result<Value, Refusal> {
        let markup = markup(parameters)?;
        self.edit(parameters, |message| message["reply_markup"] = markup.unwrap_or_default())
    }

    /// deleteMessage.
    pub fn delete(&mut self, parameters: &Parameters) -> Result<Value, Refusal> {
        let id = parameters.integer("message_id").ok_or_else(|| bad("message identifier is not specified"))?;
        let bot = self.bot;
        let chat = self.chat(parameters)?;
        let own = chat.messages.get(&id).is_some_and(|it| it["from"]["id"] == json!(bot));
        if !own {
            return Err(bad("message to delete not found"));
        }
        chat.messages.remove(&id);
        Ok(json!(true))
    }

    fn edit(&mut self, parameters: &Parameters, change: impl FnOnce(&mut Value)) -> Result<Value, Refusal> {
        // A message that was sent inline isn't in a chat that we know.
        if parameters.text("inline_message_id").is_some() {
            return Ok(json!(true));
        }
        let id = parameters.integer("message_id").ok_or_else(|| bad("message identifier is not specified"))?;
        let bot = self.bot;
        let chat = self.chat(parameters)?;
        let message = chat.messages.get_mut(&id).ok_or_else(|| bad("message to edit not found"))?;
        if message["from"]["id"] != json!(bot) {
            return Err(bad("message can't be edited"));
        }
        let mut changed = message.clone();
        change(&mut changed);
        if changed["reply_markup"].is_null() {
            changed.as_object_mut().map(|it| it.remove("reply_markup"));
        }
        if changed == *message {
            return Err(bad(
                "message is not modified: specified new message content and reply markup are exactly the same as a current \
                 content and reply markup of the message",
            ));
        }
        message.clone_from(&changed);
        Ok(changed)
    }

    /// answerGuestQuery.
    pub fn answer_guest(&mut self, parameters: &Parameters) -> Result<Value, Refusal> {
        let id = parameters.text("guest_query_id").unwrap_or_default();
        if !self.queries.remove(id) {
            return Err(bad("query is too old and response timeout expired or query ID is invalid"));
        }
        let result = parameters.object("result").unwrap_or_default();
        check_result(&result, &mut HashSet::new())?;
        Ok(json!({"inline_message_id": format!("sent-{id}")}))
    }

    /// answerCallbackQuery and answerInlineQuery.
    pub fn answer_query(&mut self, method: &str, parameters: &Parameters) -> Result<Value, Refusal> {
        let inline = method == "answerInlineQuery";
        let id = parameters.text(if inline { "inline_query_id" } else { "callback_query_id" }).unwrap_or_default();
        if !self.queries.remove(id) {
            return Err(bad("query is too old and response timeout expired or query ID is invalid"));
        }
        if !inline {
            let length = parameters.text("text").unwrap_or_default().chars().count();
            return if length > 200 { Err(bad("MESSAGE_TOO_LONG")) } else { Ok(json!(true)) };
        }
        let results = parameters.object("results").unwrap_or_default();
        let results = results.as_array().ok_or_else(|| bad("can't parse results"))?;
        if results.len() > RESULTS {
            return Err(bad("RESULTS_TOO_MUCH"));
        }
        let mut ids = HashSet::new();
        for result in results {
            check_result(result, &mut ids)?;
        }
        Ok(json!(true))
    }
}

/// What is wrong with one result of an inline or guest answer.
fn check_result<'a>(result: &'a Value, ids: &mut HashSet<&'a str>) -> Result<(), Refusal> {
    let id = result["id"].as_str().unwrap_or_default();
    if !RESULT_ID.contains(&id.len()) || !ids.insert(id) {
        return Err(bad("RESULT_ID_INVALID"));
    }
    let content = result["input_message_content"].as_object().cloned().unwrap_or_default();
    let content = Parameters { values: content, ..Parameters::default() };
    formatted(&content, "message_text", "message", 4096)?;
    let keyboard = result.as_object().cloned().unwrap_or_default();
    markup(&Parameters { values: keyboard, ..Parameters::default() })?;
    Ok(())
}
