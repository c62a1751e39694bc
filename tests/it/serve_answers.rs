//! What people ask in chats, and what comes back: the real binary, over HTTP.

use serde_json::{Value, json};

use crate::fake::call::Call;
use crate::fake::{BOT, Fake, NAME, html};
use crate::process::Home;
use crate::scene::{Post, group, mention, private};

/// The announcement itself: a quote must be in it, character by character.
const SOURCE: &str = include_str!("../../knowledge/announcement/source.txt");

/// Ten questions, the figure that answers each, and the words of the source.
const QUESTIONS: [(&str, &str, &str); 10] = [
    (
        "How much did fresh food e-commerce turn over in the first quarter?",
        "8.8 billion yuan",
        "the cumulative turnover of fresh food e-commerce in Shanghai increased by 167% year-on-year to 8.8 billion yuan",
    ),
    ("How much did the order volume grow?", "80%", "the order volume increased by 80%"),
    ("How many orders were there a day?", "500,000", "the major fresh e-commerce platforms had 500,000 orders per day"),
    ("How much pork was sold?", "150 tons", "selling about 150 tons of pork"),
    ("how many tons of vegetables a day", "500 tons", "selling about 150 tons of pork and 500 tons of vegetables"),
    (
        "By how much did active users grow?",
        "127.5%",
        "the number of active users on some e-commerce platforms has also increased by 127.5% year-on-year",
    ),
    (
        "How many brands took part in the fashion week?",
        "More than 150",
        "attracted more than 150 domestic and foreign brands",
    ),
    ("云上时装周的直播有多少人观看？", "1100万", "One week live broadcast views have reached 11 million people"),
    ("How much did the fashion week sell?", "500 million yuan", "sales exceeded 500 million yuan"),
    ("每天卖多少猪肉？", "150吨", "selling about 150 tons of pork"),
];

#[test]
fn ten_questions_in_a_private_chat() {
    let fake = Fake::start();
    let home = Home::new();
    let _herald = home.start(&fake);
    for (at, (question, figure, quote)) in QUESTIONS.iter().enumerate() {
        fake.post(private(7, *question));
        let sent = fake.wait_for_sent(at + 1);
        check_reply(&sent[at], figure, quote);
        assert_eq!((sent[at].chat(), sent[at].reply_to()), (7, None));
    }
    fake.wait_for_confirmed();
    fake.check();
}

#[test]
fn ten_questions_in_a_group() {
    let fake = Fake::start();
    let home = Home::new();
    let _herald = home.start(&fake);
    for (at, (question, figure, quote)) in QUESTIONS.iter().enumerate() {
        fake.post(group(-5, 8, "Did you see the news?"));
        let asked = match at % 3 {
            0 => fake.post(group(-5, 7, format!("/ask {question}"))),
            1 => fake.post(group(-5, 7, format!("/ask@{NAME}\n{question}"))),
            _ => fake.post(group(-5, 7, mention(question))),
        };
        let sent = fake.wait_for_sent(at + 1);
        check_reply(&sent[at], figure, quote);
        assert_eq!((sent[at].chat(), sent[at].reply_to()), (-5, Some(asked)));
    }
    fake.wait_for_confirmed();
    assert_eq!(fake.sent().len(), QUESTIONS.len());
    fake.check();
}

/// The reply begins with the figure and has the source's own words in a blockquote; it is HTML without link previews.
fn check_reply(call: &Call, figure: &str, quote: &str) {
    let (before, quoted) = call.html().split_once("<blockquote").unwrap_or_else(|| panic!("no quote: {}", call.html()));
    let quoted = quoted.split_once("</blockquote>").map(|(quoted, _)| format!("<blockquote{quoted}</blockquote>"));
    let quoted = html::parse(&quoted.unwrap_or_default()).unwrap_or_default();
    assert!(SOURCE.contains(quote), "not in the source: {quote}");
    assert!(quoted.contains(quote), "expected the quote {quote}:\n{}", call.html());
    assert!(before.contains(figure), "expected the figure {figure}:\n{}", call.html());
    assert_eq!(call.parameters.text("parse_mode"), Some("HTML"));
    assert_eq!(call.parameters.get("link_preview_options"), Some(&json!({"is_disabled": true})));
}

/// Where a reply is to go: whether it answers the message, and the topic. `None`: no reply.
type Reply = Option<(bool, Option<i64>)>;

