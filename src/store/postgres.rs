//! The store in a `PostgreSQL` database.
//!
//! Several bots may share one: each row has its bot's id. Of one bot's processes that poll, one writes: the one whose connection
//! holds the bot's advisory lock. Those that have a webhook all write what comes in, and one of them leads (see `lead`). Lists go in
//! as arrays, so that a transaction has the same few prepared statements whether it writes one row or a thousand.

pub(super) mod dead;
pub(super) mod feedback;
mod read;
mod replies;
mod write;

use std::str::FromStr;
use std::sync::LazyLock;
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions, Connection as _};
use tokio::time::timeout;

use super::{StoreError, version};

/// The steps from an empty database to this program's.
pub(super) static MIGRATIONS: LazyLock<Migrator> = LazyLock::new(|| {
    version::migrator(&[
        (1, "store", include_str!("migrations/postgres/0001_store.sql")),
        (2, "quiet", include_str!("migrations/postgres/0002_quiet.sql")),
        (3, "replies", include_str!("migrations/postgres/0003_replies.sql")),
        (4, "chat of an update", include_str!("migrations/postgres/0004_chat_of_an_update.sql")),
        (5, "fewer indexes", include_str!("migrations/postgres/0005_fewer_indexes.sql")),
    ])
});

/// Where a process tells the one that leads that there is something new; the message is the bot's id.
pub(super) const INBOX_CHANNEL: &str = "herald_inbox";

/// How long a connection may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// How often to look whether the process that writes has ended.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// A connection, and how to get another one.
#[derive(Debug)]
pub(super) struct Connection {
    postgres: PgConnection,
    options: PgConnectOptions,
    /// The bot whose lock it holds.
    claimed: Option<i64>,
}

/// What a database URL asks for.
pub(super) fn options(url: &str) -> Result<PgConnectOptions, StoreError> {
    let options = PgConnectOptions::from_str(url).map_err(|_| StoreError("this is no database URL".to_owned()))?;
    // A server notices soon when a machine is gone, and lets go of its lock.
    let alive = [("tcp_keepalives_idle", "3"), ("tcp_keepalives_interval", "2"), ("tcp_keepalives_count", "2")];
    Ok(options.application_name("herald").options(alive).disable_statement_logging())
}

/// Connects, and brings the tables up to date; never back.
pub(super) async fn create(options: &PgConnectOptions) -> Result<Connection, StoreError> {
    let mut connection = connect(options).await?;
    MIGRATIONS.run_direct(None, &mut connection.postgres, false).await.map_err(version::trouble)?;
    Ok(connection)
}

/// Connects.
pub(super) async fn connect(options: &PgConnectOptions) -> Result<Connection, StoreError> {
    let late = |_| StoreError("the database server does not answer".to_owned());
    let postgres = timeout(CONNECT_TIMEOUT, options.connect()).await.map_err(late)??;
    Ok(Connection { postgres, options: options.clone(), claimed: None })
}

/// Connects to a database that is there, beside whoever writes to it.
pub(super) async fn beside(options: &PgConnectOptions) -> Result<Connection, StoreError> {
    let mut opened = connect(options).await?;
    let newest = sqlx::query_as::<_, (i64,)>("SELECT max(version) FROM _sqlx_migrations WHERE success");
    version::check(newest.fetch_one(&mut opened.postgres).await.ok().map(|it| it.0), &MIGRATIONS)?;
    Ok(opened)
}

impl Connection {
    /// Becomes the one that writes for a bot; waits while another process is, and says so once.
    pub async fn claim(&mut self, bot_id: i64) -> Result<(), StoreError> {
        let mut said = false;
        loop {
            // The lock is one of this schema and this bot.
            let (mine,): (bool,) = sqlx::query_as(
                "SELECT pg_try_advisory_lock(hashtextextended('herald ' || current_schema() || ' ' || $1::text, 0))",
            )
            .bind(bot_id)
            .fetch_one(&mut self.postgres)
            .await?;
            if mine {
                self.claimed = Some(bot_id);
                return Ok(());
            }
            if !said {
                tracing::warn!("another herald is using this database; waiting until it ends");
                said = true;
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// See [`super::backend::Backend::reconnect`].
    pub async fn reconnect(&mut self) -> Result<(), StoreError> {
        let mut other = connect(&self.options).await?;
        if let Some(bot_id) = self.claimed {
            // The lock of the connection that broke is let go of when the server notices.
            other.claim(bot_id).await?;
        }
        *self = other;
        Ok(())
    }

    /// The connection.
    pub fn get(&mut self) -> &mut PgConnection {
        &mut self.postgres
    }

    /// See [`super::backend::Backend::close`].
    pub async fn close(self) {
        let _ = self.postgres.close().await;
    }
}

/// A count as the database has it.
fn small(count: i64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
