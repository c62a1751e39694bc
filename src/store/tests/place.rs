//! Where the store's tests run: on a file of their own, and on the server that `HERALD_TEST_POSTGRES` names.
//!
//! `on_each_database!(a_test)` makes of `async fn a_test(place: Place)` one test for each. Without the variable those on the server are
//! left out, and one line says so.

use std::io::Write as _;
use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::{Connection as _, PgConnection, SqliteConnection};

/// The server's URL.
const VARIABLE: &str = "HERALD_TEST_POSTGRES";

/// A database without anything in it.
pub enum Place {
    /// A file in a folder.
    File(tempfile::TempDir),
    /// A schema of a server's database.
    Server(String),
}

impl Place {
    /// A file.
    pub fn file() -> Self {
        Self::File(tempfile::tempdir().unwrap())
    }

    /// A new schema on the server, where there is one.
    pub async fn server() -> Option<Self> {
        static TOLD: Once = Once::new();
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let Some(server) = std::env::var(VARIABLE).ok().filter(|it| !it.is_empty()) else {
            // Not by a macro, which the tests' output would be kept from.
            TOLD.call_once(|| {
                let _ = writeln!(std::io::stderr(), "{VARIABLE} is not set: the tests on PostgreSQL are left out");
            });
            return None;
        };
        let schema = format!("herald_test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let mut connection = PgConnection::connect(&server).await.expect("the server answers");
        sqlx::query("SELECT set_config('herald.schema', $1, false)")
            .bind(&schema)
            .execute(&mut connection)
            .await
            .unwrap();
        sqlx::query("DO $$ BEGIN EXECUTE format('CREATE SCHEMA %I', current_setting('herald.schema')); END $$")
            .execute(&mut connection)
            .await
            .unwrap();
        connection.close().await.unwrap();
        let joined = if server.contains('?') { '&' } else { '?' };
        Some(Self::Server(format!("{server}{joined}options=-c%20search_path%3D{schema}")))
    }

    /// Its URL.
    pub fn url(&self) -> String {
        match self {
            Self::File(folder) => format!("sqlite://{}", folder.path().join("herald.db").display()),
            Self::Server(url) => url.clone(),
        }
    }

    /// Runs a statement beside the store.
    pub async fn run(&self, statement: &'static str) {
        match self {
            Self::File(_) => {
                let mut connection = SqliteConnection::connect(&self.url()).await.unwrap();
                sqlx::query(statement).execute(&mut connection).await.unwrap();
            }
            Self::Server(url) => {
                let mut connection = PgConnection::connect(url).await.unwrap();
                sqlx::query(statement).execute(&mut connection).await.unwrap();
                connection.close().await.unwrap();
            }
        }
    }

    /// The payloads of the inbox.
    pub async fn payloads(&self) -> String {
        const STATEMENT: &str = "SELECT payload FROM inbox WHERE payload IS NOT NULL";
        let rows: Vec<(String,)> = match self {
            Self::File(_) => {
                let mut connection = SqliteConnection::connect(&self.url()).await.unwrap();
                sqlx::query_as(STATEMENT).fetch_all(&mut connection).await.unwrap()
            }
            Self::Server(url) => {
                let mut connection = PgConnection::connect(url).await.unwrap();
                sqlx::query_as(STATEMENT).fetch_all(&mut connection).await.unwrap()
            }
        };
        rows.into_iter().map(|it| it.0).collect()
    }
}

/// Removes a schema of a server after its test.
pub async fn remove(url: &str) {
    let mut connection = PgConnection::connect(url).await.unwrap();
    let statement = "DO $$ BEGIN EXECUTE format('DROP SCHEMA %I CASCADE', current_schema()); END $$";
    sqlx::query(statement).execute(&mut connection).await.unwrap();
}

/// A test for each kind of database.
macro_rules! on_each_database {
    ($($name:ident),* $(,)?) => {
        mod on_a_file {
            $(#[tokio::test]
            async fn $name() {
                super::$name(crate::store::tests::place::Place::file()).await;
            })*
        }
        mod on_a_server {
            $(#[tokio::test]
            async fn $name() {
                if let Some(place) = crate::store::tests::place::Place::server().await {
                    let url = place.url();
                    super::$name(place).await;
                    crate::store::tests::place::remove(&url).await;
                }
            })*
        }
    };
}
pub(super) use on_each_database;
