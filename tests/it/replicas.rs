//! Processes behind a load balancer, with one database: `Replicas::start(&fake, url, 3)`, then `deliver_all`, `kill`, `restart`.

use crate::fake::Fake;
use crate::fake::webhook::Delivery;
use crate::process::{Herald, Home};
use crate::serve_webhook::free_address;

/// What the replicas take for the server's secret.
pub const SECRET: &str = "a-Secret_of-the-tests";

/// Processes behind a load balancer.
pub struct Replicas<'a> {
    fake: &'a Fake,
    database: String,
    homes: Vec<Home>,
    addresses: Vec<String>,
    running: Vec<Option<Herald>>,
    turn: std::cell::Cell<usize>,
    pacing: &'static str,
}

impl<'a> Replicas<'a> {
    /// Starts so many, and waits until they take updates.
    pub fn start(fake: &'a Fake, database: &str, count: usize) -> Self {
        Self::paced(fake, database, count, "off")
    }

    /// As [`Replicas::start`], with Telegram's limits `on` or `off`.
    pub fn paced(fake: &'a Fake, database: &str, count: usize, pacing: &'static str) -> Self {
        let homes = (0..count).map(|_| Home::new()).collect();
        let addresses = (0..count).map(|_| free_address()).collect();
        let running = (0..count).map(|_| None).collect();
        let mut replicas = Self {
            fake,
            database: database.to_owned(),
            homes,
            addresses,
            running,
            turn: std::cell::Cell::new(0),
            pacing,
        };
        for at in 0..count {
            replicas.restart(at);
        }
        fake.wait_until("the hook", |fake| fake.look(|state| state.webhook.is_some()));
        replicas
    }

    /// Starts one again, and waits until it takes updates.
    pub fn restart(&mut self, at: usize) {
        let address = self.addresses[at].clone();
        let variables = [
            ("HERALD_DATABASE_URL", self.database.as_str()),
            ("HERALD_WEBHOOK_URL", "https://bot.example.org/hook"),
            ("HERALD_WEBHOOK_SECRET", SECRET),
            ("HERALD_LISTEN", &address),
            ("HERALD_PACING", self.pacing),
        ];
        self.running[at] = Some(self.homes[at].start_with(self.fake, &variables));
        let listens = |_: &Fake| Delivery::get(&format!("http://{address}/")).send() == 404;
        self.fake.wait_until("a replica to listen", listens);
    }

    /// Where one listens.
    pub fn address(&self, at: usize) -> &str {
        &self.addresses[at]
    }

    /// The process ids of those that run.
    pub fn ids(&self) -> Vec<u32> {
        self.running.iter().flatten().map(Herald::id).collect()
    }

    /// The one that answers.
    pub fn leader(&self) -> Option<usize> {
        let leads = |herald: &Herald| {
            let log = herald.log();
            let last = log.lines().rfind(|it| it.contains("answers now") || it.contains("may answer now"));
            last.is_some_and(|it| it.contains("answers now"))
        };
        self.running.iter().position(|it| it.as_ref().is_some_and(leads))
    }

    /// SIGTERM, and waits until it has ended well.
    pub fn stop(&mut self, at: usize) {
        let herald = self.running[at].take().unwrap();
        herald.signal("TERM");
        let ended = herald.wait();
        assert_eq!(ended.code, Some(0), "{}", ended.log);
    }

    /// kill -9.
    pub fn kill(&mut self, at: usize) {
        self.running[at].take().unwrap().kill();
    }

    /// Brings the oldest update to the next replica that runs. Gives the status.
    pub fn deliver(&self) -> Option<u16> {
        let up: Vec<usize> = (0..self.running.len()).filter(|at| self.running[*at].is_some()).collect();
        self.turn.set(self.turn.get() + 1);
        self.fake.deliver(&self.addresses[up[self.turn.get() % up.len()]])
    }

    /// Brings everything.
    pub fn deliver_all(&self) {
        self.fake.wait_until("the replicas to take the updates", |fake| {
            self.deliver();
            fake.look(|state| state.queue.is_empty())
        });
    }
}
