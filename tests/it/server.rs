//! A schema of the `PostgreSQL` server that `HERALD_TEST_POSTGRES` names, empty at first and gone at the end.

use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::postgres::PgRow;
use sqlx::{Connection as _, PgConnection, Row as _};

/// How much of the inbox waits.
pub const WAITING: &str = "SELECT count(*) FROM inbox WHERE payload IS NOT NULL AND reason IS NULL";

/// A schema of its own.
pub struct Server {
    /// What `HERALD_DATABASE_URL` is to be.
    pub url: String,
}

impl Server {
    /// A new one; `None` where no server is named.
    pub fn new() -> Option<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let server = std::env::var("HERALD_TEST_POSTGRES").ok().filter(|it| !it.is_empty())?;
        let schema = format!("herald_it_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let joined = if server.contains('?') { '&' } else { '?' };
        let url = format!("{server}{joined}options=-c%20search_path%3D{schema}");
        run(&url, "DO $$ BEGIN EXECUTE format('CREATE SCHEMA %I', current_setting('search_path')); END $$");
        Some(Self { url })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        run(&self.url, "DO $$ BEGIN EXECUTE format('DROP SCHEMA %I CASCADE', current_setting('search_path')); END $$");
    }
}

/// Runs a statement in the schema.
pub fn run(url: &str, statement: &'static str) {
    fetch(url, statement);
}

/// The number that a statement gives.
pub fn number(url: &str, statement: &'static str) -> i64 {
    let rows = fetch(url, statement);
    rows.first().map(|row| row.get(0)).expect("the statement gives a number")
}

fn fetch(url: &str, statement: &'static str) -> Vec<PgRow> {
    let run = async {
        let mut connection = PgConnection::connect(url).await.expect("the server answers");
        let rows = sqlx::query(statement).fetch_all(&mut connection).await.expect("the statement is done");
        connection.close().await.expect("the connection ends");
        rows
    };
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(run)
}
