//! getUpdates with Telegram's semantics: offsets confirm, one poll at a time, and none beside a webhook.

use std::sync::MutexGuard;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::Notify;
use tokio::time::Instant;

use super::call::Parameters;
use super::state::{Refusal, State};

/// Waits for updates as long as the call says.
pub async fn poll<'a>(
    changed: &Notify,
    state: impl Fn() -> MutexGuard<'a, State>,
    parameters: &Parameters,
) -> Result<Value, Refusal> {
    let timeout = Duration::from_secs(parameters.integer("timeout").unwrap_or(0).clamp(0, 50) as u64);
    let deadline = Instant::now() + timeout;
    let mine = state().begin_poll(parameters)?;
    // The poll before this one ends.
    changed.notify_waiters();
    loop {
        let notified = changed.notified();
        tokio::pin!(notified);
        notified.as_mut().enable();
        {
            let state = state();
            if state.poll != mine {
                return Err(Refusal::new(
                    409,
                    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
                ));
            }
            state.refuse_beside_webhook()?;
            let batch = state.batch(parameters);
            if !batch.is_empty() || Instant::now() >= deadline {
                return Ok(Value::Array(batch));
            }
        }
        let _ = tokio::time::timeout_at(deadline, notified).await;
    }
}

impl State {
    /// Confirms what the offset says, and makes this the only poll.
    fn begin_poll(&mut self, parameters: &Parameters) -> Result<u64, Refusal> {
        self.refuse_beside_webhook()?;
        let offset = parameters.integer("offset").unwrap_or(0);
        if offset > 0 {
            self.queue.retain(|(id, _)| *id >= offset);
        } else if offset < 0 {
            let keep = usize::try_from(-offset).unwrap_or(usize::MAX);
            let forget = self.queue.len().saturating_sub(keep);
            self.queue.drain(..forget);
        }
        if let Some(Value::Array(kinds)) = parameters.object("allowed_updates") {
            self.allowed = kinds.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        }
        self.polls += 1;
        self.poll += 1;
        Ok(self.poll)
    }

    fn refuse_beside_webhook(&self) -> Result<(), Refusal> {
        let description = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the \
                           webhook first";
        if self.webhook.is_some() { Err(Refusal::new(409, description)) } else { Ok(()) }
    }

    fn batch(&self, parameters: &Parameters) -> Vec<Value> {
        let limit = parameters.integer("limit").unwrap_or(100).clamp(1, 100) as usize;
        self.queue.iter().take(limit).map(|(_, update)| update.clone()).collect()
    }

    /// Puts an update into the queue, unless the bot doesn't want its kind. Gives its id.
    pub fn push_update(&mut self, kind: &str, value: Value) -> i64 {
        self.next_update += 1;
        let id = self.next_update;
        let unwanted = !self.allowed.is_empty() && !self.allowed.iter().any(|it| it == kind);
        if !unwanted {
            let mut update = json!({ "update_id": id });
            update[kind] = value;
            self.queue.push_back((id, update));
        }
        id
    }
}
