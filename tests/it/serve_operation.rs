//! Operation: what a monitor asks, a reload without a stop, logs for programs.

use std::time::Duration;

use serde_json::{Value, json};

use crate::cli::folder_with;
use crate::fake::fault::{Fault, on};
use crate::fake::webhook::Delivery;
use crate::fake::{Fake, TOKEN};
use crate::process::Home;
use crate::scene::{group, private};
use crate::serve_limits::{counted, start};
use crate::serve_webhook::free_address;

#[test]
fn what_happens_is_counted() {
    let (fake, home) = (Fake::start(), Home::new());
    let (_herald, address) = start(&fake, &home, "0");
    fake.fault(Fault::Status(502), on("sendMessage").times(1));
    fake.fault(Fault::TooMany(1), on("sendMessage").chat(8).times(1));
    fake.post(private(7, "how many orders a day?"));
    fake.wait_for_sent(1);
    fake.post(private(8, "卖了多少牛肉？"));
    fake.post(private(9, "hello"));
    fake.wait_for_sent(3);
    let question = |kind: &str, lang: &str| format!("herald_questions_total{{kind=\"{kind}\",lang=\"{lang}\"}}");
    let sends = |result: &str| format!("herald_sends_total{{result=\"{result}\"}}");
    fake.wait_until("the counters", |_| counted(&address, "herald_answer_seconds_count") == 3);
    // An answer is counted before it is noted.
    fake.wait_until("the inbox", |_| counted(&address, "herald_inbox_waiting") == 0);
    for (name, value) in [
        (question("answer", "en"), 1),
        (question("unknown", "zh"), 1),
        (question("smalltalk", "en"), 1),
        (question("clarify", "en"), 0),
        (sends("done"), 3),
        (sends("failed"), 1),
        (sends("too_many"), 1),
        (sends("refused"), 0),
        ("herald_retries_total".to_owned(), 1),
        ("herald_inbox_waiting".to_owned(), 0),
        ("herald_inbox_age_seconds".to_owned(), 0),
    ] {
        assert_eq!(counted(&address, &name), value, "{name}");
    }
    assert!(counted(&address, "herald_last_poll_timestamp_seconds") > 1_700_000_000);
    let (_, text) = Delivery::get(&format!("http://{address}/metrics")).fetch();
    for line in text.lines().filter(|it| !it.starts_with('#')) {
        let (name, value) = line.rsplit_once(' ').unwrap();
        assert!(name.starts_with("herald_") && value.parse::<f64>().is_ok(), "{line}");
    }
    fake.check();
}

#[test]
fn what_waits_is_counted() {
    let (fake, home) = (Fake::start(), Home::new());
    let (_herald, address) = start(&fake, &home, "0");
    fake.fault(Fault::TooMany(60), on("sendMessage"));
    for person in 1..=4 {
        fake.post(private(person, "how many orders a day?"));
    }
    fake.wait_until("the inbox", |_| counted(&address, "herald_inbox_waiting") == 4);
    fake.wait_until("the age", |_| counted(&address, "herald_inbox_age_seconds") >= 1);
}

#[test]
fn readiness_is_more_than_life() {
    let (fake, home, address) = (Fake::start(), Home::new(), free_address());
    let ask = |path: &str| Delivery::get(&format!("http://{address}/{path}")).fetch();
    fake.fault(Fault::Close, on("getMe"));
    let herald = home.start_with(&fake, &[("HERALD_METRICS_LISTEN", &address)]);
    fake.wait_until("life", |_| ask("healthz").0 == 200);
    assert_eq!(ask("readyz"), (503, "starting\n".to_owned()));
    assert_eq!(ask("metrics").0, 200);
    assert_eq!(ask("other").0, 404);
    fake.heal();
    fake.wait_until("readiness", |_| ask("readyz").0 == 200);
    std::fs::rename(home.path("herald.db"), home.path("away.db")).unwrap();
    fake.post(private(7, "how many orders a day?"));
    fake.wait_until("the trouble", |_| ask("readyz").0 == 503);
    assert!(ask("readyz").1.contains("database"), "{:?}", ask("readyz"));
    assert_eq!(ask("healthz").0, 200);
    std::fs::rename(home.path("away.db"), home.path("herald.db")).unwrap();
    fake.wait_for_sent(1);
    fake.wait_until("readiness", |_| ask("readyz").0 == 200);
    fake.fault(Fault::Delay(3000), on("sendMessage"));
    fake.post(private(7, "how many orders a day?"));
    fake.wait_for_confirmed();
    herald.signal("TERM");
    fake.wait_until("the stop", |_| ask("readyz") == (503, "stopping\n".to_owned()));
}

