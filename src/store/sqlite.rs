//! The store in an `SQLite` file.
//!
//! Write-ahead log with `synchronous = NORMAL`: what is committed survives the end of the process at any instant; a power
//! cut can cost the last commits, never the file. Lists go in as one JSON parameter, so that a transaction has the same few
//! prepared statements whether it writes one row or a thousand.

use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection as _, query, query_as};

use super::StoreError;
use super::backend::{Batch, Person, Waiting};
use crate::dialogue::Conversation;
use crate::text::Lang;

static MIGRATIONS: Migrator = sqlx::migrate!("src/store/migrations/sqlite");

/// How long `SQLite` itself waits for another process's lock.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Pages of the log before it is moved into the file: 16 MB, so that the move costs little a commit.
const PAGES_BEFORE_CHECKPOINT: &str = "4000";

/// Erases a person: bot, user, and the place in the inbox behind which it is a new beginning. A private chat has its person's id.
const FORGET: &[&str] = &[
    "DELETE FROM conversations WHERE bot_id = ?1 AND user_id = ?2",
    "DELETE FROM chats WHERE bot_id = ?1 AND chat_id = ?2",
    "UPDATE inbox SET payload = NULL, reason = NULL, user_id = NULL WHERE bot_id = ?1 AND user_id = ?2 AND seq <= ?3",
];

/// A connection, and how to get another one.
#[derive(Debug)]
pub(super) struct Connection {
    connection: SqliteConnection,
    options: SqliteConnectOptions,
}

/// What a database URL asks for.
pub(super) fn options(url: &str) -> Result<SqliteConnectOptions, StoreError> {
    let options = SqliteConnectOptions::from_str(url).map_err(|_| StoreError("this is no database URL".to_owned()))?;
    if options.get_filename().to_string_lossy().starts_with("file:sqlx-in-memory") {
        return Err(StoreError("a database in memory would not survive a crash".to_owned()));
    }
    Ok(options
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Normal)
        .busy_timeout(BUSY_TIMEOUT)
        .pragma("wal_autocheckpoint", PAGES_BEFORE_CHECKPOINT)
        // What is erased is overwritten, not just marked as free.
        .pragma("secure_delete", "on")
        .disable_statement_logging())
}

/// Opens the file, creating it readable by its owner only, and brings its tables up to date.
pub(super) async fn create(options: &SqliteConnectOptions) -> Result<Connection, StoreError> {
    make_private(options.get_filename()).map_err(|error| StoreError(error.to_string()))?;
    let mut connection = connect(options).await?;
    MIGRATIONS.run(&mut connection.connection).await.map_err(|error| match error {
        MigrateError::VersionMissing(_) => StoreError("it was written by a newer herald than this one".to_owned()),
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => error.into(),
        error => StoreError(error.to_string()),
    })?;
    Ok(connection)
}

/// Opens the file.
pub(super) async fn connect(options: &SqliteConnectOptions) -> Result<Connection, StoreError> {
    Ok(Connection { connection: options.connect().await?, options: options.clone() })
}

/// Creates the file where there is none, and makes it its owner's only. `SQLite` gives its log the same mode.
fn make_private(path: &Path) -> std::io::Result<()> {
    let mut file = std::fs::OpenOptions::new();
    file.create(true).truncate(false).write(true).read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
        let file = file.mode(0o600).open(path)?;
        file.set_permissions(std::fs::Permissions::from_mode(0o600))
    }
    #[cfg(not(unix))]
    file.open(path).map(drop)
}

