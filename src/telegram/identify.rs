//! A token → the bot that it belongs to, however long it takes until Telegram can be reached.

use std::time::Duration;

use serde_json::Value;

use super::address::Me;
use super::api::{Api, CALL_TIMEOUT, CallError};

/// The wait after a getMe that failed; doubled up to the longest.
const FIRST_WAIT: Duration = Duration::from_millis(200);
const LONGEST_WAIT: Duration = Duration::from_secs(15);

/// Who the token belongs to. Waits until Telegram can be reached.
pub async fn identify(api: &Api) -> anyhow::Result<Me> {
    let mut wait = FIRST_WAIT;
    loop {
        let error = match api.call::<Value>("getMe", &serde_json::json!({}), CALL_TIMEOUT).await {
            Ok(me) => {
                let id = me.get("id").and_then(Value::as_i64);
                let username = me.get("username").and_then(Value::as_str).unwrap_or_default().to_owned();
                let inline = me.get("supports_inline_queries").and_then(Value::as_bool).unwrap_or(false);
                match id {
                    Some(id) => return Ok(Me { id, username, inline, votes: false }),
                    None => CallError::Transient("getMe gives no id"),
                }
            }
            // A token that does not even look like one is "not found".
            Err(CallError::Unauthorized | CallError::Rejected(_) | CallError::Forbidden(_)) => {
                return Err(refused_token());
            }
            Err(error) => error,
        };
        let pause = if let CallError::RetryAfter(pause) = error { pause } else { wait };
        tracing::warn!(%error, "the Bot API can't be reached; trying again");
        tokio::time::sleep(pause).await;
        wait = (wait * 2).min(LONGEST_WAIT);
    }
}

/// What to say where Telegram refuses the token.
pub fn refused_token() -> anyhow::Error {
    anyhow::anyhow!("the Bot API does not accept the token; set TELOXIDE_TOKEN to the one that @BotFather gives")
}
