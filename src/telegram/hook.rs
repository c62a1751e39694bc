//! The webhook as Telegram has it: set where it differs from the settings, and left alone where it doesn't.
//!
//! Telegram doesn't tell which secret it has. Where it has another, its requests are refused and it reports that; then it is set
//! anew.

use std::time::Duration;

use serde::Deserialize;
use serde_json::json;
use tokio::sync::Notify;

use super::api::{CALL_TIMEOUT, CallError};
use super::identify::refused_token;
use super::update::KINDS;
use super::{Bot, unix_now};
use crate::settings::Webhook;

/// The wait after a call that failed; doubled up to the longest.
const FIRST_WAIT: Duration = Duration::from_millis(100);
const LONGEST_WAIT: Duration = Duration::from_secs(15);
/// How long after a request with another secret to look what Telegram says of it, and how often at most.
const LOOK_AFTER: Duration = Duration::from_secs(1);
const LOOK_EVERY: Duration = Duration::from_secs(30);

/// What getWebhookInfo tells.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Info {
    url: String,
    allowed_updates: Vec<String>,
    last_error_message: String,
}

/// Sets the hook, and again whenever Telegram turns out to have another secret. Ends only with an error that stays.
pub async fn keep(bot: &Bot, webhook: &Webhook, strangers: &Notify) -> anyhow::Result<()> {
    // Of several processes the one that answers sets it; it can't fail, since the bot has the sender.
    let _ = bot.leads.subscribe().wait_for(|leads| *leads).await;
    insist(bot, webhook).await?;
    bot.metrics.polled(unix_now());
    loop {
        strangers.notified().await;
        tokio::time::sleep(LOOK_AFTER).await;
        insist(bot, webhook).await?;
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Brings the hook in line, however long that takes.
async fn insist(bot: &Bot, webhook: &Webhook) -> anyhow::Result<()> {
    let mut wait = FIRST_WAIT;
    loop {
        let error = match set(bot, webhook).await {
            Ok(()) => return Ok(()),
            Err(CallError::Unauthorized) => return Err(refused_token()),
            Err(CallError::Rejected(why)) => {
                anyhow::bail!("Telegram does not take the webhook ({why}); check HERALD_WEBHOOK_URL");
            }
            Err(error) => error,
        };
        let pause = if let CallError::RetryAfter(pause) = error { pause } else { wait };
        tracing::warn!(%error, "the webhook can't be set; trying again");
        tokio::time::sleep(pause).await;
        wait = (wait * 2).min(LONGEST_WAIT);
    }
}

/// Sets the hook where it differs.
async fn set(bot: &Bot, webhook: &Webhook) -> Result<(), CallError> {
    let info: Info = bot.api.call("getWebhookInfo", &json!({}), CALL_TIMEOUT).await?;
    if is_in_line(&info, webhook.url.as_str()) {
        return Ok(());
    }
    let parameters = json!({
        "url": webhook.url.as_str(),
        "secret_token": webhook.secret.reveal(),
        "allowed_updates": KINDS,
    });
    bot.api.send("setWebhook", &parameters).await?;
    tracing::info!("the webhook is set");
    Ok(())
}

fn is_in_line(info: &Info, url: &str) -> bool {
    let mut allowed: Vec<&str> = info.allowed_updates.iter().map(String::as_str).collect();
    let mut wanted = KINDS.to_vec();
    allowed.sort_unstable();
    wanted.sort_unstable();
    // "Wrong response from the webhook: 401 Unauthorized"
    info.url == url && allowed == wanted && !info.last_error_message.contains("401")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(info: &serde_json::Value, expected: bool) {
        let read: Info = serde_json::from_value(info.clone()).unwrap();
        assert_eq!(is_in_line(&read, "https://example.org/x"), expected, "{info}");
    }

    #[test]
    fn what_differs_is_seen() {
        let url = "https://example.org/x";
        let mut kinds = KINDS.to_vec();
        check(&json!({"url": url, "allowed_updates": kinds, "pending_update_count": 5}), true);
        kinds.reverse();
        check(&json!({"url": url, "allowed_updates": kinds}), true);
        let error = |message: &str| json!({"url": url, "allowed_updates": KINDS, "last_error_message": message});
        check(&error("Read timeout expired"), true);
        check(&error("Wrong response from the webhook: 401 Unauthorized"), false);
        check(&json!({"url": url}), false);
        check(&json!({"url": url, "allowed_updates": ["message"]}), false);
        check(&json!({"url": "https://example.org/y", "allowed_updates": KINDS}), false);
        check(&json!({"url": ""}), false);
    }
}
