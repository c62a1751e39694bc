//! The buttons under replies, and what comes of pressing them: the real binary, over HTTP.

use serde_json::{Value, json};

use crate::fake::Fake;
use crate::fake::call::Call;
use crate::fake::fault::{Fault, on};
use crate::process::Home;
use crate::scene::{group, private};

/// Each row's labels.
fn labels(call: &Call) -> Vec<Vec<String>> {
    let label = |button: &Value| button["text"].as_str().unwrap_or_default().to_owned();
    call.rows().iter().map(|row| row.iter().map(label).collect()).collect()
}

/// Waits until a press is answered, and gives the notice.
pub fn notice(fake: &Fake, query: &str) -> Option<String> {
    let mine = |fake: &Fake| {
        let mut answers = fake.calls_of("answerCallbackQuery").into_iter().filter(|it| it.done);
        answers.find(|it| it.parameters.text("callback_query_id") == Some(query))
    };
    fake.wait_until("the press to be answered", |fake| mine(fake).is_some());
    mine(fake).and_then(|it| it.parameters.text("text").map(str::to_owned))
}

#[test]
fn an_answer_has_two_rows_of_buttons() {
    let fake = Fake::start();
    let home = Home::new();
    let _herald = home.start(&fake);
    fake.post(private(7, "How many orders a day?"));
    fake.post(private(7, "每天有多少訂單？"));
    fake.post(private(7, "hello"));
    let sent = fake.wait_for_sent(3);
    assert_eq!(
        labels(&sent[0]),
        [vec!["How much pork was sold a day?"], vec!["📋 Copy", "↗️ Share", "👍", "👎"]],
        "a phone shows one English question in a row"
    );
    let chinese = labels(&sent[1]);
    assert_eq!(chinese[0].len(), 2, "two Chinese ones: {chinese:?}");
    assert_eq!(chinese[1], ["📋 複製", "↗️ 分享", "👍", "👎"]);
    assert!(sent[2].rows().is_empty());
    let [copy, share, _, _] = sent[0].rows()[1].clone().try_into().unwrap();
    let copied = copy["copy_text"]["text"].as_str().unwrap();
    assert!(copied.starts_with("500,000 orders a day · Liu Min, deputy director"), "{copied}");
    assert!(copied.ends_with("news conference, Shanghai, April 13"), "{copied}");
    assert_eq!(share["switch_inline_query"], "How many orders a day?");
    fake.check();
}

#[test]
fn a_related_question_is_answered_where_it_hangs_and_in_its_language() {
    let fake = Fake::start();
    let home = Home::new();
    let _herald = home.start(&fake);
    fake.post(group(-5, 3, "/ask 每天有多少订单？").topic(8));
    let first = fake.wait_for_sent(1).remove(0);
    let label = labels(&first)[0][0].clone();
    assert_eq!(label, "每天卖多少猪肉？");
    let query = fake.press(-5, 4, first.message(), &label);
    let answer = fake.wait_for_sent(2).remove(1);
    assert_eq!((answer.chat(), answer.topic(), answer.reply_to()), (-5, Some(8), Some(first.message())));
    assert!(answer.html().starts_with("<b>每天约150吨猪肉"), "{}", answer.html());
    assert_eq!(notice(&fake, &query), None);
    // What was pressed can be followed up by whoever pressed it.
    fake.post(group(-5, 4, "/ask and vegetables?").topic(8));
    assert!(fake.wait_for_sent(3)[2].text().contains("500 tons"));
    fake.check();
}

#[test]
fn a_clarification_offers_its_candidates_and_none_of_these() {
    let fake = Fake::start();
    let home = Home::new();
    let _herald = home.start(&fake);
    fake.post(private(7, "How much were sales?"));
    let asked = fake.wait_for_sent(1).remove(0);
    let rows = labels(&asked);
    assert_eq!(rows[1], ["None of these"], "{}", asked.html());
    assert!(rows[0].len() >= 2 && rows[0][..2] == ["1", "2"], "{rows:?}");
    let listed = asked.text();
    let second = listed.lines().find_map(|it| it.strip_prefix("2. ")).unwrap();
    fake.press(7, 7, asked.message(), "2");
    let pressed = fake.wait_for_sent(2).remove(1);
    fake.post(private(8, second));
    assert_eq!(fake.wait_for_sent(3)[2].html(), pressed.html(), "pressing 2 is asking {second}");
    let query = fake.press(7, 7, asked.message(), "None of these");
    assert_eq!(fake.wait_for_sent(4)[3].text(), "Then please ask again in other words.");
    assert_eq!(notice(&fake, &query), None);
    fake.check();
}

