//! Long polling: getUpdates → [`intake::take`](super::intake::take), one batch after the other.
//!
//! The next call's offset is what tells Telegram that a batch can be forgotten, and it is made when the batch is stored.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::Serialize;
use serde_json::value::RawValue;

use super::api::{Answer, CALL_TIMEOUT, CallError};
use super::identify::refused_token;
use super::intake::{self, take};
use super::lanes::Lanes;
use super::update::KINDS;
use super::{Bot, unix_now};

/// How long Telegram waits for an update before it answers that there is none.
const POLL_SECONDS: u32 = 25;
/// How long our side waits: longer than Telegram's.
const POLL_TIMEOUT: Duration = Duration::from_secs(POLL_SECONDS as u64 + 10);
/// Updates in a batch; Telegram gives no more.
const BATCH: u32 = 100;
/// The wait after a call that failed; doubled up to the longest.
const FIRST_WAIT: Duration = Duration::from_millis(50);
const LONGEST_WAIT: Duration = Duration::from_secs(15);
/// Telegram ends the poll of whoever polled first. The instance that has just begun is the one too many: it waits long, so
/// that the other goes on as if nothing had been.
const CONFLICT_WAIT: Duration = Duration::from_secs(1);
const SECOND_INSTANCE_WAIT: Duration = Duration::from_secs(5);
const JUST_BEGUN: Duration = Duration::from_millis(1500);
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

/// Polls until a stop is asked for; fails only where the token is refused.
pub async fn poll(bot: &Arc<Bot>, lanes: &Arc<Lanes<Arc<Bot>>>) -> anyhow::Result<()> {
    let mut offset = None;
    let mut last_update = Instant::now();
    let mut troubles = Troubles::new();
    // The first poll, and the first after a failure, is answered at once: then it is known that all is well.
    let mut well = false;
    loop {
        let asked = Instant::now();
        let answer = tokio::select! {
            biased;
            () = bot.stop.asked() => return Ok(()),
            answer = get_updates(bot, lanes, offset, if well { POLL_SECONDS } else { 0 }) => answer,
        };
        let fetched = answer.as_ref().map_err(Clone::clone).and_then(updates);
        well = fetched.is_ok();
        let pause = match fetched {
            Ok(updates) => {
                troubles.over(asked);
                bot.metrics.polled(unix_now());
                let numbered = updates.iter().filter_map(|it| Some((intake::update_id(it.get())?, it.get())));
                let numbered: Vec<(i64, &str)> = numbered.collect();
                let last = numbered.iter().map(|it| it.0).max();
                match last {
                    Some(last) => {
                        tokio::select! {
                            () = bot.stop.overdue() => return Ok(()),
                            () = take(bot, lanes, numbered) => (),
                        }
                        offset = Some(last + 1);
                        last_update = asked;
                    }
                    None if last_update.elapsed() > QUIET => offset = None,
                    None => {}
                }
                if last.is_none() && asked.elapsed() < TOO_FAST { TOO_FAST } else { Duration::ZERO }
            }
            Err(CallError::Unauthorized) => return Err(refused_token()),
            Err(CallError::WebhookSet) => {
                tracing::warn!("a webhook is set for this token; removing it, since this instance polls");
                match bot.api.send("deleteWebhook", &serde_json::json!({})).await {
                    Ok(_) => Duration::ZERO,
                    Err(error) => troubles.pause(&error),
                }
            }
            Err(error) => troubles.pause(&error),
        };
        if !pause.is_zero() && bot.stop.sleep(pause).await.is_err() {
            return Ok(());
        }
    }
}

/// How polling has failed lately, and so how long to wait.
struct Troubles {
    began: Instant,
    wait: Duration,
    /// Another instance polls; whether this one is the one too many.
    conflict: Option<bool>,
}

impl Troubles {
    fn new() -> Self {
        Self { began: Instant::now(), wait: FIRST_WAIT, conflict: None }
    }

    /// A poll that was asked for at this time went well.
    fn over(&mut self, asked: Instant) {
        self.wait = FIRST_WAIT;
        // Between two polls of the other instance ours goes well too.
        if self.conflict.is_some() && asked.elapsed() > SECOND_INSTANCE_WAIT * 2 {
            tracing::info!("the other instance has ended; polling again");
            self.conflict = None;
        }
    }

    /// How long to wait after a failure.
    fn pause(&mut self, error: &CallError) -> Duration {
        match error {
            CallError::Conflict => {
                if self.conflict.is_none() {
                    tracing::warn!("another instance is polling with this token; waiting for it to end");
                }
                let second = *self.conflict.get_or_insert(self.began.elapsed() < JUST_BEGUN);
                if second { SECOND_INSTANCE_WAIT } else { CONFLICT_WAIT }
            }
            CallError::RetryAfter(wait) => *wait,
            error => {
                tracing::warn!(%error, "updates can't be fetched; trying again");
                let pause = self.wait;
                self.wait = (pause * 2).min(LONGEST_WAIT);
                pause
            }
        }
    }
}

async fn get_updates(
    bot: &Bot,
    lanes: &Lanes<Arc<Bot>>,
    offset: Option<i64>,
    timeout: u32,
) -> Result<Answer, CallError> {
    lanes.room().await;
    let parameters = GetUpdates { offset, limit: BATCH, timeout, allowed_updates: KINDS };
    bot.api.post("getUpdates", &parameters, POLL_TIMEOUT.max(CALL_TIMEOUT)).await
}

/// The updates of an answer, each as it came.
fn updates(answer: &Answer) -> Result<Vec<&RawValue>, CallError> {
    answer.read()?.ok_or(CallError::Transient("the answer holds no updates"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pauses after failures, in milliseconds, where polling began so many seconds ago. `ok` is a poll that went well.
    fn check(seconds: u64, errors: &[Option<CallError>], expected: &[u128]) {
        let mut troubles = Troubles::new();
        troubles.began -= Duration::from_secs(seconds);
        let mut pauses = Vec::new();
        for error in errors {
            match error {
                Some(error) => pauses.push(troubles.pause(error).as_millis()),
                None => troubles.over(Instant::now()),
            }
        }
        assert_eq!(pauses, expected, "{errors:?}");
    }

    #[test]
    fn pauses() {
        let failed = || Some(CallError::Transient("x"));
        let conflict = || Some(CallError::Conflict);
        check(0, &[failed(), failed(), failed(), None, failed()], &[50, 100, 200, 50]);
        check(0, &vec![failed(); 12], &[50, 100, 200, 400, 800, 1600, 3200, 6400, 12800, 15000, 15000, 15000]);
        check(0, &[Some(CallError::RetryAfter(Duration::from_secs(7))), failed()], &[7000, 50]);
        check(0, &[conflict(), None, conflict()], &[5000, 5000]);
        check(9, &[conflict(), None, conflict()], &[1000, 1000]);
    }
}
