//! `herald serve` against a fake Bot API → how fast it starts, answers a lone message and empties a queue, and what that costs.
//!
//! The server is in this process, Herald in its own, with the inbox on disk and `HERALD_PACING=off`. The server does as little as it can:
//! it shares the machine with what is measured.

mod herald;
mod server;

use std::path::Path;
use std::time::{Duration, Instant};

use crate::stats::{Summary, as_micros};
use herald::Herald;
use server::Server;

/// Starts that are timed.
const STARTS: usize = 15;
/// Lone messages that are timed.
const LONE: usize = 1_000;
/// Messages of the queue, and the chats that they are from.
pub const QUEUE: (usize, usize) = (20_000, 500);
/// Messages of the long run, and the chats that they are from.
pub const LONG: (usize, usize) = (100_000, 1_000);
/// Parts of the long run after which memory is looked at.
const PARTS: usize = 10;

/// What is measured.
pub struct Figures {
    /// Milliseconds from the start to the first poll.
    pub start: Summary,
    /// Milliseconds until a lone message is answered, the loopback included.
    pub lone: Summary,
    /// The queue being emptied.
    pub queue: Queue,
    /// Megabytes held after each tenth of the long run.
    pub resident: Vec<f64>,
}

/// A queue being emptied.
pub struct Queue {
    /// Replies a second.
    pub rate: f64,
    /// CPU seconds a thousand replies.
    pub cpu: f64,
    /// Megabytes held at its end.
    pub resident: f64,
}

/// Prints the figures; `binary` is the herald to run.
pub fn run(binary: &Path) {
    let Figures { start, lone, queue, resident } = measure(binary);
    let ((messages, chats), (many, from)) = (QUEUE, LONG);
    println!("start: first poll after {:.1} ms, at most {:.1}", start.median, start.most);
    println!(
        "a lone message: answered in {:.2} ms at the median, 99% within {:.2} ms, the loopback included",
        lone.median, lone.late
    );
    println!(
        "a queue of {messages} in {chats} chats: {:.0} replies a second, {:.3} CPU s a thousand, {:.1} MB resident",
        queue.rate, queue.cpu, queue.resident
    );
    let resident: Vec<String> = resident.iter().map(|megabytes| format!("{megabytes:.1}")).collect();
    println!("{many} messages in {from} chats: MB resident after each tenth {}", resident.join(", "));
}

/// Measures them; `binary` is the herald to run.
pub fn measure(binary: &Path) -> Figures {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let server = Server::start().await;
        Figures {
            start: starts(&server, binary).await,
            lone: lone(&server, binary).await,
            queue: queue(&server, binary).await,
            resident: long(&server, binary).await,
        }
    })
}

async fn starts(server: &Server, binary: &Path) -> Summary {
    let mut times = Vec::new();
    for _ in 0..STARTS {
        let began = Instant::now();
        let herald = Herald::start(binary, server.url());
        server.polled().await;
        times.push(as_micros(began.elapsed()) / 1e3);
        herald.stop().await;
    }
    Summary::of(&mut times)
}

async fn lone(server: &Server, binary: &Path) -> Summary {
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
    Summary::of(&mut times)
}

async fn queue(server: &Server, binary: &Path) -> Queue {
    let (messages, chats) = QUEUE;
    let herald = Herald::start(binary, server.url());
    server.polled().await;
    let (began, cpu) = (Instant::now(), herald.cpu_seconds());
    server.queue(messages, chats);
    server.sent(messages).await;
    let (time, cpu) = (began.elapsed().as_secs_f64(), herald.cpu_seconds() - cpu);
    let resident = herald.resident_megabytes();
    herald.stop().await;
    Queue { rate: messages as f64 / time, cpu: cpu * 1e3 / messages as f64, resident }
}

async fn long(server: &Server, binary: &Path) -> Vec<f64> {
    let (messages, chats) = LONG;
    let herald = Herald::start(binary, server.url());
    server.polled().await;
    let mut resident = Vec::new();
    for _ in 0..PARTS {
        server.queue(messages / PARTS, chats);
        server.sent(messages / PARTS).await;
        resident.push(herald.resident_megabytes());
    }
    herald.stop().await;
    resident
}
