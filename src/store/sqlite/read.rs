//! What is read from the file: at the start, and where memory had no room.

use sqlx::query_as;

use super::Connection;
use crate::dialogue::Conversation;
use crate::store::Choice;
use crate::store::backend::{Depth, Person, Waiting, language};

impl Connection {
    /// See [`crate::store::Store::depth`].
    pub async fn depth(&mut self, bot_id: i64) -> sqlx::Result<Depth> {
        let (waiting, oldest) = query_as(
            "SELECT count(*), coalesce(min(received_at), 0) FROM inbox
             WHERE bot_id = ?1 AND payload IS NOT NULL AND reason IS NULL",
        )
        .bind(bot_id)
        .fetch_one(self.get()?)
        .await?;
        let (dead,) = query_as("SELECT count(*) FROM inbox WHERE bot_id = ?1 AND reason IS NOT NULL")
            .bind(bot_id)
            .fetch_one(self.get()?)
            .await?;
        Ok(Depth { waiting, oldest, dead })
    }

    /// See [`crate::store::Store::newest`].
    pub async fn newest(&mut self, bot_id: i64) -> sqlx::Result<i64> {
        let (newest,) = query_as(
            "SELECT coalesce(max(seq), 0) FROM inbox WHERE bot_id = ?1 AND payload IS NOT NULL AND reason IS NULL",
        )
        .bind(bot_id)
        .fetch_one(self.get()?)
        .await?;
        Ok(newest)
    }

    /// See [`crate::store::Store::waiting`].
    pub async fn waiting(&mut self, bot_id: i64, after: i64, until: i64, limit: u32) -> sqlx::Result<Vec<Waiting>> {
        let rows: Vec<(i64, u32, i64, String)> = query_as(
            "SELECT seq, sent, received_at, payload FROM inbox
             WHERE bot_id = ?1 AND seq > ?2 AND seq <= ?3 AND payload IS NOT NULL AND reason IS NULL
             ORDER BY seq LIMIT ?4",
        )
        .bind(bot_id)
        .bind(after)
        .bind(until)
        .bind(limit)
        .fetch_all(self.get()?)
        .await?;
        let waiting = |(seq, sent, received_at, payload)| Waiting { seq, sent, received_at, payload };
        Ok(rows.into_iter().map(waiting).collect())
    }

    /// See [`crate::store::Store::conversation`].
    pub async fn conversation(&mut self, bot_id: i64, person: Person) -> sqlx::Result<Option<Conversation>> {
        let row: Option<(String,)> = query_as(
            "SELECT state FROM conversations WHERE bot_id = ?1 AND chat_id = ?2 AND topic_id = ?3 AND user_id = ?4",
        )
        .bind(bot_id)
        .bind(person.chat)
        .bind(person.topic)
        .bind(person.user)
        .fetch_optional(self.get()?)
        .await?;
        Ok(row.and_then(|(state,)| serde_json::from_str(&state).ok()))
    }

    /// See [`crate::store::Store::choices`].
    pub async fn choices(&mut self, bot_id: i64) -> sqlx::Result<Vec<(i64, Choice)>> {
        let rows: Vec<(i64, Option<String>, bool)> = query_as(
            "SELECT chat_id, language, quiet FROM chats WHERE bot_id = ?1 AND (language IS NOT NULL OR quiet)",
        )
        .bind(bot_id)
        .fetch_all(self.get()?)
        .await?;
        let choice = |(chat, code, quiet): (i64, Option<String>, bool)| {
            (chat, Choice { language: code.as_deref().and_then(language), quiet })
        };
        Ok(rows.into_iter().map(choice).collect())
    }

    /// See [`crate::store::Store::recent`].
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
        .fetch_all(self.get()?)
        .await?;
        let read = |(chat, topic, user, at, state): (i64, i64, i64, i64, String)| {
            Some((Person { chat, topic, user }, at, serde_json::from_str(&state).ok()?))
        };
        Ok(rows.into_iter().filter_map(read).collect())
    }
}
