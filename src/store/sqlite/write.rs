//! What one transaction writes to the file.

use sqlx::sqlite::SqliteConnection;
use sqlx::{Connection as _, query, query_as};

use super::{Connection, Texts, dead, feedback, json, replies};
use crate::store::backend::code;
use crate::store::batch::{Batch, Written};

/// Erases a person: bot, user, and the place in the inbox behind which it is a new beginning. A private chat has its person's id.
const FORGET: &[&str] = &[
    "DELETE FROM conversations WHERE bot_id = ?1 AND user_id = ?2",
    "DELETE FROM chats WHERE bot_id = ?1 AND chat_id = ?2",
    "DELETE FROM replies WHERE bot_id = ?1 AND user_id = ?2",
    "UPDATE inbox SET payload = NULL, user_id = NULL, chat_id = NULL
     WHERE bot_id = ?1 AND user_id = ?2 AND seq <= ?3 AND payload IS NOT NULL AND reason IS NULL",
    "UPDATE inbox SET payload = NULL, user_id = NULL, chat_id = NULL, reason = NULL
     WHERE bot_id = ?1 AND user_id = ?2 AND seq <= ?3 AND reason IS NOT NULL",
];

/// Erases a chat: bot, chat, and the place in the inbox of the update that says that the bot has left it.
const LEAVE: &[&str] = &[
    "DELETE FROM conversations WHERE bot_id = ?1 AND chat_id = ?2",
    "DELETE FROM chats WHERE bot_id = ?1 AND chat_id = ?2",
    "DELETE FROM replies WHERE bot_id = ?1 AND chat_id = ?2",
    "UPDATE inbox SET payload = NULL, user_id = NULL, chat_id = NULL
     WHERE bot_id = ?1 AND chat_id = ?2 AND seq <= ?3 AND payload IS NOT NULL AND reason IS NULL",
    "UPDATE inbox SET payload = NULL, user_id = NULL, chat_id = NULL, reason = NULL
     WHERE bot_id = ?1 AND chat_id = ?2 AND seq <= ?3 AND reason IS NOT NULL",
];

impl Connection {
    /// See [`crate::store::backend::Backend::write`].
    pub async fn write(&mut self, bot_id: i64, batch: &Batch<'_>) -> sqlx::Result<Written> {
        let mut tx = self.get()?.begin_with("BEGIN IMMEDIATE").await?;
        let mut written = Written::default();
        if !batch.arrivals.is_empty() {
            written.new = arrive(&mut tx, bot_id, batch).await?;
        }
        if !batch.finished.is_empty() {
            query("UPDATE inbox SET payload = NULL, user_id = NULL, chat_id = NULL WHERE seq IN (SELECT value FROM json_each(?1))")
                .bind(json(&batch.finished))
                .execute(&mut *tx)
                .await?;
        }
        if !batch.conversations.is_empty() {
            let mut states = Texts::default();
            let row = |(chat, topic, user, at, state): &(i64, i64, i64, i64, String)| {
                let (start, length) = states.push(state);
                (*chat, *topic, *user, *at, start, length)
            };
            let rows: Vec<_> = batch.conversations.iter().map(row).collect();
            query(
                "INSERT INTO conversations (bot_id, chat_id, topic_id, user_id, saved_at, state)
                 SELECT ?1, value ->> 0, value ->> 1, value ->> 2, value ->> 3,
                        CAST(substr(?3, value ->> 4, value ->> 5) AS TEXT)
                 FROM jsonb_each(?2) WHERE true
                 ON CONFLICT DO UPDATE SET saved_at = excluded.saved_at, state = excluded.state",
            )
            .bind(bot_id)
            .bind(json(&rows))
            .bind(states.0)
            .execute(&mut *tx)
            .await?;
        }
        for &(chat, choice) in &batch.choices {
            query(
                "INSERT INTO chats (bot_id, chat_id, language, quiet) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT DO UPDATE SET language = excluded.language, quiet = excluded.quiet",
            )
            .bind(bot_id)
            .bind(chat)
            .bind(choice.language.map(code))
            .bind(choice.quiet)
            .execute(&mut *tx)
            .await?;
        }
        for &(seq, user) in &batch.forget {
            for erase in FORGET {
                query(*erase).bind(bot_id).bind(user).bind(seq).execute(&mut *tx).await?;
            }
        }
        for &(seq, chat) in &batch.left {
            for erase in LEAVE {
                query(*erase).bind(bot_id).bind(chat).bind(seq).execute(&mut *tx).await?;
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
        feedback::count(&mut tx, bot_id, &batch.feedback).await?;
        replies::write(&mut tx, bot_id, batch).await?;
        if batch.revive {
            written.revived = dead::revive(&mut tx, bot_id).await?;
        }
        if let Some(before) = batch.prune {
            dead::erase(&mut tx, bot_id, before.dead).await?;
            replies::prune(&mut tx, bot_id, before).await?;
            feedback::prune(&mut tx, bot_id, before.feedback_day).await?;
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
        Ok(written)
    }
}

/// Stores new updates. Gives the number and the place of each that wasn't there, in the order of arrival.
async fn arrive(tx: &mut SqliteConnection, bot_id: i64, batch: &Batch<'_>) -> sqlx::Result<Vec<(i64, i64)>> {
    let mut payloads = Texts::default();
    let row = |&(update, at, payload, user, chat): &(i64, i64, &str, i64, i64)| {
        let (start, length) = payloads.push(payload);
        (update, at, user, chat, start, length)
    };
    let rows: Vec<_> = batch.arrivals.iter().map(row).collect();
    // A failure ends the transaction: without FAIL the statement would keep copies of pages, to be undone alone.
    let stored = query(
        "INSERT OR FAIL INTO inbox (bot_id, update_id, received_at, user_id, chat_id, payload)
         SELECT ?1, value ->> 0, value ->> 1, value ->> 2, value ->> 3,
                CAST(substr(?3, value ->> 4, value ->> 5) AS TEXT)
         FROM jsonb_each(?2) WHERE true ORDER BY key
         ON CONFLICT (bot_id, update_id) DO NOTHING",
    )
    .bind(bot_id)
    .bind(json(&rows))
    .bind(payloads.0)
    .execute(&mut *tx)
    .await?;
    // Places are given out one after the other, behind the highest: those of this statement are the last ones.
    let new = stored.rows_affected();
    if new == 0 {
        return Ok(Vec::new());
    }
    let before = stored.last_insert_rowid() - new.cast_signed();
    if new == rows.len() as u64 {
        return Ok(batch.arrivals.iter().map(|it| it.0).zip(before + 1..).collect());
    }
    query_as("SELECT update_id, seq FROM inbox WHERE seq > ?1 ORDER BY seq").bind(before).fetch_all(tx).await
}
