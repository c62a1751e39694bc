//! What a restart must not forget: which message answers which question, what was voted on, what Telegram has already.

use serde_json::{Value, json};

use crate::fake::Fake;
use crate::process::{Herald, Home};
use crate::scene::{group, mention, private};
use crate::serve_buttons::notice;
use crate::serve_edits::shown;
use crate::serve_start::query;

/// Stops it, and starts it again.
fn restart(fake: &Fake, home: &Home, herald: Herald) -> Herald {
    herald.signal("TERM");
    assert_eq!(herald.wait().code, Some(0));
    home.start(fake)
}

#[test]
fn a_question_edited_after_a_restart_edits_its_answer() {
    let (fake, home) = (Fake::start(), Home::new());
    let herald = home.start(&fake);
    // So old that an edit of it would not be answered if it had no answer yet.
    let question = fake.post(private(7, "HoW mUcH pork a day?").with(json!({"date": 1_000_000_000})));
    let asked = fake.post(group(-5, 3, mention("how much pork a day?")));
    let sent = fake.wait_for_sent(2);
    let answer = |chat: i64| sent.iter().find(|it| it.chat() == chat).unwrap().message();
    let herald = restart(&fake, &home, herald);
    fake.rewrite(7, question, "How many vegetables a day?");
    fake.wait_until("the new answer", |fake| shown(fake, 7, answer(7)).is_some_and(|it| it.contains("500 tons")));
    // Without the mention, the answer goes. Once more, there is nothing to go.
    fake.rewrite(-5, asked, "never mind");
    fake.wait_until("the answer to go", |fake| shown(fake, -5, answer(-5)).is_none());
    let herald = restart(&fake, &home, herald);
    fake.rewrite(-5, asked, "never mind that");
    // An edit that changes no words is none, also after a restart.
    fake.rewrite(7, question, "How many vegetables a day?");
    fake.post(private(7, "thanks"));
    fake.wait_for_sent(3);
    herald.signal("TERM");
    assert_eq!(herald.wait().code, Some(0));
    let calls = |method: &str| fake.calls_of(method).len();
    assert_eq!((fake.sent().len(), calls("editMessageText"), calls("deleteMessage")), (3, 1, 1));
    // Of the words there is a small number.
    assert_eq!(query(&home, "SELECT count(*) FROM replies WHERE words BETWEEN 0 AND 65535"), Some(2));
    let file = std::fs::read(home.path("herald.db")).unwrap();
    assert!(!String::from_utf8_lossy(&file).contains("HoW mUcH"));
    fake.check();
}

/// What is reported of votes.
fn votes(home: &Home) -> Vec<String> {
    let (_, out, _) = home.run(&["report", "--format", "json"]);
    let group = |line: &str| serde_json::from_str::<Value>(line).unwrap();
    let line = |it: Value| format!("{} {} {}", it["opinion"], it["count"], it["text"]).replace('"', "");
    out.lines().map(|it| line(group(it))).collect()
}

#[test]
fn a_vote_after_a_restart_counts_once() {
    let (fake, home) = (Fake::start(), Home::new());
    let herald = home.start(&fake);
    fake.post(private(7, "pls tell me the number of orders a day"));
    fake.post(private(8, "每天卖多少猪肉？"));
    let sent = fake.wait_for_sent(2);
    let reply = |chat: i64| sent.iter().find(|it| it.chat() == chat).unwrap().message();
    let press = |chat: i64, sign: &str| {
        let query = fake.press(chat, chat, reply(chat), sign);
        assert!(notice(&fake, &query).is_some_and(|it| it.contains("Thanks")));
    };
    press(8, "👍");
    let herald = restart(&fake, &home, herald);
    assert_eq!(votes(&home), ["up 1 每天卖多少猪肉?"]);
    // That one has been counted, and of this one the words are forgotten: it counts for the fact that the reply has.
    press(8, "👎");
    press(7, "👎");
    press(7, "👍");
    let herald = restart(&fake, &home, herald);
    press(7, "👍");
    herald.signal("TERM");
    assert_eq!(herald.wait().code, Some(0));
    let mut votes = votes(&home);
    votes.sort();
    assert_eq!(votes, ["down 1 how many orders a day?", "up 1 每天卖多少猪肉?"]);
    fake.check();
}

#[test]
fn a_chart_is_uploaded_once_and_not_after_a_restart() {
    let (fake, home) = (Fake::start(), Home::new());
    let herald = home.start(&fake);
    let uploads = |fake: &Fake| {
        let photos = fake.calls_of("sendPhoto").into_iter().filter(|it| it.done);
        photos.map(|it| it.parameters.files == ["photo"]).collect::<Vec<_>>()
    };
    fake.post(private(7, "/chart"));
    fake.wait_until("the chart", |fake| uploads(fake) == [true]);
    let _herald = restart(&fake, &home, herald);
    fake.post(private(7, "/chart"));
    fake.post(private(7, "/chart"));
    fake.wait_until("the chart again", |fake| uploads(fake).len() == 3);
    assert_eq!(uploads(&fake), [true, false, false]);
    fake.check();
}
