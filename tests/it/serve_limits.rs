//! Too much and too late: what is left without an answer is left by rule, said once, and counted.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::json;

use crate::fake::Fake;
use crate::fake::call::Call;
use crate::fake::webhook::Delivery;
use crate::process::{Herald, Home};
use crate::scene::{Post, group, private};
use crate::serve_webhook::free_address;

/// A bot with a limit, and where its metrics are.
pub fn start(fake: &Fake, home: &Home, limit: &str) -> (Herald, String) {
    let address = free_address();
    let herald = home.start_with(fake, &[("HERALD_USER_LIMIT", limit), ("HERALD_METRICS_LISTEN", &address)]);
    fake.wait_until("the bot to be ready", |_| Delivery::get(&format!("http://{address}/readyz")).send() == 200);
    (herald, address)
}

/// What is counted under a name and its labels.
pub fn counted(address: &str, name: &str) -> i64 {
    let (_, text) = Delivery::get(&format!("http://{address}/metrics")).fetch();
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line.unwrap_or_else(|| panic!("{name} is not in:\n{text}")).parse().unwrap()
}

fn dropped(address: &str, rule: &str) -> i64 {
    counted(address, &format!("herald_dropped_total{{rule=\"{rule}\"}}"))
}

fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs().try_into().unwrap()
}

/// Written so many seconds ago.
fn ago(post: Post, seconds: i64) -> Post {
    post.with(json!({ "date": now() - seconds }))
}

#[test]
fn one_person_is_told_once_and_everybody_else_is_answered() {
    let (fake, home) = (Fake::start(), Home::new());
    let (_herald, address) = start(&fake, &home, "5");
    for _ in 0..50 {
        fake.post(private(7, "how many orders a day?"));
    }
    for person in 100..110 {
        fake.post(private(person, "how many orders a day?"));
    }
    fake.wait_until("the rest to be dropped", |_| dropped(&address, "person_limit") == 45);
    let sent = fake.wait_for_sent(5 + 1 + 10);
    let to_one: Vec<String> = sent.iter().filter(|it| it.chat() == 7).map(Call::text).collect();
    assert_eq!(to_one.iter().filter(|it| it.contains("500,000")).count(), 5, "{to_one:#?}");
    assert!(to_one[5].contains("in a minute"), "{to_one:#?}");
    assert_eq!(sent.len(), 16);
    // In the same person's other chats it holds too, in their language, and once is enough.
    fake.post(group(-5, 7, "/ask how many orders a day?"));
    fake.post(private(8, "how many orders a day?"));
    fake.wait_for_sent(17);
    fake.wait_until("one more to be dropped", |_| dropped(&address, "person_limit") == 46);
    assert_eq!(fake.sent().len(), 17);
    fake.check();
}

#[test]
fn a_chat_has_a_limit_too() {
    let (fake, home) = (Fake::start(), Home::new());
    let (_herald, address) = start(&fake, &home, "1");
    for person in 0..15 {
        fake.post(group(-5, 100 + person, "/ask 每天有多少订单？"));
    }
    fake.post(group(-6, 200, "/ask how many orders a day?"));
    fake.wait_until("the rest to be dropped", |_| dropped(&address, "chat_limit") == 5);
    let sent = fake.wait_for_sent(12);
    assert_eq!((sent.len(), sent.iter().filter(|it| it.chat() == -5).count()), (12, 11));
    fake.check();
}

#[test]
fn presses_count_as_questions() {
    let (fake, home) = (Fake::start(), Home::new());
    let (_herald, address) = start(&fake, &home, "2");
    fake.post(private(7, "how many orders a day?"));
    let reply = fake.wait_for_sent(1)[0].message();
    let data =
        fake.sent()[0].rows().into_iter().flatten().find_map(|it| it["callback_data"].as_str().map(str::to_owned));
    let press = || fake.press_data(7, 7, reply, json!({ "data": data.clone().unwrap() }));
    for _ in 0..4 {
        press();
    }
    fake.wait_until("the rest to be dropped", |_| dropped(&address, "person_limit") == 3);
    fake.wait_for_sent(2);
    fake.wait_until("the notice", |fake| {
        let told = |it: &Call| it.parameters.text("text").is_some_and(|it| it.contains("in a minute"));
        fake.calls_of("answerCallbackQuery").iter().any(told)
    });
    assert_eq!(fake.sent().len(), 2);
    fake.check();
}

#[test]
fn without_a_limit_everything_is_answered() {
    let (fake, home) = (Fake::start(), Home::new());
    let (_herald, address) = start(&fake, &home, "0");
    for _ in 0..40 {
        fake.post(private(7, "how many orders a day?"));
    }
    fake.wait_for_sent(40);
    assert_eq!(dropped(&address, "person_limit"), 0);
    fake.check();
}

#[test]
fn what_waited_at_telegram_did_not_come_at_once() {
    let (fake, home) = (Fake::start(), Home::new());
    for at in 0..30 {
        fake.post(ago(private(7, "how many orders a day?"), 900 - at * 30));
    }
    let (_herald, address) = start(&fake, &home, "5");
    fake.wait_for_sent(30);
    assert_eq!(dropped(&address, "person_limit"), 0);
}

#[test]
fn a_group_is_not_answered_after_ten_minutes() {
    let (fake, home) = (Fake::start(), Home::new());
    fake.post(ago(group(-5, 3, "/ask how many orders a day?"), 700));
    fake.post(ago(group(-5, 3, "/ask how many orders a day?"), 500));
    fake.post(ago(private(7, "how many orders a day?"), 7_000));
    // What changes something is done, however late.
    fake.post(ago(group(-5, 3, "/language zh"), 700));
    let (_herald, address) = start(&fake, &home, "0");
    let sent = fake.wait_for_sent(3);
    assert_eq!(dropped(&address, "late_in_group"), 1);
    assert_eq!((sent.len(), sent.iter().filter(|it| it.chat() == 7).count()), (3, 1));
    fake.check();
}

#[test]
fn an_inline_query_is_not_answered_late() {
    use crate::fake::fault::{Fault, on};
    let (fake, home) = (Fake::start(), Home::new());
    let (_herald, address) = start(&fake, &home, "0");
    fake.fault(Fault::TooMany(60), on("answerInlineQuery"));
    fake.type_inline(7, "how many orders a day?", "en");
    fake.wait_until("the query to be dropped", |_| dropped(&address, "late_inline") == 1);
    assert_eq!(fake.calls_of("answerInlineQuery").len(), 1);
}
