//! A database of an older herald: brought up to date with what is in it, never back.

use sqlx::migrate::Migrator;
use sqlx::{Connection as _, PgConnection, SqliteConnection};

use super::place::{Place, remove};
use super::{BOT, NOW, arrivals, open, waiting};
use crate::store::{postgres, sqlite};

/// An update as an older herald has stored it.
const OLD: &str = "INSERT INTO inbox (bot_id, update_id, received_at, payload) VALUES (42, 5, 1800000000, 'x:5}')";
/// What has been done to a database.
const DONE: &str = "SELECT version FROM _sqlx_migrations ORDER BY version";

/// Opens a database that has an older form and an update in it; gives the migrations that it has had in the end.
macro_rules! check {
    ($connection:ty, $url:expr, $create:expr, $migrations:expr, $version:expr) => {{
        let mut old = <$connection>::connect(&$create).await.unwrap();
        $migrations.run_to($version, &mut old).await.unwrap();
        sqlx::query(OLD).execute(&mut old).await.unwrap();
        old.close().await.unwrap();
        let (store, closing) = open(&$url, BOT).await;
        assert_eq!(waiting(&store).await, ["5 0"], "from version {}", $version);
        store.commit(arrivals(&[7]), NOW).await;
        assert_eq!(waiting(&store).await, ["5 0", "7 0"]);
        super::close((store, closing)).await;
        let mut new = <$connection>::connect(&$url).await.unwrap();
        let done: Vec<(i64,)> = sqlx::query_as(DONE).fetch_all(&mut new).await.unwrap();
        new.close().await.unwrap();
        done.into_iter().map(|it| it.0).collect::<Vec<_>>()
    }};
}

fn versions(migrations: &Migrator) -> Vec<i64> {
    migrations.iter().map(|it| it.version).collect()
}

// A database has the form that its newest migration gives it, and no migration is done twice.

#[tokio::test]
async fn every_older_form_of_a_file_is_brought_up_to_date() {
    let versions = versions(&sqlite::MIGRATIONS);
    for version in &versions {
        let place = Place::file();
        let url = place.url();
        let done = check!(SqliteConnection, url, format!("{url}?mode=rwc"), sqlite::MIGRATIONS, *version);
        assert_eq!(done, versions, "from version {version}");
    }
}

#[tokio::test]
async fn every_older_form_on_a_server_is_brought_up_to_date() {
    let versions = versions(&postgres::MIGRATIONS);
    for version in &versions {
        let Some(place) = Place::server().await else { return };
        let url = place.url();
        let done = check!(PgConnection, url, url, postgres::MIGRATIONS, *version);
        assert_eq!(done, versions, "from version {version}");
        remove(&url).await;
    }
}

/// Checks that the list of migrations is what is in their folder.
#[track_caller]
fn check_list(folder: &str, migrations: &Migrator) {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store/migrations").join(folder);
    let files = std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap());
    let mut files: Vec<String> = files.collect();
    files.sort();
    let listed = migrations.iter().map(|it| format!("{:04}_{}.sql", it.version, it.description.replace(' ', "_")));
    assert_eq!(listed.collect::<Vec<_>>(), files);
}

#[test]
fn every_migration_is_in_the_list() {
    check_list("sqlite", &sqlite::MIGRATIONS);
    check_list("postgres", &postgres::MIGRATIONS);
}
