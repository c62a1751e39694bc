//! A Bot API that knows the calls of a bot that polls: HTTP/1.1, read and written by hand.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::questions;

/// Updates of an answer, as Telegram has it.
const BATCH: usize = 100;

/// How long nothing may happen.
const PATIENCE: Duration = Duration::from_secs(6);

/// What has happened so far.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    /// Polls that came.
    polls: usize,
    /// Whether one waits for an update.
    waits: bool,
    /// Messages that were sent.
    sent: usize,
    /// Updates that were queued.
    queued: usize,
}

/// The server.
pub struct Server {
    shared: Arc<Shared>,
    url: String,
    texts: Vec<String>,
    /// How far the waiting has come, of polls and of messages.
    met: Mutex<(usize, usize)>,
}

struct Shared {
    queue: Mutex<VecDeque<String>>,
    seen: watch::Sender<Seen>,
}

impl Server {
    /// Serves on a port of its own.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let shared = Arc::new(Shared { queue: Mutex::default(), seen: watch::Sender::default() });
        let serving = Arc::clone(&shared);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let _ = stream.set_nodelay(true);
                tokio::spawn(serve(Arc::clone(&serving), stream));
            }
        });
        let texts = questions::all().into_iter().filter(|one| one.turns.len() == 1).flat_map(|one| one.turns);
        Self { shared, url, texts: texts.collect(), met: Mutex::default() }
    }

    /// Its address.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Queues so many questions, each chat's in its turn.
    pub fn queue(&self, messages: usize, chats: usize) {
        let first = self.shared.seen.borrow().queued;
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |time| time.as_secs());
        let update = |at: usize| {
            let (chat, text) = (1_000 + at % chats, &self.texts[at % self.texts.len()]);
            let who = format!(r#"{{"id":{chat},"is_bot":false,"first_name":"A"}}"#);
            let place = format!(r#"{{"id":{chat},"type":"private","first_name":"A"}}"#);
            let text = Value::from(text.as_str());
            format!(
                r#"{{"update_id":{},"message":{{"message_id":{},"date":{now},"from":{who},"chat":{place},"text":{text}}}}}"#,
                at + 1,
                at + 1
            )
        };
        let mut queue = self.shared.queue.lock().unwrap_or_else(PoisonError::into_inner);
        queue.extend((first..first + messages).map(update));
        drop(queue);
        self.shared.seen.send_modify(|seen| seen.queued += messages);
    }

    /// Returns at the next poll of a Herald that has just been started.
    pub async fn polled(&self) {
        let before = self.shared.seen.borrow().polls;
        self.until(|seen| seen.polls > before).await;
        self.met.lock().unwrap_or_else(PoisonError::into_inner).1 = self.shared.seen.borrow().sent;
    }

    /// Returns when a poll waits for an update.
    pub async fn waits(&self) {
        self.until(|seen| seen.waits).await;
    }

    /// Returns when so many more messages have been sent.
    pub async fn sent(&self, messages: usize) {
        let wanted = self.met.lock().unwrap_or_else(PoisonError::into_inner).1 + messages;
        self.until(|seen| seen.sent >= wanted).await;
        self.met.lock().unwrap_or_else(PoisonError::into_inner).1 = wanted;
    }

    async fn until(&self, reached: impl Fn(&Seen) -> bool) {
        let mut seen = self.shared.seen.subscribe();
        while !reached(&seen.borrow_and_update()) {
            let came = tokio::time::timeout(PATIENCE, seen.changed()).await.is_ok();
            assert!(came, "nothing more comes: {:?}", self.shared.seen.borrow());
        }
    }
}

/// Answers the calls of one connection.
async fn serve(shared: Arc<Shared>, mut stream: TcpStream) {
    let mut buffer = Vec::with_capacity(16 * 1024);
    while let Some((head, length)) = head(&mut stream, &mut buffer).await {
        while buffer.len() < head + length {
            if !matches!(stream.read_buf(&mut buffer).await, Ok(1..)) {
                return;
            }
        }
        let path =
            String::from_utf8_lossy(buffer[..head].split(|&b| b == b' ').nth(1).unwrap_or_default()).into_owned();
        let body = buffer[head..head + length].to_vec();
        buffer.drain(..head + length);
        // A poll of a Herald that has been ended must not take the updates of the next one.
        let mut more = [0];
        let result = tokio::select! {
            biased;
            Ok(0) = stream.peek(&mut more) => {
                shared.seen.send_modify(|seen| seen.waits = false);
                return;
            }
            result = answer(&shared, path.rsplit('/').next().unwrap_or_default(), &body) => result,
        };
        let reply = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{{\"ok\":true,\"result\":{result}}}",
            result.len() + r#"{"ok":true,"result":}"#.len()
        );
        if stream.write_all(reply.as_bytes()).await.is_err() {
            return;
        }
    }
}

/// Reads a request's head: its length, and that of the body.
async fn head(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Option<(usize, usize)> {
    loop {
        if let Some(end) = buffer.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&buffer[..end]).to_ascii_lowercase();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
            return Some((end + 4, length.unwrap_or(0)));
        }
        if !matches!(stream.read_buf(buffer).await, Ok(1..)) {
            return None;
        }
    }
}

/// The result of a call.
async fn answer(shared: &Shared, method: &str, body: &[u8]) -> String {
    match method.to_ascii_lowercase().as_str() {
        "getme" => r#"{"id":42,"is_bot":true,"first_name":"Herald","username":"herald_bench_bot","can_join_groups":true,"can_read_all_group_messages":false,"supports_inline_queries":true}"#.to_owned(),
        "getwebhookinfo" => r#"{"url":"","has_custom_certificate":false,"pending_update_count":0}"#.to_owned(),
        "getmycommands" => "[]".to_owned(),
        "getupdates" => updates(shared, body).await,
        "sendmessage" => {
            let mut number = 0;
            shared.seen.send_modify(|seen| {
                seen.sent += 1;
                number = seen.sent;
            });
            let chat = serde_json::from_slice::<Value>(body).map_or(0, |body| body["chat_id"].as_i64().unwrap_or(0));
            format!(r#"{{"message_id":{},"date":1700000000,"chat":{{"id":{chat},"type":"private","first_name":"A"}},"text":"."}}"#, 1_000_000 + number)
        }
        _ => "true".to_owned(),
    }
}

/// Waits as long as the poll says, unless there is something to tell.
async fn updates(shared: &Shared, body: &[u8]) -> String {
    let seconds = serde_json::from_slice::<Value>(body).map_or(0, |body| body["timeout"].as_u64().unwrap_or(0));
    let waiting = |waits: bool| {
        move |seen: &mut Seen| {
            seen.waits = waits;
            seen.polls += usize::from(waits);
        }
    };
    let mut seen = shared.seen.subscribe();
    shared.seen.send_modify(waiting(true));
    let end = tokio::time::Instant::now() + Duration::from_secs(seconds);
    loop {
        let batch = {
            let mut queue = shared.queue.lock().unwrap_or_else(PoisonError::into_inner);
            let count = queue.len().min(BATCH);
            queue.drain(..count).collect::<Vec<String>>()
        };
        let queued = seen.borrow_and_update().queued;
        if !batch.is_empty() || tokio::time::Instant::now() >= end {
            shared.seen.send_modify(waiting(false));
            return format!("[{}]", batch.join(","));
        }
        let _ = tokio::time::timeout_at(end, seen.wait_for(|seen| seen.queued > queued)).await;
    }
}
