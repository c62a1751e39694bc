//! The tables of replies and files: which message answers which question, what may be voted on, what Telegram has.

use sqlx::sqlite::SqliteConnection;
use sqlx::{query, query_as};

use super::{Connection, json};
use crate::store::batch::{Ages, Batch};
use crate::store::replies::{Answered, Replied};

/// Saves replies of a bot, with what is done about those that are there. Where that is nothing, `SQLite` keeps no copies of the pages that
/// it changes, each chat's another one, to undo the statement alone. A failure ends the transaction anyway.
macro_rules! insert {
    ($conflict:literal) => {
        concat!(
            "INSERT OR FAIL INTO replies
                 (bot_id, chat_id, message_id, question_id, answer_id, user_id, words, votable, saved_at)
             SELECT ?1, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6,
                    value ->> 7
             FROM jsonb_each(?2) WHERE true
             ON CONFLICT ",
            $conflict
        )
    };
}

/// Writes what a transaction has of them.
pub async fn write(connection: &mut SqliteConnection, bot_id: i64, batch: &Batch<'_>) -> sqlx::Result<()> {
    if !batch.replied.is_empty() {
        let row = |(it, at): &(&Replied, i64)| {
            (it.chat, it.last, it.question, it.first, it.user, it.words.number(), it.votable, *at)
        };
        let rows: Vec<_> = batch.replied.iter().map(row).collect();
        let new = query(insert!("DO NOTHING")).bind(bot_id).bind(json(&rows)).execute(&mut *connection).await?;
        // Some were there: answers to questions that have changed.
        if new.rows_affected() < rows.len() as u64 {
            query(insert!(
                "DO UPDATE SET question_id = excluded.question_id, answer_id = excluded.answer_id,
                     user_id = excluded.user_id, words = excluded.words, votable = excluded.votable,
                     saved_at = excluded.saved_at"
            ))
            .bind(bot_id)
            .bind(json(&rows))
            .execute(&mut *connection)
            .await?;
        }
    }
    for (chat, message) in &batch.voted {
        query("UPDATE replies SET votable = 0 WHERE bot_id = ?1 AND chat_id = ?2 AND message_id = ?3")
            .bind(bot_id)
            .bind(chat)
            .bind(message)
            .execute(&mut *connection)
            .await?;
    }
    for (chat, question) in &batch.unanswered {
        query(
            "DELETE FROM replies
             WHERE bot_id = ?1 AND chat_id = ?2 AND message_id > ?3 AND question_id = ?3 AND question_id <> 0",
        )
        .bind(bot_id)
        .bind(chat)
        .bind(question)
        .execute(&mut *connection)
        .await?;
    }
    for (content, id, at) in &batch.files {
        query(
            "INSERT INTO files (bot_id, content, file_id, saved_at) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO UPDATE SET file_id = excluded.file_id, saved_at = excluded.saved_at",
        )
        .bind(bot_id)
        .bind(content)
        .bind(id)
        .bind(at)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// Removes what is older.
pub async fn prune(connection: &mut SqliteConnection, bot_id: i64, before: Ages) -> sqlx::Result<()> {
    query("DELETE FROM replies WHERE bot_id = ?1 AND saved_at < ?2")
        .bind(bot_id)
        .bind(before.replies)
        .execute(&mut *connection)
        .await?;
    query("DELETE FROM files WHERE bot_id = ?1 AND saved_at < ?2")
        .bind(bot_id)
        .bind(before.files)
        .execute(connection)
        .await?;
    Ok(())
}

impl Connection {
    /// See [`crate::store::Store::answer_to`]. An answer stands behind its question, and few messages after that when it is edited.
    pub async fn answer_to(&mut self, bot_id: i64, chat: i64, question: i64) -> sqlx::Result<Option<Answered>> {
        let row: Option<(i64, i64)> = query_as(
            "SELECT answer_id, words FROM replies
             WHERE bot_id = ?1 AND chat_id = ?2 AND message_id > ?3 AND question_id = ?3 AND question_id <> 0
             ORDER BY message_id DESC LIMIT 1",
        )
        .bind(bot_id)
        .bind(chat)
        .bind(question)
        .fetch_optional(self.get()?)
        .await?;
        Ok(row.map(|(message, words)| Answered::new(message, words)))
    }

    /// See [`crate::store::Store::replies_since`].
    pub async fn replies_since(&mut self, bot_id: i64, since: i64) -> sqlx::Result<Vec<(i64, i64)>> {
        query_as("SELECT chat_id, saved_at FROM replies WHERE bot_id = ?1 AND saved_at >= ?2 ORDER BY saved_at")
            .bind(bot_id)
            .bind(since)
            .fetch_all(self.get()?)
            .await
    }

    /// See [`crate::store::Store::is_votable`].
    pub async fn is_votable(&mut self, bot_id: i64, chat: i64, message: i64) -> sqlx::Result<bool> {
        let row: Option<(bool,)> =
            query_as("SELECT votable FROM replies WHERE bot_id = ?1 AND chat_id = ?2 AND message_id = ?3")
                .bind(bot_id)
                .bind(chat)
                .bind(message)
                .fetch_optional(self.get()?)
                .await?;
        Ok(row.is_some_and(|it| it.0))
    }

    /// See [`crate::store::Store::file`].
    pub async fn file(&mut self, bot_id: i64, content: i64) -> sqlx::Result<Option<String>> {
        let row: Option<(String,)> = query_as("SELECT file_id FROM files WHERE bot_id = ?1 AND content = ?2")
            .bind(bot_id)
            .bind(content)
            .fetch_optional(self.get()?)
            .await?;
        Ok(row.map(|it| it.0))
    }
}
