//! One Bot API call over HTTP: a method and its parameters → the result, or what to do about the failure.
//!
//! `api.call("sendMessage", &payload, TIMEOUT)` gives the message that was sent, or a [`CallError`] that says whether to wait,
//! to try again or to give up. teloxide's own requests don't fit: they sleep 10 s on a 5xx, and fail a call that was done
//! when the answer holds a type they don't know, which would send the same message again.
//!
//! No error holds an address or a body: the address has the token in it, the body can have a person's words.

mod failure;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use reqwest::multipart::{Form, Part};
use reqwest::{Client, Url};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use tokio::sync::Semaphore;

pub use failure::CallError;
use failure::{transport, without_quotes};

use crate::settings::Secret;

/// How long a connection may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// How long an ordinary call may take.
pub const CALL_TIMEOUT: Duration = Duration::from_secs(15);
/// How long a call that uploads a file may take.
const UPLOAD_TIMEOUT: Duration = Duration::from_secs(30);
/// The wait where a 429 does not say how long.
const DEFAULT_RETRY_AFTER: Duration = Duration::from_secs(1);

/// Calls at once. Each has a connection, which holds some 50 KB; with a tenth of a second a call they do ten times what Telegram
/// takes from a bot.
const CALLS: usize = 32;

/// Bytes that the parameters of a call mostly fit into.
const PAYLOAD: usize = 2048;

/// The Bot API for one token. It holds the token, so it has no `Debug`.
pub struct Api {
    client: Client,
    calls: Semaphore,
    base: Url,
    /// The address of each method that was called.
    urls: Mutex<FxHashMap<String, Url>>,
    started: Instant,
    /// Milliseconds from `started` to the last answer that was one.
    last_answer: AtomicU64,
}

/// What every answer looks like.
#[derive(Deserialize)]
struct Envelope<T> {
    ok: bool,
    #[serde(default = "none")]
    result: Option<T>,
    #[serde(default)]
    error_code: u16,
    #[serde(default)]
    description: String,
    #[serde(default)]
    parameters: Parameters,
}

fn none<T>() -> Option<T> {
    None
}

#[derive(Deserialize, Default)]
struct Parameters {
    retry_after: Option<u64>,
    migrate_to_chat_id: Option<i64>,
}

/// A call's answer, before it is read as what the method returns.
pub struct Answer {
    status: u16,
    body: Vec<u8>,
}

impl Api {
    /// The Bot API at an address.
    pub fn new(url: &Url, token: &Secret) -> anyhow::Result<Self> {
        // A call that failed is tried again by whoever made it: a copy of each for that is not needed.
        let never = reqwest::retry::never().max_retries_per_request(0);
        let client = Client::builder().connect_timeout(CONNECT_TIMEOUT).tcp_nodelay(true).retry(never).build()?;
        let mut base = url.clone();
        if let Ok(mut path) = base.path_segments_mut() {
            path.pop_if_empty().push(&format!("bot{}", token.reveal())).push("");
        }
        Ok(Self {
            client,
            calls: Semaphore::new(CALLS),
            base,
            urls: Mutex::default(),
            started: Instant::now(),
            last_answer: AtomicU64::new(0),
        })
    }

    /// Calls a method. An answer without the result that was expected counts as no answer.
    pub async fn call<T>(&self, method: &str, payload: &impl Serialize, timeout: Duration) -> Result<T, CallError>
    where
        T: for<'a> Deserialize<'a>,
    {
        let answer = self.post(method, payload, timeout).await?;
        answer.read::<T>()?.ok_or(CallError::Transient("the answer holds no result"))
    }

    /// Calls a method that is done when the answer says so, whatever else it holds: Gives the message's id where there is one.
    pub async fn send(&self, method: &str, payload: &impl Serialize) -> Result<Option<i64>, CallError> {
        let answer = self.post(method, payload, CALL_TIMEOUT).await?;
        answer.message()
    }

    /// Calls a method and gives its answer unread.
    pub async fn post(&self, method: &str, payload: &impl Serialize, timeout: Duration) -> Result<Answer, CallError> {
        let url = self.url(method)?;
        let mut body = Vec::with_capacity(PAYLOAD);
        serde_json::to_writer(&mut body, payload).map_err(|_| CallError::Rejected("no such parameters".to_owned()))?;
        let request = self.client.post(url).header("content-type", "application/json").body(body).timeout(timeout);
        self.answer(request).await
    }

    /// Calls a method with a file: as a form, in which everything else that is no text is JSON.
    pub async fn upload(
        &self,
        method: &str,
        fields: &serde_json::Map<String, serde_json::Value>,
        name: &'static str,
        file: &'static str,
        bytes: Vec<u8>,
    ) -> Result<Answer, CallError> {
        let url = self.url(method)?;
        let mut form = Form::new().part(name, Part::bytes(bytes).file_name(file));
        for (field, value) in fields {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            form = form.text(field.clone(), text);
        }
        self.answer(self.client.post(url).multipart(form).timeout(UPLOAD_TIMEOUT)).await
    }

