//! Several processes with one `PostgreSQL` server: nothing is lost whichever of them ends, and one polls or answers at a time.
//!
//! Without `HERALD_TEST_POSTGRES` these tests pass without doing anything; the store's tests say so in one line.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::fake::Fake;
use crate::fake::fault::{Fault, on};
use crate::fake::flood::Flood;
use crate::process::Home;
use crate::replicas::Replicas;
use crate::scene::{group, private};
use crate::serve_edits::shown;
use crate::serve_faults::answers;
use crate::serve_limits::counted;
use crate::serve_webhook::free_address;
use crate::server::{Server, WAITING, number, run};

/// Asks in groups while replicas are killed in turn, each time after so many answers. Gives how many answers came twice.
pub fn kills(messages: usize, chats: i64, kills: usize, delay: u64) -> Option<usize> {
    let server = Server::new()?;
    let fake = Fake::start();
    fake.fault(Fault::Delay(delay), on("sendMessage"));
    let mut replicas = Replicas::start(&fake, &server.url, 3);
    for (chat, _) in (1..=chats).cycle().zip(0..messages) {
        fake.post(group(-chat, 3, "/ask how many orders a day?"));
    }
    for round in 0..kills {
        for _ in 0..messages / (kills + 1) {
            replicas.deliver();
        }
        let before = fake.answered();
        fake.wait_until("an answer", |fake| fake.answered() > before || fake.answered() == messages);
        replicas.kill(round % 3);
        for _ in 0..5 {
            replicas.deliver();
        }
        replicas.restart(round % 3);
    }
    replicas.deliver_all();
    fake.wait_within(Duration::from_mins(2), "every answer", |fake| fake.answered() == messages);
    let answers = answers(&fake.sent());
    for (chat, answered) in &answers {
        assert!(answered.is_sorted_by_key(|it| it.0), "the order in chat {chat}: {answered:?}");
    }
    fake.check();
    Some(answers.values().flatten().map(|it| it.1 - 1).sum())
}

#[test]
fn whichever_is_killed_nothing_is_lost() {
    let Some(twice) = kills(150, 20, 3, 5) else { return };
    assert!(twice <= 3 * 20, "{twice} came twice");
}

#[test]
fn a_rolling_restart_delays_nobody() {
    let Some(server) = Server::new() else { return };
    let fake = Fake::start();
    let mut replicas = Replicas::start(&fake, &server.url, 3);
    for at in 0..3 {
        fake.post(private(7, "how many orders a day?"));
        replicas.deliver_all();
        replicas.stop(at);
        let asked = Instant::now();
        fake.post(private(7, "how much pork a day?"));
        replicas.deliver_all();
        fake.wait_for_sent(2 * at + 2);
        assert!(asked.elapsed() < Duration::from_secs(10), "{:?}", asked.elapsed());
        replicas.restart(at);
    }
    assert_eq!(fake.sent().len(), 6);
    fake.check();
}

#[test]
fn within_ten_seconds_another_answers() {
    let Some(server) = Server::new() else { return };
    let fake = Fake::start();
    let mut replicas = Replicas::start(&fake, &server.url, 3);
    let mut asked = 0;
    for kill in [true, false, true] {
        fake.wait_until("one that answers", |_| replicas.leader().is_some());
        let leader = replicas.leader().unwrap();
        fake.post(group(-5, 3, "/ask how many orders a day?"));
        asked += 1;
        replicas.deliver_all();
        fake.wait_until("the answer", |fake| fake.answered() == asked);
        let gone = Instant::now();
        if kill {
            replicas.kill(leader);
        } else {
            replicas.stop(leader);
        }
        fake.post(group(-5, 3, "/ask how many orders a day?"));
        asked += 1;
        replicas.deliver_all();
        fake.wait_within(Duration::from_secs(10), "another's answer", |fake| fake.answered() == asked);
        println!("another answered {:?} after {}", gone.elapsed(), if kill { "kill -9" } else { "a stop" });
        assert!(gone.elapsed() < Duration::from_secs(10), "{:?}", gone.elapsed());
        replicas.restart(leader);
    }
    fake.check();
}

