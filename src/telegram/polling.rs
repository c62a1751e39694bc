//! Long polling: getUpdates → [`intake::take`](super::intake::take), one batch after the other.
//!
//! The next call's offset is what tells Telegram that a batch can be forgotten, and it is made when the batch is stored.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::Serialize;
use serde_json::value::RawValue;
use tokio::task::JoinHandle;

use super::api::{Answer, CALL_TIMEOUT, CallError};
use super::intake::{self, take};
use super::lanes::Lanes;
use super::update::KINDS;
use super::{Bot, refused_token};

/// How long Telegram waits for an update before it answers that there is none.
const POLL_SECONDS: u32 = 25;
/// How long our side waits: longer than Telegram's.
const POLL_TIMEOUT: Duration = Duration::from_secs(POLL_SECONDS as u64 + 10);
/// Updates in a batch; Telegram gives no more.
const BATCH: u32 = 100;
/// The wait after a call that failed; doubled up to the longest.
const FIRST_WAIT: Duration = Duration::from_millis(50);
const LONGEST_WAIT: Duration = Duration::from_secs(15);
/// The wait while another instance polls.
const CONFLICT_WAIT: Duration = Duration::from_secs(5);
/// After so long without updates Telegram may number them anew, and lower: then the offset is left out.
const QUIET: Duration = Duration::from_hours(24);
/// A server that answers "none" faster than this doesn't wait as it is asked to: then we do.
const TOO_FAST: Duration = Duration::from_millis(20);

/// The parameters of getUpdates. teloxide's are the same, but its call reads the updates as its own types.
#[derive(Serialize)]
struct GetUpdates {
    #[serde(skip_serializing_if = "Option::is_none")]
    offset: Option<i64>,
    limit: u32,
    timeout: u32,
    allowed_updates: &'static [&'static str],
}

/// Polls until a stop is asked for; fails only where the token is refused. `replayed` ends when the lanes have what an earlier
/// run left: what is new goes behind that.
pub async fn poll(bot: &Bot, lanes: &Arc<Lanes<Arc<Bot>>>, replayed: JoinHandle<()>) -> anyhow::Result<()> {
    let mut replayed = Some(replayed);
    let mut offset = None;
    let mut last_update = Instant::now();
    let mut wait = FIRST_WAIT;
    let mut conflict = false;
    loop {
        let asked = Instant::now();
        let answer = tokio::select! {
            biased;
            () = bot.stop.asked() => return Ok(()),
            answer = get_updates(bot, lanes, offset) => answer,
        };
        let error = match answer.as_ref().map_err(Clone::clone).and_then(updates) {
            Ok(updates) => {
                wait = FIRST_WAIT;
                if std::mem::take(&mut conflict) {
                    tracing::info!("polling again");
                }
                let numbered = || updates.iter().filter_map(|it| Some((intake::update_id(it.get())?, it.get())));
                if let Some(last) = numbered().map(|it| it.0).max() {
                    if let Some(replayed) = replayed.take() {
                        let _ = replayed.await;
                    }
                    take(bot, lanes, numbered()).await;
                    offset = Some(last + 1);
                    last_update = asked;
                } else if last_update.elapsed() > QUIET {
                    offset = None;
                } else if asked.elapsed() < TOO_FAST {
                    tokio::time::sleep(TOO_FAST).await;
                }
                continue;
            }
            Err(error) => error,
        };
        let pause = match error {
            CallError::Unauthorized => return Err(refused_token()),
            CallError::Conflict => {
                if !std::mem::replace(&mut conflict, true) {
                    tracing::warn!("another instance is polling with this token; waiting for it to end");
                }
                CONFLICT_WAIT
            }
            CallError::WebhookSet => {
                tracing::warn!("a webhook is set for this token; removing it, since this instance polls");
                match bot.api.send("deleteWebhook", &serde_json::json!({})).await {
                    Ok(_) => Duration::ZERO,
                    Err(_) => FIRST_WAIT,
                }
            }
            CallError::RetryAfter(wait) => wait,
            error => {
                tracing::warn!(%error, "updates can't be fetched; trying again");
                wait = (wait * 2).min(LONGEST_WAIT);
                wait / 2
            }
        };
        tokio::select! {
            () = bot.stop.asked() => return Ok(()),
            () = tokio::time::sleep(pause) => (),
        }
    }
}

async fn get_updates(bot: &Bot, lanes: &Lanes<Arc<Bot>>, offset: Option<i64>) -> Result<Answer, CallError> {
    lanes.room().await;
    let parameters = GetUpdates { offset, limit: BATCH, timeout: POLL_SECONDS, allowed_updates: KINDS };
    bot.api.post("getUpdates", &parameters, POLL_TIMEOUT.max(CALL_TIMEOUT)).await
}

/// The updates of an answer, each as it came.
fn updates(answer: &Answer) -> Result<Vec<&RawValue>, CallError> {
    answer.read()?.ok_or(CallError::Transient("the answer holds no updates"))
}
