//! Of several processes that share a server, the one that answers.
//!
//! `Lead::take(url, bot)` waits until no other process leads; `lead.next()` returns when there may be something new in the inbox, and
//! fails when the lead is lost. The server lets go of it when the process ends, however it ends.

use std::time::Duration;

use sqlx::postgres::{PgListener, PgPoolOptions};
use sqlx::{query, query_as};
use tokio::time::{sleep, timeout};

use super::StoreError;
use super::postgres::{self, INBOX_CHANNEL};

/// The wait after a try that failed.
const WAIT: Duration = Duration::from_millis(500);
/// How often to make sure of the lead, and to look even where nobody told of anything new. The server lets go of a machine that is
/// gone only after that machine has noticed.
const MAKE_SURE: Duration = Duration::from_secs(1);
/// How long the server may take to confirm it.
const CONFIRM: Duration = Duration::from_secs(3);

/// The lead; it ends when this is dropped.
#[derive(Debug)]
pub struct Lead {
    bot_id: i64,
    /// The connection that holds the lock. It is read from all the time, so that its end is noticed at once.
    connection: PgListener,
}

/// Another process may lead now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lost;

impl Lead {
    /// Waits for the lead, however long that takes.
    pub async fn take(url: &str, bot_id: i64) -> Self {
        loop {
            match Self::try_take(url, bot_id).await {
                Ok(lead) => return lead,
                Err(error) => {
                    tracing::warn!(%error, "the database server can't be reached; trying again");
                    sleep(WAIT).await;
                }
            }
        }
    }

    async fn try_take(url: &str, bot_id: i64) -> Result<Self, StoreError> {
        let pool = PgPoolOptions::new().max_connections(1).connect_lazy_with(postgres::options(url)?);
        let mut connection = PgListener::connect_with(&pool).await?;
        connection.listen(INBOX_CHANNEL).await?;
        query("SELECT pg_advisory_lock(hashtextextended('herald ' || current_schema() || ' ' || $1::text, 0))")
            .bind(bot_id)
            .execute(&mut connection)
            .await?;
        let mut lead = Self { bot_id, connection };
        // The listener connects anew by itself, and then it has no lock.
        if lead.holds().await { Ok(lead) } else { Err(StoreError("the connection was lost".to_owned())) }
    }

    /// Returns when there may be something new.
    pub async fn next(&mut self) -> Result<(), Lost> {
        let mine = self.bot_id.to_string();
        let told = async {
            loop {
                match self.connection.try_recv().await {
                    Ok(Some(news)) if news.payload() == mine => return Ok(()),
                    Ok(Some(_)) => {}
                    Ok(None) | Err(_) => return Err(Lost),
                }
            }
        };
        if let Ok(told) = timeout(MAKE_SURE, told).await {
            return told;
        }
        match timeout(CONFIRM, self.holds()).await {
            Ok(true) => Ok(()),
            Ok(false) | Err(_) => Err(Lost),
        }
    }

    /// Whether the connection has the lock.
    async fn holds(&mut self) -> bool {
        let locks = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid = pg_backend_pid()";
        let found: sqlx::Result<(i64,)> = query_as(locks).fetch_one(&mut self.connection).await;
        found.is_ok_and(|it| it.0 > 0)
    }
}
