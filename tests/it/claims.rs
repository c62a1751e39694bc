//! A text that somebody else wrote, held against the announcement: said, said otherwise, not said.

use std::sync::LazyLock;

use serde_json::json;

use herald::answer::{Kind, Verdict};
use herald::dialogue::{Conversation, check as claims};
use herald::knowledge::{KnowledgeBase, built_in};

use crate::fake::Fake;
use crate::process::Home;
use crate::scene::private;

static KNOWLEDGE: LazyLock<KnowledgeBase> = LazyLock::new(built_in);

/// What the text gets: its verdict and the fact that leads, or nothing where it isn't said.
fn check(text: &str, expected: Option<(Option<Verdict>, &str)>) {
    let reply = claims(&KNOWLEDGE, &mut Conversation::default(), text, 0);
    let found = (reply.kind == Kind::Answer).then(|| (reply.verdict, KNOWLEDGE[reply.facts[0]].id.as_str()));
    assert_eq!(found, expected, "{text}");
}

#[test]
fn a_text_is_said_or_said_otherwise_or_not_said() {
    use Verdict::{No, Yes};
    for (text, expected) in [
        (
            "Fresh food e-commerce turnover in Shanghai rose 167% to 8.8 billion yuan in the first quarter.",
            Some((Some(Yes), "fresh-turnover")),
        ),
        (
            "Fresh food e-commerce turnover in Shanghai rose 176% in the first quarter.",
            Some((Some(No), "fresh-turnover")),
        ),
        ("The platforms didn't even reach 400,000 orders a day.", Some((Some(No), "daily-orders"))),
        ("The platforms reached 400,000 orders a day.", Some((Some(Yes), "daily-orders"))),
        ("It wasn't even 100 brands at the fashion week.", Some((Some(No), "fashion-brands"))),
        ("上海生鲜电商平台每天有500万单。", Some((Some(No), "daily-orders"))),
        ("疫情期间每天售出约150吨猪肉。", Some((Some(Yes), "daily-pork"))),
        ("More than 150 brands took part. Sales exceeded 900 million yuan.", Some((None, "fashion-brands"))),
        ("More than 150 brands took part. Fresh food orders fell by 80%.", Some((Some(No), "fresh-orders-growth"))),
        ("The platforms sold 90 tons of beef a day.", None),
        ("The airport will open a third runway in May.", None),
    ] {
        check(text, expected);
    }
}

#[test]
fn a_forwarded_message_is_checked() {
    let fake = Fake::start();
    let home = Home::new();
    let _herald = home.start(&fake);
    let origin = json!({"forward_origin": {"type": "hidden_user", "sender_user_name": "<b>X", "date": 1}});
    fake.post(private(7, "Orders of fresh food rose by 60% in the first quarter").with(origin.clone()));
    let wrong = fake.wait_for_sent(1).remove(0).text();
    assert!(wrong.starts_with("No: ") && wrong.contains("80%"), "{wrong}");
    fake.post(private(7, "Orders of fresh food rose by 80% in the first quarter").with(origin));
    let right = fake.wait_for_sent(2).remove(1).text();
    assert!(right.starts_with("Yes: ") && right.contains("80%"), "{right}");
    fake.check();
}
