//! What the server knows: chats and their messages, updates to fetch, calls made, and what is wrong with them.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use serde_json::{Value, json};

use super::call::{Call, Parameters};
use super::fault::{Fault, Rule};
use super::flood::Flood;
use super::{BOT, NAME, TOKEN, spec};

/// Everything.
pub struct State {
    /// The bot's id.
    pub bot: i64,
    /// Updates that are not confirmed yet.
    pub queue: VecDeque<(i64, Value)>,
    /// The last update's id.
    pub next_update: i64,
    /// The kinds of update that the bot wants; empty: all.
    pub allowed: Vec<String>,
    /// The running poll's number.
    pub poll: u64,
    /// How many polls there have been.
    pub polls: usize,
    /// The webhook, where one is set.
    pub webhook: Option<Value>,
    /// How the webhook failed last.
    pub webhook_error: Option<String>,
    /// The chats that the bot may write to.
    pub chats: HashMap<i64, Chat>,
    /// Callback and inline queries that wait for an answer.
    pub queries: HashSet<String>,
    /// Files that can be sent again by id.
    pub files: HashSet<String>,
    /// Commands, descriptions and the like, by method name and scope.
    pub menu: HashMap<String, Value>,
    /// Every call but the polls that went well.
    pub calls: Vec<Call>,
    /// The messages that have an answer, by chat and id.
    pub answered: HashSet<(i64, i64)>,
    /// Telegram's limits, where they hold.
    pub flood: Option<Flood>,
    /// What goes wrong.
    pub faults: Vec<(Rule, Fault)>,
    /// What Telegram would not take.
    pub wrong: Vec<String>,
    /// The methods as the Bot API's description has them.
    spec: Option<spec::Spec>,
}

/// A chat.
#[derive(Default)]
pub struct Chat {
    /// Its messages by id: the object as Telegram would give it.
    pub messages: BTreeMap<i64, Value>,
    /// The topics that it has.
    pub topics: HashSet<i64>,
    /// The supergroup that it has become.
    pub migrated: Option<i64>,
    /// Why the bot can't write to it.
    pub closed: Option<&'static str>,
    /// What getChatMember says, by person; a member where nothing is here.
    pub status: HashMap<i64, &'static str>,
}

/// A call that Telegram refuses.
#[derive(Debug, Clone)]
pub struct Refusal {
    /// The error code.
    pub code: u16,
    description: String,
    parameters: Value,
}

impl Refusal {
    /// A refusal with a description as Telegram words it.
    pub fn new(code: u16, description: impl Into<String>) -> Self {
        Self { code, description: description.into(), parameters: Value::Null }
    }

    /// 429.
    pub fn too_many(seconds: u64) -> Self {
        let description = format!("Too Many Requests: retry after {seconds}");
        Self { parameters: json!({ "retry_after": seconds }), ..Self::new(429, description) }
    }

    /// The group has become a supergroup.
    pub fn migrated(to: i64) -> Self {
        let description = "Bad Request: group chat was upgraded to a supergroup chat";
        Self { parameters: json!({ "migrate_to_chat_id": to }), ..Self::new(400, description) }
    }

    /// The body of the answer.
    pub fn body(&self) -> Value {
        let mut body = json!({ "ok": false, "error_code": self.code, "description": self.description });
        if !self.parameters.is_null() {
            body["parameters"] = self.parameters.clone();
        }
        body
    }
}

/// "Bad Request: …"
pub fn bad(description: impl std::fmt::Display) -> Refusal {
    Refusal::new(400, format!("Bad Request: {description}"))
}

impl Default for State {
    fn default() -> Self {
        Self {
            bot: BOT,
            queue: VecDeque::new(),
            next_update: 1000,
            allowed: Vec::new(),
            poll: 0,
            polls: 0,
            webhook: None,
            webhook_error: None,
            chats: HashMap::new(),
            queries: HashSet::new(),
            files: HashSet::new(),
            menu: HashMap::new(),
            calls: Vec::new(),
            answered: HashSet::new(),
            flood: None,
            faults: Vec::new(),
            wrong: Vec::new(),
            spec: spec::Spec::from_env(),
        }
    }
}

impl State {
    /// The token that the server takes.
    pub fn token(&self) -> String {
        TOKEN.replacen(&BOT.to_string(), &self.bot.to_string(), 1)
    }