#[test]
fn what_no_button_has_gets_a_notice_and_nothing_else() {
    let fake = Fake::start();
    let home = Home::new();
    let herald = home.start(&fake);
    fake.post(private(7, "How many orders a day?"));
    let first = fake.wait_for_sent(1).remove(0);
    let stale = Some("This button is out of date. Please ask again.".to_owned());
    let presses = [
        json!({"data": "1:f:e:no-such-fact"}),
        json!({"data": "0:f:e:daily-orders"}),
        json!({"data": ""}),
        json!({"data": "\u{202e}'; DROP TABLE inbox; --"}),
        json!({"data": null, "game_short_name": "x"}),
        json!({"data": "1:f:e:daily-orders", "message": null, "inline_message_id": "x"}),
    ];
    for more in presses {
        let query = fake.press_data(7, 7, first.message(), more.clone());
        assert_eq!(notice(&fake, &query), stale, "{more}");
    }
    let chinese =
        json!({"data": "x", "from": {"id": 7, "is_bot": false, "first_name": "P", "language_code": "zh-hant"}});
    let query = fake.press_data(7, 7, first.message(), chinese);
    assert_eq!(notice(&fake, &query).as_deref(), Some("這個按鈕已失效，請重新提問。"));
    // An old message comes without its text.
    let old = json!({"message": {"chat": {"id": 7, "type": "private"}, "message_id": 1, "date": 0}, "data": "1:f:e:daily-orders"});
    fake.press_data(7, 7, first.message(), old);
    assert!(fake.wait_for_sent(2)[1].text().contains("500,000"));
    fake.wait_for_confirmed();
    assert_eq!(fake.sent().len(), 2);
    fake.check();
    assert!(!herald.log().contains("DROP"));
}

#[test]
fn a_repeated_press_is_answered_each_time_and_one_that_telegram_repeats_once() {
    let fake = Fake::start();
    let home = Home::new();
    let _herald = home.start(&fake);
    fake.post(private(7, "How many orders a day?"));
    let first = fake.wait_for_sent(1).remove(0);
    let press = || fake.press(7, 7, first.message(), "How much pork was sold a day?");
    let queries = [press(), press(), press()];
    for query in &queries {
        assert_eq!(notice(&fake, query), None);
    }
    let sent = fake.wait_for_sent(4);
    assert!(sent[1..].iter().all(|it| it.html() == sent[1].html() && it.text().contains("150 tons")));
    // The same update once more, as after a confirmation that got lost.
    fake.wait_for_confirmed();
    fake.change(|state| {
        let id = state.next_update;
        let query = json!({
            "id": queries[2], "from": {"id": 7, "is_bot": false, "first_name": "P"}, "chat_instance": "1",
            "message": state.chats[&7].messages[&first.message()].clone(), "data": "1:f:e:daily-pork",
        });
        state.queue.push_back((id, json!({"update_id": id, "callback_query": query})));
    });
    fake.wait_for_confirmed();
    fake.post(private(7, "thanks"));
    assert!(!fake.wait_for_sent(5)[4].text().contains("150 tons"));
    assert_eq!(fake.calls_of("answerCallbackQuery").len(), 3);
    fake.check();
}

#[test]
fn a_press_is_answered_while_its_chat_waits() {
    let fake = Fake::start();
    let home = Home::new();
    let _herald = home.start(&fake);
    fake.post(private(7, "How many orders a day?"));
    let first = fake.wait_for_sent(1).remove(0);
    fake.fault(Fault::TooMany(30), on("sendMessage").times(1));
    fake.fault(Fault::Close, on("answerCallbackQuery").times(1));
    fake.post(private(7, "How much pork?"));
    fake.wait_until("the 429", |fake| fake.calls_of("sendMessage").len() == 2);
    let query = fake.press(7, 7, first.message(), "How much pork was sold a day?");
    assert_eq!(notice(&fake, &query), None);
    assert_eq!(fake.sent().len(), 1);
    fake.check();
}
