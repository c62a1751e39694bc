//! The table of questions that belong to nobody: counted up, pruned by the day, read for a report.

use sqlx::postgres::PgConnection;
use sqlx::{query, query_as};

use super::small;
use crate::store::backend::{code, language};
use crate::store::feedback::{Feedback, Kept, Opinion};

/// Counts questions, each with its day.
pub async fn count(connection: &mut PgConnection, bot_id: i64, rows: &[(i64, &Feedback)]) -> sqlx::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    query(
        "INSERT INTO feedback (bot_id, day, kind, lang, text, count)
         SELECT $1, day, kind, lang, text, count(*) FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[])
                AS new (day, kind, lang, text) GROUP BY day, kind, lang, text
         ON CONFLICT (bot_id, day, kind, lang, text) DO UPDATE SET count = feedback.count + excluded.count",
    )
    .bind(bot_id)
    .bind(rows.iter().map(|it| it.0).collect::<Vec<_>>())
    .bind(rows.iter().map(|it| it.1.opinion().name()).collect::<Vec<_>>())
    .bind(rows.iter().map(|it| code(it.1.lang())).collect::<Vec<_>>())
    .bind(rows.iter().map(|it| it.1.text()).collect::<Vec<_>>())
    .execute(connection)
    .await?;
    Ok(())
}

/// Removes what is of an earlier day.
pub async fn prune(connection: &mut PgConnection, bot_id: i64, first_day: i64) -> sqlx::Result<()> {
    query("DELETE FROM feedback WHERE bot_id = $1 AND day < $2")
        .bind(bot_id)
        .bind(first_day)
        .execute(connection)
        .await?;
    Ok(())
}

/// Everything that is kept, of every bot.
pub async fn all(connection: &mut PgConnection) -> sqlx::Result<Vec<Kept>> {
    let rows: Vec<(i64, String, String, String, i64)> = query_as(
        "SELECT day, kind, lang, text, sum(count)::bigint FROM feedback GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4",
    )
    .fetch_all(connection)
    .await?;
    let kept = |(day, kind, lang, text, count): (i64, String, String, String, i64)| {
        Some(Kept { day, opinion: Opinion::named(&kind)?, lang: language(&lang)?, text, count: small(count) })
    };
    Ok(rows.into_iter().filter_map(kept).collect())
}
