//! The databases that can hold the store, behind one set of functions.

use std::fs::File;

use crate::dialogue::Conversation;
use crate::text::Lang;

use super::batch::{Batch, Written};
use super::choices::Choice;
use super::feedback::{Feedback, Kept};
use super::inspect::Dead;
use super::replies::{Answered, Replied};
use super::{StoreError, lock, postgres, sqlite};

/// An update as it came in.
#[derive(Debug, Clone)]
pub struct Arrival {
    /// Telegram's number for it.
    pub update_id: i64,
    /// Its JSON as it came.
    pub payload: String,
    /// Whose it is; 0 where nobody's.
    pub user: i64,
    /// The chat that it is of.
    pub chat: i64,
}

/// An update that is stored and not handled yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Its place in the inbox.
    pub seq: i64,
    /// How many messages of its reply have been sent.
    pub sent: u32,
    /// When it came in, in seconds since 1970.
    pub received_at: i64,
    /// Its JSON as it came.
    pub payload: String,
}

/// How much the inbox holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Depth {
    /// Updates that wait.
    pub waiting: i64,
    /// When the oldest of them came in, in seconds since 1970; 0 where none waits.
    pub oldest: i64,
    /// Updates that are set aside.
    pub dead: i64,
}

/// Whom a conversation is with: one person in one chat and topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Person {
    /// The chat.
    pub chat: i64,
    /// The forum topic; 0 where there is none.
    pub topic: i64,
    /// The person, or the chat in whose name they write.
    pub user: i64,
}

/// What an update changes, beside that it is handled.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    /// What a conversation has become.
    pub conversation: Option<(Person, Conversation)>,
    /// What a chat has chosen.
    pub choice: Option<(i64, Choice)>,
    /// The person of whom everything up to this update is to be erased.
    pub forget: Option<i64>,
    /// The chat that the bot has left: everything of it up to this update is to be erased.
    pub left: Option<i64>,
    /// What is thought of a reply, and the words of its question.
    pub feedback: Option<Feedback>,
    /// The message that this is a vote on, by chat: no other counts.
    pub voted: Option<(i64, i64)>,
    /// The reply that was sent.
    pub replied: Option<Replied>,
    /// The question, by chat, whose answer is gone.
    pub unanswered: Option<(i64, i64)>,
}

impl From<Option<(Person, Conversation)>> for Changes {
    fn from(conversation: Option<(Person, Conversation)>) -> Self {
        Self { conversation, ..Self::default() }
    }
}

/// An open database.
#[derive(Debug)]
pub struct Database {
    pub(super) writer: Backend,
    pub(super) reader: Backend,
    /// Held as long as a database file is in use.
    pub(super) lock: Option<File>,
}

/// Whether a URL means a server.
fn is_server(url: &str) -> bool {
    url.starts_with("postgres:") || url.starts_with("postgresql:")
}

impl Database {
    /// Whether several processes may share the database that a URL names.
    pub fn is_shared(url: &str) -> bool {
        is_server(url)
    }

    /// Opens the database that `HERALD_DATABASE_URL` names, creating it or bringing it up to date. While another process
    /// uses a file, this waits.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        if is_server(url) {
            let options = postgres::options(url)?;
            let writer = Backend::Postgres(postgres::create(&options).await?);
            let reader = Backend::Postgres(postgres::connect(&options).await?);
            return Ok(Self { writer, reader, lock: None });
        }
        let options = sqlite::options(url)?;
        let lock = lock::wait_for(options.get_filename()).await?;
        let writer = Backend::Sqlite(sqlite::create(&options).await?);
        let reader = Backend::Sqlite(sqlite::connect(&options).await?);
        Ok(Self { writer, reader, lock: Some(lock) })
    }
}

/// A connection to one of the databases.
#[derive(Debug)]
pub(super) enum Backend {
    /// A file of our own.
    Sqlite(sqlite::Connection),
    /// A server.
    Postgres(postgres::Connection),
}

/// Does the same with whichever connection it is.
macro_rules! with {
    ($backend:expr, $connection:ident => $done:expr) => {
        match $backend {
            Self::Sqlite($connection) => $done,
            Self::Postgres($connection) => $done,
        }
    };
}

impl Backend {
    /// Becomes the one that writes for a bot; waits while another process is.
    pub async fn claim(&mut self, bot_id: i64) -> Result<(), StoreError> {
        match self {
            // Whoever has opened the file has its lock.
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(connection) => connection.claim(bot_id).await,
        }
    }

    /// Writes all of it or nothing.
    pub async fn write(&mut self, bot_id: i64, batch: &Batch<'_>) -> sqlx::Result<Written> {
        with!(self, connection => connection.write(bot_id, batch).await)
    }

