//! A rolling restart of all replicas while questions keep coming: nothing is lost, nothing comes twice, nobody waits long.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::fake::Fake;
use crate::replicas::Replicas;
use crate::scene::group;
use crate::serve_faults::answers;
use crate::server::Server;

/// What a run of it gave.
#[derive(Debug)]
pub struct Rolled {
    /// Questions that were asked.
    pub asked: usize,
    /// Answers that came twice.
    pub twice: usize,
    /// The wait of the middle one for its answer.
    pub middle: Duration,
    /// The longest wait.
    pub longest: Duration,
}

impl std::fmt::Display for Rolled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { asked, twice, middle, longest } = self;
        write!(
            f,
            "{asked} asked, {twice} came twice, answered after {middle:.0?} (the middle one), {longest:.0?} (the longest)"
        )
    }
}

/// Restarts each of three replicas so many times, while questions in 20 chats come one after the other.
pub fn roll(rounds: usize, pause: Duration) -> Option<Rolled> {
    let server = Server::new()?;
    let fake = Fake::start();
    let mut replicas = Replicas::start(&fake, &server.url, 3);
    let addresses: Vec<String> = (0..3).map(|at| replicas.address(at).to_owned()).collect();
    let done = AtomicBool::new(false);
    let asked: BTreeMap<(i64, i64), Instant> = std::thread::scope(|scope| {
        let asking = scope.spawn(|| {
            let mut asked = BTreeMap::new();
            for (chat, turn) in (1..=20).cycle().zip(0..) {
                if done.load(Ordering::Relaxed) {
                    break;
                }
                let question = fake.post(group(-chat, 3, "/ask how many orders a day?"));
                asked.insert((-chat, question), Instant::now());
                // As a load balancer does, to the next one that takes it.
                let mut next = addresses.iter().cycle().skip(turn % 3);
                while !fake.look(|state| state.queue.is_empty()) {
                    fake.deliver(next.next().expect("a circle"));
                }
                std::thread::sleep(pause);
            }
            asked
        });
        for at in (0..3).cycle().take(3 * rounds) {
            replicas.stop(at);
            replicas.restart(at);
        }
        done.store(true, Ordering::Relaxed);
        asking.join().unwrap()
    });
    fake.wait_until("every answer", |fake| fake.answered() == asked.len());
    let sent = fake.sent();
    let mut waits: Vec<Duration> = Vec::new();
    for call in &sent {
        let began = call.reply_to().and_then(|question| asked.get(&(call.chat(), question)));
        waits.extend(began.map(|it| call.at.saturating_duration_since(*it)));
    }
    waits.sort();
    let answers = answers(&sent);
    for (chat, answered) in &answers {
        assert!(answered.is_sorted_by_key(|it| it.0), "the order in chat {chat}: {answered:?}");
    }
    fake.check();
    Some(Rolled {
        asked: asked.len(),
        twice: answers.values().flatten().map(|it| it.1 - 1).sum(),
        middle: waits[waits.len() / 2],
        longest: waits[waits.len() - 1],
    })
}

#[test]
fn a_rolling_restart_under_load_loses_and_doubles_nothing() {
    let Some(rolled) = roll(1, Duration::from_millis(5)) else { return };
    println!("{rolled}");
    assert!(rolled.twice == 0 && rolled.longest < Duration::from_secs(10), "{rolled}");
}