    /// The address of a method.
    fn url(&self, method: &str) -> Result<Url, CallError> {
        // A panic elsewhere leaves the map whole: every change of it is one call.
        let mut urls = self.urls.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(url) = urls.get(method) {
            return Ok(url.clone());
        }
        let url = self.base.join(method).map_err(|_| CallError::Rejected("no such method".to_owned()))?;
        urls.insert(method.to_owned(), url.clone());
        Ok(url)
    }

    /// Sends a request and gives its answer unread.
    async fn answer(&self, request: reqwest::RequestBuilder) -> Result<Answer, CallError> {
        let _call = self.calls.acquire().await;
        let response = request.send().await.map_err(|error| transport(&error))?;
        let status = response.status().as_u16();
        if status >= 500 {
            return Err(CallError::Transient("the server failed"));
        }
        let body = response.bytes().await.map_err(|error| transport(&error))?;
        let since = self.started.elapsed().as_millis();
        self.last_answer.store(u64::try_from(since).unwrap_or(u64::MAX), Ordering::Relaxed);
        Ok(Answer { status, body: body.into() })
    }

    /// Whether any call has been answered since `then`: if not, the network or the server is down for all calls alike.
    pub fn answered_since(&self, then: Instant) -> bool {
        let last = self.started + Duration::from_millis(self.last_answer.load(Ordering::Relaxed));
        last >= then
    }
}

/// Of a message that was sent what is read of it.
#[derive(Deserialize)]
struct Sent {
    message_id: i64,
}

impl Answer {
    /// The id of the message that was sent, where the call was done and there is one.
    pub fn message(&self) -> Result<Option<i64>, CallError> {
        let sent = self.read::<&RawValue>()?;
        Ok(sent.and_then(|it| serde_json::from_str(it.get()).ok()).map(|Sent { message_id }| message_id))
    }

    /// The result, where the call was done; `None` where the answer says that it was, and no more.
    pub fn read<'a, T: Deserialize<'a>>(&'a self) -> Result<Option<T>, CallError> {
        let Ok(envelope) = serde_json::from_slice::<Envelope<T>>(&self.body) else {
            return Err(match self.status {
                401 => CallError::Unauthorized,
                429 => CallError::RetryAfter(DEFAULT_RETRY_AFTER),
                _ => CallError::Transient("the answer can't be read"),
            });
        };
        if envelope.ok { Ok(envelope.result) } else { Err(failure(self.status, &envelope)) }
    }
}

/// What an answer that says no means.
fn failure<T>(status: u16, envelope: &Envelope<T>) -> CallError {
    if let Some(chat) = envelope.parameters.migrate_to_chat_id {
        return CallError::Migrated(chat);
    }
    let code = if envelope.error_code == 0 { status } else { envelope.error_code };
    match code {
        401 => CallError::Unauthorized,
        403 => CallError::Forbidden(without_quotes(&envelope.description)),
        409 if envelope.description.contains("webhook") => CallError::WebhookSet,
        409 => CallError::Conflict,
        429 => CallError::RetryAfter(envelope.parameters.retry_after.map_or(DEFAULT_RETRY_AFTER, Duration::from_secs)),
        500.. => CallError::Transient("the server failed"),
        _ => CallError::Rejected(without_quotes(&envelope.description)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What sending makes of an answer.
    fn check(status: u16, body: &str, expected: &Result<Option<i64>, CallError>) {
        let answer = Answer { status, body: body.as_bytes().to_vec() };
        assert_eq!(&answer.message(), expected, "{status} {body}");
    }

    #[test]
    fn answers_are_told_apart() {
        let retry = |seconds| Err(CallError::RetryAfter(Duration::from_secs(seconds)));
        let unreadable = || Err(CallError::Transient("the answer can't be read"));
        check(200, r#"{"ok":true,"result":{"message_id":7,"chat":{"type":"new"}}}"#, &Ok(Some(7)));
        check(200, r#"{"ok":true,"result":true}"#, &Ok(None));
        check(200, r#"{"ok":true}"#, &Ok(None));
        check(200, "<html>", &unreadable());
        check(200, r#"{"ok":tr"#, &unreadable());
        check(200, "", &unreadable());
        check(401, r#"{"ok":false,"error_code":401,"description":"Unauthorized"}"#, &Err(CallError::Unauthorized));
        check(429, r#"{"ok":false,"error_code":429,"parameters":{"retry_after":3}}"#, &retry(3));
        check(429, "slow down", &retry(1));
        check(
            409,
            r#"{"ok":false,"description":"Conflict: terminated by other getUpdates"}"#,
            &Err(CallError::Conflict),
        );
        check(409, r#"{"ok":false,"description":"can't use while webhook is active"}"#, &Err(CallError::WebhookSet));
        check(400, r#"{"ok":false,"parameters":{"migrate_to_chat_id":-1005}}"#, &Err(CallError::Migrated(-1005)));
        check(
            403,
            r#"{"ok":false,"description":"Forbidden: kicked"}"#,
            &Err(CallError::Forbidden("Forbidden: kicked".into())),
        );
        check(
            400,
            r#"{"ok":false,"description":"Bad Request: unsupported tag \"secret\" at 5"}"#,
            &Err(CallError::Rejected("Bad Request: unsupported tag".into())),
        );
        check(
            200,
            r#"{"ok":false,"error_code":502,"description":"Bad Gateway"}"#,
            &Err(CallError::Transient("the server failed")),
        );
    }
}
