//! Telegram and the network at their worst: every question is answered all the same, in order, and no more often than it must.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use crate::fake::Fake;
use crate::fake::call::Call;
use crate::fake::fault::{Fault, on};
use crate::process::Home;
use crate::scene::{group, private};

/// How often each message was answered, by chat, in the order of the first answers.
pub fn answers(sent: &[Call]) -> BTreeMap<i64, Vec<(i64, usize)>> {
    let mut chats: BTreeMap<i64, Vec<(i64, usize)>> = BTreeMap::new();
    for call in sent {
        let answered = chats.entry(call.chat()).or_default();
        let Some(message) = call.reply_to() else { continue };
        match answered.iter_mut().find(|it| it.0 == message) {
            Some((_, count)) => *count += 1,
            None => answered.push((message, 1)),
        }
    }
    chats
}

/// Questions in groups while calls fail.
pub struct Run<'a> {
    /// Groups that ask.
    pub groups: i64,
    /// Questions that each asks.
    pub questions: usize,
    /// What goes wrong, with every so many-th call of a method.
    pub faults: &'a [(Fault, &'static str, usize)],
}

impl Run<'_> {
    /// Asks. Nothing may be lost or out of order. Gives how many answers came twice.
    pub fn check(&self) -> usize {
        let fake = Fake::start();
        let home = Home::new();
        for &(fault, method, every) in self.faults {
            fake.fault(fault, on(method).every(every));
        }
        let herald = home.start_with(&fake, &[]);
        let mut asked: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        for _ in 0..self.questions {
            for chat in 1..=self.groups {
                asked.entry(-chat).or_default().push(fake.post(group(-chat, 3, "/ask how many orders a day?")));
            }
        }
        let all = asked.values().map(Vec::len).sum::<usize>();
        let patience = Duration::from_secs(30 + all as u64 / 20);
        fake.wait_within(patience, "every answer", |fake| fake.answered() == all);
        fake.heal();
        fake.wait_for_confirmed();
        herald.signal("TERM");
        assert_eq!(herald.wait().code, Some(0));
        let answers = answers(&fake.sent());
        for (chat, messages) in &asked {
            let answered: Vec<i64> = answers[chat].iter().map(|it| it.0).collect();
            assert_eq!(&answered, messages, "the order in chat {chat}");
        }
        fake.check();
        answers.values().flatten().map(|it| it.1 - 1).sum()
    }
}

const GROUPS: i64 = 5;
const QUESTIONS: usize = 12;

/// At most so many come twice.
fn check(faults: &[(Fault, &'static str, usize)], doubled: usize) {
    let twice = Run { groups: GROUPS, questions: QUESTIONS, faults }.check();
    assert!(twice <= doubled, "{twice} came twice, at most {doubled} may");
}

#[test]
fn server_errors_lose_nothing() {
    check(&[(Fault::Status(502), "sendMessage", 5), (Fault::Status(500), "getUpdates", 3)], 0);
}

#[test]
fn closed_connections_lose_nothing() {
    check(&[(Fault::Close, "sendMessage", 5), (Fault::Close, "getUpdates", 3)], 0);
}

#[test]
fn garbage_loses_nothing() {
    check(&[(Fault::Garbage, "sendMessage", 5), (Fault::Garbage, "getUpdates", 3)], 0);
}

#[test]
fn too_many_requests_lose_nothing() {
    check(&[(Fault::TooMany(1), "sendMessage", 20), (Fault::TooMany(1), "getUpdates", 3)], 0);
}

#[test]
fn replies_that_get_lost_double_no_more_than_those() {
    let lost = QUESTIONS * GROUPS as usize / 9;
    check(&[(Fault::LoseReply, "sendMessage", 10), (Fault::LoseReply, "getUpdates", 3)], lost);
}

#[test]
fn everything_at_once() {
    let faults = [
        (Fault::Status(502), "sendMessage", 10),
        (Fault::Close, "sendMessage", 19),
        (Fault::Garbage, "sendMessage", 21),
        (Fault::Close, "getUpdates", 4),
        (Fault::Status(502), "getMe", 1),
    ];
    let fake = Fake::start();
    let home = Home::new();
    fake.fault(Fault::Status(502), on("getMe").times(1));
    fake.fault(Fault::Garbage, on("getMe").times(1));
    fake.post(private(7, "how many orders a day?"));
    let _herald = home.start(&fake);
    fake.wait_for_sent(1);
    check(&faults[..4], 0);
}

#[test]
fn a_chat_that_must_wait_holds_up_no_other() {
    let fake = Fake::start();
    let home = Home::new();
    fake.fault(Fault::TooMany(3), on("sendMessage").chat(-1).times(1));
    let _herald = home.start(&fake);
    let start = Instant::now();
    fake.post(group(-1, 3, "/ask how many orders a day?"));
    fake.post(group(-1, 4, "/ask how many orders a day?"));
    fake.wait_until("the first call", |fake| !fake.calls_of("sendMessage").is_empty());
    for chat in 2..50 {
        fake.post(group(-chat, 3, "/ask how many orders a day?"));
    }
    fake.wait_for_sent(48);
    assert!(start.elapsed() < Duration::from_millis(2900), "{:?}", start.elapsed());
    let sent = fake.wait_for_sent(50);
    let late = |call: &&Call| call.chat() == -1 && call.at - start >= Duration::from_millis(2900);
    assert_eq!(sent.iter().filter(late).count(), 2);
    fake.check();
}

#[test]
fn refusals_end_it_and_the_lane_goes_on() {
    let fake = Fake::start();
    let home = Home::new();
    fake.fault(Fault::Refuse(403, "Forbidden: bot was blocked by the user"), on("sendMessage").chat(7).times(1));
    fake.fault(Fault::Refuse(400, "Bad Request: not enough rights"), on("sendMessage").chat(8).times(1));
    let _herald = home.start(&fake);
    for person in [7, 8] {
        fake.post(private(person, "how many orders a day?"));
        fake.post(private(person, "how much pork a day?"));
    }
    let sent = fake.wait_for_sent(2);
    assert!(sent.iter().all(|it| it.text().contains("150 tons")), "{sent:#?}");
    assert_eq!(fake.calls_of("sendMessage").len(), 4);
}

#[test]
fn a_group_that_has_become_a_supergroup_is_answered_there() {
    let fake = Fake::start();
    let home = Home::new();
    let _herald = home.start(&fake);
    fake.change(|state| {
        state.chats.entry(-100).or_default();
        state.chats.entry(-5).or_default().migrated = Some(-100);
    });
    fake.post(group(-5, 3, "/ask how many orders a day?"));
    let sent = fake.wait_for_sent(1);
    assert_eq!(sent[0].chat(), -100);
    fake.check();
}
