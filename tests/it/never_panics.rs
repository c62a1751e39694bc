//! Any text gets a reply: mixed scripts, emoji, marks that turn the writing round, markup, code, messages of full length.
//!
//! `"多少pork\u{202e}😀<b>8.8亿"` is read, answered and rendered, and each piece stays where it was typed. The cases are
//! the same at each run.

mod loader;

use std::sync::LazyLock;

use herald::dialogue::{Conversation, respond};
use herald::knowledge::{KnowledgeBase, built_in};
use herald::render;
use herald::text::normalise::{normalise, normalised};
use herald::text::quantity::quantities;
use herald::text::token::tokens;
use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestRunner};
use serde_json::{Value, json};

use super::fake::html;

static KNOWLEDGE: LazyLock<KnowledgeBase> = LazyLock::new(built_in);

/// The most characters of a Telegram message.
const LONGEST: usize = 4_096;
/// Cases of a test that only reads.
const READING: u32 = 512;
/// Cases of a test that answers.
const ANSWERING: u32 = 96;
/// Cases of messages of full length.
const LONG: u32 = 8;

/// What messages are made of: words of the announcement and others, numbers, and everything that is hard to read.
const PIECES: &[&str] = &[
    "how much",
    "how many tons",
    " pork",
    " vegetables",
    " beef",
    " a day",
    "who said that",
    "and",
    "?",
    " ",
    "\n",
    ". ",
    "did it reach ",
    "more than ",
    "is it true that ",
    "compare ",
    "both",
    "the second one",
    "2",
    "thanks",
    "Shanghai",
    "first quarter",
    "Beijing",
    "turnover",
    "多少",
    "每天",
    "猪肉",
    "豬肉",
    "蔬菜呢",
    "谁说的",
    "生鲜电商",
    "，",
    "。",
    "？",
    "吗",
    "8.8",
    "1,100万",
    "88亿元",
    "167%",
    "500,000",
    "half a million",
    "99999999999999999999",
    "1e400",
    "0",
    "-",
    "/",
    "½",
    "١٢٣",
    "一百二十七点五",
    "亿亿亿",
    "点",
    "万",
    "$",
    "€",
    "tons",
    "per cent",
    "April 13",
    "4月13日",
    "Q1",
    "😀",
    "👩‍👩‍👧‍👦",
    "🇨🇳",
    "\u{202e}",
    "\u{200b}",
    "\u{feff}",
    "\u{0}",
    "\u{1b}[31m",
    "e\u{301}",
    "\u{301}",
    "ﬁ",
    "Ⅷ",
    "ＡＢ",
    "İ",
    "ß",
    "<b>",
    "</",
    "<a href=\"",
    "&amp;",
    "<",
    ">",
    "\"",
    "'",
    "`",
    "{title}",
    "%s",
    "\\",
    "@herald_bot",
    "/ask",
    "fn main() {",
    "}",
    "[]();=",
    "สวัสดี",
    "مرحبا",
    "Привет",
    "𝔭𝔬𝔯𝔨",
    "𠮷",
    "p0rk",
    "vegatables",
    "howmuchpork",
    "qwzx",
    "DROP TABLE",
];

/// Texts of up to this many pieces.
fn text(pieces: usize) -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => prop::sample::select(PIECES).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        1 => "\\PC{1,8}",
    ];
    prop::collection::vec(piece, 0..pieces).prop_map(|pieces| pieces.concat())
}

/// The same cases each time, so many of them.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..ProptestConfig::default() }
}

/// Answers the turns of one conversation, and holds what must hold for every reply.
fn check_turns(turns: &[&str]) {
    let kb = &*KNOWLEDGE;
    let mut conversation = Conversation::default();
    for (turn, now) in turns.iter().zip(0..) {
        let reply = respond(kb, &mut conversation, turn, now);
        let text = render::text(kb, &reply);
        assert!(!text.trim().is_empty(), "{turn:?}");
        check_json(&render::json(kb, &reply, Some(&json!("a"))), &text);
        assert_eq!(html::parse(&render::html(kb, &reply)).as_deref(), Ok(text.as_str()), "{turn:?}");
        // A conversation outlives the process.
        let stored = serde_json::to_string(&conversation).expect("it can be stored");
        let restored: Conversation = serde_json::from_str(&stored).expect("it can be restored");
        assert_eq!((restored.facts, restored.offered), (conversation.facts.clone(), conversation.offered.clone()));
    }
}