/// Posts messages, and expects these replies.
fn check_addressed(rows: Vec<(Post, Reply)>) {
    let fake = Fake::start();
    let home = Home::new();
    let _herald = home.start(&fake);
    let mut expected = Vec::new();
    for (post, reply) in rows {
        let message = fake.post(post);
        expected.extend(reply.map(|(answers, topic)| (answers.then_some(message), topic)));
        let sent = fake.wait_for_sent(expected.len());
        assert_eq!(sent.last().map(|it| (it.reply_to(), it.topic())), expected.last().copied());
    }
    fake.wait_for_confirmed();
    assert_eq!(fake.sent().len(), expected.len());
    fake.check();
}

#[test]
fn a_group_is_answered_only_when_it_asks() {
    let ask = |text: &str| group(-5, 3, text);
    let from = |from: Value| group(-5, 3, "/ask how many orders a day?").with(json!({ "from": from }));
    let plain = Some((true, None));
    check_addressed(vec![
        (ask("how many orders a day?"), None),
        (ask("/ask how many orders a day?"), plain),
        (ask("/ASK\u{3000}how many orders a day?"), plain),
        (ask("/ask@other_bot how many orders a day?"), None),
        (ask("/weather"), None),
        (ask("/start"), plain),
        (ask("/help"), plain),
        (ask("/ask"), plain),
        (ask("how many orders a day, @HERALD_TEST_BOT?"), plain),
        (ask("how many orders a day, @other_bot?"), None),
        (ask("how many orders a day?").answers(1), None),
        (ask("and vegetables?").with(json!({"reply_to_message": {"message_id": 3, "from": {"id": BOT}}})), plain),
        (from(json!({"id": 9, "is_bot": true, "first_name": "B"})), None),
        (ask("/ask how many orders?").with(json!({"via_bot": {"id": 9, "is_bot": true, "first_name": "B"}})), None),
        (ask("/ask how many orders?").with(json!({"is_automatic_forward": true, "sender_chat": {"id": -9}})), None),
        (ask("/ask how many orders?").with(json!({"sender_chat": {"id": -5}})), plain),
        (ask("").with(json!({"text": null, "caption": "/ask how many orders?", "photo": []})), plain),
        (ask("/ask how many orders?").with(json!({"entities": [{"type": "from the future"}]})), plain),
    ]);
}

#[test]
fn a_topic_is_answered_in_the_topic() {
    let ask = "/ask how many orders a day?";
    let created = json!({"reply_to_message": {"message_id": 8, "from": {"id": BOT}, "forum_topic_created": {}}});
    check_addressed(vec![
        (group(-5, 3, ask).topic(8), Some((true, Some(8)))),
        (group(-5, 3, ask), Some((true, None))),
        (group(-5, 3, ask).with(json!({"message_thread_id": 4})), Some((true, None))),
        (group(-5, 3, "nobody asked").topic(8).with(created), None),
        // The topic "General" has no number, as Telegram tells it; to one that is told all the same nothing can be sent.
        (
            group(-6, 3, ask).with(json!({"chat": {"id": -6, "type": "supergroup", "is_forum": true}})),
            Some((true, None)),
        ),
        (group(-6, 3, ask).with(json!({"message_thread_id": 1, "is_topic_message": true})), Some((true, None))),
        (private(3, ask).topic(9), Some((false, Some(9)))),
    ]);
}

#[test]
fn everything_in_a_private_chat_is_answered() {
    let ask = |text: &str| private(3, text);
    let plain = Some((false, None));
    check_addressed(vec![
        (ask("how many orders a day?"), plain),
        (ask("/start"), plain),
        (ask("/start some-payload"), plain),
        (ask("/help"), plain),
        (ask("/nonsense"), plain),
        (ask("<b>&lt; & \u{202e}evil\u{0000}</b>"), plain),
        (ask(&"😀".repeat(2048)), plain),
        (ask("how many orders?").with(json!({"date": 0, "entities": 7, "from": {"id": 3}})), plain),
        (ask("how many orders?").with(json!({"chat": {"id": 3, "type": "private", "new": [1]}})), plain),
        (ask("").with(json!({"text": null, "caption": "how many orders?"})), plain),
        (ask("").with(json!({"text": null, "sticker": {}})), plain),
    ]);
}

#[test]
fn two_people_in_a_group_do_not_mix() {
    let fake = Fake::start();
    let home = Home::new();
    let _herald = home.start(&fake);
    fake.post(group(-5, 3, "/ask how much pork was sold a day?"));
    fake.post(group(-5, 4, "/ask how many brands took part?"));
    fake.post(group(-5, 3, "/ask and vegetables?"));
    let sent = fake.wait_for_sent(3);
    assert!(sent[2].text().contains("500 tons"), "{}", sent[2].text());
    fake.check();
}
