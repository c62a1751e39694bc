//! The environment → [`Settings`], or every problem with it, one sentence each.
//!
//! `TELOXIDE_TOKEN` missing and `HERALD_PACING=maybe` are two sentences in one [`Problems`]. `.env.example` has every
//! variable with its purpose and default.

use std::fmt;

use reqwest::Url;
use tracing_subscriber::EnvFilter;

/// Where Telegram's Bot API is.
const TELEGRAM: &str = "https://api.telegram.org";
/// The database where none is named.
const DATABASE: &str = "sqlite://herald.db";
/// What is logged where `RUST_LOG` says nothing.
const LOG_FILTER: &str = "info";

/// What the bot needs to know of its environment. It holds the token, so it has no `Debug`.
#[derive(Clone)]
pub struct Settings {
    /// `TELOXIDE_TOKEN`.
    pub token: Token,
    /// `TELOXIDE_API_URL`.
    pub api_url: Url,
    /// `HERALD_DATABASE_URL`.
    pub database_url: String,
    /// `HERALD_PACING`: whether sends keep to Telegram's published limits.
    pub pacing: bool,
    /// `HERALD_LOG_FORMAT`.
    pub log_format: LogFormat,
    /// `RUST_LOG`.
    pub log_filter: LogFilter,
}

/// The bot's token: it can be used, and not printed.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// The token itself, for the request that needs it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// A log filter that has been parsed once, so that it is known to be one.
#[derive(Debug, Clone)]
pub struct LogFilter(String);