/// Version 1 of a reply: these fields with these values, and no others.
fn check_json(line: &str, text: &str) {
    assert!(!line.contains('\n'), "{line}");
    let reply: Value = serde_json::from_str(line).expect("it is JSON");
    let ids = |field: &str| {
        let known = |id: &Value| id.as_str().is_some_and(|id| KNOWLEDGE.fact(id).is_some());
        reply[field].as_array().is_some_and(|ids| ids.iter().all(known))
    };
    let one_of = |field: &str, values: &[Value]| values.contains(&reply[field]);
    assert_eq!(reply.as_object().map(serde_json::Map::len), Some(9), "{line}");
    assert_eq!((&reply["v"], &reply["id"]), (&json!(1), &json!("a")), "{line}");
    assert!(one_of("kind", &[json!("answer"), json!("clarify"), json!("unknown"), json!("smalltalk")]), "{line}");
    assert!(one_of("verdict", &[json!("yes"), json!("no"), Value::Null]), "{line}");
    assert!(one_of("lang", &[json!("en"), json!("zh")]), "{line}");
    assert!(ids("facts") && ids("near"), "{line}");
    assert!(reply["missing"].as_array().is_some_and(|missing| missing.iter().all(Value::is_string)), "{line}");
    assert_eq!(reply["text"], text, "{line}");
    // Only an answer or a clarification has facts, and it has some.
    let states = matches!(reply["kind"].as_str(), Some("answer" | "clarify"));
    assert_eq!(reply["facts"] == json!([]), !states, "{line}");
}

proptest! {
    #![proptest_config(cases(READING))]

    #[test]
    fn normal_characters_stay_where_they_were_typed(text in text(40)) {
        let mut last = 0;
        for char in normalise(&text) {
            prop_assert!(char.span.start >= last && !char.span.of(&text).is_empty(), "{char:?}");
            last = char.span.start;
        }
        let out_of_place = |c: char| c.is_ascii_uppercase() || (c.is_control() && c != '\n');
        prop_assert!(!normalised(&text).contains(out_of_place), "{:?}", normalised(&text));
    }

    #[test]
    fn the_spans_of_tokens_rebuild_the_text(text in text(40)) {
        let (mut at, mut last) = (0, 0);
        for token in tokens(&text) {
            let typed = token.span.of(&text);
            prop_assert!(!typed.is_empty() && normalised(typed).contains(token.text.as_str()), "{token:?}");
            // Two tokens share a place only where one character stands for both: ½.
            prop_assert!(token.span.start >= last, "{token:?}");
            let between = text.get(at..token.span.start.max(at)).expect("characters");
            prop_assert!(normalised(between).trim_matches(' ').is_empty(), "{between:?} before {token:?}");
            (last, at) = (token.span.start, at.max(token.span.end));
        }
        prop_assert!(normalised(&text[at..]).trim_matches(' ').is_empty(), "{:?}", &text[at..]);
    }

    #[test]
    fn quantities_are_numbers_that_were_typed(text in text(40)) {
        for quantity in quantities(&text) {
            prop_assert!(!quantity.span.of(&text).is_empty(), "{quantity:?}");
            prop_assert!(quantity.value.is_finite(), "{quantity:?}");
        }
    }
}

proptest! {
    #![proptest_config(cases(ANSWERING))]

    #[test]
    fn any_conversation_is_answered(turns in prop::collection::vec(text(12), 1..4)) {
        check_turns(&turns.iter().map(String::as_str).collect::<Vec<_>>());
    }
}

proptest! {
    #![proptest_config(cases(LONG))]

    #[test]
    fn a_message_of_full_length_is_answered(text in text(60)) {
        let full: String = text.chars().cycle().take(LONGEST).collect();
        check_turns(&[&full, "and vegetables?"]);
    }
}

#[test]
fn messages_of_one_thing_are_answered() {
    for piece in PIECES {
        let full: String = piece.chars().cycle().take(LONGEST).collect();
        check_turns(&[piece, &full]);
    }
    check_turns(&["", " ", "\u{0}", "a"]);
}

#[test]
fn a_number_of_any_length_is_read() {
    let digits = "9".repeat(LONGEST);
    assert_eq!(quantities(&digits), []);
    check_turns(&[
        &digits,
        &format!("is it {digits} yuan?"),
        &"9亿".repeat(LONGEST / 2),
        &"9亿8万".repeat(LONGEST / 4),
    ]);
}

/// As many inputs as take minutes, by another seed than the tests of every day, and how many there were.
pub fn soak() {
    /// Cases of texts that are only read, conversations, and folders.
    const CASES: [u32; 3] = [200_000, 20_000, 3_000];
    let runner = |cases| TestRunner::new(ProptestConfig { rng_seed: RngSeed::Fixed(2), ..self::cases(cases) });
    let read = runner(CASES[0]).run(&text(40), |text| {
        let _ = (tokens(&text), quantities(&text), normalised(&text));
        Ok(())
    });
    let asked = runner(CASES[1]).run(&prop::collection::vec(text(12), 1..4), |turns| {
        check_turns(&turns.iter().map(String::as_str).collect::<Vec<_>>());
        Ok(())
    });
    let loaded = std::cell::Cell::new(0);
    let folders = runner(CASES[2]).run(&loader::changes(), |changes| {
        loaded.set(loaded.get() + u32::from(loader::check_changes(&changes)));
        Ok(())
    });
    assert_eq!((read, asked, folders), (Ok(()), Ok(()), Ok(())));
    println!(
        "{} texts read, {} conversations answered and rendered, {} folders, {} of which load",
        CASES[0],
        CASES[1],
        CASES[2],
        loaded.get()
    );
}
