//! Whatever is around a question, it is answered: never a panic, never silence, never broken HTML, never a name.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::cli::folder_with;
use crate::fake::Fake;
use crate::process::Home;
use crate::scene::{Post, group, mention, private};

const QUESTION: &str = "how many orders a day?";

/// Asks, and expects so many orders as the answer, or else any reply, and soon; gives the process's log.
fn check(rows: Vec<(Post, &str)>) -> String {
    let fake = Fake::start();
    let home = Home::new();
    let herald = home.start(&fake);
    for (at, (post, expected)) in rows.into_iter().enumerate() {
        let asked = Instant::now();
        fake.post(post.clone());
        let sent = fake.wait_for_sent(at + 1);
        assert!(asked.elapsed() < Duration::from_secs(5), "{post:?}: {:?}", asked.elapsed());
        assert!(sent[at].text().contains(expected), "{post:?}: {}", sent[at].text());
        assert_eq!(sent.len(), at + 1);
    }
    fake.check();
    herald.signal("TERM");
    let ended = herald.wait();
    assert_eq!(ended.code, Some(0));
    assert!(!ended.log.contains("a panic"), "{}", ended.log);
    ended.log
}

#[test]
fn times_of_any_year() {
    // One after the other in the same chat: what was said before is older than the clock knows, or not said yet.
    let dates = [0, 4_102_444_800, 1, i64::MAX, i64::MIN, -1, 253_402_300_800, 1_800_000_000];
    let at = |post: Post, date: i64| post.with(json!({ "date": date, "edit_date": date }));
    let mut rows: Vec<_> = dates.iter().map(|date| (at(private(7, QUESTION), *date), "500,000")).collect();
    rows.extend(dates.iter().map(|date| (at(group(-5, 3, format!("/ask {QUESTION}")), *date), "500,000")));
    // A date that is none.
    rows.extend(
        [json!(null), json!("2100-01-01"), json!(1e300), json!(-0.5)]
            .map(|date| (group(-5, 3, format!("/ask {QUESTION}")).with(json!({ "date": date })), "500,000")),
    );
    check(rows);
}

#[test]
fn thousands_of_entities() {
    let entity = |at: usize, kind: &str| json!({"type": kind, "offset": at % 40, "length": 1 + at % 7});
    let many = |kind: &str| (0..5_000).map(|at| entity(at, kind)).collect::<Vec<Value>>();
    let with = |post: Post, entities: Vec<Value>| post.with(json!({ "entities": entities }));
    // Among them is the one mention of the bot, in the middle.
    let mut named = many("bold");
    named.insert(2_500, json!({"type": "mention", "offset": 0, "length": 16}));
    let absurd = (0..5_000_i64).map(|at| json!({"type": "mention", "offset": at * 1_000_000, "length": -at})).collect();
    check(vec![
        (with(private(7, QUESTION), many("bold")), "500,000"),
        (with(private(7, QUESTION), many("mention")), "500,000"),
        (with(private(7, QUESTION), many("custom_emoji")), "500,000"),
        (with(private(7, QUESTION), absurd), "500,000"),
        (with(group(-5, 3, mention(QUESTION)), named), "500,000"),
        (with(private(7, "a ".repeat(2_000) + QUESTION), many("text_mention")), ""),
    ]);
}

#[test]
fn thousands_of_emoji() {
    check(vec![
        (private(7, "😀".repeat(4_096)), ""),
        (private(7, "👩‍👩‍👧‍👦".repeat(580)), ""),
        (private(7, format!("{} {QUESTION}", "😀".repeat(2_000))), ""),
        (group(-5, 3, format!("/ask {}", "🇨🇳".repeat(1_000))), ""),
        (private(7, QUESTION), "500,000"),
    ]);
}

#[test]
fn names_that_are_markup_or_run_backwards() {
    const NAMES: [&str; 5] = [
        "<b>Bob</b>",
        "</b></blockquote>&lt;",
        "\u{202e}dlareH\u{202c}",
        "שלום \u{200f}{name}",
        "a\u{0}\u{feff}\u{1f600}",
    ];
    let mut rows = Vec::new();
    for name in NAMES {
        let from = json!({"id": 3, "is_bot": false, "first_name": name, "last_name": name, "username": name,
                          "language_code": name});
        let chat = |id: i64, kind: &str| json!({"id": id, "type": kind, "title": name, "username": name});
        let known = |post: Post, chat: Value| post.with(json!({"from": from, "chat": chat, "author_signature": name}));
        rows.push((known(private(3, QUESTION), chat(3, "private")), "500,000"));
        rows.push((known(group(-5, 3, format!("/ask {QUESTION}")), chat(-5, "supergroup")), "500,000"));
        rows.push((known(private(3, "/start"), chat(3, "private")), "Hello!"));
        rows.push((known(private(3, name), chat(3, "private")), ""));
    }
    let log = check(rows);
    assert!(!log.contains("Bob") && !log.contains("dlareH"), "{log}");
}

#[test]
fn what_is_copied_is_no_longer_than_telegram_takes() {
    // A speaker with a title that goes on and on, in characters of one and of two units.
    let title = format!("Liu Min, {} & <b>", "very 😀 deputy ".repeat(40));
    let folder = folder_with("facts.toml", |text| {
        text.replace(
            "Liu Min, deputy director of the Shanghai Municipal Commission of Commerce, in her own words",
            &title,
        )
        .replace("Liu Min, deputy director of the Shanghai Municipal Commission of Commerce, as reported", &title)
    });
    let fake = Fake::start();
    let home = Home::new();
    let _herald = home.start_with(&fake, &[("HERALD_KNOWLEDGE", folder.path().to_str().unwrap())]);
    fake.post(private(7, QUESTION));
    fake.post(private(7, "what are all the figures?"));
    for call in fake.wait_for_sent(2) {
        let buttons = call.rows().into_iter().flatten().collect::<Vec<_>>();
        let copied = buttons.iter().find_map(|it| it["copy_text"]["text"].as_str()).expect("a button that copies");
        let units = copied.encode_utf16().count();
        assert!((200..=256).contains(&units) && copied.ends_with('…'), "{units} units: {copied}");
    }
    fake.check();
}
