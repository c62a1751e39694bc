//! Any JSON is read or left alone: updates with fields of wrong types, absurd numbers, entities that don't fit, broken escapes.
//!
//! What is read goes the whole way to the messages that would be sent: a readable question in a private chat gets a reply.

use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestRunner};
use serde_json::{Map, Value, json};

use super::address::{Me, request};
use super::button;
use super::callback;
use super::membership;
use super::reply::reply;
use super::update::{self, Update};
use crate::dialogue::Conversation;
use crate::knowledge::{KnowledgeBase, built_in};
use crate::store::Choice;

static KNOWLEDGE: LazyLock<KnowledgeBase> = LazyLock::new(built_in);

/// Names of fields, the known ones and one that is new.
const FIELDS: &[&str] = &[
    "message",
    "callback_query",
    "inline_query",
    "edited_message",
    "message_id",
    "date",
    "text",
    "caption",
    "entities",
    "chat",
    "id",
    "type",
    "from",
    "is_bot",
    "first_name",
    "language_code",
    "sender_chat",
    "reply_to_message",
    "message_thread_id",
    "is_topic_message",
    "via_bot",
    "is_automatic_forward",
    "data",
    "query",
    "offset",
    "length",
    "user",
    "caption_entities",
    "forum_topic_created",
    "new_field",
];
/// Texts of fields.
const TEXTS: &[&str] = &[
    "how much pork a day?",
    "/ask how much?",
    "/ask@herald_bot 多少",
    "@herald_bot how much",
    "/start",
    "/language zh",
    "/source",
    "private",
    "supergroup",
    "mention",
    "bot_command",
    "zh-hant",
    "en",
    "1:f:e:x",
    "1:p:e:99999999999999999999",
    "",
    "\u{202e}<b>&😀",
    "\u{0}",
];

fn me() -> Me {
    Me { id: 42, username: "herald_bot".to_owned(), inline: true, votes: true }
}

/// Any JSON of these fields.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-50..50_i64).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        prop::sample::select(TEXTS).prop_map(Value::from),
        "\\PC{0,20}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 60, 8, |inner| {
        let object = prop::collection::vec((prop::sample::select(FIELDS), inner.clone()), 0..8).prop_map(|fields| {
            Value::Object(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
        });
        prop_oneof![3 => object, 1 => prop::collection::vec(inner, 0..6).prop_map(Value::Array)]
    })
}

/// A message that somebody could write, and fields that replace some of its own.
fn update_of(text: &str, kind: &str, replaced: Vec<(&'static str, Value)>) -> Value {
    let mut message = json!({
        "message_id": 5, "date": 1_800_000_000, "chat": {"id": 7, "type": "private"}, "from": {"id": 7, "is_bot": false, "first_name": "P"},
        "text": text, "query": text, "data": text, "id": "7",
    });
    message
        .as_object_mut()
        .unwrap_or(&mut Map::new())
        .extend(replaced.into_iter().map(|(name, value)| (name.to_owned(), value)));
    json!({"update_id": 1, kind: message})
}

/// Updates: some that are nearly right, and any JSON.
fn update() -> impl Strategy<Value = String> {
    let kinds = prop::sample::select(&["message", "callback_query", "inline_query", "edited_message"][..]);
    let replaced = prop::collection::vec((prop::sample::select(FIELDS), value()), 0..4);
    let near = (prop::sample::select(TEXTS), kinds, replaced)
        .prop_map(|(text, kind, replaced)| update_of(text, kind, replaced).to_string())
        .boxed();
    let broken =
        (near.clone(), any::<prop::sample::Index>(), "[\\PC\\x00\"\\\\{}\\[\\]]{0,6}").prop_map(|(json, at, piece)| {
            let mut chars: Vec<char> = json.chars().collect();
            let at = at.index(chars.len());
            chars.splice(at..chars.len().min(at + 3), piece.chars());
            chars.into_iter().collect()
        });
    prop_oneof![4 => near, 2 => broken, 1 => value().prop_map(|it| it.to_string())]
}

/// Takes an update the whole way. Gives whether anything would be sent.
fn check(json: &str) -> bool {
    let Some(update) = update::read(json) else { return false };
    let mut conversation = Conversation::default();
    match update {
        Update::Message(message) | Update::Edited(message) => {
            let asks = request(&message, &me()).is_some();
            let answer = reply(&KNOWLEDGE, &me(), Choice::default(), &message, &mut conversation);
            assert!(asks || answer.messages.is_empty(), "{json}");
            asks && !answer.messages.is_empty()
        }
        Update::Callback(pressed) => {
            let known = button::read(&KNOWLEDGE, &pressed.data).is_some();
            let messages = callback::answer(&KNOWLEDGE, &me(), &pressed, &mut conversation, 0).messages;
            assert!(known || messages.is_empty(), "{json}");
            known
        }
        Update::Membership(change) => !membership::answer(&KNOWLEDGE, "herald_bot", &change).messages.is_empty(),
        Update::Inline(_) => false,
    }
}

fn run(cases: u32, seed: u64) -> u32 {
    let config = ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(seed),
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let sent = std::cell::Cell::new(0);
    let done = TestRunner::new(config).run(&update(), |json| {
        sent.set(sent.get() + u32::from(check(&json)));
        Ok(())
    });
    assert_eq!(done, Ok(()));
    sent.get()
}

#[test]
fn any_update_is_read_or_left_alone() {
    let sent = run(10_000, 1);
    assert!(sent > 500, "only {sent} led to a reply: these are no updates");
}

#[test]
fn a_readable_question_is_answered_whatever_is_around_it() {
    for field in FIELDS.iter().filter(|it| !["chat", "from", "text", "sender_chat", "type"].contains(it)) {
        for value in [
            json!(null),
            json!([]),
            json!({}),
            json!("x"),
            json!(-1),
            json!(i64::MAX),
            json!([{"offset": -5, "length": 1e300}]),
        ] {
            let json = update_of("how much pork a day?", "message", vec![(field, value)]).to_string();
            assert!(check(&json), "{json}");
        }
    }
}

#[test]
fn a_text_is_no_longer_than_telegram_allows() {
    let json = update_of(&"多".repeat(100_000), "message", Vec::new()).to_string();
    let Some(Update::Message(message)) = update::read(&json) else { panic!("it is a message") };
    assert_eq!(message.text.chars().count(), 4096);
}

#[test]
#[ignore = "minutes"]
fn soak_updates() {
    let cases = 200_000;
    println!("{cases} updates read, {} of them got a reply", run(cases, 2));
}