impl Connection {
    /// See [`super::backend::Backend::write`].
    pub async fn write(&mut self, bot_id: i64, batch: &Batch<'_>) -> sqlx::Result<Vec<(i64, i64)>> {
        let mut tx = self.connection.begin_with("BEGIN IMMEDIATE").await?;
        let mut new = Vec::new();
        if !batch.arrivals.is_empty() {
            new = query_as::<_, (i64, i64)>(
                "INSERT INTO inbox (bot_id, update_id, received_at, payload, user_id)
                 SELECT ?1, value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?2) WHERE true ORDER BY key
                 ON CONFLICT (bot_id, update_id) DO NOTHING
                 RETURNING update_id, seq",
            )
            .bind(bot_id)
            .bind(json(&batch.arrivals))
            .fetch_all(&mut *tx)
            .await?;
        }
        if !batch.finished.is_empty() {
            query("UPDATE inbox SET payload = NULL, user_id = NULL WHERE seq IN (SELECT value FROM json_each(?1))")
                .bind(json(&batch.finished))
                .execute(&mut *tx)
                .await?;
        }
        if !batch.conversations.is_empty() {
            query(
                "INSERT INTO conversations (bot_id, chat_id, topic_id, user_id, saved_at, state)
                 SELECT ?1, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM json_each(?2) WHERE true
                 ON CONFLICT DO UPDATE SET saved_at = excluded.saved_at, state = excluded.state",
            )
            .bind(bot_id)
            .bind(json(&batch.conversations))
            .execute(&mut *tx)
            .await?;
        }
        for &(chat, choice) in &batch.languages {
            query(
                "INSERT INTO chats (bot_id, chat_id, language) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO UPDATE SET language = excluded.language",
            )
            .bind(bot_id)
            .bind(chat)
            .bind(choice.map(code))
            .execute(&mut *tx)
            .await?;
        }
        for &(seq, user) in &batch.forget {
            for erase in FORGET {
                query(*erase).bind(bot_id).bind(user).bind(seq).execute(&mut *tx).await?;
            }
        }
        for &(seq, sent) in &batch.progress {
            query("UPDATE inbox SET sent = ?2 WHERE seq = ?1").bind(seq).bind(sent).execute(&mut *tx).await?;
        }
        for &(seq, attempts, reason, at) in &batch.set_aside {
            query("UPDATE inbox SET attempts = ?2, reason = ?3, set_aside_at = ?4 WHERE seq = ?1")
                .bind(seq)
                .bind(attempts)
                .bind(reason)
                .bind(at)
                .execute(&mut *tx)
                .await?;
        }
        if let Some(before) = batch.prune {
            query("DELETE FROM inbox WHERE bot_id = ?1 AND payload IS NULL AND received_at < ?2")
                .bind(bot_id)
                .bind(before.erased)
                .execute(&mut *tx)
                .await?;
            query("DELETE FROM conversations WHERE bot_id = ?1 AND saved_at < ?2")
                .bind(bot_id)
                .bind(before.conversations)
                .execute(&mut *tx)
                .await?;
        }
        tx.commit().await?;
        Ok(new)
    }

    /// See [`super::backend::Backend::reconnect`].
    pub async fn reconnect(&mut self) -> sqlx::Result<()> {
        self.connection = self.options.connect().await?;
        Ok(())
    }

    /// See [`super::Store::newest`].
    pub async fn newest(&mut self, bot_id: i64) -> sqlx::Result<i64> {
        let (newest,) = query_as(
            "SELECT coalesce(max(seq), 0) FROM inbox WHERE bot_id = ?1 AND payload IS NOT NULL AND reason IS NULL",
        )
        .bind(bot_id)
        .fetch_one(&mut self.connection)
        .await?;
        Ok(newest)
    }

    /// See [`super::Store::waiting`].
    pub async fn waiting(&mut self, bot_id: i64, after: i64, until: i64, limit: u32) -> sqlx::Result<Vec<Waiting>> {
        let rows: Vec<(i64, u32, String)> = query_as(
            "SELECT seq, sent, payload FROM inbox
             WHERE bot_id = ?1 AND seq > ?2 AND seq <= ?3 AND payload IS NOT NULL AND reason IS NULL
             ORDER BY seq LIMIT ?4",
        )
        .bind(bot_id)
        .bind(after)
        .bind(until)
        .bind(limit)
        .fetch_all(&mut self.connection)
        .await?;
        Ok(rows.into_iter().map(|(seq, sent, payload)| Waiting { seq, sent, payload }).collect())
    }

    /// See [`super::Store::conversation`].
    pub async fn conversation(&mut self, bot_id: i64, person: Person) -> sqlx::Result<Option<Conversation>> {
        let row: Option<(String,)> = query_as(
            "SELECT state FROM conversations WHERE bot_id = ?1 AND chat_id = ?2 AND topic_id = ?3 AND user_id = ?4",
        )
        .bind(bot_id)
        .bind(person.chat)
        .bind(person.topic)
        .bind(person.user)
        .fetch_optional(&mut self.connection)
        .await?;
        Ok(row.and_then(|(state,)| serde_json::from_str(&state).ok()))
    }

    /// See [`super::Store::languages`].
    pub async fn languages(&mut self, bot_id: i64) -> sqlx::Result<Vec<(i64, Lang)>> {
        let rows: Vec<(i64, String)> =
            query_as("SELECT chat_id, language FROM chats WHERE bot_id = ?1 AND language IS NOT NULL")
                .bind(bot_id)
                .fetch_all(&mut self.connection)
                .await?;
        Ok(rows.into_iter().filter_map(|(chat, code)| Some((chat, language(&code)?))).collect())
    }

    /// See [`super::Store::recent`].
    pub async fn recent(
        &mut self,
        bot_id: i64,
        since: i64,
        limit: u32,
    ) -> sqlx::Result<Vec<(Person, i64, Conversation)>> {
        let rows: Vec<(i64, i64, i64, i64, String)> = query_as(
            "SELECT chat_id, topic_id, user_id, saved_at, state FROM conversations
             WHERE bot_id = ?1 AND saved_at > ?2 ORDER BY saved_at DESC LIMIT ?3",
        )
        .bind(bot_id)
        .bind(since)
        .bind(limit)
        .fetch_all(&mut self.connection)
        .await?;
        let read = |(chat, topic, user, at, state): (i64, i64, i64, i64, String)| {
            Some((Person { chat, topic, user }, at, serde_json::from_str(&state).ok()?))
        };
        Ok(rows.into_iter().filter_map(read).collect())
    }

    /// See [`super::backend::Backend::close`].
    pub async fn close(self) {
        let _ = self.connection.close().await;
    }
}

/// A list as the one parameter of a statement.
fn json<T: serde::Serialize>(rows: &[T]) -> String {
    // Rows of numbers and strings always serialise.
    serde_json::to_string(rows).unwrap_or_default()
}

/// A language as the table has it.
fn code(language: Lang) -> &'static str {
    match language {
        Lang::En => "en",
        Lang::Zh => "zh",
    }
}

/// The language of a code.
fn language(found: &str) -> Option<Lang> {
    [Lang::En, Lang::Zh].into_iter().find(|it| code(*it) == found)
}