    /// Connects anew, after an error.
    pub async fn reconnect(&mut self) -> Result<(), StoreError> {
        with!(self, connection => connection.reconnect().await)
    }

    /// What was read; after an error it connects anew for the next time.
    pub async fn settled<T>(&mut self, read: sqlx::Result<T>) -> Result<T, StoreError> {
        if read.is_err()
            && let Err(error) = self.reconnect().await
        {
            tracing::debug!(%error, "the database can't be opened for reading");
        }
        Ok(read?)
    }

    /// See [`super::Store::depth`].
    pub async fn depth(&mut self, bot_id: i64) -> sqlx::Result<Depth> {
        with!(self, connection => connection.depth(bot_id).await)
    }

    /// See [`super::Store::newest`].
    pub async fn newest(&mut self, bot_id: i64) -> sqlx::Result<i64> {
        with!(self, connection => connection.newest(bot_id).await)
    }

    /// See [`super::Store::waiting`].
    pub async fn waiting(&mut self, bot_id: i64, after: i64, until: i64, limit: u32) -> sqlx::Result<Vec<Waiting>> {
        with!(self, connection => connection.waiting(bot_id, after, until, limit).await)
    }

    /// See [`super::Store::conversation`].
    pub async fn conversation(&mut self, bot_id: i64, person: Person) -> sqlx::Result<Option<Conversation>> {
        with!(self, connection => connection.conversation(bot_id, person).await)
    }

    /// See [`super::Store::choices`].
    pub async fn choices(&mut self, bot_id: i64) -> sqlx::Result<Vec<(i64, Choice)>> {
        with!(self, connection => connection.choices(bot_id).await)
    }

    /// See [`super::Store::answer_to`].
    pub async fn answer_to(&mut self, bot_id: i64, chat: i64, question: i64) -> sqlx::Result<Option<Answered>> {
        with!(self, connection => connection.answer_to(bot_id, chat, question).await)
    }

    /// See [`super::Store::replies_since`].
    pub async fn replies_since(&mut self, bot_id: i64, since: i64) -> sqlx::Result<Vec<(i64, i64)>> {
        with!(self, connection => connection.replies_since(bot_id, since).await)
    }

    /// See [`super::Store::is_votable`].
    pub async fn is_votable(&mut self, bot_id: i64, chat: i64, message: i64) -> sqlx::Result<bool> {
        with!(self, connection => connection.is_votable(bot_id, chat, message).await)
    }

    /// See [`super::Store::file`].
    pub async fn file(&mut self, bot_id: i64, content: i64) -> sqlx::Result<Option<String>> {
        with!(self, connection => connection.file(bot_id, content).await)
    }

    /// See [`super::Store::recent`].
    pub async fn recent(
        &mut self,
        bot_id: i64,
        since: i64,
        limit: u32,
    ) -> sqlx::Result<Vec<(Person, i64, Conversation)>> {
        with!(self, connection => connection.recent(bot_id, since, limit).await)
    }

    /// Closes it, leaving the database in order.
    pub async fn close(self) {
        with!(self, connection => connection.close().await);
    }

    /// See [`super::inspect::Inspection::open`].
    pub async fn beside(url: &str) -> Result<Self, StoreError> {
        if is_server(url) {
            return Ok(Self::Postgres(postgres::beside(&postgres::options(url)?).await?));
        }
        Ok(Self::Sqlite(sqlite::beside(&sqlite::options(url)?).await?))
    }

    /// See [`super::inspect::Inspection::dead`].
    pub async fn dead(&mut self) -> sqlx::Result<Vec<Dead>> {
        match self {
            Self::Sqlite(connection) => sqlite::dead::list(connection.get()?).await,
            Self::Postgres(connection) => postgres::dead::list(connection.get()).await,
        }
    }

    /// See [`super::inspect::Inspection::replay`].
    pub async fn replay(&mut self, which: Option<&[i64]>) -> sqlx::Result<Vec<i64>> {
        match self {
            Self::Sqlite(connection) => sqlite::dead::mark(connection.get()?, which).await,
            Self::Postgres(connection) => postgres::dead::mark(connection.get(), which).await,
        }
    }

    /// See [`super::inspect::Inspection::feedback`].
    pub async fn feedback(&mut self) -> sqlx::Result<Vec<Kept>> {
        match self {
            Self::Sqlite(connection) => sqlite::feedback::all(connection.get()?).await,
            Self::Postgres(connection) => postgres::feedback::all(connection.get()).await,
        }
    }
}

/// A language as the tables have it.
pub(super) fn code(language: Lang) -> &'static str {
    match language {
        Lang::En => "en",
        Lang::Zh => "zh",
    }
}

/// The language of a code.
pub(super) fn language(found: &str) -> Option<Lang> {
    [Lang::En, Lang::Zh].into_iter().find(|it| code(*it) == found)
}
