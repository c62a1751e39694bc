//! `herald serve` against a fake Bot API → how fast it starts, answers a lone message and empties a queue, and what that costs.
//!
//! The server is in this process, Herald in its own, with the inbox on disk and `HERALD_PACING=off`. The server does as little as it can:
//! it shares the machine with what is measured.

mod herald;
mod server;

use std::time::{Duration, Instant};

use crate::stats::{as_micros, share};
use herald::Herald;
use server::Server;

/// Starts that are timed.
const STARTS: usize = 15;
/// Lone messages that are timed.
const LONE: usize = 1_000;
/// Messages of the queue, and the chats that they are from.
const QUEUE: (usize, usize) = (20_000, 500);
/// Messages of the long run, and the chats that they are from.
const LONG: (usize, usize) = (100_000, 1_000);
/// Parts of the long run after which memory is looked at.
const PARTS: usize = 10;

/// Prints the figures; `binary` is the herald to run.
pub fn run(binary: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let server = Server::start().await;
        starts(&server, binary).await;
        lone(&server, binary).await;
        queue(&server, binary).await;
        long(&server, binary).await;
    });
}

async fn starts(server: &Server, binary: &str) {
    let mut times = Vec::new();
    for _ in 0..STARTS {
        let began = Instant::now();
        let herald = Herald::start(binary, server.url());
        server.polled().await;
        times.push(as_micros(began.elapsed()) / 1e3);
        herald.stop().await;
    }
    println!("start: first poll after {:.1} ms, at most {:.1}", share(&mut times, 0.5), share(&mut times, 1.0));
}

async fn lone(server: &Server, binary: &str) {
    let herald = Herald::start(binary, server.url());
    server.polled().await;
    let mut times = Vec::new();
    for at in 0..LONE + 50 {
        // Until the next poll waits.
        server.waits().await;
        tokio::time::sleep(Duration::from_millis(2)).await;
        let began = Instant::now();
        server.queue(1, 1);
        server.sent(1).await;
        if at >= 50 {
            times.push(as_micros(began.elapsed()) / 1e3);
        }
    }
    herald.stop().await;
    let (median, late) = (share(&mut times, 0.5), share(&mut times, 0.99));
    println!(
        "a lone message: answered in {median:.2} ms at the median, 99% within {late:.2} ms, the loopback included"
    );
}

async fn queue(server: &Server, binary: &str) {
    let (messages, chats) = QUEUE;
    let herald = Herald::start(binary, server.url());
    server.polled().await;
    let (began, cpu) = (Instant::now(), herald.cpu_seconds());
    server.queue(messages, chats);
    server.sent(messages).await;
    let (time, cpu) = (began.elapsed().as_secs_f64(), herald.cpu_seconds() - cpu);
    println!(
        "a queue of {messages} in {chats} chats: {:.0} replies a second, {:.3} CPU s a thousand, {:.1} MB resident",
        messages as f64 / time,
        cpu * 1e3 / messages as f64,
        herald.resident_megabytes()
    );
    herald.stop().await;
}

async fn long(server: &Server, binary: &str) {
    let (messages, chats) = LONG;
    let herald = Herald::start(binary, server.url());
    server.polled().await;
    let mut resident = Vec::new();
    for _ in 0..PARTS {
        server.queue(messages / PARTS, chats);
        server.sent(messages / PARTS).await;
        resident.push(format!("{:.1}", herald.resident_megabytes()));
    }
    println!("{messages} messages in {chats} chats: MB resident after each tenth {}", resident.join(", "));
    herald.stop().await;
}
