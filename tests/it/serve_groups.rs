//! What happens to the bot in groups and as a guest, and what isn't text: the real binary, over HTTP.

use serde_json::{Value, json};

use crate::fake::Fake;
use crate::fake::fault::{Fault, on};
use crate::process::Home;
use crate::scene::{entities, group, mention, private};
use crate::serve_limits::{counted, start};
use crate::serve_start::{query, wait_for_noted};

impl Fake {
    /// The bot's standing in a chat changes.
    fn member(&self, chat: i64, old: &str, new: &str) {
        self.change(|state| {
            state.chats.entry(chat).or_default();
            let bot = json!({"id": crate::fake::BOT, "is_bot": true, "first_name": "Herald"});
            state.push_update(
                "my_chat_member",
                json!({
                    "chat": {"id": chat, "type": if chat > 0 { "private" } else { "supergroup" }, "title": "<G>"},
                    "from": {"id": 3, "is_bot": false, "first_name": "P", "language_code": "zh-hans"},
                    "date": 1_800_000_000,
                    "old_chat_member": {"status": old, "user": bot},
                    "new_chat_member": {"status": new, "user": bot},
                }),
            );
        });
    }

    /// Somebody asks the bot in a chat that it isn't in.
    fn ask_guest(&self, text: &str) -> String {
        self.change(|state| {
            let id = format!("guest-{}", state.next_update);
            state.queries.insert(id.clone());
            state.push_update(
                "guest_message",
                json!({
                    "message_id": 5, "date": 1_800_000_000, "text": text, "guest_query_id": id,
                    "entities": entities(text),
                    "chat": {"id": -77, "type": "supergroup", "title": "Elsewhere"},
                    "from": {"id": 3, "is_bot": false, "first_name": "P", "language_code": "en"},
                }),
            );
            id
        })
    }
}

#[test]
fn added_to_a_group_it_says_hello_once() {
    let fake = Fake::start();
    let home = Home::new();
    let _herald = home.start(&fake);
    fake.member(-5, "left", "member");
    let hello = fake.wait_for_sent(1).remove(0);
    assert_eq!(hello.chat(), -5);
    assert!(hello.text().contains("/ask") && hello.text().contains("大家好"), "{}", hello.text());
    // Becoming an administrator, and a private chat that is unblocked, are no reason to speak.
    fake.member(-5, "member", "administrator");
    fake.member(7, "kicked", "member");
    fake.post(group(-5, 3, mention("How much pork a day?")));
    assert!(fake.wait_for_sent(2)[1].text().contains("150"));
    assert_eq!(fake.sent().len(), 2);
    fake.check();
}

#[test]
fn what_a_chat_has_chosen_goes_with_the_bot_and_moves_with_the_group() {
    let fake = Fake::start();
    let home = Home::new();
    let _herald = home.start(&fake);
    fake.post(group(-5, 3, "/language zh"));
    fake.wait_for_sent(1);
    fake.post(group(-5, 3, "").with(json!({"text": null, "migrate_to_chat_id": -1005})));
    // What comes behind it in the old group's lane shows that it is done.
    fake.post(group(-5, 3, mention("thanks")));
    fake.wait_for_sent(2);
    fake.post(group(-1005, 3, mention("How much pork a day?")));
    assert!(fake.wait_for_sent(3)[2].text().contains("猪肉"), "the supergroup keeps the group's language");
    fake.member(-1005, "member", "kicked");
    fake.member(-1005, "left", "member");
    fake.wait_for_sent(4);
    fake.post(group(-1005, 3, mention("How much pork a day?")));
    assert!(fake.wait_for_sent(5)[4].text().contains("pork"), "removed, it forgets the choice");
    fake.check();
}