#[test]
fn the_knowledge_is_loaded_anew_without_a_stop() {
    let (fake, home) = (Fake::start(), Home::new());
    let folder = folder_with("source.txt", |text| text);
    let facts = folder.path().join("facts.toml");
    let good = std::fs::read_to_string(&facts).unwrap();
    let directory = folder.path().to_str().unwrap();
    let address = free_address();
    let herald = home.start_with(&fake, &[("HERALD_KNOWLEDGE", directory), ("HERALD_METRICS_LISTEN", &address)]);
    fake.post(group(-5, 3, "/ask how many tons of pork a day?"));
    fake.wait_for_sent(1);
    let reloads = |result: &str| counted(&address, &format!("herald_reloads_total{{result=\"{result}\"}}"));
    // A folder with errors changes nothing.
    std::fs::write(&facts, good.replace("about 150 tons of pork", "about 151 tons of pork")).unwrap();
    herald.signal("HUP");
    fake.wait_until("the failure", |_| reloads("failed") == 1);
    assert!(herald.log().contains("the knowledge stays as it was"), "{}", herald.log());
    fake.post(group(-5, 4, "/ask how many tons of pork a day?"));
    assert!(fake.wait_for_sent(2)[1].text().contains("150 tons"));
    // A changed wording is used from the next question on, and the conversation goes on.
    let wording = "sold about 150 tons of pork";
    assert!(good.contains(wording), "the announcement has another wording");
    std::fs::write(&facts, good.replace(wording, "parted with about 150 tons of pork")).unwrap();
    herald.signal("HUP");
    fake.wait_until("the reload", |_| reloads("done") == 1);
    fake.post(group(-5, 3, "/ask and vegetables?"));
    assert!(fake.wait_for_sent(3)[2].text().contains("500 tons"), "{}", fake.sent()[2].text());
    fake.post(group(-5, 4, "/ask how many tons of pork a day?"));
    assert!(fake.wait_for_sent(4)[3].text().contains("parted with"), "{}", fake.sent()[3].text());
    herald.signal("TERM");
    assert_eq!(herald.wait().code, Some(0));
    fake.check();
}

#[test]
fn logs_can_be_read_by_programs() {
    let (fake, home) = (Fake::start(), Home::new());
    let herald = home.start_with(&fake, &[("HERALD_LOG_FORMAT", "json")]);
    fake.post(private(7, "how many orders a day?"));
    fake.wait_for_sent(1);
    herald.signal("TERM");
    let log = herald.wait().log;
    assert!(log.lines().count() >= 2, "{log}");
    for line in log.lines() {
        let entry: Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}"));
        assert!(entry["level"].is_string() && entry["timestamp"].is_string(), "{line}");
    }
}

/// A run with everything that a run has: questions, commands, presses, inline queries, faults, a reload, a stop.
#[test]
fn nothing_that_is_printed_names_anybody() {
    const NAMES: [&str; 6] = ["Qwerta", "Zuiop", "qwerta_zuiop", "Hjkl Club", "quokka", "袋鼠"];
    let (fake, home, address) = (Fake::start(), Home::new(), free_address());
    let secret = "a-Secret_of-the-tests";
    let variables = [
        ("RUST_LOG", "trace"),
        ("HERALD_METRICS_LISTEN", address.as_str()),
        ("HERALD_WEBHOOK_SECRET", secret),
        ("HERALD_USER_LIMIT", "20"),
    ];
    let herald = home.start_with(&fake, &variables);
    fake.fault(Fault::Close, on("sendMessage").every(3));
    fake.fault(Fault::Garbage, on("sendMessage").every(4));
    fake.fault(Fault::Refuse(400, "Bad Request: can't parse \"quokka\" at 袋鼠"), on("sendMessage").chat(9));
    let named = |post: crate::scene::Post| {
        let from = json!({
            "id": 7, "is_bot": false, "first_name": NAMES[0], "last_name": NAMES[1], "username": NAMES[2],
        });
        post.with(json!({ "from": from }))
    };
    for text in ["how many quokkas a day?", "有多少袋鼠？", "/language en", "/quokka", "/start quokka", "/forget"]
    {
        fake.post(named(private(7, text)));
    }
    fake.post(named(group(-5, 7, "/ask how many quokkas?")).with(json!({
        "chat": {"id": -5, "type": "supergroup", "title": NAMES[3]},
    })));
    fake.post(named(private(9, "how many quokkas?")));
    fake.type_inline(7, "quokka 袋鼠", "en");
    fake.wait_until("some answers", |fake| fake.sent().len() >= 5);
    let reply = fake.sent()[0].message();
    fake.press_data(7, 7, reply, json!({"data": "quokka"}));
    fake.wait_until("the press", |fake| !fake.calls_of("answerCallbackQuery").is_empty());
    for _ in 0..30 {
        fake.post(named(private(7, "quokkas?")));
    }
    fake.wait_for_confirmed();
    herald.signal("HUP");
    fake.wait_until("the reload", |_| herald.log().contains("loaded anew"));
    std::thread::sleep(Duration::from_millis(200));
    let metrics = Delivery::get(&format!("http://{address}/metrics")).fetch().1;
    herald.signal("TERM");
    let log = herald.wait().log;
    let printed = [log, metrics, home.run(&["dead", "list"]).1].concat();
    assert!(printed.contains("TRACE") && printed.contains("herald_sends_total"), "{printed}");
    for word in NAMES.into_iter().chain([TOKEN, TOKEN.split(':').next_back().unwrap(), secret]) {
        let found = printed.lines().find(|it| it.to_lowercase().contains(&word.to_lowercase()));
        assert_eq!(found, None, "{word} is printed");
    }
}
