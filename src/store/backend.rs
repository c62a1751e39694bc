//! The databases that can hold the store, behind one set of functions.
//!
//! A [`Batch`] is everything that one transaction writes, whatever the database.

use std::fs::File;

use crate::dialogue::Conversation;
use crate::text::Lang;

use super::{StoreError, lock, sqlite};

/// An update as it came in.
#[derive(Debug, Clone)]
pub struct Arrival {
    /// Telegram's number for it.
    pub update_id: i64,
    /// Its JSON as it came.
    pub payload: String,
    /// Whose it is; 0 where nobody's.
    pub user: i64,
}

/// An update that is stored and not handled yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Its place in the inbox.
    pub seq: i64,
    /// How many messages of its reply have been sent.
    pub sent: u32,
    /// Its JSON as it came.
    pub payload: String,
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
    /// The language that a chat has chosen; `None` for each question's own.
    pub language: Option<(i64, Option<Lang>)>,
    /// The person of whom everything up to this update is to be erased.
    pub forget: Option<i64>,
}

impl From<Option<(Person, Conversation)>> for Changes {
    fn from(conversation: Option<(Person, Conversation)>) -> Self {
        Self { conversation, ..Self::default() }
    }
}

/// What one transaction writes.
#[derive(Debug, Default)]
pub(super) struct Batch<'a> {
    /// New updates: `update_id`, seconds since 1970, JSON, user.
    pub arrivals: Vec<(i64, i64, &'a str, i64)>,
    /// Places of updates to erase.
    pub finished: Vec<i64>,
    /// Conversations to save: chat, topic, user, seconds since 1970, JSON.
    pub conversations: Vec<(i64, i64, i64, i64, String)>,
    /// Chats, and the languages that they have chosen.
    pub languages: Vec<(i64, Option<Lang>)>,
    /// Persons of whom everything up to a place is to be erased: place, user.
    pub forget: Vec<(i64, i64)>,
    /// Places, and how many messages of the reply have been sent.
    pub progress: Vec<(i64, u32)>,
    /// Updates to set aside: place, failures, reason, seconds since 1970.
    pub set_aside: Vec<(i64, u32, &'a str, i64)>,
    /// Remove erased updates and conversations that are older.
    pub prune: Option<Ages>,
}

/// Times before which rows are removed, in seconds since 1970.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ages {
    /// For erased updates.
    pub erased: i64,
    /// For conversations.
    pub conversations: i64,
}

/// An open database.
#[derive(Debug)]
pub struct Database {
    pub(super) writer: Backend,
    pub(super) reader: Backend,
    /// Held as long as the database is in use.
    pub(super) lock: File,
}

impl Database {
    /// Opens the database that `HERALD_DATABASE_URL` names, creating it or bringing it up to date. While another process
    /// uses it, this waits.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let options = sqlite::options(url)?;
        let lock = lock::wait_for(options.get_filename()).await?;
        let writer = Backend::Sqlite(sqlite::create(&options).await?);
        let reader = Backend::Sqlite(sqlite::connect(&options).await?);
        Ok(Self { writer, reader, lock })
    }
}

/// A connection to one of the databases.
#[derive(Debug)]
pub(super) enum Backend {
    /// A file of our own.
    Sqlite(sqlite::Connection),
}

impl Backend {
    /// Writes all of it or nothing. Gives `update_id` and place of the updates that are new, in the order of arrival.
    pub async fn write(&mut self, bot_id: i64, batch: &Batch<'_>) -> sqlx::Result<Vec<(i64, i64)>> {
        match self {
            Self::Sqlite(connection) => connection.write(bot_id, batch).await,
        }
    }

    /// Connects anew, after an error.
    pub async fn reconnect(&mut self) -> sqlx::Result<()> {
        match self {
            Self::Sqlite(connection) => connection.reconnect().await,
        }
    }

    /// See [`super::Store::newest`].
    pub async fn newest(&mut self, bot_id: i64) -> sqlx::Result<i64> {
        match self {
            Self::Sqlite(connection) => connection.newest(bot_id).await,
        }
    }

    /// See [`super::Store::waiting`].
    pub async fn waiting(&mut self, bot_id: i64, after: i64, until: i64, limit: u32) -> sqlx::Result<Vec<Waiting>> {
        match self {
            Self::Sqlite(connection) => connection.waiting(bot_id, after, until, limit).await,
        }
    }

    /// See [`super::Store::conversation`].
    pub async fn conversation(&mut self, bot_id: i64, person: Person) -> sqlx::Result<Option<Conversation>> {
        match self {
            Self::Sqlite(connection) => connection.conversation(bot_id, person).await,
        }
    }

    /// See [`super::Store::languages`].
    pub async fn languages(&mut self, bot_id: i64) -> sqlx::Result<Vec<(i64, Lang)>> {
        match self {
            Self::Sqlite(connection) => connection.languages(bot_id).await,
        }
    }

    /// See [`super::Store::recent`].
    pub async fn recent(
        &mut self,
        bot_id: i64,
        since: i64,
        limit: u32,
    ) -> sqlx::Result<Vec<(Person, i64, Conversation)>> {
        match self {
            Self::Sqlite(connection) => connection.recent(bot_id, since, limit).await,
        }
    }

    /// Closes it, leaving the file in order.
    pub async fn close(self) {
        match self {
            Self::Sqlite(connection) => connection.close().await,
        }
    }
}
