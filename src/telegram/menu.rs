//! The commands and descriptions that Telegram shows for the bot: only what differs from what it has is sent.
//!
//! It is registered for everybody in English and for Chinese readers in Chinese: Telegram knows languages by two letters. A
//! failure here costs the menu and nothing else.

use std::time::Duration;

use serde_json::{Value, json};

use super::Bot;
use super::api::{CALL_TIMEOUT, CallError};
use super::edition::Edition;
use super::overview::text;
use crate::knowledge::{KnowledgeBase, Localised, Phrases};

/// Characters of the two descriptions that Telegram takes.
const DESCRIPTION: usize = 512;
const SHORT_DESCRIPTION: usize = 120;
/// Tries of a call, and the wait after one that failed.
const TRIES: usize = 3;
const WAIT: Duration = Duration::from_secs(2);

/// A command and what it is called in the menu.
type Command = (&'static str, fn(&Phrases) -> &Localised);

/// The commands of every chat.
const COMMANDS: &[Command] = &[
    ("ask", |it| &it.command_ask),
    ("topics", |it| &it.command_topics),
    ("figures", |it| &it.command_figures),
    ("summary", |it| &it.command_summary),
    ("quotes", |it| &it.command_quotes),
    ("source", |it| &it.command_source),
    ("chart", |it| &it.command_chart),
    ("language", |it| &it.command_language),
    ("about", |it| &it.command_about),
    ("help", |it| &it.command_help),
];
/// Those that are worth a place in a private chat's menu only.
const PRIVATE: &[Command] = &[("forget", |it| &it.command_forget)];

/// Those that a group's administrators have beside.
const ADMINISTRATORS: &[Command] = &[("quiet", |it| &it.command_quiet)];

/// One thing that Telegram is told: the end of the method's names, for whom, and what.
struct Entry {
    name: &'static str,
    place: Value,
    field: &'static str,
    value: Value,
}

/// Tells Telegram what it doesn't have yet.
pub async fn register(bot: &Bot) {
    for entry in entries(&bot.knowledge.get()) {
        if let Err(error) = update(bot, &entry).await {
            tracing::warn!(%error, what = entry.name, "the menu could not be brought up to date");
            return;
        }
    }
}

async fn update(bot: &Bot, entry: &Entry) -> Result<(), CallError> {
    let (get, set) = (format!("getMy{}", entry.name), format!("setMy{}", entry.name));
    let now: Value = insist(|| bot.api.call(&get, &entry.place, CALL_TIMEOUT)).await?;
    // A list is the result itself, a text is a field of it.
    let now = if now.is_array() { &now } else { &now[entry.field] };
    if *now == entry.value {
        return Ok(());
    }
    let mut parameters = entry.place.clone();
    parameters[entry.field] = entry.value.clone();
    insist(|| bot.api.send(&set, &parameters)).await.map(drop)
}

/// Calls again after failures that may be over soon.
async fn insist<T, F: Future<Output = Result<T, CallError>>>(call: impl Fn() -> F) -> Result<T, CallError> {
    let mut tries = 1;
    loop {
        let wait = match call().await {
            Err(CallError::RetryAfter(wait)) if tries < TRIES => wait,
            Err(CallError::Transient(_)) if tries < TRIES => WAIT,
            done => return done,
        };
        tries += 1;
        tokio::time::sleep(wait).await;
    }
}

/// Everything that Telegram is to have.
fn entries(kb: &KnowledgeBase) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (language, edition) in [(None, Edition::English), (Some("zh"), Edition::Simplified)] {
        let place = |scope: Option<&str>| {
            let mut place = json!({});
            if let Some(scope) = scope {
                place["scope"] = json!({ "type": scope });
            }
            if let Some(language) = language {
                place["language_code"] = json!(language);
            }
            place
        };
        let list = |commands: Vec<&Command>| {
            let entry = |(name, phrase): &&Command| json!({"command": name, "description": text(edition, phrase(&kb.phrases), &[])});
            Value::Array(commands.iter().map(entry).collect())
        };
        let mut commands = |scope: &str, value: Value| {
            entries.push(Entry { name: "Commands", place: place(Some(scope)), field: "commands", value });
        };
        commands("all_private_chats", list(COMMANDS.iter().chain(PRIVATE).collect()));
        commands("all_group_chats", list(COMMANDS.iter().collect()));
        commands("all_chat_administrators", list(COMMANDS.iter().chain(ADMINISTRATORS).collect()));
        let title = kb.announcement.title.get(edition.reply(crate::answer::Kind::Smalltalk).lang);
        let about = |phrase, longest: usize| {
            let whole = text(edition, phrase, &[("title", title)]);
            json!(whole.chars().take(longest).collect::<String>())
        };
        entries.push(Entry {
            name: "Description",
            place: place(None),
            field: "description",
            value: about(&kb.phrases.description, DESCRIPTION),
        });
        entries.push(Entry {
            name: "ShortDescription",
            place: place(None),
            field: "short_description",
            value: about(&kb.phrases.short_description, SHORT_DESCRIPTION),
        });
    }
    entries
}
