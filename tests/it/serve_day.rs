//! A day in a group, and exactly the calls that one would want to see: forty messages, two of them for the bot, one of those
//! edited, a button, an inline query, a topic.

use serde_json::json;

use crate::fake::Fake;
use crate::fake::call::Call;
use crate::process::Home;
use crate::scene::{group, mention};

const GROUP: i64 = -5;

/// A call as one line: what, where, in answer to what, and its first words.
fn line(call: &Call) -> String {
    let words = |text: &str| text.lines().next().unwrap_or_default().chars().take(60).collect::<String>();
    match call.method.as_str() {
        "answerInlineQuery" => {
            let results = call.parameters.object("results").unwrap_or_default();
            let titles: Vec<&str> =
                results.as_array().into_iter().flatten().filter_map(|it| it["title"].as_str()).collect();
            format!("answerInlineQuery: {}", titles.join(" | "))
        }
        "answerCallbackQuery" => "answerCallbackQuery".to_owned(),
        method => {
            let topic = call.topic().map(|topic| format!(" topic {topic}")).unwrap_or_default();
            let answers = call.reply_to().map(|message| format!(" to {message}")).unwrap_or_default();
            format!("{method} in {}{topic}{answers}: {}", call.chat(), words(&call.text()))
        }
    }
}

/// People talk among themselves, bots and channels talk too: nothing of that is for Herald.
fn chatter(fake: &Fake, from: usize, count: usize) {
    const TALK: [&str; 8] = [
        "morning all",
        "how much pork did you buy??",
        "@other_bot how many orders a day",
        "/ask@other_bot how many orders a day",
        "8.8 billion, can you imagine",
        "email me at herald_bot@example.org",
        "今天谁去买菜",
        "lol",
    ];
    for at in from..from + count {
        let post = group(GROUP, 20 + i64::try_from(at % 5).unwrap(), TALK[at % TALK.len()]);
        fake.post(match at % 9 {
            3 => post.with(json!({"via_bot": {"id": 99, "is_bot": true, "first_name": "V"}})),
            5 => post.with(json!({"from": {"id": 98, "is_bot": true, "first_name": "B"}})),
            7 => post.with(json!({"sender_chat": {"id": -100, "type": "channel"}, "is_automatic_forward": true})),
            8 => post.with(json!({"text": null, "sticker": {"file_id": "s"}})),
            _ => post,
        });
    }
}

#[test]
fn a_day_in_a_group() {
    let fake = Fake::start();
    let home = Home::new();
    let _herald = home.start(&fake);
    fake.wait_until("the menu", |fake| !fake.calls_of("getMyShortDescription").is_empty());
    chatter(&fake, 0, 12);
    let question = fake.post(group(GROUP, 3, mention("how much pork was sold a day?")));
    let answer = fake.wait_for_sent(1).remove(0).message();
    chatter(&fake, 12, 8);
    fake.rewrite(GROUP, question, &mention("how many vegetables were sold a day?"));
    fake.wait_until("the edit", |fake| fake.calls_of("editMessageText").len() == 1);
    chatter(&fake, 20, 6);
    fake.press(GROUP, 4, answer, "How many orders a day?");
    fake.wait_for_sent(2);
    fake.type_inline(6, "how many brands", "en");
    fake.wait_until("the inline answer", |fake| fake.calls_of("answerInlineQuery").len() == 1);
    chatter(&fake, 26, 6);
    fake.post(group(GROUP, 4, "/ask how much beef?").topic(7));
    fake.wait_for_sent(3);
    chatter(&fake, 32, 6);
    // The last one shows that everything before it has been dealt with.
    fake.post(group(GROUP, 3, "thanks").answers(answer));
    fake.wait_for_sent(4);
    // A press is acknowledged beside its lane.
    fake.wait_until("the press to be acknowledged", |fake| !fake.calls_of("answerCallbackQuery").is_empty());
    fake.check();
    let told = |call: &&Call| !(call.method.contains("My") || call.method.starts_with("get"));
    let calls = fake.calls();
    let (acknowledged, others): (Vec<&Call>, Vec<&Call>) =
        calls.iter().filter(told).partition(|call| call.method == "answerCallbackQuery");
    assert_eq!(acknowledged.len(), 1);
    insta::assert_snapshot!(others.into_iter().map(line).collect::<Vec<_>>().join("\n"));
}