#[test]
fn a_group_that_becomes_a_supergroup_stays_quiet() {
    let fake = Fake::start();
    let home = Home::new();
    let herald = home.start(&fake);
    fake.change(|state| {
        state.chats.entry(-5).or_default().status.insert(9, "administrator");
    });
    fake.post(group(-5, 9, "/quiet"));
    fake.wait_for_sent(1);
    fake.post(group(-5, 9, "").with(json!({"text": null, "migrate_to_chat_id": -1005})));
    fake.post(group(-5, 3, mention("thanks")));
    fake.wait_for_sent(2);
    // What is asked in the old group's name meanwhile comes where Telegram says that it has gone.
    fake.change(|state| {
        state.chats.entry(-1005).or_default();
        state.chats.get_mut(&-5).unwrap().migrated = Some(-1005);
    });
    let miss = |chat| fake.post(group(chat, 3, mention("How much beef a day?")));
    miss(-1005);
    miss(-5);
    fake.post(group(-1005, 3, mention("How much pork a day?")));
    fake.post(group(-5, 3, mention("How much pork a day?")));
    let sent = fake.wait_for_sent(4);
    assert!(sent[2..].iter().all(|it| it.text().contains("150 tons") && it.chat() == -1005), "{sent:?}");
    herald.signal("TERM");
    assert_eq!(herald.wait().code, Some(0));
    let _herald = home.start(&fake);
    miss(-1005);
    fake.post(group(-1005, 3, mention("thanks")));
    assert!(!fake.wait_for_sent(5)[4].text().contains("beef"));
    fake.check();
}

#[test]
fn what_waits_in_a_chat_that_is_left_is_dropped_and_counted() {
    let (fake, home) = (Fake::start(), Home::new());
    let (herald, address) = start(&fake, &home, "0");
    let left = || counted(&address, "herald_dropped_total{rule=\"chat_left\"}");
    fake.post(group(-5, 3, "/language zh"));
    fake.post(group(-5, 3, mention("How much pork a day?")));
    fake.post(private(7, "How much pork a day?"));
    fake.wait_for_sent(3);
    wait_for_noted(&fake, &home);
    // Both chats must wait for an hour, and much is asked meanwhile, in two topics.
    for chat in [-5, 7] {
        fake.fault(Fault::TooMany(3600), on("sendMessage").chat(chat));
    }
    for at in 0..20 {
        let question = group(-5, 3, mention("How many orders a day?"));
        fake.post(if at % 2 == 0 { question } else { question.topic(8) });
        fake.post(private(7, "How many orders a day?"));
    }
    let calls = |fake: &Fake, chat| fake.calls_of("sendMessage").iter().filter(|it| it.chat() == chat).count();
    fake.wait_until("the chats to wait", |fake| calls(fake, -5) > 2 && calls(fake, 7) > 1);
    // Nobody is refused any more: that would be noted as a 403.
    for (chat, why) in
        [(-5, "Forbidden: bot was kicked from the supergroup chat"), (7, "Forbidden: bot was blocked by the user")]
    {
        fake.change(|state| state.chats.get_mut(&chat).unwrap().closed = Some(why));
        fake.member(chat, "member", "kicked");
    }
    fake.wait_until("what waits to be dropped", |_| left() == 40);
    wait_for_noted(&fake, &home);
    // At most the first of each topic was tried, before Telegram said to wait.
    assert!(calls(&fake, -5) <= 2 + 2 && calls(&fake, 7) == 1 + 1, "{:#?}", fake.calls_of("sendMessage"));
    for table in ["conversations", "replies", "chats"] {
        let rows: &'static str = format!("SELECT count(*) FROM {table}").leak();
        assert_eq!(query(&home, rows), Some(0), "{table}");
    }
    // It is so after a restart too, also where the news comes behind what waits.
    fake.heal();
    fake.change(|state| state.chats.values_mut().for_each(|chat| chat.closed = None));
    herald.kill();
    for _ in 0..10 {
        fake.post(group(-5, 3, mention("How many orders a day?")));
    }
    fake.change(|state| state.chats.get_mut(&-5).unwrap().closed = Some("Forbidden: bot was kicked"));
    fake.member(-5, "member", "kicked");
    fake.post(private(7, "How many orders a day?"));
    let (_herald, address) = start(&fake, &home, "0");
    fake.wait_for_sent(4);
    fake.wait_until("the rest to be dropped", |_| counted(&address, "herald_dropped_total{rule=\"chat_left\"}") == 10);
    // Back in the chat, it answers.
    fake.change(|state| state.chats.get_mut(&-5).unwrap().closed = None);
    fake.member(-5, "kicked", "member");
    fake.post(group(-5, 3, mention("How many orders a day?")));
    fake.wait_for_sent(6);
    assert!(fake.calls_of("sendMessage").iter().all(|it| it.status != 403));
    fake.check();
}

