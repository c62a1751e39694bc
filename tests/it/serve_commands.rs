//! Commands other than `/ask`, and the menu that lists them: the real binary, over HTTP.

use serde_json::{Value, json};

use crate::fake::Fake;
use crate::fake::call::Call;
use crate::fake::fault::{Fault, on};
use crate::process::Home;
use crate::scene::{group, private};

/// The labels of the buttons under a message, in one row.
fn labels(rows: &Value) -> Vec<String> {
    let rows = rows.as_array().into_iter().flatten().filter_map(Value::as_array).flatten();
    rows.map(|it| it["text"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn every_command_shows_what_it_says() {
    let fake = Fake::start();
    let home = Home::new();
    let _herald = home.start(&fake);
    let rows = [
        ("/topics", "What you can ask", "How much pork was sold a day?"),
        ("/FIGURES\u{3000}", "The figures in the announcement", "500,000 orders a day"),
        ("/summary", "First trend: emerging consumption", "Second trend"),
        ("/quotes", "The announcement's own words", "500,000 orders per day"),
        ("/about", "I'm Herald", "not an official channel"),
        ("/help", "Ask me about this announcement", "How"),
        ("/start", "Hello!", ""),
    ];
    for (at, (command, first, later)) in rows.iter().enumerate() {
        fake.post(private(7, *command));
        let text = fake.wait_for_sent(at + 1)[at].text();
        assert!(text.trim_start_matches("• ").starts_with(first) && text.contains(later), "{command}: {text}");
        let columns =
            text.lines().any(|line| line.contains('\t') || line.contains("  ") && command.contains("FIGURES"));
        assert!(!columns, "{text}");
    }
    fake.post(group(-5, 7, "/figures@other_bot"));
    let asked = fake.post(group(-5, 7, "/figures"));
    assert_eq!(fake.wait_for_sent(rows.len() + 1)[rows.len()].reply_to(), Some(asked));
    fake.check();
}

#[test]
fn the_source_is_paged_by_editing() {
    let fake = Fake::start();
    let home = Home::new();
    let _herald = home.start(&fake);
    fake.post(private(7, "/source"));
    let first = fake.wait_for_sent(1).remove(0);
    let message = first.message();
    let shown = |fake: &Fake| fake.look(|state| state.chats[&7].messages[&message].clone());
    let edits = |fake: &Fake| fake.calls_of("editMessageText").len();
    let answered = |fake: &Fake| fake.calls_of("answerCallbackQuery").len();
    assert_eq!(labels(&json!(first.rows())), ["▶"]);
    let mut texts = vec![first.text()];
    while labels(&shown(&fake)["reply_markup"]["inline_keyboard"]).last().is_some_and(|it| it == "▶") {
        let (before, count) = (edits(&fake), answered(&fake));
        // Pressed twice, it turns one page.
        let data = fake.look(|state| {
            let row = &state.chats[&7].messages[&message]["reply_markup"]["inline_keyboard"][0];
            row.as_array().unwrap().last().unwrap()["callback_data"].clone()
        });
        fake.press_data(7, 7, message, json!({ "data": data }));
        fake.press_data(7, 7, message, json!({ "data": data }));
        fake.wait_until("both presses to be answered", |fake| answered(fake) == count + 2);
        fake.wait_until("the page", |fake| edits(fake) == before + 1);
        texts.push(shown(&fake)["text"].as_str().unwrap().to_owned());
    }
    assert!(
        texts.len() > 2
            && texts.last().unwrap().starts_with(&format!("The announcement, page {0} of {0}", texts.len()))
    );
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let bodies = texts.iter().map(|it| it.split_once("\n\n").unwrap().1).collect::<Vec<_>>().join("\n");
    assert_eq!(words(&bodies), words(include_str!("../../knowledge/announcement/source.txt")));
    fake.press(7, 7, message, "◀");
    fake.wait_until("the page before", |fake| edits(fake) == texts.len());
    assert_eq!(shown(&fake)["text"], texts[texts.len() - 2]);
    assert_eq!(fake.sent().len(), 1);
    fake.check();
}

#[test]
fn the_topics_are_paged_too() {
    let fake = Fake::start();
    let home = Home::new();
    let _herald = home.start(&fake);
    fake.post(private(7, "/topics"));
    let first = fake.wait_for_sent(1).remove(0);
    let shown = |fake: &Fake| fake.look(|state| state.chats[&7].messages[&first.message()]["text"].clone());
    let starts = |fake: &Fake, start: &str| shown(fake).as_str().is_some_and(|it| it.starts_with(start));
    assert!(starts(&fake, "What you can ask · 1/2") && labels(&json!(first.rows())) == ["▶"], "{}", first.html());
    assert!(!first.text().contains("Who is the editor?"));
    fake.press(7, 7, first.message(), "▶");
    fake.wait_until("the second page", |fake| starts(fake, "What you can ask · 2/2"));
    assert!(shown(&fake).as_str().unwrap().contains("Who is the editor?"));
    fake.press(7, 7, first.message(), "◀");
    fake.wait_until("the first page", |fake| starts(fake, "What you can ask · 1/2"));
    assert_eq!(shown(&fake), first.text());
    assert_eq!(fake.sent().len(), 1);
    fake.check();
}

#[test]
fn a_chat_keeps_the_language_that_it_chose() {
    let fake = Fake::start();
    let home = Home::new();
    let herald = home.start(&fake);
    let mut count = 0;
    let mut ask = |post| {
        fake.post(post);
        count += 1;
        fake.wait_for_sent(count).pop().unwrap().text()
    };
    assert_eq!(ask(group(-5, 3, "/language zh")), "我会在这个聊天里用中文回答。");
    assert!(ask(group(-5, 4, "/ask how many orders a day?")).contains("单"));
    assert!(ask(group(-5, 4, "/ask 每天有多少訂單？")).contains("單"));
    assert!(ask(private(4, "how many orders a day?")).starts_with("500,000"));
    // Killed, it might send the last reply again.
    herald.signal("TERM");
    herald.wait();
    let _herald = home.start(&fake);
    assert!(ask(group(-5, 4, "/figures")).starts_with("公告中的数字"));
    assert!(ask(group(-5, 4, "/language fr")).contains("/language auto"));
    assert_eq!(ask(group(-5, 4, "/language AUTO")), "I'll answer each question in its own language.");
    assert!(ask(group(-5, 4, "/ask how many orders a day?")).starts_with("500,000"));
    assert_eq!(ask(private(4, "/language en")), "I'll answer in English in this chat.");
    assert!(ask(private(4, "每天有多少订单？")).starts_with("500,000"));
    fake.check();
}

#[test]
fn who_wants_to_be_forgotten_is() {
    let fake = Fake::start();
    let home = Home::new();
    let _herald = home.start(&fake);
    let mut count = 0;
    let mut ask = |post| {
        fake.post(post);
        count += 1;
        fake.wait_for_sent(count).pop().unwrap().text()
    };
    for person in [7, 8] {
        assert!(ask(group(-5, person, "/ask how many orders a day?")).contains("500,000"));
    }
    ask(private(7, "/language zh"));
    let told = ask(group(-5, 7, "/forget"));
    assert!(told.starts_with("Done. What was kept of you is erased") && told.contains("may stay"), "{told}");
    assert!(ask(group(-5, 8, "/ask who said that?")).contains("500,000"));
    assert!(!ask(group(-5, 7, "/ask who said that?")).contains("500,000"));
    assert!(ask(private(7, "how many orders a day?")).starts_with("500,000"), "the language is forgotten");
    fake.check();
}

#[test]
fn a_link_opens_on_its_fact() {
    let fake = Fake::start();
    let home = Home::new();
    let _herald = home.start(&fake);
    for payload in ["daily-pork", "no-such-fact", "<b>&", ""] {
        fake.post(private(7, format!("/start {payload}")));
    }
    fake.post(private(8, "/start daily-pork"));
    fake.post(private(8, "and vegetables?"));
    let sent = fake.wait_for_sent(6);
    let of = |chat: i64| sent.iter().filter(move |it| it.chat() == chat).map(Call::text).collect::<Vec<_>>();
    assert!(of(7)[0].starts_with("About 150 tons of pork a day"));
    assert!(of(7)[1..].iter().all(|it| it.starts_with("Hello!")), "{:?}", of(7));
    assert!(of(8)[1].contains("500 tons"));
    fake.check();
}

/// How many calls have told Telegram something of the menu.
fn told(fake: &Fake) -> usize {
    fake.calls().iter().filter(|it| it.method.starts_with("setMy")).count()
}

/// Waits until the menu has been looked at as often as a start does.
fn wait_for_menu(fake: &Fake, starts: usize) {
    let last = |it: &Call| it.method == "getMyShortDescription" && it.parameters.text("language_code") == Some("zh");
    fake.wait_until("the menu", |fake| fake.calls().iter().filter(|it| last(it)).count() == starts);
}

#[test]
fn the_menu_is_told_once_and_only_what_differs() {
    let fake = Fake::start();
    let home = Home::new();
    let herald = home.start(&fake);
    wait_for_menu(&fake, 1);
    // Commands in three scopes and two descriptions, in two languages.
    fake.wait_until("the whole menu to be told", |fake| told(fake) >= 10);
    assert_eq!(told(&fake), 10);
    let commands = fake.calls_of("setMyCommands");
    let chinese = commands.iter().find(|it| it.parameters.text("language_code") == Some("zh")).unwrap();
    assert!(chinese.parameters.object("commands").unwrap().to_string().contains("数字一览"));
    herald.kill();
    let herald = home.start(&fake);
    wait_for_menu(&fake, 2);
    assert_eq!(told(&fake), 10, "nothing differs");
    herald.kill();
    fake.change(|state| state.menu.retain(|key, _| !key.starts_with("ShortDescription")));
    let _herald = home.start(&fake);
    wait_for_menu(&fake, 3);
    fake.wait_until("the descriptions to be told", |fake| told(fake) >= 12);
    assert_eq!(told(&fake), 12);
    fake.check();
}

#[test]
fn a_menu_that_fails_stops_nothing() {
    let fake = Fake::start();
    fake.fault(Fault::Refuse(400, "Bad Request: no"), on("getMyCommands"));
    let home = Home::new();
    let _herald = home.start(&fake);
    fake.post(private(7, "how many orders a day?"));
    assert!(fake.wait_for_sent(1)[0].text().contains("500,000"));
    fake.check();
}
