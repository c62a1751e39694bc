//! Variables by name → [`Settings`]. Every problem is collected; none of them shows a value that can be a secret.

use std::net::SocketAddr;
use std::str::FromStr;

use reqwest::Url;
use tracing_subscriber::filter::Targets;

use super::{LogFormat, Problems, Secret, Settings, Webhook};

/// Where Telegram's Bot API is.
const TELEGRAM: &str = "https://api.telegram.org";
/// The database where none is named.
const DATABASE: &str = "sqlite://herald.db";
/// What is logged where `RUST_LOG` says nothing.
const LOG_FILTER: &str = "info";
/// Where the webhook listens: for a proxy on the same machine, which has the certificate.
const LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 8080);
/// Questions a minute from one person.
const USER_LIMIT: u32 = 30;
/// The highest limit: what the last minute held is kept for each person.
const HIGHEST_LIMIT: u32 = 10_000;
/// Days for which questions are kept, and the most of them.
const KEEP_DAYS: u32 = 90;
const LONGEST_KEEP_DAYS: u32 = 3650;
/// Characters of a webhook's secret that Telegram takes.
const SECRET: std::ops::RangeInclusive<usize> = 1..=256;

/// The variables, and what is wrong with them so far.
struct Reader<V> {
    variable: V,
    problems: Vec<String>,
}

/// All settings.
pub(super) fn settings(variable: impl Fn(&str) -> Option<Result<String, ()>>) -> Result<Settings, Problems> {
    let mut reader = Reader { variable, problems: Vec::new() };
    let token = reader.token();
    let api_url = reader.api_url();
    let database_url = reader.database_url();
    let webhook = reader.webhook(api_url.as_ref());
    let metrics_listen = reader.address("HERALD_METRICS_LISTEN");
    let user_limit = reader.number("HERALD_USER_LIMIT", USER_LIMIT, 0..=HIGHEST_LIMIT);
    let keep = reader.one_of("HERALD_KEEP_QUESTIONS", &[("on", true), ("off", false)]);
    let keep_days = reader.number("HERALD_KEEP_DAYS", KEEP_DAYS, 1..=LONGEST_KEEP_DAYS);
    let pacing = reader.one_of("HERALD_PACING", &[("on", true), ("off", false)]);
    let log_format = reader.one_of("HERALD_LOG_FORMAT", &[("text", LogFormat::Text), ("json", LogFormat::Json)]);
    let log_filter = reader.log_filter();
    match (token, api_url) {
        (Some(token), Some(api_url)) if reader.problems.is_empty() => Ok(Settings {
            token,
            api_url,
            database_url,
            webhook,
            metrics_listen,
            user_limit: Some(user_limit).filter(|it| *it > 0),
            keep_days: keep.then_some(keep_days),
            pacing,
            log_format,
            log_filter,
        }),
        _ => Err(Problems(reader.problems)),
    }
}

/// The database alone.
pub(super) fn database(variable: impl Fn(&str) -> Option<Result<String, ()>>) -> Result<String, Problems> {
    let mut reader = Reader { variable, problems: Vec::new() };
    let url = reader.database_url();
    if reader.problems.is_empty() { Ok(url) } else { Err(Problems(reader.problems)) }
}

impl<V: Fn(&str) -> Option<Result<String, ()>>> Reader<V> {
    /// A variable's value; one that is empty isn't set.
    fn get(&mut self, name: &str) -> Option<String> {
        if let Ok(value) = (self.variable)(name)? {
            Some(value.trim().to_owned()).filter(|it| !it.is_empty())
        } else {
            self.problem(format!("{name} is not valid UTF-8; set it anew"));
            None
        }
    }

    fn problem(&mut self, sentence: impl Into<String>) {
        self.problems.push(sentence.into());
    }

    fn token(&mut self) -> Option<Secret> {
        match self.get("TELOXIDE_TOKEN") {
            Some(token) if token.chars().any(|c| c.is_whitespace() || c.is_control()) => {
                self.problem("TELOXIDE_TOKEN has a space in it; copy the token from @BotFather again");
                None
            }
            None if self.problems.is_empty() => {
                self.problem("TELOXIDE_TOKEN is not set; get a token from @BotFather and set it");
                None
            }
            token => token.map(Secret),
        }
    }

