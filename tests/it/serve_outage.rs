//! A database server that is out of reach, or stopped and started again, while questions come: Telegram keeps them meanwhile.

use std::time::{Duration, Instant};

use crate::cluster::Cluster;
use crate::fake::Fake;
use crate::process::Home;
use crate::proxy::Proxy;
use crate::replicas::Replicas;
use crate::scene::{group, private};
use crate::serve_faults::answers;
use crate::server::{Server, WAITING, number};

/// Asks three replicas before, during and after an outage of so many seconds, which `cut` and `mend` make. Gives how many answers
/// came twice, and how long it took after the outage until everything was answered.
fn outage(database: &str, seconds: u64, cut: impl FnOnce(), mend: impl FnOnce()) -> (usize, Duration) {
    let fake = Fake::start();
    let replicas = Replicas::start(&fake, database, 3);
    for chat in 1..=10 {
        fake.post(group(-chat, 3, "/ask how many orders a day?"));
    }
    replicas.deliver_all();
    cut();
    let began = Instant::now();
    for chat in 1..=20 {
        fake.post(group(-chat, 3, "/ask how many orders a day?"));
    }
    while began.elapsed() < Duration::from_secs(seconds) {
        assert_eq!(replicas.deliver(), Some(503));
    }
    mend();
    let ended = Instant::now();
    replicas.deliver_all();
    fake.wait_until("every answer", |fake| fake.answered() == 30);
    let took = ended.elapsed();
    fake.check();
    (answers(&fake.sent()).values().flatten().map(|it| it.1 - 1).sum(), took)
}

/// The network between the replicas and the server is cut for so many seconds.
pub fn cut_off(seconds: u64) -> Option<(usize, Duration)> {
    let server = Server::new()?;
    let proxy = Proxy::before(&server.url);
    Some(outage(&proxy.url(&server.url), seconds, || proxy.cut(), || proxy.mend()))
}

/// The server is stopped for so many seconds.
pub fn stopped(seconds: u64) -> Option<(usize, Duration)> {
    let cluster = Cluster::start()?;
    Some(outage(&cluster.url(), seconds, || cluster.stop(), || cluster.start_again()))
}

#[test]
fn a_server_that_is_cut_off_is_waited_for() {
    let Some((twice, took)) = cut_off(2) else { return };
    assert!(twice <= 10 && took < Duration::from_secs(20), "{twice} came twice, after {took:?}");
}

#[test]
fn who_polls_waits_for_a_server_that_is_stopped() {
    let Some(cluster) = Cluster::start() else { return };
    let (fake, home) = (Fake::start(), Home::new());
    let herald = home.start_with(&fake, &[("HERALD_DATABASE_URL", &cluster.url())]);
    fake.post(private(1, "how many orders a day?"));
    fake.wait_for_sent(1);
    fake.wait_for_confirmed();
    fake.wait_until("the answer to be noted", |_| number(&cluster.url(), WAITING) == 0);
    cluster.stop();
    for person in 2..=11 {
        fake.post(private(person, "how many orders a day?"));
    }
    let stopped = Instant::now();
    while stopped.elapsed() < Duration::from_secs(3) {
        assert_eq!((fake.look(|state| state.queue.len()), fake.sent().len()), (10, 1), "{}", herald.log());
        std::thread::sleep(Duration::from_millis(50));
    }
    cluster.start_again();
    assert_eq!(fake.wait_for_sent(11).len(), 11);
    fake.wait_for_confirmed();
    fake.check();
}

#[test]
fn a_server_that_is_stopped_is_waited_for() {
    let Some((twice, took)) = stopped(3) else { return };
    assert!(twice <= 10 && took < Duration::from_secs(20), "{twice} came twice, after {took:?}");
}