#[test]
fn a_guest_gives_one_answer() {
    let fake = Fake::start();
    let home = Home::new();
    let _herald = home.start(&fake);
    let query = fake.ask_guest(&mention("How much pork was sold a day?"));
    fake.wait_until("the guest's answer", |fake| fake.calls_of("answerGuestQuery").len() == 1);
    let call = fake.calls_of("answerGuestQuery").remove(0);
    assert_eq!(call.parameters.text("guest_query_id"), Some(query.as_str()));
    let result = call.parameters.object("result").unwrap_or_default();
    let text = result["input_message_content"]["message_text"].as_str().unwrap_or_default();
    assert!(
        text.contains("150 tons") && text.contains("<blockquote>selling about 150 tons of pork</blockquote>"),
        "{text}"
    );
    // Buttons that need the bot's presence are left out.
    let buttons: Vec<Value> = result["reply_markup"]["inline_keyboard"].as_array().cloned().unwrap_or_default();
    let works = |row: &Value| row.as_array().unwrap().iter().all(|it| it["callback_data"].is_null());
    assert!(!buttons.is_empty() && buttons.iter().all(works), "{buttons:?}");
    // Nor can pages be turned: what fits comes at once.
    fake.ask_guest(&mention("/topics"));
    fake.wait_until("the guest's list", |fake| fake.calls_of("answerGuestQuery").len() == 2);
    let list = fake.calls_of("answerGuestQuery")[1].parameters.object("result").unwrap_or_default();
    let text = list["input_message_content"]["message_text"].as_str().unwrap_or_default().to_owned();
    assert!(text.starts_with("<b>What you can ask</b>\n") && text.contains("Who is the editor?"), "{text}");
    assert!(fake.sent().is_empty());
    fake.check();
}

#[test]
fn what_is_no_text_gets_a_hint_in_private_and_silence_in_groups() {
    let fake = Fake::start();
    let home = Home::new();
    let _herald = home.start(&fake);
    for media in ["sticker", "voice", "photo", "location"] {
        fake.post(group(-5, 3, "").with(json!({"text": null, media: {"file_id": "x"}})));
    }
    fake.post(private(7, "").with(json!({"text": null, "voice": {"file_id": "x", "duration": 3}})));
    assert!(fake.wait_for_sent(1)[0].text().contains("only read text"));
    fake.post(private(7, "").with(json!({"text": null, "photo": [], "caption": "How much pork a day?"})));
    assert!(fake.wait_for_sent(2)[1].text().contains("150"), "a caption is text");
    // A service message is nothing to answer.
    fake.post(private(7, "").with(json!({"text": null, "pinned_message": {}})));
    fake.post(private(7, "thanks"));
    fake.wait_for_sent(3);
    assert!(fake.sent().iter().all(|call| call.chat() == 7));
    fake.check();
}

#[test]
fn an_administrator_makes_misses_silent() {
    let fake = Fake::start();
    let home = Home::new();
    let herald = home.start(&fake);
    fake.change(|state| {
        state.chats.entry(-5).or_default().status.insert(9, "administrator");
    });
    // A miss is one line.
    fake.post(group(-5, 3, mention("How much beef a day?")));
    let miss = fake.wait_for_sent(1).remove(0).text();
    assert!(miss.contains("beef") && !miss.contains('\n'), "{miss}");
    fake.post(group(-5, 3, "/quiet"));
    assert!(fake.wait_for_sent(2)[1].text().contains("administrators"));
    fake.post(group(-5, 9, "/quiet"));
    assert!(fake.wait_for_sent(3)[2].text().contains("say nothing"));
    let ask = |fake: &Fake, sent: usize| {
        fake.post(group(-5, 3, mention("How much beef a day?")));
        fake.post(group(-5, 3, mention("How much pork a day?")));
        let last = fake.wait_for_sent(sent).remove(sent - 1).text();
        assert!(last.contains("150 tons"), "{last}");
    };
    ask(&fake, 4);
    // It outlives a restart, is the group's alone, and can be undone, also in the group's own name.
    herald.signal("TERM");
    herald.wait();
    let _herald = home.start(&fake);
    ask(&fake, 5);
    fake.post(group(-6, 3, mention("How much beef a day?")));
    fake.wait_for_sent(6);
    fake.post(group(-5, 3, "/quiet off").with(json!({"sender_chat": {"id": -5, "type": "supergroup"}})));
    assert!(fake.wait_for_sent(7)[6].text().contains("say so"));
    fake.post(group(-5, 3, mention("How much beef a day?")));
    assert!(fake.wait_for_sent(8)[7].text().contains("beef"));
    fake.post(private(7, "/quiet"));
    assert!(fake.wait_for_sent(9)[8].text().contains("groups"));
    fake.check();
}
