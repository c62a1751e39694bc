//! What failed too often, what is kept for reports, and what is forgotten: from the chat to the command line.

use serde_json::{Value, json};

use crate::fake::Fake;
use crate::fake::fault::{Fault, on};
use crate::process::Home;
use crate::scene::{group, private};
use crate::serve_limits::{counted, start};
use crate::serve_start::query;

#[test]
fn what_fails_five_times_is_set_aside_and_can_be_tried_again() {
    let (fake, home) = (Fake::start(), Home::new());
    let (herald, address) = start(&fake, &home, "0");
    fake.fault(Fault::Status(502), on("sendMessage").chat(7));
    fake.post(private(7, "how many quokkas a day?"));
    // While others get through, the fault can be this message's.
    fake.wait_until("the message to be set aside", |fake| {
        fake.post(private(8, "how many orders a day?"));
        std::thread::sleep(std::time::Duration::from_millis(100));
        counted(&address, "herald_set_aside_total") == 1
    });
    let (code, out, _) = home.run(&["dead", "list"]);
    assert!(code == Some(0) && out.lines().count() == 1 && out.contains("5 tries  the server failed"), "{out}");
    assert!(!out.contains("quokka"), "{out}");
    assert_eq!(counted(&address, "herald_dead"), 1);
    // It fails again while the fault lasts, and then it doesn't.
    fake.heal();
    let number = out.split_whitespace().next().unwrap();
    assert_eq!(home.run(&["dead", "replay", number]).1, "to be tried again: 1\n");
    fake.wait_until("the answer", |fake| fake.sent().iter().any(|it| it.chat() == 7));
    fake.wait_until("the end of it", |_| home.run(&["dead", "list"]).1.is_empty());
    let (code, out, err) = home.run(&["dead", "replay", number, "999"]);
    assert_eq!((code, out.as_str()), (Some(1), "to be tried again: 0\n"), "{err}");
    assert!(err.contains("999") && err.contains("`herald dead list`"), "{err}");
    herald.signal("TERM");
    assert_eq!(herald.wait().code, Some(0));
    fake.check();
}

#[test]
fn what_is_marked_while_nothing_runs_is_tried_at_the_next_start() {
    let (fake, home) = (Fake::start(), Home::new());
    let herald = home.start(&fake);
    fake.fault(Fault::TooMany(60), on("sendMessage"));
    fake.post(private(7, "how many orders a day?"));
    fake.wait_for_confirmed();
    herald.kill();
    query(&home, "UPDATE inbox SET reason = 'a reason', attempts = 5, set_aside_at = 1800000000");
    fake.heal();
    let herald = home.start(&fake);
    fake.post(private(8, "how many orders a day?"));
    fake.wait_for_sent(1);
    herald.kill();
    assert_eq!(home.run(&["dead", "replay"]).1, "to be tried again: 1\n");
    assert!(home.run(&["dead", "list"]).1.contains("(to be tried again)"));
    let _herald = home.start(&fake);
    fake.wait_until("the answer", |fake| fake.sent().iter().any(|it| it.chat() == 7));
    fake.check();
}

#[test]
fn commands_on_a_database_that_is_not_there_say_so() {
    let home = Home::new();
    for arguments in [&["dead", "list"][..], &["dead", "replay"], &["report"]] {
        let (code, out, err) = home.run(arguments);
        assert_eq!((code, out.as_str()), (Some(2), ""), "{err}");
        assert!(err.contains("HERALD_DATABASE_URL") && err.lines().count() == 1, "{err}");
    }
    assert!(!home.path("herald.db").exists());
}

/// Asks these in one private chat, and gives the home with what is kept of it.
fn after_questions(questions: &[&str], variables: &[(&str, &str)]) -> Home {
    let (fake, home) = (Fake::start(), Home::new());
    let herald = home.start_with(&fake, variables);
    for question in questions {
        fake.post(private(7, *question));
    }
    fake.wait_for_sent(questions.len());
    herald.signal("TERM");
    assert_eq!(herald.wait().code, Some(0));
    fake.check();
    home
}

#[test]
fn questions_without_an_answer_are_reported() {
    let questions = [
        "How much beef was sold?",
        "how much BEEF was sold",
        "@ann_other how much milk was sold?",
        "卖了多少牛肉？",
        "how many orders a day?",
        "hello",
    ];
    let home = after_questions(&questions, &[]);
    let (code, out, err) = home.run(&["report"]);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines.len(), 4, "{out}");
    assert!(
        lines[0].starts_with("    2  unknown  en  until 20") && lines[0].contains("how much beef was sold"),
        "{out}"
    );
    assert!(!out.contains("ann_other") && !out.contains("orders"), "{out}");
    let (_, out, _) = home.run(&["report", "--format", "json"]);
    let objects: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&objects[0]["count"], &objects[0]["others"].as_array().map(Vec::len)), (&json!(2), &Some(1)), "{out}");
    assert_eq!(objects.iter().filter(|it| it["lang"] == "zh").count(), 1, "{out}");
    // What is reported as labelled questions can be scored: the label is today's reply.
    let (_, out, _) = home.run(&["report", "--format", "questions"]);
    std::fs::write(home.path("report.jsonl"), &out).unwrap();
    let (code, scored, err) = home.run(&["eval", "--min", "1", "report.jsonl"]);
    assert_eq!(code, Some(0), "{scored}{err}");
    // No person, no chat, no hour.
    let columns = query(&home, "SELECT count(*) FROM pragma_table_info('feedback')");
    assert_eq!(columns, Some(6));
    assert_eq!(query(&home, "SELECT count(*) FROM feedback WHERE day > 30000"), Some(0));
}

