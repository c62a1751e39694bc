//! kill -9 at any instant: nothing is lost, and twice comes at most what was being sent.

use std::time::Duration;

use crate::fake::Fake;
use crate::fake::fault::{Fault, on};
use crate::fake::state::State;
use crate::process::Home;
use crate::scene::group;
use crate::serve_faults::answers;

/// A load with kills in it.
pub struct Run {
    /// Messages that are queued.
    pub messages: usize,
    /// Chats that they are in.
    pub chats: i64,
    /// The answers after which to kill, each time since the start before.
    pub kill_after: Vec<usize>,
    /// Milliseconds that a send takes.
    pub delay: u64,
}

impl Run {
    /// Does it, and lets the last run finish. Nothing may be lost or out of order. Gives how many answers came twice, and how
    /// many may have: calls whose answer had not been taken in when the process died.
    pub fn check(&self) -> (usize, usize) {
        let fake = Fake::start();
        let home = Home::new();
        fake.fault(Fault::Delay(self.delay), on("sendMessage"));
        for (chat, _) in (1..=self.chats).cycle().zip(0..self.messages) {
            fake.post(group(-chat, 3, "/ask how many orders a day?"));
        }
        let mut in_flight = 0;
        for &count in &self.kill_after {
            let before = fake.look(|state| state.calls.len());
            let herald = home.start_with(&fake, &[]);
            fake.wait_until("some answers", |fake| {
                let since =
                    |state: &State| state.calls[before..].iter().filter(|it| it.method == "sendMessage").count();
                fake.look(since) >= count
            });
            herald.kill();
            in_flight += usize::try_from(self.chats.min(UNDER_WAY)).unwrap();
            // What was on its way when it died is done.
            std::thread::sleep(Duration::from_millis(self.delay + 20));
        }
        let herald = home.start(&fake);
        let patience = Duration::from_secs(30 + self.messages as u64 / 20);
        fake.wait_within(patience, "every answer", |fake| fake.answered() == self.messages);
        fake.wait_for_confirmed();
        herald.signal("TERM");
        let ended = herald.wait();
        assert_eq!(ended.code, Some(0), "{}", ended.log);
        let answers = answers(&fake.sent());
        assert_eq!(answers.values().map(Vec::len).sum::<usize>(), self.messages);
        for (chat, answered) in &answers {
            let order: Vec<i64> = answered.iter().map(|it| it.0).collect();
            assert!(order.is_sorted(), "the order in chat {chat}: {order:?}");
        }
        let twice: usize = answers.values().flatten().map(|it| it.1 - 1).sum();
        assert!(twice <= in_flight, "{twice} came twice, at most {in_flight} may");
        fake.check();
        (twice, in_flight)
    }
}

/// Sends that herald has under way at once.
const UNDER_WAY: i64 = 128;

fn check(chats: i64, kill_after: &[usize], delay: u64) {
    Run { messages: 200, chats, kill_after: kill_after.to_vec(), delay }.check();
}

#[test]
fn a_kill_in_the_middle_loses_nothing() {
    check(20, &[70], 5);
}

#[test]
fn many_kills_lose_nothing() {
    check(20, &[1, 5, 20, 1, 1, 30, 40, 10], 3);
}

#[test]
fn a_long_queue_in_one_chat_keeps_its_order() {
    check(1, &[60, 60], 1);
}

#[test]
fn a_kill_at_once_after_the_batch_was_fetched_loses_nothing() {
    let fake = Fake::start();
    let home = Home::new();
    fake.fault(Fault::Delay(400), on("sendMessage"));
    let herald = home.start(&fake);
    fake.post(group(-1, 3, "/ask how many orders a day?"));
    fake.post(group(-1, 3, "/ask how much pork a day?"));
    fake.wait_for_confirmed();
    herald.kill();
    fake.heal();
    let _herald = home.start(&fake);
    fake.wait_until("both answers", |fake| answers(&fake.sent()).get(&-1).is_some_and(|it| it.len() == 2));
    fake.check();
}

#[test]
fn what_was_handled_is_not_handled_again() {
    let fake = Fake::start();
    let home = Home::new();
    let herald = home.start(&fake);
    fake.post(group(-1, 3, "/ask how many orders a day?"));
    fake.wait_for_sent(1);
    fake.wait_for_confirmed();
    herald.signal("TERM");
    assert_eq!(herald.wait().code, Some(0));
    // Telegram delivers the same update once more, as it does where a confirmation got lost.
    fake.change(|state| {
        state.next_update -= 1;
        let again = state.chats[&-1].messages[&1].clone();
        state.push_update("message", again);
    });
    let _herald = home.start(&fake);
    fake.post(group(-1, 3, "/ask how much pork a day?"));
    let sent = fake.wait_for_sent(2);
    assert_eq!(answers(&sent)[&-1], [(1, 1), (3, 1)]);
    fake.check();
}

#[test]
fn a_conversation_survives() {
    let fake = Fake::start();
    let home = Home::new();
    let herald = home.start(&fake);
    fake.post(group(-1, 3, "/ask how much pork was sold a day?"));
    fake.wait_for_sent(1);
    fake.wait_for_confirmed();
    // The reply is sent before it is noted; a clean stop has both.
    herald.signal("TERM");
    assert_eq!(herald.wait().code, Some(0));
    let _herald = home.start(&fake);
    fake.post(group(-1, 3, "/ask and vegetables?"));
    let sent = fake.wait_for_sent(2);
    assert!(sent[1].text().contains("500 tons"), "{}", sent[1].text());
    fake.check();
}
