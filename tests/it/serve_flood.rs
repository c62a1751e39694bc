//! Telegram's limits, and load: no more is sent than Telegram takes, nothing is lost by it, and memory stays as it was.

use std::time::{Duration, Instant};

use crate::fake::Fake;
use crate::fake::flood::Flood;
use crate::process::{Herald, Home};
use crate::scene::{group, private};
use crate::serve_start::wait_for_noted;

#[test]
fn sends_keep_to_the_published_limits() {
    let fake = Fake::start();
    let home = Home::new();
    let _herald = home.start_with(&fake, &[("HERALD_PACING", "on")]);
    for _ in 0..5 {
        fake.post(group(-1, 3, "/ask how many orders a day?"));
    }
    for person in 1..=45 {
        fake.post(private(person, "how many orders a day?"));
    }
    let sent = fake.wait_for_sent(50);
    let closest = |mut times: Vec<Instant>, max: usize| {
        times.sort();
        times.windows(max + 1).map(|it| it[max] - it[0]).min().unwrap()
    };
    let all = closest(sent.iter().map(|it| it.at).collect(), 30);
    let chat = closest(sent.iter().filter(|it| it.chat() == -1).map(|it| it.at).collect(), 2);
    // What leaves evenly arrives a little unevenly.
    let second = Duration::from_millis(900);
    assert!(all >= second, "31 messages within {all:?}");
    assert!(chat >= second, "3 messages to a chat within {chat:?}");
    fake.check();
}

/// Asks so much in private chats, and so much in each of some groups, where Telegram's limits hold. Gives the number of sends and of
/// 429s.
pub fn flood(people: i64, groups: i64, questions: usize) -> (usize, usize) {
    let fake = Fake::start();
    let home = Home::new();
    fake.change(|state| state.flood = Some(Flood::default()));
    let herald = home.start_with(&fake, &[("HERALD_PACING", "on")]);
    for person in 1..=people {
        fake.post(private(person, "how many orders a day?"));
    }
    for (chat, _) in
        (1..=groups).flat_map(|chat| std::iter::repeat_n(chat, questions).enumerate().map(move |it| (chat, it)))
    {
        fake.post(group(-chat, 3, "/ask how many orders a day?"));
    }
    let in_groups = questions * usize::try_from(groups).unwrap();
    let all = usize::try_from(people).unwrap() + in_groups;
    let sent =
        |fake: &Fake| fake.look(|state| state.calls.iter().filter(|it| it.method == "sendMessage" && it.done).count());
    // Twenty a minute in a group, thirty a second in all.
    let patience = Duration::from_secs(60 + all as u64 / 20 + 60 * questions as u64 / 20);
    fake.wait_within(patience, "every answer", |fake| sent(fake) == all);
    assert_eq!(fake.answered(), in_groups);
    let refused = fake.calls_of("sendMessage").iter().filter(|it| it.status == 429).count();
    herald.signal("TERM");
    assert_eq!(herald.wait().code, Some(0));
    fake.check();
    (all, refused)
}

#[test]
fn telegram_has_nothing_to_refuse() {
    let (_, refused) = flood(60, 3, 8);
    assert_eq!(refused, 0);
}

#[test]
fn a_restart_begins_no_limit_anew() {
    let (fake, home) = (Fake::start(), Home::new());
    fake.change(|state| state.flood = Some(Flood::default()));
    let mut asked = 0;
    // Each run may send thirty in the first second, and two in a chat.
    for _ in 0..4 {
        let herald = home.start_with(&fake, &[("HERALD_PACING", "on")]);
        for person in 0..20 {
            fake.post(private(100 + person, "how many orders a day?"));
        }
        for _ in 0..2 {
            fake.post(group(-5, 3, "/ask how many orders a day?"));
        }
        asked += 22;
        fake.wait_for_sent(asked);
        wait_for_noted(&fake, &home);
        herald.kill();
    }
    let refused = fake.calls_of("sendMessage").iter().filter(|it| it.status == 429).count();
    assert_eq!((refused, fake.sent().len()), (0, asked));
    fake.check();
}

/// Kilobytes of memory that a process has.
#[cfg(target_os = "linux")]
fn memory(herald: &Herald) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", herald.id())).unwrap();
    let line = status.lines().find_map(|it| it.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

/// Asks ten times as much as can be answered, for so many seconds. Gives the kilobytes of memory after the first third and at
/// most after that, and how many messages were sent and asked.
#[cfg(target_os = "linux")]
pub fn overload(seconds: u64, a_second: i64) -> (u64, u64, usize, usize) {
    const PEOPLE: i64 = 1000;
    let fake = Fake::start();
    let home = Home::new();
    // One of the people has gone mad, and is held to the limit.
    let herald = home.start_with(&fake, &[("HERALD_PACING", "on"), ("HERALD_USER_LIMIT", "30")]);
    let began = Instant::now();
    let (mut early, mut most, mut asked) = (0, 0, 0);
    while began.elapsed() < Duration::from_secs(seconds) {
        for at in 0..a_second / 10 {
            let person = if at % 3 == 0 { 7 } else { 1 + (asked + at) % PEOPLE };
            fake.post(private(person, "how many orders a day?"));
        }
        asked += a_second / 10;
        std::thread::sleep(Duration::from_millis(100));
        if began.elapsed() < Duration::from_secs(seconds / 3) {
            continue;
        }
        if early == 0 {
            early = memory(&herald);
        }
        most = most.max(memory(&herald));
    }
    // What would be too much stays with Telegram: of two thirds of the messages, those of the others, Herald has one of each person under
    // way, 2,048 that wait, and what its last batches brought beyond.
    let fetched = usize::try_from(asked).unwrap() - fake.look(|state| state.queue.len());
    let sent = fake.sent();
    let most_held = usize::try_from(PEOPLE).unwrap() + 2_048 + 200;
    assert!(fetched * 2 / 3 <= sent.len() + most_held, "{fetched} of {asked} fetched, {} answered", sent.len());
    // The one who goes on and on is answered no more than anybody may be.
    let mad = sent.iter().filter(|it| it.chat() == 7).count();
    assert!(mad <= 31 * (1 + usize::try_from(seconds).unwrap() / 60), "{mad} answers to one person");
    assert!(sent.len() > mad * 2, "{} answers, of these {mad} to one person", sent.len());
    herald.kill();
    fake.check();
    (early, most, sent.len(), usize::try_from(asked).unwrap())
}

#[cfg(target_os = "linux")]
#[test]
fn memory_stays_flat_under_ten_times_the_load() {
    // So many that everybody has written in the first seconds, and has a lane: from then on it must not grow.
    let (early, most, sent, asked) = overload(9, 3_000);
    assert!(most < early + 8 * 1024, "{early} kB grew to {most} kB with {sent} of {asked} answered");
}
