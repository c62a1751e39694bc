//! The long versions: `cargo test --release -- --ignored soak --nocapture` prints what README.md tells of.
//!
//! One after the other, so that none disturbs the others.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use herald::answer::{Kind, Reply};
use herald::knowledge::built_in;
use herald::render::chart;
use herald::text::{Lang, Script};

use crate::fake::fault::Fault;
use crate::{
    never_panics, serve_crash, serve_database, serve_faults, serve_flood, serve_outage, serve_replicas, serve_rolling,
    serve_scale,
};

fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

#[test]
#[ignore = "minutes"]
fn soak_kills() {
    let _alone = alone();
    let began = Instant::now();
    let run = serve_crash::Run { messages: 10_000, chats: 40, kill_after: vec![90; 100], delay: 2 };
    let (twice, in_flight) = run.check();
    println!("10,000 messages, 100 kills: 0 lost, {twice} came twice, at most {in_flight} may; {:?}", began.elapsed());
}

#[test]
#[ignore = "minutes"]
fn soak_faults() {
    let _alone = alone();
    let faults = [
        (Fault::Status(502), "sendMessage", 10),
        (Fault::Close, "sendMessage", 18),
        (Fault::Garbage, "sendMessage", 17),
        (Fault::Status(502), "getUpdates", 10),
        (Fault::Close, "getUpdates", 18),
        (Fault::Garbage, "getUpdates", 17),
    ];
    let began = Instant::now();
    let twice = serve_faults::Run { groups: 100, questions: 100, faults: &faults }.check();
    println!("10,000 messages, 20% of the calls fail: 0 lost, {twice} came twice; {:?}", began.elapsed());
    assert_eq!(twice, 0);
}

#[test]
#[ignore = "minutes"]
fn soak_lost_replies() {
    let _alone = alone();
    let faults = [(Fault::LoseReply, "sendMessage", 20), (Fault::LoseReply, "getUpdates", 20)];
    let twice = serve_faults::Run { groups: 100, questions: 100, faults: &faults }.check();
    let lost = 10_000 / 19;
    println!("10,000 messages, 5% of the replies lost: 0 lost, {twice} came twice, at most {lost} may");
    assert!(twice <= lost);
}

#[test]
#[ignore = "minutes"]
fn soak_flood() {
    let _alone = alone();
    let began = Instant::now();
    let (sent, refused) = serve_flood::flood(3_000, 20, 60);
    println!("{sent} messages under Telegram's limits: 0 lost, {refused} times 429; {:?}", began.elapsed());
    assert!(refused * 1000 <= sent);
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "minutes"]
fn soak_memory() {
    let _alone = alone();
    let (early, most, sent, asked) = serve_flood::overload(180, 300);
    println!("{asked} messages in 3 minutes, {sent} answered: {early} kB in the first, {most} kB at most after that");
    assert!(most < early + 8 * 1024);
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "minutes"]
fn soak_database() {
    let _alone = alone();
    serve_database::locked(60);
    serve_database::full(60);
    serve_database::gone(60);
    println!("the database locked, full, gone for a minute each: 0 lost");
}

#[test]
#[ignore = "minutes"]
fn soak_replicas() {
    let _alone = alone();
    let Some(twice) = serve_replicas::kills(2_000, 200, 10, 2) else { return println!("no server is named") };
    println!("2,000 messages in 200 chats, 3 replicas, 10 kills: 0 lost, {twice} came twice");
    if let Some(rolled) = serve_rolling::roll(10, Duration::from_millis(2)) {
        println!("3 replicas, each restarted ten times under load: 0 lost; {rolled}");
    }
}

#[test]
#[ignore = "minutes"]
fn soak_scale() {
    let _alone = alone();
    // Telegram brings updates over 40 connections, or as many as 100 where that is asked for.
    for (count, senders) in [(1, 40), (2, 40), (3, 40), (1, 100), (2, 100), (3, 100)] {
        let Some((took, work)) = serve_scale::throughput(6_000, count, senders) else { return };
        let a_second = 6_000.0 / took.as_secs_f64();
        println!(
            "{count} replicas, {senders} connections: {a_second:.0} messages a second in {took:?}; of the processors had {work}"
        );
    }
    let [lone, many] = serve_scale::costs().unwrap_or_default();
    println!("statements and round trips of a lone message: {lone:.1?}, of one of many: {many:.1?}");
}

#[test]
#[ignore = "minutes"]
fn soak_outage() {
    let _alone = alone();
    let told = |what: &str, outage: Option<(usize, Duration)>| match outage {
        Some((twice, took)) => {
            println!("3 replicas, {what} for 20 s: 0 lost, {twice} came twice, all answered {took:.1?} later");
        }
        None => println!("{what}: left out"),
    };
    told("the server cut off", serve_outage::cut_off(20));
    told("the server stopped", serve_outage::stopped(20));
}

#[test]
#[ignore = "minutes"]
fn soak_charts() {
    let _alone = alone();
    let kb = built_in();
    let editions = [(Lang::En, Script::Simplified), (Lang::Zh, Script::Simplified), (Lang::Zh, Script::Traditional)];
    let (mut times, mut largest) = (Vec::new(), 0);
    for _ in 0..30 {
        for (chart, (lang, script)) in kb.charts.iter().flat_map(|chart| editions.map(|edition| (chart, edition))) {
            let began = Instant::now();
            let png = chart::png(&kb, chart, &Reply::new(Kind::Answer, lang, script));
            times.push(began.elapsed());
            largest = largest.max(png.len());
        }
    }
    times.sort();
    let (middle, most) = (times[times.len() / 2], times[times.len() - 1]);
    println!("{} charts drawn: {middle:?} each, {most:?} at most, {largest} bytes at most", times.len());
    assert!(most < Duration::from_millis(150) && largest < 100_000);
}

#[test]
#[ignore = "minutes"]
fn soak_inputs() {
    let _alone = alone();
    never_panics::soak();
}
