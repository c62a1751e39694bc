//! What can happen to a file only: another program's lock, and that it is moved away.

use std::time::Duration;

use sqlx::Connection as _;

use super::place::Place;
use super::{BOT, NOW, arrivals, open, waiting};

#[tokio::test]
async fn a_write_waits_while_the_database_is_locked() {
    let place = Place::file();
    let url = place.url();
    let (store, _closing) = open(&url, BOT).await;
    let mut other = sqlx::SqliteConnection::connect(&url).await.unwrap();
    sqlx::query("BEGIN EXCLUSIVE").execute(&mut other).await.unwrap();
    let locked = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        sqlx::query("COMMIT").execute(&mut other).await.unwrap();
    };
    let (new, ()) = tokio::join!(store.commit(arrivals(&[1]), NOW), locked);
    assert_eq!((new.len(), waiting(&store).await.len()), (1, 1));
}

#[cfg(unix)]
#[tokio::test]
async fn nothing_counts_as_written_while_the_file_is_gone() {
    let place = Place::file();
    let url = place.url();
    let (store, _closing) = open(&url, BOT).await;
    store.commit(arrivals(&[1]), NOW).await;
    let Place::File(folder) = &place else { return };
    let (path, away) = (folder.path().join("herald.db"), folder.path().join("away.db"));
    std::fs::rename(&path, &away).unwrap();
    let back = async {
        while !store.is_stuck() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert!(store.depth().await.is_err());
        std::fs::rename(&away, &path).unwrap();
    };
    let (new, ()) = tokio::join!(store.commit(arrivals(&[2]), NOW), back);
    assert_eq!((new.len(), store.is_stuck()), (1, false));
    // The first read may still find that the file was gone.
    let _ = store.depth().await;
    assert_eq!(waiting(&store).await, ["1 0", "2 0"]);
}
