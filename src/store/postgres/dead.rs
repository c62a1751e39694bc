//! Updates that were set aside: shown, marked to be tried again, taken up again.

use sqlx::postgres::PgConnection;
use sqlx::{query, query_as};

use super::small;
use crate::store::backend::Waiting;
use crate::store::inspect::Dead;

/// Everything that is set aside, of every bot, oldest first.
pub async fn list(connection: &mut PgConnection) -> sqlx::Result<Vec<Dead>> {
    let rows: Vec<(i64, i64, i64, String, bool, bool)> = query_as(
        "SELECT seq, coalesce(set_aside_at, received_at), attempts, reason, payload IS NOT NULL, replay FROM inbox
         WHERE reason IS NOT NULL ORDER BY seq",
    )
    .fetch_all(connection)
    .await?;
    let dead = |(seq, at, attempts, reason, whole, replay): (i64, i64, i64, String, bool, bool)| {
        let attempts = small(attempts);
        Dead { seq, at, attempts, reason, whole, replay }
    };
    Ok(rows.into_iter().map(dead).collect())
}

/// Marks updates that are set aside, and still whole; `None` for all of them. Gives their places.
pub async fn mark(connection: &mut PgConnection, which: Option<&[i64]>) -> sqlx::Result<Vec<i64>> {
    let rows: Vec<(i64,)> = query_as(
        "UPDATE inbox SET replay = true
         WHERE reason IS NOT NULL AND payload IS NOT NULL AND ($1::bigint[] IS NULL OR seq = ANY($1))
         RETURNING seq",
    )
    .bind(which)
    .fetch_all(connection)
    .await?;
    let mut places: Vec<i64> = rows.into_iter().map(|it| it.0).collect();
    places.sort_unstable();
    Ok(places)
}

/// Makes marked updates wait again, and gives them in order.
pub async fn revive(connection: &mut PgConnection, bot_id: i64) -> sqlx::Result<Vec<Waiting>> {
    let mut rows: Vec<Waiting> = query_as::<_, (i64, i64, i64, String)>(
        "UPDATE inbox SET replay = false, reason = NULL, set_aside_at = NULL, attempts = 0
         WHERE bot_id = $1 AND replay AND reason IS NOT NULL AND payload IS NOT NULL
         RETURNING seq, sent, received_at, payload",
    )
    .bind(bot_id)
    .fetch_all(connection)
    .await?
    .into_iter()
    .map(|(seq, sent, received_at, payload)| Waiting { seq, sent: small(sent), received_at, payload })
    .collect();
    rows.sort_by_key(|it| it.seq);
    Ok(rows)
}

/// Erases what was set aside before a time: its words, and what it may say of them.
pub async fn erase(connection: &mut PgConnection, bot_id: i64, before: i64) -> sqlx::Result<()> {
    query(
        "UPDATE inbox SET payload = NULL, user_id = NULL, chat_id = NULL, reason = NULL, replay = false
         WHERE bot_id = $1 AND reason IS NOT NULL AND set_aside_at < $2",
    )
    .bind(bot_id)
    .bind(before)
    .execute(connection)
    .await?;
    Ok(())
}
