//! The one task that writes: whatever waits in its queue becomes one transaction.
//!
//! While a transaction runs the next writes gather, so the groups grow with the load by themselves: one update when it is
//! quiet, hundreds when it is not, and never a timer in between.

use std::fs::File;
use std::time::Duration;

use rustc_hash::FxHashMap;
use tokio::sync::{mpsc, oneshot};

use super::StoreError;
use super::backend::{Ages, Arrival, Backend, Batch, Changes};

/// Writes in one transaction at most.
const GROUP: usize = 1024;
/// The wait after a transaction that failed; doubled up to the longest.
const FIRST_WAIT: Duration = Duration::from_millis(20);
const LONGEST_WAIT: Duration = Duration::from_secs(2);
/// How long an erased update is remembered, so that a repeated delivery is known: Telegram repeats for a day.
const ERASED_SECONDS: i64 = 2 * 24 * 3600;
/// How long a conversation is kept: no follow-up refers back that far.
pub(super) const CONVERSATION_SECONDS: i64 = 3600;

/// Something to write, and whom to tell when it is committed.
#[derive(Debug)]
pub(super) enum Write {
    /// See [`super::Store::commit`].
    Arrivals { arrivals: Vec<Arrival>, now: i64, done: oneshot::Sender<Vec<(i64, i64)>> },
    /// See [`super::Store::finish`].
    Finished { seq: i64, changes: Changes, now: i64, done: oneshot::Sender<()> },
    /// See [`super::Store::progress`].
    Progress { seq: i64, sent: u32, done: oneshot::Sender<()> },
    /// See [`super::Store::set_aside`].
    SetAside { seq: i64, attempts: u32, reason: String, now: i64, done: oneshot::Sender<()> },
    /// See [`super::Store::prune`].
    Prune { now: i64, done: oneshot::Sender<()> },
}

/// Writes until every sender is gone, then closes the database and lets go of its lock.
pub(super) async fn run(mut backend: Backend, bot_id: i64, mut queue: mpsc::Receiver<Write>, lock: File) {
    let mut group = Vec::with_capacity(GROUP);
    while queue.recv_many(&mut group, GROUP).await > 0 {
        let new = commit(&mut backend, bot_id, &batch(&group)).await;
        answer(group.drain(..), new);
    }
    backend.close().await;
    drop(lock);
}

/// Commits, however long it takes.
async fn commit(backend: &mut Backend, bot_id: i64, batch: &Batch<'_>) -> Vec<(i64, i64)> {
    let mut wait = FIRST_WAIT;
    loop {
        match backend.write(bot_id, batch).await {
            Ok(new) => return new,
            Err(error) => {
                let error = StoreError::from(error);
                tracing::warn!(%error, "the database does not take writes; trying again");
                tokio::time::sleep(wait).await;
                wait = (wait * 2).min(LONGEST_WAIT);
                if let Err(error) = backend.reconnect().await.map_err(StoreError::from) {
                    tracing::warn!(%error, "the database can't be opened; trying again");
                }
            }
        }
    }
}

/// The writes as one transaction.
fn batch(group: &[Write]) -> Batch<'_> {
    let mut batch = Batch::default();
    for write in group {
        match write {
            Write::Arrivals { arrivals, now, .. } => {
                batch.arrivals.extend(arrivals.iter().map(|it| (it.update_id, *now, it.payload.as_str(), it.user)));
            }
            Write::Finished { seq, changes, now, .. } => {
                batch.finished.push(*seq);
                batch.languages.extend(changes.language);
                batch.forget.extend(changes.forget.map(|user| (*seq, user)));
                if let Some((at, conversation)) = &changes.conversation {
                    let state = serde_json::to_string(conversation).unwrap_or_default();
                    batch.conversations.push((at.chat, at.topic, at.user, *now, state));
                }
            }
            Write::Progress { seq, sent, .. } => batch.progress.push((*seq, *sent)),
            Write::SetAside { seq, attempts, reason, now, .. } => {
                batch.set_aside.push((*seq, *attempts, reason, *now));
            }
            Write::Prune { now, .. } => {
                batch.prune = Some(Ages { erased: now - ERASED_SECONDS, conversations: now - CONVERSATION_SECONDS });
            }
        }
    }
    batch
}

/// Tells everyone that it is done. Nobody minds a caller that has gone.
fn answer(group: impl Iterator<Item = Write>, new: Vec<(i64, i64)>) {
    let mut new: FxHashMap<i64, i64> = new.into_iter().collect();
    for write in group {
        match write {
            Write::Arrivals { arrivals, done, .. } => {
                let mine = arrivals.iter().filter_map(|it| new.remove_entry(&it.update_id));
                let _ = done.send(mine.collect());
            }
            Write::Finished { done, .. }
            | Write::Progress { done, .. }
            | Write::SetAside { done, .. }
            | Write::Prune { done, .. } => drop(done.send(())),
        }
    }
}
