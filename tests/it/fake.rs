//! A Bot API server in the test's own process: what Telegram would do, as far as Herald can see it.
//!
//! ```ignore
//! let fake = Fake::start();
//! fake.fault(Fault::Status(502), on("sendMessage").every(10));
//! let question = fake.group_message(-5, 3, "/ask how much?");   // a person writes; gives the message's id
//! let sent = fake.wait_for_sent(1);                             // what Herald did about it
//! fake.check();                                                 // fails on calls that Telegram would not take
//! ```
//!
//! It refuses what Telegram refuses (broken HTML, texts that are too long, edits that change nothing, …) and remembers it, so
//! that a test fails even where Herald goes on. With `BOT_API_SPEC` naming a machine-readable Bot API it also checks each
//! call's method, parameters and types against that.

pub mod call;
mod edit;
pub mod fault;
pub mod flood;
pub mod html;
mod menu;
mod message;
mod server;
mod spec;
pub mod state;
mod updates;
pub mod webhook;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::runtime::Runtime;

use call::Call;
use fault::{Fault, Rule};
use server::Shared;
use state::State;

/// The token that the server takes, where the bot is this one.
pub const TOKEN: &str = "42:AAFakeTokenOfTheTests_0123456789-secret";
/// The bot's id.
pub const BOT: i64 = 42;
/// The bot's name.
pub const NAME: &str = "herald_test_bot";

/// The methods that the server knows, as Telegram writes them; it takes them in any case.
const METHODS: &[&str] = &[
    "getMe",
    "getUpdates",
    "sendMessage",
    "sendPhoto",
    "sendChatAction",
    "editMessageText",
    "editMessageReplyMarkup",
    "deleteMessage",
    "answerCallbackQuery",
    "answerInlineQuery",
    "answerGuestQuery",
    "setMyCommands",
    "getMyCommands",
    "setMyDescription",
    "getMyDescription",
    "setMyShortDescription",
    "getMyShortDescription",
    "setMyName",
    "getMyName",
    "setWebhook",
    "deleteWebhook",
    "getWebhookInfo",
    "getChatMember",
    "leaveChat",
];

/// How long a test waits for something that must happen.
const PATIENCE: Duration = Duration::from_secs(30);

/// The server. It ends when this is dropped.
pub struct Fake {
    shared: Arc<Shared>,
    address: SocketAddr,
    _runtime: Runtime,
}

impl Fake {
    /// Starts a server on a port of its own.
    pub fn start() -> Self {
        Self::of(BOT)
    }

    /// As [`Fake::start`], for another bot.
    pub fn of(bot: i64) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let shared = Arc::new(Shared::default());
        shared.state().bot = bot;
        let address = runtime.block_on(server::start(Arc::clone(&shared)));
        Self { shared, address, _runtime: runtime }
    }

    /// What `TELOXIDE_API_URL` is to be.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The token that it takes.
    pub fn token(&self) -> String {
        self.look(State::token)
    }

    /// Makes calls fail.
    pub fn fault(&self, fault: Fault, rule: Rule) {
        self.change(|state| state.faults.push((rule, fault)));
    }

    /// No more faults.
    pub fn heal(&self) {
        self.change(|state| state.faults.clear());
    }

    /// Every call so far.
    pub fn calls(&self) -> Vec<Call> {
        self.look(|state| state.calls.clone())
    }

    /// The calls of a method.
    pub fn calls_of(&self, method: &str) -> Vec<Call> {
        self.calls().into_iter().filter(|it| it.method == method).collect()
    }

    /// The messages that are in chats now because Herald sent them, in order.
    pub fn sent(&self) -> Vec<Call> {
        self.calls_of("sendMessage").into_iter().filter(|it| it.done).collect()
    }

    /// Waits until so many messages have been sent, and gives them.
    pub fn wait_for_sent(&self, count: usize) -> Vec<Call> {
        self.wait_until("messages to be sent", |fake| fake.sent().len() >= count);
        self.sent()
    }

    /// Waits until every update has been fetched and confirmed.
    pub fn wait_for_confirmed(&self) {
        self.wait_until("updates to be confirmed", |fake| fake.look(|state| state.queue.is_empty()));
    }

    /// Waits until something holds; fails the test if it never does.
    pub fn wait_until(&self, what: &str, condition: impl Fn(&Self) -> bool) {
        self.wait_within(PATIENCE, what, condition);
    }

    /// As [`Fake::wait_until`], with another patience.
    pub fn wait_within(&self, patience: Duration, what: &str, condition: impl Fn(&Self) -> bool) {
        let start = Instant::now();
        while !condition(self) {
            assert!(start.elapsed() < patience, "waited too long for {what}: {:#?}", self.summary());
            std::thread::sleep(Duration::from_millis(3));
        }
    }

    /// How many messages of people have an answer.
    pub fn answered(&self) -> usize {
        self.look(|state| state.answered.len())
    }

    /// Fails the test if Herald made a call that Telegram would not take.
    pub fn check(&self) {
        let wrong = self.look(|state| state.wrong.clone());
        assert!(wrong.is_empty(), "calls that Telegram would not take:\n{}", wrong.join("\n"));
    }

    /// What Telegram would not take, one line each, for tests that expect some.
    pub fn wrong(&self) -> Vec<String> {
        self.look(|state| state.wrong.clone())
    }

    /// Looks at the state.
    pub fn look<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.shared.state())
    }

    /// Changes the state, and wakes a poll that waits for that.
    pub fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let changed = change(&mut self.shared.state());
        self.shared.wake();
        changed
    }

    fn summary(&self) -> Vec<String> {
        let line = |it: &Call| format!("{} {} {}", it.method, it.status, if it.done { "done" } else { "not done" });
        let calls = self.calls();
        calls.iter().rev().take(20).rev().map(line).collect()
    }
}
