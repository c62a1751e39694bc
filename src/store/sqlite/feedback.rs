//! The table of questions that belong to nobody: counted up, pruned by the day, read for a report.

use sqlx::sqlite::SqliteConnection;
use sqlx::{query, query_as};

use super::json;
use crate::store::backend::{code, language};
use crate::store::feedback::{Feedback, Kept, Opinion};

/// Counts questions, each with its day.
pub async fn count(connection: &mut SqliteConnection, bot_id: i64, rows: &[(i64, &Feedback)]) -> sqlx::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> = rows.iter().map(|(day, it)| (day, it.opinion().name(), code(it.lang()), it.text())).collect();
    query(
        "INSERT INTO feedback (bot_id, day, kind, lang, text, count)
         SELECT ?1, value ->> 0, value ->> 1, value ->> 2, value ->> 3, 1 FROM jsonb_each(?2) WHERE true
         ON CONFLICT DO UPDATE SET count = count + 1",
    )
    .bind(bot_id)
    .bind(json(&rows))
    .execute(connection)
    .await?;
    Ok(())
}

/// Removes what is of an earlier day.
pub async fn prune(connection: &mut SqliteConnection, bot_id: i64, first_day: i64) -> sqlx::Result<()> {
    query("DELETE FROM feedback WHERE bot_id = ?1 AND day < ?2")
        .bind(bot_id)
        .bind(first_day)
        .execute(connection)
        .await?;
    Ok(())
}

/// Everything that is kept, of every bot.
pub async fn all(connection: &mut SqliteConnection) -> sqlx::Result<Vec<Kept>> {
    let rows: Vec<(i64, String, String, String, u32)> =
        query_as("SELECT day, kind, lang, text, sum(count) FROM feedback GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4")
            .fetch_all(connection)
            .await?;
    let kept = |(day, kind, lang, text, count): (i64, String, String, String, u32)| {
        Some(Kept { day, opinion: Opinion::named(&kind)?, lang: language(&lang)?, text, count })
    };
    Ok(rows.into_iter().filter_map(kept).collect())
}
