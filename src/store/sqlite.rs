//! The store in an `SQLite` file.
//!
//! Write-ahead log with `synchronous = NORMAL`: what is committed survives the end of the process at any instant; a power
//! cut can cost the last commits, never the file. Lists go in as one JSON parameter, and long texts beside it as
//! another, so that a transaction has the same few prepared statements whether it writes one row or a thousand. Rows bound value by
//! value, in statements of sixteen and fewer, took the same time.

pub(super) mod dead;
pub(super) mod feedback;
mod file;
mod read;
mod replies;
mod write;

use std::path::Path;
use std::str::FromStr;
use std::sync::LazyLock;
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection as _};

use file::FileId;

use super::{StoreError, version};

/// The steps from an empty database to this program's.
pub(super) static MIGRATIONS: LazyLock<Migrator> = LazyLock::new(|| {
    version::migrator(&[
        (1, "inbox", include_str!("migrations/sqlite/0001_inbox.sql")),
        (2, "people", include_str!("migrations/sqlite/0002_people.sql")),
        (13, "dead", include_str!("migrations/sqlite/0013_dead.sql")),
        (14, "feedback", include_str!("migrations/sqlite/0014_feedback.sql")),
        (15, "quiet", include_str!("migrations/sqlite/0015_quiet.sql")),
        (16, "replies", include_str!("migrations/sqlite/0016_replies.sql")),
        (17, "chat of an update", include_str!("migrations/sqlite/0017_chat_of_an_update.sql")),
        (18, "fewer indexes", include_str!("migrations/sqlite/0018_fewer_indexes.sql")),
    ])
});

/// How long `SQLite` itself waits for another process's lock.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Pages of the log before it is moved into the file: 16 MB, so that the move costs little a commit.
const PAGES_BEFORE_CHECKPOINT: &str = "4000";

/// What a connection keeps of the file in memory, in kilobytes, with the sign that says so: what waits is read once and erased.
const CACHE: &str = "-512";

/// A connection, and how to get another one.
#[derive(Debug)]
pub(super) struct Connection {
    sqlite: SqliteConnection,
    options: SqliteConnectOptions,
    /// The file that was opened.
    file: FileId,
    /// Whether it writes, and so brings the tables of a file up to date.
    writes: bool,
}

/// What a database URL asks for.
pub(super) fn options(url: &str) -> Result<SqliteConnectOptions, StoreError> {
    let options = SqliteConnectOptions::from_str(url).map_err(|_| StoreError("this is no database URL".to_owned()))?;
    if options.get_filename().to_string_lossy().starts_with("file:sqlx-in-memory") {
        return Err(StoreError("a database in memory would not survive a crash".to_owned()));
    }
    Ok(options
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Normal)
        .busy_timeout(BUSY_TIMEOUT)
        .pragma("wal_autocheckpoint", PAGES_BEFORE_CHECKPOINT)
        .pragma("cache_size", CACHE)
        // What is erased is overwritten, not just marked as free.
        .pragma("secure_delete", "on")
        .disable_statement_logging())
}

/// Opens the file, creating it readable by its owner only, and brings its tables up to date.
pub(super) async fn create(options: &SqliteConnectOptions) -> Result<Connection, StoreError> {
    make_private(options.get_filename()).map_err(|error| StoreError(error.to_string()))?;
    let mut connection = connect(options).await?;
    connection.writes = true;
    migrate(&mut connection.sqlite).await?;
    Ok(connection)
}

/// Brings a file's tables up to date; never back.
async fn migrate(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    MIGRATIONS.run_direct(None, connection, false).await.map_err(version::trouble)
}

/// Opens the file.
pub(super) async fn connect(options: &SqliteConnectOptions) -> Result<Connection, StoreError> {
    let sqlite = options.connect().await?;
    let file = FileId::of(options.get_filename()).map_err(sqlx::Error::Io)?;
    Ok(Connection { sqlite, options: options.clone(), file, writes: false })
}

/// Opens a file that is there, beside whoever writes to it.
pub(super) async fn beside(options: &SqliteConnectOptions) -> Result<Connection, StoreError> {
    let mut opened = connect(options).await?;
    let newest = sqlx::query_as::<_, (i64,)>("SELECT max(version) FROM _sqlx_migrations WHERE success");
    // A file without that table is none of ours.
    version::check(newest.fetch_one(&mut opened.sqlite).await.ok().map(|it| it.0), &MIGRATIONS)?;
    Ok(opened)
}

/// Creates the file where there is none, and makes it its owner's only. `SQLite` gives its log the same mode.
fn make_private(path: &Path) -> std::io::Result<()> {
    let mut file = std::fs::OpenOptions::new();
    file.create(true).truncate(false).write(true).read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
        let file = file.mode(0o600).open(path)?;
        file.set_permissions(std::fs::Permissions::from_mode(0o600))
    }
    #[cfg(not(unix))]
    file.open(path).map(drop)
}

impl Connection {
    /// See [`crate::store::backend::Backend::reconnect`].
    pub async fn reconnect(&mut self) -> Result<(), StoreError> {
        let mut other = connect(&self.options).await?;
        // It may be another file: a backup that was put in its place.
        if self.writes {
            migrate(&mut other.sqlite).await?;
        }
        *self = Self { writes: self.writes, ..other };
        Ok(())
    }

    /// The connection, as long as the file that it was made to is where it was: what is written to a file that was moved or
    /// removed would be lost.
    pub fn get(&mut self) -> sqlx::Result<&mut SqliteConnection> {
        if FileId::of(self.options.get_filename()).is_ok_and(|it| it == self.file) {
            Ok(&mut self.sqlite)
        } else {
            Err(sqlx::Error::Io(std::io::Error::other("the database file is gone")))
        }
    }

    /// See [`crate::store::backend::Backend::close`].
    pub async fn close(self) {
        let _ = self.sqlite.close().await;
    }
}

/// The texts of a statement's rows, one behind the other in one parameter: in JSON they would be escaped, and unescaped again.
#[derive(Default)]
struct Texts(Vec<u8>);

impl Texts {
    /// Adds a text. Gives its place, counted from 1, and its length, both in bytes, as `substr` takes them.
    fn push(&mut self, text: &str) -> (usize, usize) {
        let at = self.0.len() + 1;
        self.0.extend_from_slice(text.as_bytes());
        (at, text.len())
    }
}

/// A list as one parameter of a statement.
fn json<T: serde::Serialize>(rows: &[T]) -> String {
    // Rows of numbers and strings always serialise.
    serde_json::to_string(rows).unwrap_or_default()
}
