//! What must survive a crash: the inbox of updates, the conversations, what chats have chosen, and which reply answers what.
//!
//! `store.commit(arrivals)` makes a batch of updates durable before Telegram is told to forget it, and gives back each new
//! update's place in the inbox; `store.finish(…)` erases an update and saves its conversation in one transaction.
//!
//! All writes go through one task (`writer`) that puts whatever is waiting into one transaction: under load a commit is
//! shared by hundreds of updates, and a lone one waits for nobody. A write never fails towards its caller: while the
//! database is locked, full or gone it waits, and nothing that needs the write goes on.
//!
//! A kind of database is a variant of `backend::Backend` and a file of its own: `sqlite`, and `postgres`, which several processes may
//! share (`lead`).

mod backend;
mod batch;
mod choices;
mod conversations;
mod feedback;
mod inspect;
mod lead;
mod lock;
mod postgres;
mod replies;
mod sqlite;
#[cfg(test)]
mod tests;
mod version;
mod writer;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::{Mutex, mpsc, oneshot};
use tokio::task::JoinHandle;

use backend::Backend;
pub use backend::{Arrival, Changes, Database, Depth, Person, Waiting};
pub use choices::{Choice, Choices};
pub use conversations::Conversations;
pub use feedback::{Feedback, Kept, Opinion};
pub use inspect::{Dead, Inspection};
pub use lead::{Lead, Lost};
pub use replies::{Answered, Replied, Words, fingerprint};
use writer::Write;

use crate::dialogue::Conversation;

/// Writes that may wait for the writer before their callers wait too.
const WAITING_WRITES: usize = 4096;

/// One bot's part of the database.
#[derive(Debug)]
pub struct Store {
    bot_id: i64,
    writes: mpsc::Sender<Write>,
    reader: Mutex<Backend>,
    stuck: Arc<AtomicBool>,
}

/// Lets the writer finish, and closes the database.
#[derive(Debug)]
pub struct Closing(JoinHandle<()>);

impl Closing {
    /// Waits until every write that was asked for is on disk. Call it after every [`Store`] is dropped.
    pub async fn closed(self) {
        let _ = self.0.await;
    }
}

impl Store {
    /// Starts the writer for one bot's rows; waits while another process writes them.
    pub async fn start(mut database: Database, bot_id: i64) -> Result<(Self, Closing), StoreError> {
        database.writer.claim(bot_id).await?;
        Ok(Self::join(database, bot_id))
    }

    /// Starts a writer beside those of other processes. Who answers what they write is for [`Lead`] to say.
    pub fn join(database: Database, bot_id: i64) -> (Self, Closing) {
        let (writes, waiting) = mpsc::channel(WAITING_WRITES);
        let stuck = Arc::new(AtomicBool::new(false));
        let task = tokio::spawn(writer::run(database.writer, bot_id, waiting, database.lock, Arc::clone(&stuck)));
        (Self { bot_id, writes, reader: Mutex::new(database.reader), stuck }, Closing(task))
    }

    /// Makes updates durable. Gives the place in the inbox of each that is new, in the order of arrival; one that was
    /// stored before is left out.
    pub async fn commit(&self, arrivals: Vec<Arrival>, now: i64) -> Vec<(i64, i64)> {
        self.write(|done| Write::Arrivals { arrivals, now, done }).await
    }

    /// The update is handled: erases it, and saves what has changed by it.
    pub async fn finish(&self, seq: i64, changes: impl Into<Changes>, now: i64) {
        let changes = Box::new(changes.into());
        self.write(|done| Write::Finished { seq, changes, now, done }).await;
    }

    /// `sent` messages of the reply have been sent: a replay goes on behind them.
    pub async fn progress(&self, seq: i64, sent: u32) {
        self.write(|done| Write::Progress { seq, sent, done }).await;
    }

    /// The update failed too often: keeps it, out of the way.
    pub async fn set_aside(&self, seq: i64, attempts: u32, reason: String, now: i64) {
        self.write(|done| Write::SetAside { seq, attempts, reason, now, done }).await;
    }

    /// Removes what is only kept for a while and older than that; questions are kept for so many days.
    pub async fn prune(&self, now: i64, keep_days: u32) {
        self.write(|done| Write::Prune { now, keep_days, done }).await;
    }

    /// Telegram has a file with this content by this id.
    pub async fn keep_file(&self, content: i64, id: String, now: i64) {
        self.write(|done| Write::File { content, id, now, done }).await;
    }