    /// Checks a call against the Bot API's description; gives the method's name as that writes it.
    pub fn begin(&mut self, method: &str, parameters: &Parameters) -> String {
        let known = super::METHODS.iter().find(|it| it.eq_ignore_ascii_case(method));
        let method = known.map_or(method, |it| it);
        if let Some(spec) = &self.spec {
            self.wrong.extend(spec.problems(method, parameters));
        }
        method.to_owned()
    }

    /// Does what a call asks for. A refusal that a correct bot never gets is noted as wrong.
    pub fn call(&mut self, method: &str, parameters: &Parameters) -> Result<Value, Refusal> {
        let done = self.dispatch(method, parameters);
        if let Err(refusal) = &done
            && matches!(refusal.code, 400 | 404)
            && refusal.parameters.is_null()
            && !["chat not found", "message to be replied not found"].iter().any(|it| refusal.description.ends_with(it))
        {
            self.wrong.push(format!("{method}: {}", refusal.description));
        }
        done
    }

    fn dispatch(&mut self, method: &str, parameters: &Parameters) -> Result<Value, Refusal> {
        match method {
            "getMe" => Ok(json!({
                "id": self.bot, "is_bot": true, "first_name": "Herald", "username": NAME, "can_join_groups": true,
                "can_read_all_group_messages": false, "supports_inline_queries": true,
            })),
            "sendMessage" => {
                let chat = parameters.integer("chat_id").unwrap_or_default();
                if let Some(wait) = self.flood.as_mut().and_then(|it| it.wait(chat)) {
                    return Err(Refusal::too_many(wait));
                }
                self.send_message(parameters)
            }
            "sendPhoto" => self.send_photo(parameters),
            "sendChatAction" => self.send_chat_action(parameters),
            "deleteMessage" => self.delete(parameters),
            "editMessageText" => self.edit_text(parameters),
            "editMessageReplyMarkup" => self.edit_markup(parameters),
            "answerGuestQuery" => self.answer_guest(parameters),
            "answerCallbackQuery" | "answerInlineQuery" => self.answer_query(method, parameters),
            "setMyCommands" => self.set_commands(parameters),
            "setMyDescription" | "setMyShortDescription" | "setMyName" => self.set_description(method, parameters),
            "getMyCommands" | "getMyDescription" | "getMyShortDescription" | "getMyName" => {
                Ok(self.get_menu(method, parameters))
            }
            "setWebhook" => {
                let url = parameters.text("url").unwrap_or_default();
                self.webhook = (!url.is_empty()).then(|| Value::Object(parameters.values.clone()));
                self.webhook_error = None;
                if let Some(Value::Array(kinds)) = parameters.object("allowed_updates") {
                    self.allowed = kinds.iter().filter_map(Value::as_str).map(str::to_owned).collect();
                }
                Ok(json!(true))
            }
            "deleteWebhook" => {
                self.webhook = None;
                if parameters.flag("drop_pending_updates") {
                    self.queue.clear();
                }
                Ok(json!(true))
            }
            "getWebhookInfo" => {
                let hook = self.webhook.clone().unwrap_or(json!({"url": ""}));
                let mut info = json!({
                    "url": hook["url"], "has_custom_certificate": false, "pending_update_count": self.queue.len(),
                });
                if hook["allowed_updates"].is_array() {
                    info["allowed_updates"] = hook["allowed_updates"].clone();
                }
                if let Some(error) = &self.webhook_error {
                    info["last_error_message"] = json!(error);
                }
                Ok(info)
            }
            "getChatMember" => {
                let person = parameters.integer("user_id").ok_or_else(|| bad("invalid user_id specified"))?;
                let status = self.chat(parameters)?.status.get(&person).copied().unwrap_or("member");
                Ok(json!({"status": status, "user": {"id": person, "is_bot": false, "first_name": "P"}}))
            }
            "leaveChat" => {
                self.chat(parameters)?.closed = Some("Forbidden: bot is not a member of the group chat");
                Ok(json!(true))
            }
            _ => Err(Refusal::new(404, "Not Found")),
        }
    }

    /// The chat that a call is for.
    pub fn chat(&mut self, parameters: &Parameters) -> Result<&mut Chat, Refusal> {
        let id = parameters.integer("chat_id").ok_or_else(|| bad("chat_id is empty"))?;
        let chat = self.chats.get_mut(&id).ok_or_else(|| bad("chat not found"))?;
        match (chat.closed, chat.migrated) {
            (Some(why), _) => Err(Refusal::new(403, why)),
            (None, Some(to)) => Err(Refusal::migrated(to)),
            (None, None) => Ok(chat),
        }
    }
}