#[test]
fn the_first_vote_on_a_reply_is_reported() {
    let (fake, home) = (Fake::start(), Home::new());
    let herald = home.start(&fake);
    fake.post(private(7, "How many orders a day?"));
    fake.post(group(-5, 8, "/ask how much pork was sold?"));
    let sent = fake.wait_for_sent(2);
    let reply = |chat: i64| sent.iter().find(|it| it.chat() == chat).unwrap().message();
    for (chat, person, sign) in [(7, 7, "👎"), (7, 7, "👍"), (-5, 8, "👍"), (-5, 9, "👍")] {
        fake.press(chat, person, reply(chat), sign);
    }
    fake.wait_until("the presses to be answered", |fake| fake.calls_of("answerCallbackQuery").len() == 4);
    for call in fake.calls_of("answerCallbackQuery") {
        assert_eq!(call.parameters.text("text"), Some("Thanks, noted."));
    }
    fake.wait_for_confirmed();
    herald.signal("TERM");
    assert_eq!(herald.wait().code, Some(0));
    assert_eq!(fake.sent().len(), 2);
    let (_, out, _) = home.run(&["report", "--format", "json"]);
    let mut votes: Vec<String> = out
        .lines()
        .map(|line| {
            let group: Value = serde_json::from_str(line).unwrap();
            format!("{} {} {}", group["opinion"], group["count"], group["text"]).replace('"', "")
        })
        .collect();
    votes.sort();
    assert_eq!(votes, ["down 1 how many orders a day?", "up 1 how much pork was sold?"]);
    fake.check();
}

#[test]
fn nothing_is_kept_where_that_is_off() {
    let home = after_questions(&["How much beef was sold?"], &[("HERALD_KEEP_QUESTIONS", "off")]);
    assert_eq!(home.run(&["report"]).1, "nothing is kept yet\n");
    assert_eq!(home.run(&["report", "--format", "json"]).1, "");
    let file = std::fs::read(home.path("herald.db")).unwrap();
    assert!(!String::from_utf8_lossy(&file).to_lowercase().contains("beef"));
}

#[test]
fn a_person_is_forgotten_everywhere() {
    let (fake, home) = (Fake::start(), Home::new());
    let herald = home.start(&fake);
    fake.post(private(7, "/language zh"));
    fake.post(private(7, "how much pork was sold?"));
    fake.post(group(-5, 7, "/ask how much pork was sold?"));
    fake.post(group(-5, 8, "/ask how much pork was sold?"));
    fake.wait_for_sent(4);
    fake.wait_for_confirmed();
    herald.signal("TERM");
    assert_eq!(herald.wait().code, Some(0));
    // One of this person's messages is dead, as is one of another's.
    for statement in [
        "UPDATE inbox SET payload = '{}', reason = 'a reason', user_id = 7 WHERE seq = 2",
        "UPDATE inbox SET payload = '{}', reason = 'a reason', user_id = 8 WHERE seq = 4",
    ] {
        query(&home, statement);
    }
    assert_eq!(query(&home, "SELECT count(*) FROM conversations WHERE user_id = 7"), Some(2));
    let herald = home.start(&fake);
    fake.post(private(7, "/forget"));
    let told = fake.wait_for_sent(5)[4].text();
    assert!(told.contains("评价的文字可能会保留") || told.contains("nobody can tell whose"), "{told}");
    fake.wait_for_confirmed();
    herald.signal("TERM");
    assert_eq!(herald.wait().code, Some(0));
    for (what, left) in [
        ("SELECT count(*) FROM conversations WHERE user_id = 7", 0),
        ("SELECT count(*) FROM chats WHERE chat_id = 7", 0),
        ("SELECT count(*) FROM replies WHERE user_id = 7", 0),
        ("SELECT count(*) FROM replies WHERE user_id = 8", 1),
        ("SELECT count(*) FROM inbox WHERE user_id = 7", 0),
        ("SELECT count(*) FROM inbox WHERE user_id = 8 AND payload IS NOT NULL", 1),
        ("SELECT count(*) FROM conversations WHERE user_id = 8", 1),
    ] {
        assert_eq!(query(&home, what), Some(left), "{what}");
    }
    fake.check();
}
