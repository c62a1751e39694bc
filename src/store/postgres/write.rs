//! What one transaction writes to the database.

use sqlx::{Connection as _, query, query_as};

use super::{Connection, INBOX_CHANNEL, dead, feedback, replies};
use crate::store::backend::code;
use crate::store::batch::{Batch, Written};

/// Erases a person: bot, user, and the place in the inbox behind which it is a new beginning. A private chat has its person's id.
const FORGET: &[&str] = &[
    "DELETE FROM conversations WHERE bot_id = $1 AND user_id = $2 AND $3 > 0",
    "DELETE FROM chats WHERE bot_id = $1 AND chat_id = $2 AND $3 > 0",
    "DELETE FROM replies WHERE bot_id = $1 AND user_id = $2 AND $3 > 0",
    "UPDATE inbox SET payload = NULL, user_id = NULL, chat_id = NULL
     WHERE bot_id = $1 AND user_id = $2 AND seq <= $3 AND payload IS NOT NULL AND reason IS NULL",
    "UPDATE inbox SET payload = NULL, user_id = NULL, chat_id = NULL, reason = NULL
     WHERE bot_id = $1 AND user_id = $2 AND seq <= $3 AND reason IS NOT NULL",
];

/// Erases a chat: bot, chat, and the place in the inbox of the update that says that the bot has left it.
const LEAVE: &[&str] = &[
    "DELETE FROM conversations WHERE bot_id = $1 AND chat_id = $2 AND $3 > 0",
    "DELETE FROM chats WHERE bot_id = $1 AND chat_id = $2 AND $3 > 0",
    "DELETE FROM replies WHERE bot_id = $1 AND chat_id = $2 AND $3 > 0",
    "UPDATE inbox SET payload = NULL, user_id = NULL, chat_id = NULL
     WHERE bot_id = $1 AND chat_id = $2 AND seq <= $3 AND payload IS NOT NULL AND reason IS NULL",
    "UPDATE inbox SET payload = NULL, user_id = NULL, chat_id = NULL, reason = NULL
     WHERE bot_id = $1 AND chat_id = $2 AND seq <= $3 AND reason IS NOT NULL",
];

impl Connection {
    /// See [`crate::store::backend::Backend::write`].
    pub async fn write(&mut self, bot_id: i64, batch: &Batch<'_>) -> sqlx::Result<Written> {
        let shared = self.claimed.is_none();
        let mut tx = self.get().begin().await?;
        let mut written = Written::default();
        if !batch.arrivals.is_empty() {
            if shared {
                // Whoever reads up to a place must not miss one before it that is committed later.
                query(
                    "SELECT pg_advisory_xact_lock(hashtextextended('herald ' || current_schema() || ' ' || $1::text, 1))",
                )
                .bind(bot_id)
                .execute(&mut *tx)
                .await?;
            }
            let rows = &batch.arrivals;
            written.new = query_as::<_, (i64, i64)>(
                "INSERT INTO inbox (bot_id, update_id, received_at, payload, user_id, chat_id)
                 SELECT $1, update_id, received_at, payload, user_id, chat_id
                 FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::bigint[], $6::bigint[])
                      WITH ORDINALITY AS new (update_id, received_at, payload, user_id, chat_id, place) ORDER BY place
                 ON CONFLICT (bot_id, update_id) DO NOTHING
                 RETURNING update_id, seq",
            )
            .bind(bot_id)
            .bind(rows.iter().map(|it| it.0).collect::<Vec<_>>())
            .bind(rows.iter().map(|it| it.1).collect::<Vec<_>>())
            .bind(rows.iter().map(|it| it.2).collect::<Vec<_>>())
            .bind(rows.iter().map(|it| it.3).collect::<Vec<_>>())
            .bind(rows.iter().map(|it| it.4).collect::<Vec<_>>())
            .fetch_all(&mut *tx)
            .await?;
            written.new.sort_unstable_by_key(|it| it.1);
            if shared && !written.new.is_empty() {
                query("SELECT pg_notify($1, $2)")
                    .bind(INBOX_CHANNEL)
                    .bind(bot_id.to_string())
                    .execute(&mut *tx)
                    .await?;
            }
        }
        if !batch.finished.is_empty() {
            query("UPDATE inbox SET payload = NULL, user_id = NULL, chat_id = NULL WHERE seq = ANY($1)")
                .bind(&batch.finished)
                .execute(&mut *tx)
                .await?;
        }
        if !batch.conversations.is_empty() {
            let rows = &batch.conversations;
            query(
                "INSERT INTO conversations (bot_id, chat_id, topic_id, user_id, saved_at, state)
                 SELECT $1, * FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[])
                 ON CONFLICT (bot_id, chat_id, topic_id, user_id)
                 DO UPDATE SET saved_at = excluded.saved_at, state = excluded.state",
            )
            .bind(bot_id)
            .bind(rows.iter().map(|it| it.0).collect::<Vec<_>>())
            .bind(rows.iter().map(|it| it.1).collect::<Vec<_>>())
            .bind(rows.iter().map(|it| it.2).collect::<Vec<_>>())
            .bind(rows.iter().map(|it| it.3).collect::<Vec<_>>())
            .bind(rows.iter().map(|it| it.4.as_str()).collect::<Vec<_>>())
            .execute(&mut *tx)
            .await?;
        }
        for &(chat, choice) in &batch.choices {
            query(
                "INSERT INTO chats (bot_id, chat_id, language, quiet) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (bot_id, chat_id) DO UPDATE SET language = excluded.language, quiet = excluded.quiet",
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
            query("UPDATE inbox SET sent = $2 WHERE seq = $1")
                .bind(seq)
                .bind(i64::from(sent))
                .execute(&mut *tx)
                .await?;
        }
        for &(seq, attempts, reason, at) in &batch.set_aside {
            query("UPDATE inbox SET attempts = $2, reason = $3, set_aside_at = $4 WHERE seq = $1")
                .bind(seq)
                .bind(i64::from(attempts))
                // A text of this database can't hold a zero.
                .bind(reason.replace('\0', ""))
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
            query("DELETE FROM inbox WHERE bot_id = $1 AND payload IS NULL AND received_at < $2")
                .bind(bot_id)
                .bind(before.erased)
                .execute(&mut *tx)
                .await?;
            query("DELETE FROM conversations WHERE bot_id = $1 AND saved_at < $2")
                .bind(bot_id)
                .bind(before.conversations)
                .execute(&mut *tx)
                .await?;
        }
        tx.commit().await?;
        Ok(written)
    }
}
