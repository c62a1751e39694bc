//! Starting and stopping: what is wrong is said in one sentence, and what has begun is finished.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::fake::fault::{Fault, on};
use crate::fake::{Fake, TOKEN};
use crate::process::{Ended, Home};
use crate::scene::{group, private};
use crate::server::WAITING;

/// Starts with these variables and expects exit code 2 and one sentence that names this.
fn check_refused(variables: &[(&str, &str)], names: &str) {
    let fake = Fake::start();
    let home = Home::new();
    let Ended { code, log } = home.start_with(&fake, variables).wait();
    assert_eq!(code, Some(2), "{log}");
    let told: Vec<&str> = log.lines().filter(|line| line.starts_with("herald: ")).collect();
    assert!(told.len() == 1 && told[0].contains(names), "expected one sentence that names {names}:\n{log}");
    for secret in [TOKEN, TOKEN.split(':').next_back().unwrap(), "secret"] {
        assert!(!log.contains(secret), "{log}");
    }
    assert!(!log.contains("panicked") && !log.contains("backtrace"), "{log}");
}

#[test]
fn what_is_wrong_is_said() {
    check_refused(&[("TELOXIDE_TOKEN", "")], "TELOXIDE_TOKEN");
    check_refused(&[("TELOXIDE_TOKEN", "42:some-other-secret")], "TELOXIDE_TOKEN");
    check_refused(&[("TELOXIDE_TOKEN", "no-token-but-secret")], "TELOXIDE_TOKEN");
    check_refused(&[("TELOXIDE_API_URL", "telegram")], "TELOXIDE_API_URL");
    check_refused(&[("HERALD_DATABASE_URL", "sqlite:///nowhere/at/all/herald.db")], "HERALD_DATABASE_URL");
    check_refused(&[("HERALD_DATABASE_URL", "sqlite://.")], "HERALD_DATABASE_URL");
    check_refused(&[("HERALD_DATABASE_URL", "postgres://user:secret@127.0.0.1:1/herald")], "HERALD_DATABASE_URL");
    check_refused(&[("HERALD_DATABASE_URL", "mysql://user:secret@host/herald")], "HERALD_DATABASE_URL");
    check_refused(&[("HERALD_PACING", "maybe")], "HERALD_PACING");
    check_refused(&[("HERALD_KNOWLEDGE", "/nowhere/at/all")], "/nowhere/at/all");
}

#[test]
fn a_file_that_is_no_database_is_said() {
    let fake = Fake::start();
    let home = Home::new();
    std::fs::write(home.path("herald.db"), "This is no database, and it is long enough to look at. ".repeat(40))
        .unwrap();
    let Ended { code, log } = home.start_with(&fake, &[]).wait();
    assert_eq!(code, Some(2), "{log}");
    assert!(log.contains("herald: the database sqlite://herald.db can't be opened"), "{log}");
}

#[test]
fn a_database_of_a_newer_herald_is_refused() {
    let fake = Fake::start();
    let home = Home::new();
    let herald = home.start(&fake);
    herald.signal("TERM");
    assert_eq!(herald.wait().code, Some(0));
    query(&home, "INSERT INTO _sqlx_migrations VALUES (999, 'later', 0, true, x'00', 0)");
    let Ended { code, log } = home.start_with(&fake, &[]).wait();
    assert_eq!(code, Some(2), "{log}");
    assert!(log.contains("newer herald"), "{log}");
}

/// Waits until every answer that was sent is noted: a restart then sends none of them again.
pub fn wait_for_noted(fake: &Fake, home: &Home) {
    fake.wait_for_confirmed();
    fake.wait_until("the answers to be noted", |_| query(home, WAITING) == Some(0));
}

/// Runs a statement on the home's database; gives the first column of the first row, as a number.
pub fn query(home: &Home, statement: &'static str) -> Option<i64> {
    use sqlx::Connection;
    let url = format!("sqlite://{}", home.path("herald.db").display());
    let run = async {
        let mut connection = sqlx::SqliteConnection::connect(&url).await.unwrap();
        let row = sqlx::query_as::<_, (i64,)>(statement).fetch_optional(&mut connection).await.unwrap();
        row.map(|it| it.0)
    };
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(run)
}

