//! The tables of replies and files: which message answers which question, what may be voted on, what Telegram has.

use sqlx::postgres::PgConnection;
use sqlx::{query, query_as};

use super::Connection;
use crate::store::batch::{Ages, Batch};
use crate::store::replies::{Answered, Replied};

/// Writes what a transaction has of them.
pub async fn write(connection: &mut PgConnection, bot_id: i64, batch: &Batch<'_>) -> sqlx::Result<()> {
    if !batch.replied.is_empty() {
        let column = |of: fn(&Replied) -> i64| batch.replied.iter().map(|it| of(it.0)).collect::<Vec<i64>>();
        query(
            "INSERT INTO replies
                 (bot_id, chat_id, message_id, question_id, answer_id, user_id, words, votable, saved_at)
             SELECT $1, * FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[],
                                      $8::boolean[], $9::bigint[])
             ON CONFLICT (bot_id, chat_id, message_id) DO UPDATE SET question_id = excluded.question_id,
                 answer_id = excluded.answer_id, user_id = excluded.user_id, words = excluded.words,
                 votable = excluded.votable, saved_at = excluded.saved_at",
        )
        .bind(bot_id)
        .bind(column(|it| it.chat))
        .bind(column(|it| it.last))
        .bind(column(|it| it.question))
        .bind(column(|it| it.first))
        .bind(column(|it| it.user))
        .bind(column(|it| it.words.number()))
        .bind(batch.replied.iter().map(|it| it.0.votable).collect::<Vec<_>>())
        .bind(batch.replied.iter().map(|it| it.1).collect::<Vec<_>>())
        .execute(&mut *connection)
        .await?;
    }
    for (chat, message) in &batch.voted {
        query("UPDATE replies SET votable = false WHERE bot_id = $1 AND chat_id = $2 AND message_id = $3")
            .bind(bot_id)
            .bind(chat)
            .bind(message)
            .execute(&mut *connection)
            .await?;
    }
    for (chat, question) in &batch.unanswered {
        query(
            "DELETE FROM replies
             WHERE bot_id = $1 AND chat_id = $2 AND message_id > $3 AND question_id = $3 AND question_id <> 0",
        )
        .bind(bot_id)
        .bind(chat)
        .bind(question)
        .execute(&mut *connection)
        .await?;
    }
    for (content, id, at) in &batch.files {
        query(
            "INSERT INTO files (bot_id, content, file_id, saved_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (bot_id, content) DO UPDATE SET file_id = excluded.file_id, saved_at = excluded.saved_at",
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
pub async fn prune(connection: &mut PgConnection, bot_id: i64, before: Ages) -> sqlx::Result<()> {
    query("DELETE FROM replies WHERE bot_id = $1 AND saved_at < $2")
        .bind(bot_id)
        .bind(before.replies)
        .execute(&mut *connection)
        .await?;
    query("DELETE FROM files WHERE bot_id = $1 AND saved_at < $2")
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
             WHERE bot_id = $1 AND chat_id = $2 AND message_id > $3 AND question_id = $3 AND question_id <> 0
             ORDER BY message_id DESC LIMIT 1",
        )
        .bind(bot_id)
        .bind(chat)
        .bind(question)
        .fetch_optional(self.get())
        .await?;
        Ok(row.map(|(message, words)| Answered::new(message, words)))
    }

    /// See [`crate::store::Store::replies_since`].
    pub async fn replies_since(&mut self, bot_id: i64, since: i64) -> sqlx::Result<Vec<(i64, i64)>> {
        query_as("SELECT chat_id, saved_at FROM replies WHERE bot_id = $1 AND saved_at >= $2 ORDER BY saved_at")
            .bind(bot_id)
            .bind(since)
            .fetch_all(self.get())
            .await
    }

    /// See [`crate::store::Store::is_votable`].
    pub async fn is_votable(&mut self, bot_id: i64, chat: i64, message: i64) -> sqlx::Result<bool> {
        let row: Option<(bool,)> =
            query_as("SELECT votable FROM replies WHERE bot_id = $1 AND chat_id = $2 AND message_id = $3")
                .bind(bot_id)
                .bind(chat)
                .bind(message)
                .fetch_optional(self.get())
                .await?;
        Ok(row.is_some_and(|it| it.0))
    }

    /// See [`crate::store::Store::file`].
    pub async fn file(&mut self, bot_id: i64, content: i64) -> sqlx::Result<Option<String>> {
        let row: Option<(String,)> = query_as("SELECT file_id FROM files WHERE bot_id = $1 AND content = $2")
            .bind(bot_id)
            .bind(content)
            .fetch_optional(self.get())
            .await?;
        Ok(row.map(|it| it.0))
    }
}