    fn api_url(&mut self) -> Option<Url> {
        let named = self.get("TELOXIDE_API_URL");
        let url = Url::parse(named.as_deref().unwrap_or(TELEGRAM)).ok().filter(is_http);
        if url.is_none() {
            self.problem("TELOXIDE_API_URL is no http:// or https:// address; leave it out to use Telegram");
        }
        url
    }

    fn database_url(&mut self) -> String {
        let url = self.get("HERALD_DATABASE_URL").unwrap_or_else(|| DATABASE.to_owned());
        if !["sqlite:", "postgres:", "postgresql:"].iter().any(|it| url.starts_with(it)) {
            self.problem(
                "HERALD_DATABASE_URL names no database; set it as in sqlite://herald.db or postgres://user@host/herald",
            );
        }
        url
    }

    fn webhook(&mut self, api: Option<&Url>) -> Option<Webhook> {
        let url = self.get("HERALD_WEBHOOK_URL");
        let secret = self.get("HERALD_WEBHOOK_SECRET");
        let listen = self.address("HERALD_LISTEN").unwrap_or(LISTEN);
        let url = url?;
        let parsed = Url::parse(&url).ok().filter(is_http);
        // One's own Bot API server may reach the bot without TLS; Telegram's doesn't.
        let own_server =
            api.is_some_and(|it| it.host_str() != Url::parse(TELEGRAM).ok().as_ref().and_then(Url::host_str));
        let url = parsed.filter(|it| it.scheme() == "https" || own_server);
        if url.is_none() {
            self.problem("HERALD_WEBHOOK_URL is no https:// address; leave it out to poll");
        }
        let allowed = |secret: &String| {
            let takes = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
            SECRET.contains(&secret.len()) && secret.chars().all(takes)
        };
        if secret.is_none() {
            self.problem("HERALD_WEBHOOK_SECRET is not set; with HERALD_WEBHOOK_URL, set it to a long random word");
        } else if !secret.as_ref().is_some_and(allowed) {
            self.problem("HERALD_WEBHOOK_SECRET must be 1 to 256 letters, digits, _ and -, as Telegram wants it");
        }
        Some(Webhook { url: url?, secret: Secret(secret.filter(allowed)?), listen })
    }

    /// An address to listen at.
    fn address(&mut self, name: &str) -> Option<SocketAddr> {
        let value = self.get(name)?;
        let address = SocketAddr::from_str(&value).ok();
        if address.is_none() {
            self.problem(format!("{name} is no address and port; set it as in 127.0.0.1:8080"));
        }
        address
    }

    fn number(&mut self, name: &str, default: u32, range: std::ops::RangeInclusive<u32>) -> u32 {
        let Some(value) = self.get(name) else { return default };
        let number = value.parse().ok().filter(|it| range.contains(it));
        if number.is_none() {
            self.problem(format!("{name} must be a number from {} to {}", range.start(), range.end()));
        }
        number.unwrap_or(default)
    }

    /// The value that a word stands for; the first where the variable is not set.
    fn one_of<T: Copy>(&mut self, name: &str, words: &[(&str, T)]) -> T {
        let Some(value) = self.get(name) else { return words[0].1 };
        let found = words.iter().find(|(word, _)| value.eq_ignore_ascii_case(word));
        if found.is_none() {
            let names: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            self.problem(format!("{name} must be {}", names.join(" or ")));
        }
        found.unwrap_or(&words[0]).1
    }

    fn log_filter(&mut self) -> Targets {
        let filter = self.get("RUST_LOG").unwrap_or_else(|| LOG_FILTER.to_owned());
        filter.parse().unwrap_or_else(|_| {
            self.problem("RUST_LOG is not a log filter; set it as in info or herald=debug");
            Targets::new()
        })
    }
}

fn is_http(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.has_host()
}