#[test]
fn the_settings_file_is_read() {
    let fake = Fake::start();
    let home = Home::new();
    std::fs::write(home.path(".env"), format!("TELOXIDE_TOKEN={TOKEN}\nHERALD_DATABASE_URL=sqlite://other.db\n"))
        .unwrap();
    let _herald = home.start_with(&fake, &[("TELOXIDE_TOKEN", "")]);
    fake.post(private(7, "how many orders a day?"));
    fake.wait_for_sent(1);
    assert!(home.path("other.db").exists() && !home.path("herald.db").exists());
}

#[cfg(unix)]
#[test]
fn the_database_is_its_owners_only() {
    use std::os::unix::fs::PermissionsExt;
    let fake = Fake::start();
    let home = Home::new();
    std::fs::write(home.path("herald.db"), "").unwrap();
    std::fs::set_permissions(home.path("herald.db"), std::fs::Permissions::from_mode(0o644)).unwrap();
    let _herald = home.start(&fake);
    fake.post(private(7, "how many orders a day?"));
    fake.wait_for_sent(1);
    for name in ["herald.db", "herald.db-wal"] {
        let mode = std::fs::metadata(home.path(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

#[test]
fn nothing_that_was_handled_stays() {
    let fake = Fake::start();
    let home = Home::new();
    let herald = home.start_with(&fake, &[("HERALD_KEEP_QUESTIONS", "off")]);
    fake.post(private(7, "how many quokkas a day?"));
    fake.post(private(7, "how many quokkas 一天有多少 ".repeat(150)));
    fake.post(group(-5, 7, "other people's talk"));
    fake.wait_for_sent(2);
    fake.wait_for_confirmed();
    herald.signal("TERM");
    assert_eq!(herald.wait().code, Some(0));
    let file = std::fs::read(home.path("herald.db")).unwrap();
    assert!(!String::from_utf8_lossy(&file).contains("how many quokkas"));
    assert_eq!(query(&home, "SELECT count(*) FROM inbox"), Some(2));
    assert_eq!(query(&home, "SELECT count(*) FROM inbox WHERE payload IS NOT NULL"), Some(0));
}

#[test]
fn a_stop_finishes_what_has_begun() {
    for signal in ["TERM", "INT"] {
        let fake = Fake::start();
        let home = Home::new();
        fake.fault(Fault::Delay(50), on("sendMessage"));
        let herald = home.start(&fake);
        for _ in 0..10 {
            fake.post(private(7, "how many orders a day?"));
        }
        fake.wait_for_confirmed();
        herald.signal(signal);
        let ended = herald.wait();
        assert_eq!((ended.code, fake.sent().len()), (Some(0), 10), "{}", ended.log);
        fake.check();
    }
}

#[test]
fn a_stop_waits_for_no_one_who_must_wait_longer() {
    let fake = Fake::start();
    let home = Home::new();
    fake.fault(Fault::TooMany(60), on("sendMessage").chat(7));
    let herald = home.start(&fake);
    fake.post(private(7, "how many orders a day?"));
    fake.wait_until("a call", |fake| !fake.calls_of("sendMessage").is_empty());
    let start = Instant::now();
    herald.signal("TERM");
    assert_eq!(herald.wait().code, Some(0));
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    fake.heal();
    let _herald = home.start(&fake);
    fake.wait_for_sent(1);
}

#[test]
fn a_stop_takes_ten_seconds_at_most() {
    let fake = Fake::start();
    let home = Home::new();
    fake.fault(Fault::Delay(14_000), on("sendMessage").times(1));
    let herald = home.start(&fake);
    fake.post(private(7, "how many orders a day?"));
    fake.wait_for_confirmed();
    let start = Instant::now();
    herald.signal("TERM");
    assert_eq!(herald.wait().code, Some(0));
    assert!((9..12).contains(&start.elapsed().as_secs()), "{:?}", start.elapsed());
    let _herald = home.start(&fake);
    fake.wait_for_sent(1);
}

#[test]
fn a_second_signal_ends_it_at_once() {
    let fake = Fake::start();
    let home = Home::new();
    fake.fault(Fault::Delay(8000), on("sendMessage"));
    let herald = home.start(&fake);
    fake.post(private(7, "how many orders a day?"));
    fake.wait_for_confirmed();
    herald.signal("TERM");
    std::thread::sleep(Duration::from_millis(100));
    let start = Instant::now();
    herald.signal("INT");
    assert_eq!(herald.wait().code, Some(130));
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
}

#[test]
fn a_stop_while_telegram_is_out_of_reach() {
    let fake = Fake::start();
    let home = Home::new();
    fake.fault(Fault::Close, on("getMe"));
    let herald = home.start_with(&fake, &[]);
    fake.wait_until("a call", |fake| !fake.calls_of("getMe").is_empty());
    herald.signal("TERM");
    assert_eq!(herald.wait().code, Some(0));
}

#[test]
fn a_token_that_is_withdrawn_ends_it() {
    let fake = Fake::start();
    let home = Home::new();
    let herald = home.start(&fake);
    fake.fault(Fault::Refuse(401, "Unauthorized"), on("getUpdates"));
    fake.post(private(7, "how many orders a day?"));
    let ended = herald.wait();
    assert!(ended.code == Some(2) && ended.log.contains("herald: the Bot API does not accept the token"), "{ended:?}");
}

#[test]
fn of_two_instances_the_second_waits_and_says_so() {
    let fake = Fake::start();
    let (first_home, second_home) = (Home::new(), Home::new());
    let first = first_home.start(&fake);
    std::thread::sleep(Duration::from_secs(2));
    let second = second_home.start(&fake);
    fake.wait_until("the second to say so", |_| second.log().contains("another instance is polling"));
    fake.post(private(7, "how many orders a day?"));
    fake.wait_for_sent(1);
    // What the first has fetched and not confirmed would be for the second, too.
    fake.wait_for_confirmed();
    first.kill();
    fake.post(private(7, "how many orders a day?"));
    fake.wait_for_sent(2);
    fake.wait_for_confirmed();
    assert_eq!(fake.sent().len(), 2);
}

#[test]
fn a_second_process_on_the_database_waits_for_the_first() {
    let fake = Fake::start();
    let home = Home::new();
    let first = home.start(&fake);
    let _second = home.start_with(&fake, &[]);
    fake.wait_until("the second to wait", |_| {
        std::fs::read_to_string(home.path("stderr.log")).unwrap().contains("another herald is using this database")
    });
    first.kill();
    fake.post(private(7, "how many orders a day?"));
    fake.wait_for_sent(1);
}

#[test]
fn a_webhook_is_removed() {
    let fake = Fake::start();
    let home = Home::new();
    fake.change(|state| state.webhook = Some(json!({"url": "https://example.org"})));
    let _herald = home.start_with(&fake, &[]);
    fake.post(private(7, "how many orders a day?"));
    fake.wait_for_sent(1);
    fake.check();
}

#[test]
fn logs_hold_no_token_and_no_words() {
    let fake = Fake::start();
    let home = Home::new();
    fake.fault(Fault::Close, on("sendMessage").every(2));
    let herald = home.start_with(&fake, &[("RUST_LOG", "trace")]);
    for at in 0..5 {
        fake.post(private(7, format!("how many quokkas a day, {at}?")));
    }
    fake.wait_for_sent(5);
    herald.signal("TERM");
    let log = herald.wait().log;
    assert!(log.len() > 100, "{log}");
    for secret in [TOKEN, TOKEN.split(':').next_back().unwrap(), "quokka"] {
        assert!(!log.contains(secret), "{secret} is in the log:\n{log}");
    }
}