    /// Makes what was set aside and is marked to be tried again wait again, and gives it in order.
    pub async fn revive(&self) -> Vec<Waiting> {
        self.write(|done| Write::Revive { done }).await
    }

    /// Whether the last try to write has failed.
    pub fn is_stuck(&self) -> bool {
        self.stuck.load(Ordering::Relaxed)
    }

    /// How much the inbox holds.
    pub async fn depth(&self) -> Result<Depth, StoreError> {
        let mut reader = self.reader.lock().await;
        let depth = reader.depth(self.bot_id).await;
        reader.settled(depth).await
    }

    /// The highest place in the inbox; 0 when it is empty.
    pub async fn newest(&self) -> Result<i64, StoreError> {
        let mut reader = self.reader.lock().await;
        let read = reader.newest(self.bot_id).await;
        reader.settled(read).await
    }

    // Of the chats that are answered at once one reads, and the others wait for their turn: what reading takes is in a box, which they
    // haven't yet.

    /// The updates that wait to be handled, behind `after` and up to `until`, in the order of arrival.
    pub async fn waiting(&self, after: i64, until: i64, limit: u32) -> Result<Vec<Waiting>, StoreError> {
        let mut reader = self.reader.lock().await;
        let read = Box::pin(reader.waiting(self.bot_id, after, until, limit)).await;
        Box::pin(reader.settled(read)).await
    }

    /// One update that waits to be handled.
    pub async fn one_waiting(&self, seq: i64) -> Result<Option<Waiting>, StoreError> {
        Ok(self.waiting(seq - 1, seq, 1).await?.pop())
    }

    /// A conversation as it was saved.
    pub async fn conversation(&self, person: Person) -> Result<Option<Conversation>, StoreError> {
        let mut reader = self.reader.lock().await;
        let read = Box::pin(reader.conversation(self.bot_id, person)).await;
        Box::pin(reader.settled(read)).await
    }

    /// What chats have chosen.
    pub async fn choices(&self) -> Result<Vec<(i64, Choice)>, StoreError> {
        let mut reader = self.reader.lock().await;
        let read = reader.choices(self.bot_id).await;
        reader.settled(read).await
    }

    /// The answer to a question, where it is known.
    pub async fn answer_to(&self, chat: i64, question: i64) -> Result<Option<Answered>, StoreError> {
        let mut reader = self.reader.lock().await;
        let read = Box::pin(reader.answer_to(self.bot_id, chat, question)).await;
        Box::pin(reader.settled(read)).await
    }

    /// The chats that got a reply since `since`, each with when that was, oldest first.
    pub async fn replies_since(&self, since: i64) -> Result<Vec<(i64, i64)>, StoreError> {
        let mut reader = self.reader.lock().await;
        let read = reader.replies_since(self.bot_id, since).await;
        reader.settled(read).await
    }

    /// Whether a message is a reply that nobody has voted on yet.
    pub async fn is_votable(&self, chat: i64, message: i64) -> Result<bool, StoreError> {
        let mut reader = self.reader.lock().await;
        let read = Box::pin(reader.is_votable(self.bot_id, chat, message)).await;
        Box::pin(reader.settled(read)).await
    }

    /// The id of a file with this content, where Telegram has one.
    pub async fn file(&self, content: i64) -> Result<Option<String>, StoreError> {
        let mut reader = self.reader.lock().await;
        let read = reader.file(self.bot_id, content).await;
        reader.settled(read).await
    }

    /// The conversations saved since `since`, up to a number of them, latest first.
    pub async fn recent(&self, since: i64, limit: u32) -> Result<Vec<(Person, i64, Conversation)>, StoreError> {
        let mut reader = self.reader.lock().await;
        let read = reader.recent(self.bot_id, since, limit).await;
        reader.settled(read).await
    }

    /// Hands a write to the writer and waits until it is committed.
    async fn write<T>(&self, write: impl FnOnce(oneshot::Sender<T>) -> Write) -> T {
        let (done, committed) = oneshot::channel();
        let queued = self.writes.send(write(done)).await;
        match (queued, committed.await) {
            (Ok(()), Ok(value)) => value,
            // The writer has ended, which it does only when the process does: nothing is to go on behind a lost write.
            _ => std::future::pending().await,
        }
    }
}

/// A read that failed. It says nothing about the rows: those can hold a person's words.
#[derive(Debug)]
pub struct StoreError(String);

impl std::fmt::Display for StoreError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for StoreError {}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self(match error {
            sqlx::Error::Database(error) => error.message().to_owned(),
            sqlx::Error::Io(error) => error.to_string(),
            _ => "the database does not answer".to_owned(),
        })
    }
}