impl LogFilter {
    /// The filter.
    pub fn filter(&self) -> EnvFilter {
        EnvFilter::new(&self.0)
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

impl Settings {
    /// Reads the process's environment.
    pub fn from_env() -> Result<Self, Problems> {
        Self::read(|name| match std::env::var(name) {
            Ok(value) => Some(Ok(value)),
            Err(std::env::VarError::NotPresent) => None,
            Err(std::env::VarError::NotUnicode(_)) => Some(Err(())),
        })
    }

    /// Reads variables by name; `Err` stands for one that is no text.
    pub fn read(variable: impl Fn(&str) -> Option<Result<String, ()>>) -> Result<Self, Problems> {
        let mut problems = Vec::new();
        let mut get = |name: &str| {
            if let Ok(value) = variable(name)? {
                Some(value.trim().to_owned()).filter(|it| !it.is_empty())
            } else {
                problems.push(format!("{name} is not valid UTF-8; set it anew"));
                None
            }
        };
        let token = get("TELOXIDE_TOKEN");
        let api_url = get("TELOXIDE_API_URL");
        let database_url = get("HERALD_DATABASE_URL").unwrap_or_else(|| DATABASE.to_owned());
        let pacing = get("HERALD_PACING");
        let log_format = get("HERALD_LOG_FORMAT");
        let log_filter = get("RUST_LOG").unwrap_or_else(|| LOG_FILTER.to_owned());

        let token = match token {
            Some(token) if token.chars().any(|c| c.is_whitespace() || c.is_control()) => {
                problems.push("TELOXIDE_TOKEN has a space in it; copy the token from @BotFather again".to_owned());
                None
            }
            None if problems.iter().all(|it| !it.starts_with("TELOXIDE_TOKEN")) => {
                problems.push("TELOXIDE_TOKEN is not set; get a token from @BotFather and set it".to_owned());
                None
            }
            token => token,
        };
        let api_url = Url::parse(api_url.as_deref().unwrap_or(TELEGRAM)).ok().filter(is_http);
        if api_url.is_none() {
            problems
                .push("TELOXIDE_API_URL is no http:// or https:// address; leave it out to use Telegram".to_owned());
        }
        if !database_url.starts_with("sqlite:") {
            problems
                .push("HERALD_DATABASE_URL does not name an SQLite file; set it as in sqlite://herald.db".to_owned());
        }
        let pacing = one_of("HERALD_PACING", pacing, &[("on", true), ("off", false)], &mut problems);
        let formats = [("text", LogFormat::Text), ("json", LogFormat::Json)];
        let log_format = one_of("HERALD_LOG_FORMAT", log_format, &formats, &mut problems);
        if EnvFilter::try_new(&log_filter).is_err() {
            problems.push("RUST_LOG is not a log filter; set it as in info or herald=debug".to_owned());
        }
        match (token, api_url) {
            (Some(token), Some(api_url)) if problems.is_empty() => {
                let log_filter = LogFilter(log_filter);
                Ok(Self { token: Token(token), api_url, database_url, pacing, log_format, log_filter })
            }
            _ => Err(Problems(problems)),
        }
    }
}

/// The value that a word stands for; the first where the variable is not set.
fn one_of<T: Copy>(name: &str, value: Option<String>, words: &[(&str, T)], problems: &mut Vec<String>) -> T {
    let Some(value) = value else {
        return words[0].1;
    };
    let found = words.iter().find(|(word, _)| value.eq_ignore_ascii_case(word));
    if found.is_none() {
        let names: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        problems.push(format!("{name} must be {}", names.join(" or ")));
    }
    found.unwrap_or(&words[0]).1
}

fn is_http(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.has_host()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `Ok` for settings that can be used, else the variables that the problems begin with.
    fn check(variables: &[(&str, &str)], expected: Result<(), &[&str]>) {
        let value = |name: &str| variables.iter().find(|(it, _)| *it == name).map(|(_, value)| Ok((*value).to_owned()));
        let found = Settings::read(value);
        match (found, expected) {
            (Ok(_), Ok(())) => {}
            (Err(problems), Err(names)) => {
                let first = |it: &String| it.split(' ').next().unwrap_or_default().to_owned();
                assert_eq!(problems.0.iter().map(first).collect::<Vec<_>>(), names, "{variables:?}");
                for (_, secret) in variables.iter().filter(|(name, _)| *name == "TELOXIDE_TOKEN") {
                    assert!(secret.is_empty() || !problems.to_string().contains(secret), "{problems}");
                }
            }
            (Ok(_), Err(names)) => panic!("{variables:?} passed, expected {names:?}"),
            (Err(problems), Ok(())) => panic!("{variables:?}: {problems}"),
        }
    }

    #[test]
    fn every_problem_is_named() {
        let token = ("TELOXIDE_TOKEN", "1:a-B_c");
        check(&[token], Ok(()));
        check(&[], Err(&["TELOXIDE_TOKEN"]));
        check(&[("TELOXIDE_TOKEN", "  ")], Err(&["TELOXIDE_TOKEN"]));
        check(&[("TELOXIDE_TOKEN", " 1:a ")], Ok(()));
        check(&[("TELOXIDE_TOKEN", "1:a b")], Err(&["TELOXIDE_TOKEN"]));
        check(&[token, ("TELOXIDE_API_URL", "http://127.0.0.1:8081/x")], Ok(()));
        check(&[token, ("TELOXIDE_API_URL", "api.telegram.org")], Err(&["TELOXIDE_API_URL"]));
        check(&[token, ("TELOXIDE_API_URL", "ftp://api.telegram.org")], Err(&["TELOXIDE_API_URL"]));
        check(&[token, ("HERALD_DATABASE_URL", "sqlite:///var/lib/herald.db")], Ok(()));
        check(&[token, ("HERALD_DATABASE_URL", "mysql://x")], Err(&["HERALD_DATABASE_URL"]));
        check(&[token, ("HERALD_PACING", "OFF")], Ok(()));
        check(&[token, ("HERALD_PACING", "")], Ok(()));
        check(&[token, ("HERALD_PACING", "no")], Err(&["HERALD_PACING"]));
        check(&[token, ("HERALD_LOG_FORMAT", "json")], Ok(()));
        check(&[token, ("HERALD_LOG_FORMAT", "xml")], Err(&["HERALD_LOG_FORMAT"]));
        check(&[token, ("RUST_LOG", "herald=trace,warn")], Ok(()));
        check(&[token, ("RUST_LOG", "herald=loud")], Err(&["RUST_LOG"]));
        check(
            &[("HERALD_PACING", "no"), ("HERALD_LOG_FORMAT", "xml"), ("TELOXIDE_API_URL", "x")],
            Err(&["TELOXIDE_TOKEN", "TELOXIDE_API_URL", "HERALD_PACING", "HERALD_LOG_FORMAT"]),
        );
    }

    #[test]
    fn a_value_that_is_no_text_is_named_once() {
        let problems = Settings::read(|name| (name == "TELOXIDE_TOKEN").then_some(Err(()))).err();
        assert_eq!(problems, Some(Problems(vec!["TELOXIDE_TOKEN is not valid UTF-8; set it anew".to_owned()])));
    }

    #[test]
    fn the_example_names_every_variable() {
        let asked = std::cell::RefCell::new(Vec::new());
        let _ = Settings::read(|name| {
            asked.borrow_mut().push(name.to_owned());
            None
        });
        for name in asked.into_inner() {
            let line = format!("{name}=");
            let named = |it: &str| it.trim_start_matches('#').starts_with(&line);
            assert!(include_str!("../.env.example").lines().any(named), "{name}");
        }
    }
}
