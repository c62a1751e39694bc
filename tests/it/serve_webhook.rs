//! Updates that the server brings: stored before 200, and from nobody but the server.

use std::net::TcpListener;

use reqwest::Method;
use serde_json::json;

use crate::fake::webhook::Delivery;
use crate::fake::{Fake, TOKEN};
use crate::process::{Herald, Home};
use crate::scene::{group, private};

const URL: &str = "https://bot.example.org/hook/of:herald";
const SECRET: &str = "a-Secret_of-the-tests";

/// An address that nobody listens at.
pub fn free_address() -> String {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

/// Starts a bot that listens here, and waits until it does.
fn start(fake: &Fake, home: &Home, address: &str, secret: &str) -> Herald {
    let variables = [("HERALD_WEBHOOK_URL", URL), ("HERALD_WEBHOOK_SECRET", secret), ("HERALD_LISTEN", address)];
    let herald = home.start_with(fake, &variables);
    fake.wait_until("the bot to listen", |_| Delivery::to(&format!("http://{address}/")).send() == 404);
    fake.wait_until("the hook", |fake| fake.look(|state| state.webhook.is_some()));
    herald
}

#[test]
fn what_is_brought_is_answered() {
    let (fake, home, address) = (Fake::start(), Home::new(), free_address());
    let _herald = start(&fake, &home, &address, SECRET);
    let hook = fake.look(|state| state.webhook.clone()).unwrap();
    assert_eq!((&hook["url"], &hook["secret_token"]), (&json!(URL), &json!(SECRET)));
    assert_eq!(hook["allowed_updates"][0], "message");
    for _ in 0..3 {
        fake.post(private(7, "how many orders a day?"));
    }
    fake.deliver_all(&address);
    fake.wait_for_sent(3);
    assert_eq!(fake.calls_of("getUpdates").len(), 0);
    fake.check();
}

#[test]
fn nobody_else_is_heard() {
    let (fake, home, address) = (Fake::start(), Home::new(), free_address());
    let _herald = start(&fake, &home, &address, SECRET);
    let url = format!("http://{address}/hook/of:herald");
    let update = |text: &str| {
        let message =
            json!({"message_id": 1, "date": 0, "text": text, "chat": {"id": 7, "type": "private"}, "from": {"id": 7}});
        json!({"update_id": 5, "message": message}).to_string()
    };
    let good = || Delivery::to(&url).secret(SECRET).body(update("how many orders a day?"));
    let check = |delivery: Delivery, status| assert_eq!(delivery.clone().send(), status, "{delivery:?}");
    check(Delivery::to(&url), 401);
    check(good().secret("another"), 401);
    check(good().secret(""), 401);
    check(good().secret(&SECRET[..10]), 401);
    check(good().secret(&format!("{SECRET}x")), 401);
    check(good().method(Method::GET), 405);
    check(good().kind("text/plain"), 415);
    check(good().kind(""), 415);
    check(good().body(update(&"a".repeat(1 << 20))), 413);
    check(good().body("{\"update_id\":"), 400);
    check(good().body(b"\xff\xfe".to_vec()), 400);
    check(good().body("[]"), 400);
    check(Delivery::to(&format!("http://{address}/hook")).secret(SECRET), 404);
    fake.change(|state| {
        state.chats.entry(7).or_default();
    });
    assert_eq!(fake.sent().len(), 0);
    check(good().kind("application/json; charset=utf-8"), 200);
    fake.wait_for_sent(1);
    // A kind that Herald doesn't know is taken, so that it doesn't come again.
    check(good().body("{\"update_id\":6,\"new_kind\":{}}"), 200);
    // And the first update, brought once more, isn't answered once more.
    check(good(), 200);
    fake.post(private(7, "how much pork a day?"));
    fake.deliver_all(&address);
    assert_eq!(fake.wait_for_sent(2).len(), 2);
}

#[test]
fn the_hook_is_set_only_where_it_differs_and_kept() {
    let (fake, home, address) = (Fake::start(), Home::new(), free_address());
    let set = |fake: &Fake| fake.calls_of("setWebhook").len();
    let herald = start(&fake, &home, &address, SECRET);
    herald.signal("TERM");
    assert_eq!(herald.wait().code, Some(0));
    assert!(fake.look(|state| state.webhook.is_some()));
    let looked = fake.calls_of("getWebhookInfo").len();
    let herald = start(&fake, &home, &address, SECRET);
    fake.wait_until("a look at the hook", |fake| fake.calls_of("getWebhookInfo").len() > looked);
    assert_eq!((set(&fake), fake.calls_of("deleteWebhook").len()), (1, 0));
    herald.kill();
    // Another secret can't be seen, but what comes of it can.
    let _herald = start(&fake, &home, &address, "another-Secret");
    fake.post(private(7, "how many orders a day?"));
    assert_eq!(fake.deliver(&address), Some(401));
    fake.wait_until("the new secret", |fake| set(fake) == 2);
    fake.deliver_all(&address);
    fake.wait_for_sent(1);
    fake.check();
}

#[test]
fn back_to_polling_loses_nothing() {
    let (fake, home, address) = (Fake::start(), Home::new(), free_address());
    let herald = start(&fake, &home, &address, SECRET);
    fake.post(private(7, "how many orders a day?"));
    fake.deliver_all(&address);
    fake.wait_for_sent(1);
    // It may not have noted the answer yet; then the next run sends it once more, before it polls.
    herald.kill();
    fake.post(private(7, "how much pork a day?"));
    let _herald = home.start_with(&fake, &[]);
    fake.wait_until("the pork", |fake| fake.sent().iter().any(|it| it.text().contains("150 tons")));
    // Only a poll can have brought that question.
    assert!(fake.look(|state| state.webhook.is_none()));
    fake.check();
}

#[test]
fn a_kill_loses_nothing() {
    let (fake, home, address) = (Fake::start(), Home::new(), free_address());
    let mut herald = start(&fake, &home, &address, SECRET);
    let mut asked = Vec::new();
    for round in 0..6 {
        asked.extend((0..20).map(|at| fake.post(group(-1 - at % 5, 3, "/ask how many orders a day?"))));
        for _ in 0..10 + round {
            fake.deliver(&address);
        }
        herald.kill();
        herald = start(&fake, &home, &address, SECRET);
    }
    fake.deliver_all(&address);
    let answers = || crate::serve_faults::answers(&fake.sent());
    fake.wait_until("every answer", |_| answers().values().map(Vec::len).sum::<usize>() == asked.len());
    for (chat, answered) in answers() {
        assert!(answered.is_sorted_by_key(|it| it.0), "the order in chat {chat}: {answered:?}");
    }
    fake.check();
}

#[test]
fn nothing_is_confirmed_that_is_not_stored() {
    let (fake, home, address) = (Fake::start(), Home::new(), free_address());
    let herald = start(&fake, &home, &address, SECRET);
    std::fs::rename(home.path("herald.db"), home.path("away.db")).unwrap();
    fake.post(private(7, "how many orders a day?"));
    assert_eq!(fake.deliver(&address), Some(503));
    assert!(fake.sent().is_empty() && herald.log().contains("the database file is gone"), "{}", herald.log());
    std::fs::rename(home.path("away.db"), home.path("herald.db")).unwrap();
    fake.deliver_all(&address);
    fake.wait_for_sent(1);
    let log = herald.log();
    assert!(log.contains("takes writes again") && !log.contains(SECRET) && !log.contains(TOKEN), "{log}");
    fake.check();
}

#[test]
fn an_address_in_use_is_said() {
    let (fake, home) = (Fake::start(), Home::new());
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for name in ["HERALD_LISTEN", "HERALD_METRICS_LISTEN"] {
        let variables = [("HERALD_WEBHOOK_URL", URL), ("HERALD_WEBHOOK_SECRET", SECRET), (name, &address)];
        let ended = home.start_with(&fake, &variables).wait();
        assert!(ended.code == Some(2) && ended.log.contains(name), "{ended:?}");
    }
}
