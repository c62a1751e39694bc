//! A database of an older herald: brought up to date with what is in it, never back.

use sqlx::{Connection as _, SqliteConnection, query};

use super::place::Place;
use super::{BOT, NOW, arrivals, open, waiting};
use crate::store::sqlite::MIGRATIONS;

#[tokio::test]
async fn every_older_form_is_brought_up_to_date() {
    let versions: Vec<i64> = MIGRATIONS.iter().map(|it| it.version).collect();
    for (at, version) in versions.iter().enumerate() {
        let place = Place::file();
        let url = place.url();
        let mut old = SqliteConnection::connect(&format!("{url}?mode=rwc")).await.unwrap();
        MIGRATIONS.run_to(*version, &mut old).await.unwrap();
        query("INSERT INTO inbox (bot_id, update_id, received_at, payload) VALUES (?1, 5, ?2, 'x:5}')")
            .bind(BOT)
            .bind(NOW)
            .execute(&mut old)
            .await
            .unwrap();
        old.close().await.unwrap();
        let (store, _closing) = open(&url, BOT).await;
        assert_eq!(waiting(&store).await, ["5 0"], "from version {version}");
        store.commit(arrivals(&[7]), NOW).await;
        assert_eq!(waiting(&store).await, ["5 0", "7 0"]);
        // A file has the form that its newest migration gives it, and no migration is done twice.
        let mut new = SqliteConnection::connect(&url).await.unwrap();
        let done: Vec<(i64,)> =
            sqlx::query_as("SELECT version FROM _sqlx_migrations ORDER BY version").fetch_all(&mut new).await.unwrap();
        assert_eq!(done.iter().map(|it| it.0).collect::<Vec<_>>(), versions, "from the {at}th");
    }
}
