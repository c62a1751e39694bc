//! The one task that writes: whatever waits in its queue becomes one transaction.
//!
//! While a transaction runs the next writes gather, so the groups grow with the load by themselves: one update when it is
//! quiet, hundreds when it is not, and never a timer in between.

use std::fs::File;
use std::hash::Hash;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rustc_hash::{FxHashMap, FxHashSet};
use tokio::sync::{mpsc, oneshot};

use super::StoreError;
use super::backend::{Arrival, Backend, Changes, Waiting};
use super::batch::{Ages, Batch, Written};

/// Writes in one transaction at most.
const GROUP: usize = 1024;
/// The wait after a transaction that failed; doubled up to the longest.
const FIRST_WAIT: Duration = Duration::from_millis(20);
const LONGEST_WAIT: Duration = Duration::from_secs(2);
/// How long an erased update is remembered, so that a repeated delivery is known: Telegram repeats for a day.
const ERASED_SECONDS: i64 = 2 * DAY;
/// How long the words of an update that was set aside are kept.
const DEAD_SECONDS: i64 = 7 * DAY;
const DAY: i64 = 24 * 3600;
/// How long a conversation is kept: no follow-up refers back that far.
pub(super) const CONVERSATION_SECONDS: i64 = 3600;

/// How long it is known which reply answers which question: so long may people change what they wrote.
const REPLY_SECONDS: i64 = 2 * DAY;
/// How long a file is sent by its id before it is uploaded anew.
const FILE_SECONDS: i64 = 30 * DAY;

/// Something to write, and whom to tell when it is committed.
#[derive(Debug)]
pub(super) enum Write {
    /// See [`super::Store::commit`].
    Arrivals { arrivals: Vec<Arrival>, now: i64, done: oneshot::Sender<Vec<(i64, i64)>> },
    /// See [`super::Store::finish`].
    Finished { seq: i64, changes: Box<Changes>, now: i64, done: oneshot::Sender<()> },
    /// See [`super::Store::progress`].
    Progress { seq: i64, sent: u32, done: oneshot::Sender<()> },
    /// See [`super::Store::set_aside`].
    SetAside { seq: i64, attempts: u32, reason: String, now: i64, done: oneshot::Sender<()> },
    /// See [`super::Store::keep_file`].
    File { content: i64, id: String, now: i64, done: oneshot::Sender<()> },
    /// See [`super::Store::prune`].
    Prune { now: i64, keep_days: u32, done: oneshot::Sender<()> },
    /// See [`super::Store::revive`].
    Revive { done: oneshot::Sender<Vec<Waiting>> },
}

/// Writes until every sender is gone, then closes the database and lets go of its lock. `stuck` is true while nothing can be
/// written.
pub(super) async fn run(
    mut backend: Backend,
    bot_id: i64,
    mut queue: mpsc::Receiver<Write>,
    lock: Option<File>,
    stuck: Arc<AtomicBool>,
) {
    let mut group = Vec::with_capacity(GROUP);
    while queue.recv_many(&mut group, GROUP).await > 0 {
        let written = commit(&mut backend, bot_id, &batch(&group), &stuck).await;
        answer(group.drain(..), written);
    }
    backend.close().await;
    drop(lock);
}

/// Commits, however long it takes.
async fn commit(backend: &mut Backend, bot_id: i64, batch: &Batch<'_>, stuck: &AtomicBool) -> Written {
    let mut wait = FIRST_WAIT;
    loop {
        match backend.write(bot_id, batch).await {
            Ok(written) => {
                if stuck.swap(false, Ordering::Relaxed) {
                    tracing::info!("the database takes writes again");
                }
                return written;
            }
            Err(error) => {
                let error = StoreError::from(error);
                tracing::warn!(%error, "the database does not take writes; trying again");
                stuck.store(true, Ordering::Relaxed);
                tokio::time::sleep(wait).await;
                wait = (wait * 2).min(LONGEST_WAIT);
                if let Err(error) = backend.reconnect().await {
                    tracing::warn!(%error, "the database can't be opened; trying again");
                }
            }
        }
    }
}

/// The writes as one transaction.
fn batch<'a>(group: &'a [Write]) -> Batch<'a> {
    let mut batch = Batch::default();
    for write in group {
        match write {
            Write::Arrivals { arrivals, now, .. } => {
                let row = |it: &'a Arrival| (it.update_id, *now, it.payload.as_str(), it.user, it.chat);
                batch.arrivals.extend(arrivals.iter().map(row));
            }
            Write::Finished { seq, changes, now, .. } => {
                batch.finished.push(*seq);
                batch.choices.extend(changes.choice);
                batch.forget.extend(changes.forget.map(|user| (*seq, user)));
                batch.left.extend(changes.left.map(|chat| (*seq, chat)));
                batch.feedback.extend(changes.feedback.as_ref().map(|it| (now.div_euclid(DAY), it)));
                batch.voted.extend(changes.voted);
                batch.unanswered.extend(changes.unanswered);
                batch.replied.extend(changes.replied.as_ref().map(|it| (it, *now)));
                if let Some((at, conversation)) = &changes.conversation {
                    let state = serde_json::to_string(conversation).unwrap_or_default();
                    batch.conversations.push((at.chat, at.topic, at.user, *now, state));
                }
            }
            Write::Progress { seq, sent, .. } => batch.progress.push((*seq, *sent)),
            Write::SetAside { seq, attempts, reason, now, .. } => {
                batch.set_aside.push((*seq, *attempts, reason, *now));
            }
            Write::File { content, id, now, .. } => batch.files.push((*content, id, *now)),
            Write::Prune { now, keep_days, .. } => {
                batch.prune = Some(Ages {
                    erased: now - ERASED_SECONDS,
                    dead: now - DEAD_SECONDS,
                    conversations: now - CONVERSATION_SECONDS,
                    replies: now - REPLY_SECONDS,
                    files: now - FILE_SECONDS,
                    feedback_day: now.div_euclid(DAY) - i64::from(*keep_days),
                });
            }
            Write::Revive { .. } => batch.revive = true,
        }
    }
    // A statement may write a row once.
    last_of_each(&mut batch.conversations, |it| (it.0, it.1, it.2));
    last_of_each(&mut batch.replied, |it| (it.0.chat, it.0.last));
    batch
}

/// Leaves the last of the rows with the same key.
fn last_of_each<T, K: Hash + Eq>(rows: &mut Vec<T>, key: impl Fn(&T) -> K) {
    let mut seen = FxHashSet::default();
    rows.reverse();
    rows.retain(|row| seen.insert(key(row)));
    rows.reverse();
}

/// Tells everyone that it is done. Nobody minds a caller that has gone.
fn answer(group: impl Iterator<Item = Write>, written: Written) {
    let mut new: FxHashMap<i64, i64> = written.new.into_iter().collect();
    let mut revived = written.revived;
    for write in group {
        match write {
            Write::Arrivals { arrivals, done, .. } => {
                let mine = arrivals.iter().filter_map(|it| new.remove_entry(&it.update_id));
                let _ = done.send(mine.collect());
            }
            Write::Finished { done, .. }
            | Write::Progress { done, .. }
            | Write::SetAside { done, .. }
            | Write::File { done, .. }
            | Write::Prune { done, .. } => drop(done.send(())),
            Write::Revive { done } => drop(done.send(std::mem::take(&mut revived))),
        }
    }
}
