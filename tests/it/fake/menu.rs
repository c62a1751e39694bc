//! Commands and descriptions: what setMy… keeps, getMy… gives, by language and scope.

use serde_json::{Value, json};

use super::call::Parameters;
use super::state::{Refusal, State, bad};

impl State {
    /// setMyCommands.
    pub fn set_commands(&mut self, parameters: &Parameters) -> Result<Value, Refusal> {
        check_language(parameters)?;
        let commands = parameters.object("commands").unwrap_or_default();
        let list = commands.as_array().ok_or_else(|| bad("can't parse commands"))?;
        if list.len() > 100 {
            return Err(bad("BOT_COMMANDS_TOO_MUCH"));
        }
        for command in list {
            let name = command["command"].as_str().unwrap_or_default();
            let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            if !(1..=32).contains(&name.len()) || !name.chars().all(allowed) {
                return Err(bad("BOT_COMMAND_INVALID"));
            }
            let description = command["description"].as_str().unwrap_or_default().chars().count();
            if !(1..=256).contains(&description) {
                return Err(bad("BOT_COMMAND_DESCRIPTION_INVALID"));
            }
        }
        self.menu.insert(key("Commands", parameters), commands);
        Ok(json!(true))
    }

    /// setMyDescription and its like.
    pub fn set_description(&mut self, method: &str, parameters: &Parameters) -> Result<Value, Refusal> {
        check_language(parameters)?;
        let kind = method.trim_start_matches("setMy");
        let (name, longest) = field(kind);
        let text = parameters.text(name).unwrap_or_default();
        if text.chars().count() > longest {
            return Err(bad(format!("{name} is too long")));
        }
        self.menu.insert(key(kind, parameters), json!({ name: text }));
        Ok(json!(true))
    }

    /// getMyCommands, getMyDescription and their like.
    pub fn get_menu(&self, method: &str, parameters: &Parameters) -> Value {
        let kind = method.trim_start_matches("getMy");
        let empty = if kind == "Commands" { json!([]) } else { json!({ field(kind).0: "" }) };
        self.menu.get(&key(kind, parameters)).cloned().unwrap_or(empty)
    }
}

/// Telegram knows languages by two letters only.
fn check_language(parameters: &Parameters) -> Result<(), Refusal> {
    let language = parameters.text("language_code").unwrap_or_default();
    let two_letters = language.len() == 2 && language.chars().all(|c| c.is_ascii_lowercase());
    if language.is_empty() || two_letters { Ok(()) } else { Err(bad("LANGUAGE_CODE_INVALID")) }
}

/// The parameter that holds the text, and how long that may be.
fn field(kind: &str) -> (&'static str, usize) {
    match kind {
        "ShortDescription" => ("short_description", 120),
        "Name" => ("name", 64),
        _ => ("description", 512),
    }
}

fn key(kind: &str, parameters: &Parameters) -> String {
    let scope = parameters.object("scope").unwrap_or_else(|| json!({"type": "default"}));
    format!("{kind} {scope} {}", parameters.text("language_code").unwrap_or_default())
}
