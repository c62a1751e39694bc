//! The environment → [`Settings`], or every problem with it, one sentence each.
//!
//! `TELOXIDE_TOKEN` missing and `HERALD_PACING=maybe` are two sentences in one [`Problems`]. `.env.example` has every
//! variable with its purpose and default.

mod read;
#[cfg(test)]
mod tests;

use std::fmt;
use std::net::SocketAddr;

use reqwest::Url;
use tracing_subscriber::filter::Targets;

/// What the bot needs to know of its environment. It holds secrets, so it has no `Debug`.
#[derive(Clone)]
pub struct Settings {
    /// `TELOXIDE_TOKEN`.
    pub token: Secret,
    /// `TELOXIDE_API_URL`.
    pub api_url: Url,
    /// `HERALD_DATABASE_URL`.
    pub database_url: String,
    /// `HERALD_WEBHOOK_URL` and what belongs to it; without it the bot polls.
    pub webhook: Option<Webhook>,
    /// `HERALD_METRICS_LISTEN`.
    pub metrics_listen: Option<SocketAddr>,
    /// `HERALD_USER_LIMIT`: questions a minute from one person; `None` for any number.
    pub user_limit: Option<u32>,
    /// `HERALD_KEEP_QUESTIONS` and `HERALD_KEEP_DAYS`: the days for which unanswered questions and votes are kept; `None`
    /// where they aren't.
    pub keep_days: Option<u32>,
    /// `HERALD_PACING`: whether sends keep to Telegram's published limits.
    pub pacing: bool,
    /// `HERALD_LOG_FORMAT`.
    pub log_format: LogFormat,
    /// `RUST_LOG`.
    pub log_filter: Targets,
}

/// How Telegram reaches the bot.
#[derive(Clone)]
pub struct Webhook {
    /// `HERALD_WEBHOOK_URL`.
    pub url: Url,
    /// `HERALD_WEBHOOK_SECRET`.
    pub secret: Secret,
    /// `HERALD_LISTEN`.
    pub listen: SocketAddr,
}

/// A token or a password: it can be used, and not printed.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// The secret itself, for the request that needs it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// Everything that is wrong with the environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems(pub Vec<String>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

impl std::error::Error for Problems {}

/// A variable of the process's environment; `Err` stands for one that is no text.
fn variable(name: &str) -> Option<Result<String, ()>> {
    match std::env::var(name) {
        Ok(value) => Some(Ok(value)),
        Err(std::env::VarError::NotPresent) => None,
        Err(std::env::VarError::NotUnicode(_)) => Some(Err(())),
    }
}

impl Settings {
    /// Reads the process's environment.
    pub fn from_env() -> Result<Self, Problems> {
        Self::read(variable)
    }

    /// Reads variables by name; `Err` stands for one that is no text.
    pub fn read(variable: impl Fn(&str) -> Option<Result<String, ()>>) -> Result<Self, Problems> {
        read::settings(variable)
    }
}

/// The database that the process's environment names, for commands that need nothing else.
pub fn database_url() -> Result<String, Problems> {
    read::database(variable)
}

/// A database URL as it may be shown: without user, password and options.
pub fn shown(database_url: &str) -> String {
    let plain = database_url.split('?').next().unwrap_or_default();
    match plain.split_once("://") {
        Some((scheme, rest)) => format!("{scheme}://{}", rest.rsplit_once('@').map_or(rest, |(_, place)| place)),
        None => plain.to_owned(),
    }
}
