//! Updates that were set aside: shown, marked to be tried again, taken up again.

use sqlx::sqlite::SqliteConnection;
use sqlx::{query, query_as};

use super::json;
use crate::store::backend::Waiting;
use crate::store::inspect::Dead;

/// Everything that is set aside, of every bot, oldest first.
pub async fn list(connection: &mut SqliteConnection) -> sqlx::Result<Vec<Dead>> {
    let rows: Vec<(i64, i64, u32, String, bool, bool)> = query_as(
        "SELECT seq, coalesce(set_aside_at, received_at), attempts, reason, payload IS NOT NULL, replay = 1 FROM inbox
         WHERE reason IS NOT NULL ORDER BY seq",
    )
    .fetch_all(connection)
    .await?;
    let dead = rows.into_iter();
    Ok(dead
        .map(|(seq, at, attempts, reason, whole, replay)| Dead { seq, at, attempts, reason, whole, replay })
        .collect())
}

/// Marks updates that are set aside, and still whole; `None` for all of them. Gives their places.
pub async fn mark(connection: &mut SqliteConnection, which: Option<&[i64]>) -> sqlx::Result<Vec<i64>> {
    let rows: Vec<(i64,)> = query_as(
        "UPDATE inbox SET replay = 1
         WHERE reason IS NOT NULL AND payload IS NOT NULL AND (?1 IS NULL OR seq IN (SELECT value FROM json_each(?1)))
         RETURNING seq",
    )
    .bind(which.map(json))
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|it| it.0).collect())
}

/// Makes marked updates wait again, and gives them in order.
pub async fn revive(connection: &mut SqliteConnection, bot_id: i64) -> sqlx::Result<Vec<Waiting>> {
    let mut rows: Vec<Waiting> = query_as::<_, (i64, u32, i64, String)>(
        "UPDATE inbox SET replay = 0, reason = NULL, set_aside_at = NULL, attempts = 0
         WHERE bot_id = ?1 AND replay = 1 AND payload IS NOT NULL
         RETURNING seq, sent, received_at, payload",
    )
    .bind(bot_id)
    .fetch_all(connection)
    .await?
    .into_iter()
    .map(|(seq, sent, received_at, payload)| Waiting { seq, sent, received_at, payload })
    .collect();
    rows.sort_by_key(|it| it.seq);
    Ok(rows)
}

/// Erases what was set aside before a time: its words, and what it may say of them.
pub async fn erase(connection: &mut SqliteConnection, bot_id: i64, before: i64) -> sqlx::Result<()> {
    query(
        "UPDATE inbox SET payload = NULL, user_id = NULL, chat_id = NULL, reason = NULL, replay = 0
         WHERE bot_id = ?1 AND reason IS NOT NULL AND set_aside_at < ?2",
    )
    .bind(bot_id)
    .bind(before)
    .execute(connection)
    .await?;
    Ok(())
}