#[test]
fn the_limits_are_kept_together() {
    let Some(server) = Server::new() else { return };
    let fake = Fake::start();
    fake.change(|state| state.flood = Some(Flood::default()));
    let mut replicas = Replicas::paced(&fake, &server.url, 3, "on");
    let mut asked = 0;
    for _ in 0..4 {
        for person in 0..20 {
            fake.post(private(100 + person, "how many orders a day?"));
        }
        fake.post(group(-5, 3, "/ask how many orders a day?"));
        fake.post(group(-5, 3, "/ask how many orders a day?"));
        asked += 22;
        replicas.deliver_all();
        fake.wait_for_sent(asked);
        fake.wait_until("the answers to be noted", |_| number(&server.url, WAITING) == 0);
        // Another one goes on at once, and must know what this one has sent.
        let leader = replicas.leader().expect("one that answers");
        replicas.kill(leader);
        replicas.restart(leader);
    }
    let refused = fake.calls_of("sendMessage").iter().filter(|it| it.status == 429).count();
    assert_eq!((refused, fake.sent().len()), (0, asked));
    fake.check();
}

#[test]
fn an_edit_is_known_wherever_it_arrives() {
    let Some(server) = Server::new() else { return };
    let fake = Fake::start();
    let replicas = Replicas::start(&fake, &server.url, 3);
    // So old that an edit of it would not be answered if it had no answer yet.
    let question = fake.post(private(7, "how much pork a day?").with(json!({"date": 1_000_000_000})));
    replicas.deliver_all();
    let answer = fake.wait_for_sent(1)[0].message();
    fake.wait_until("the answer to be noted", |_| number(&server.url, "SELECT count(*) FROM replies") == 1);
    // Each of the three is brought one.
    for (text, figure) in
        [("how many orders a day?", "500,000"), ("Who is the editor?", "Lu Yan"), ("how much pork?", "150")]
    {
        fake.rewrite(7, question, text);
        replicas.deliver_all();
        fake.wait_until("the edit", |fake| shown(fake, 7, answer).is_some_and(|it| it.contains(figure)));
    }
    assert_eq!(fake.sent().len(), 1);
    fake.check();
}

#[test]
fn a_lead_that_is_lost_is_taken_again() {
    let Some(server) = Server::new() else { return };
    let fake = Fake::start();
    let replicas = Replicas::start(&fake, &server.url, 3);
    for round in 0..3 {
        for chat in 1..=5 {
            fake.post(group(-chat, 3, "/ask how many orders a day?"));
        }
        // The connection that holds the lead breaks; the division fails where there is none.
        run(
            &server.url,
            "SELECT 1 / count(pg_terminate_backend(pid)) FROM pg_locks,
                 (SELECT hashtextextended('herald ' || current_schema() || ' 42', 0) AS lock) AS ours
             WHERE locktype = 'advisory' AND granted AND classid::bigint = (lock >> 32) & 4294967295
                 AND objid::bigint = lock & 4294967295",
        );
        replicas.deliver_all();
        fake.wait_until("the answers", |fake| fake.answered() == 5 * (round + 1));
    }
    let twice: usize = answers(&fake.sent()).values().flatten().map(|it| it.1 - 1).sum();
    assert!(twice <= 3 * 5, "{twice} came twice");
    fake.check();
}

#[test]
fn of_several_that_poll_one_does_and_another_takes_over() {
    let Some(server) = Server::new() else { return };
    let fake = Fake::start();
    let (first_home, second_home, address) = (Home::new(), Home::new(), free_address());
    let variables = [("HERALD_DATABASE_URL", server.url.as_str())];
    let watched = [variables[0], ("HERALD_METRICS_LISTEN", &address)];
    let first = first_home.start_with(&fake, &watched);
    fake.post(private(7, "how many orders a day?"));
    fake.wait_for_sent(1);
    // What is sent and not noted yet would be sent once more by the second.
    fake.wait_for_confirmed();
    fake.wait_until("the answer to be noted", |_| counted(&address, "herald_inbox_waiting") == 0);
    let second = second_home.start_with(&fake, &variables);
    fake.wait_until("the second to wait", |_| second.log().contains("another herald is using this database"));
    first.kill();
    let killed = Instant::now();
    fake.post(private(7, "how much pork a day?"));
    fake.wait_for_sent(2);
    assert!(killed.elapsed() < Duration::from_secs(10), "{:?}", killed.elapsed());
    assert_eq!(fake.sent().len(), 2);
    fake.check();
}
