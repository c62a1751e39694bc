//! What a message costs on a database server, and what more replicas bring.
//!
//! Without `HERALD_TEST_POSTGRES` these tests pass without doing anything; the store's tests say so in one line.

use std::time::{Duration, Instant};

use crate::fake::Fake;
use crate::fake::webhook::Sender;
use crate::proxy::{Cost, Proxy};
use crate::replicas::{Replicas, SECRET};
use crate::scene::{group, private};
use crate::server::{Server, WAITING, number};

/// Seconds of a processor that the processes of a run have had.
#[derive(Debug, Clone, Copy)]
pub struct Work {
    /// The busiest replica: the one that answers.
    pub leader: f64,
    /// The other replicas together.
    pub followers: f64,
    /// The database server.
    pub server: f64,
    /// The test, with the fake Bot API and whoever brings the updates.
    pub test: f64,
}

impl std::fmt::Display for Work {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { leader, followers, server, test } = self;
        write!(
            f,
            "{leader:.1} s the one that answers, {followers:.1} s the others, {server:.1} s the server, {test:.1} s the test"
        )
    }
}

/// What a process has had of a processor so far, in seconds; 0 for one that is gone.
fn had(process: &str) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // Behind the name, which may hold anything: the state, and ten numbers before those of user and system time.
    let numbers = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks: f64 = numbers.skip(11).take(2).filter_map(|it| it.parse::<f64>().ok()).sum();
    ticks / 100.0
}

/// The same of every process of a name.
fn had_by_all(name: &str) -> f64 {
    let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let ids = processes.filter_map(|it| it.file_name().into_string().ok());
    let named = |id: &String| std::fs::read_to_string(format!("/proc/{id}/comm")).is_ok_and(|it| it.trim() == name);
    ids.filter(|id| id.chars().all(|c| c.is_ascii_digit()) && named(id)).map(|id| had(&id)).sum()
}

/// Brings so many messages in 200 chats to so many replicas, over so many connections. Gives how long it took until all were answered, and who worked how much.
pub fn throughput(messages: usize, count: usize, senders: usize) -> Option<(Duration, Work)> {
    let server = Server::new()?;
    let fake = Fake::start();
    let replicas = Replicas::start(&fake, &server.url, count);
    for (chat, _) in (1..=200).cycle().zip(0..messages) {
        fake.post(group(-chat, 3, "/ask how many orders a day?"));
    }
    let work = || {
        let each: Vec<f64> = replicas.ids().iter().map(|id| had(&id.to_string())).collect();
        (each, had_by_all("postgres"), had("self"))
    };
    let (before, began) = (work(), Instant::now());
    std::thread::scope(|scope| {
        for at in 0..senders {
            let (fake, address) = (&fake, replicas.address(at % count));
            scope.spawn(move || {
                let sender = Sender::to(&format!("http://{address}/hook"), SECRET);
                while let Some((_, update)) = fake.change(|state| state.queue.pop_front()) {
                    assert_eq!(sender.send(&update), 200);
                }
            });
        }
    });
    fake.wait_within(Duration::from_mins(2), "every answer", |fake| fake.answered() == messages);
    let (took, after) = (began.elapsed(), work());
    let mut each: Vec<f64> = after.0.iter().zip(&before.0).map(|(after, before)| after - before).collect();
    each.sort_by(f64::total_cmp);
    let leader = each.pop().unwrap_or_default();
    let followers = each.iter().sum();
    Some((took, Work { leader, followers, server: after.1 - before.1, test: after.2 - before.2 }))
}

/// What is asked of the server from now on until `done`, without what is asked at rest.
fn cost_of(proxy: &Proxy, fake: &Fake, server: &Server, messages: usize, act: impl Fn(usize)) -> (f64, f64) {
    const REST: Duration = Duration::from_secs(3);
    let noted = |_: &Fake| number(&server.url, WAITING) == 0;
    let since = |before: Cost| {
        let now = proxy.cost();
        ((now.statements - before.statements) as f64, (now.round_trips - before.round_trips) as f64)
    };
    fake.wait_until("everything to be noted", noted);
    let at_rest = proxy.cost();
    std::thread::sleep(REST);
    let rest = since(at_rest);
    let (before, began) = (proxy.cost(), Instant::now());
    let sent = fake.sent().len();
    act(messages);
    fake.wait_for_sent(sent + messages);
    fake.wait_until("everything to be noted", noted);
    let share = began.elapsed().as_secs_f64() / REST.as_secs_f64();
    let (statements, round_trips) = since(before);
    let each = messages as f64;
    ((statements - rest.0 * share) / each, (round_trips - rest.1 * share) / each)
}

/// Statements and round trips of a message: of a lone one, and of one among many.
pub fn costs() -> Option<[(f64, f64); 2]> {
    let server = Server::new()?;
    let proxy = Proxy::before(&server.url);
    let fake = Fake::start();
    let replicas = Replicas::start(&fake, &proxy.url(&server.url), 1);
    let ask = |person: usize| fake.post(private(100 + i64::try_from(person).unwrap(), "how many orders a day?"));
    // The statements are prepared once in a connection.
    ask(0);
    replicas.deliver_all();
    fake.wait_for_sent(1);
    let lone = cost_of(&proxy, &fake, &server, 20, |count| {
        for at in 0..count {
            let sent = fake.sent().len();
            ask(at);
            replicas.deliver_all();
            fake.wait_for_sent(sent + 1);
            std::thread::sleep(Duration::from_millis(20));
        }
    });
    let many = cost_of(&proxy, &fake, &server, 400, |count| {
        for at in 0..count {
            ask(at);
        }
        std::thread::scope(|scope| {
            for _ in 0..16 {
                let (fake, address) = (&fake, replicas.address(0));
                scope.spawn(move || {
                    let sender = Sender::to(&format!("http://{address}/hook"), SECRET);
                    while let Some((_, update)) = fake.change(|state| state.queue.pop_front()) {
                        assert_eq!(sender.send(&update), 200);
                    }
                });
            }
        });
    });
    fake.check();
    Some([lone, many])
}

#[test]
fn a_message_costs_a_few_statements_and_many_share_them() {
    let Some([lone, many]) = costs() else { return };
    println!("a lone message: {lone:.1?} statements and round trips; one of many: {many:.1?}");
    assert!(lone.0 < 11.5 && lone.1 < 11.5, "{lone:?}");
    // One statement for each message would be two.
    assert!(many.0 < 2.0 && many.1 < 2.0, "{many:?}");
}
