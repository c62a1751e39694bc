//! A database that is locked, full or gone for a while: nothing is confirmed that isn't stored, and it goes on by itself.

use std::process::Command;
use std::time::{Duration, Instant};

use sqlx::Connection as _;

use crate::fake::Fake;
use crate::fake::fault::{Fault, on};
use crate::process::{Herald, Home};
use crate::scene::private;
use crate::serve_start::wait_for_noted;

/// Questions that come in meanwhile.
const QUESTIONS: i64 = 20;

/// Asks while the database is in trouble, for so many seconds, and after that. `begin` and `end` make and mend the trouble.
fn check(seconds: u64, herald: &mut dyn FnMut(&Home, &Fake) -> Herald, trouble: &Trouble) {
    let (fake, home) = (Fake::start(), Home::new());
    let herald = herald(&home, &fake);
    fake.post(private(1, "how many orders a day?"));
    fake.wait_for_sent(1);
    wait_for_noted(&fake, &home);
    let mended = (trouble.begin)(&home, &herald);
    let began = Instant::now();
    let questions = usize::try_from(QUESTIONS).unwrap();
    for person in 0..QUESTIONS {
        fake.post(private(100 + person, "how many orders a day?"));
    }
    while began.elapsed() < Duration::from_secs(seconds) {
        let unconfirmed = fake.look(|state| state.queue.len());
        assert_eq!((unconfirmed, fake.sent().len()), (questions, 1), "{}", herald.log());
        std::thread::sleep(Duration::from_millis(100));
    }
    mended();
    let sent = fake.wait_for_sent(1 + questions);
    assert_eq!(sent.len(), 1 + questions);
    fake.wait_for_confirmed();
    let log = herald.log();
    assert!(log.contains(trouble.said) || trouble.said.is_empty(), "{log}");
    herald.signal("TERM");
    let ended = herald.wait();
    assert!(ended.code == Some(0) && ended.log.contains("nothing left to do"), "{ended:?}");
    fake.check();
}

/// What is wrong with the database.
struct Trouble {
    /// Makes it, and gives what mends it.
    begin: fn(&Home, &Herald) -> Box<dyn FnOnce()>,
    /// What the log says of it.
    said: &'static str,
}

fn as_usual(home: &Home, fake: &Fake) -> Herald {
    home.start(fake)
}

/// Another program writes and doesn't come to an end.
pub fn locked(seconds: u64) {
    let begin = |home: &Home, _: &Herald| -> Box<dyn FnOnce()> {
        let url = format!("sqlite://{}", home.path("herald.db").display());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let mut other = runtime.block_on(sqlx::SqliteConnection::connect(&url)).unwrap();
        runtime.block_on(sqlx::query("BEGIN IMMEDIATE").execute(&mut other)).unwrap();
        Box::new(move || {
            runtime.block_on(sqlx::query("COMMIT").execute(&mut other)).unwrap();
        })
    };
    check(seconds, &mut as_usual, &Trouble { begin, said: "" });
}

/// The file isn't where it was.
pub fn gone(seconds: u64) {
    let begin = |home: &Home, _: &Herald| -> Box<dyn FnOnce()> {
        let (path, away) = (home.path("herald.db"), home.path("away.db"));
        std::fs::rename(&path, &away).unwrap();
        Box::new(move || std::fs::rename(&away, &path).unwrap())
    };
    check(seconds, &mut as_usual, &Trouble { begin, said: "the database file is gone" });
}

/// Limits the files of a process.
#[cfg(target_os = "linux")]
fn longest_file(process: u32, bytes: &str) {
    let arguments = ["--pid".to_owned(), process.to_string(), format!("--fsize={bytes}:")];
    assert!(Command::new("prlimit").args(arguments).status().unwrap().success());
}

/// No file may grow.
#[cfg(target_os = "linux")]
pub fn full(seconds: u64) {
    let begin = |home: &Home, herald: &Herald| -> Box<dyn FnOnce()> {
        let process = herald.id();
        let size = std::fs::metadata(home.path("herald.db-wal")).unwrap().len();
        longest_file(process, &size.to_string());
        Box::new(move || longest_file(process, "unlimited"))
    };
    // A write beyond the limit is to fail, and not to end the process.
    let mut start = |home: &Home, fake: &Fake| {
        let polls = fake.look(|state| state.polls);
        let script = format!("trap '' XFSZ; exec '{}' serve", env!("CARGO_BIN_EXE_herald"));
        let herald = home.start_by(Command::new("sh").args(["-c", &script]), fake, &[]);
        fake.wait_until("the first poll", |fake| fake.look(|state| state.polls) > polls);
        herald
    };
    check(seconds, &mut start, &Trouble { begin, said: "the database does not take writes" });
}

#[test]
fn a_locked_database_is_waited_for() {
    locked(6);
}

#[test]
fn a_database_that_is_gone_is_waited_for() {
    gone(2);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_waited_for() {
    full(2);
}

#[test]
fn a_backup_of_a_running_bot_can_be_put_back() {
    let (fake, home) = (Fake::start(), Home::new());
    let herald = home.start(&fake);
    fake.fault(Fault::TooMany(60), on("sendMessage"));
    for person in 1..=3 {
        fake.post(private(person, "how many orders a day?"));
    }
    fake.wait_for_confirmed();
    // The three lines of README.md.
    let readme = include_str!("../../README.md");
    assert!(readme.contains("VACUUM INTO") && readme.contains("herald.db-wal") && readme.contains("herald.db-shm"));
    let backup = async {
        let url = format!("sqlite://{}", home.path("herald.db").display());
        let mut beside = sqlx::SqliteConnection::connect(&url).await.unwrap();
        let target = home.path("backup.db").display().to_string();
        sqlx::query("VACUUM INTO ?1").bind(target).execute(&mut beside).await.unwrap();
        beside.close().await.unwrap();
    };
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(backup);
    herald.kill();
    std::fs::remove_file(home.path("herald.db-wal")).unwrap();
    std::fs::remove_file(home.path("herald.db-shm")).unwrap();
    std::fs::write(home.path("herald.db"), "what a broken disk left").unwrap();
    std::fs::copy(home.path("backup.db"), home.path("herald.db")).unwrap();
    fake.heal();
    let _herald = home.start(&fake);
    fake.wait_for_sent(3);
    fake.check();
}
