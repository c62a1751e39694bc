//! Questions that are edited: the real binary, over HTTP.

use crate::fake::Fake;
use crate::process::Home;
use crate::scene::{group, mention, private};

/// What a message of the bot shows now; nothing where it is gone.
pub fn shown(fake: &Fake, chat: i64, message: i64) -> Option<String> {
    fake.look(|state| Some(state.chats[&chat].messages.get(&message)?["text"].as_str()?.to_owned()))
}

#[test]
fn an_edited_question_edits_its_answer() {
    let fake = Fake::start();
    let home = Home::new();
    let _herald = home.start(&fake);
    let question = fake.post(private(7, "How much pork a day?"));
    let answer = fake.wait_for_sent(1).remove(0).message();
    fake.rewrite(7, question, "How many vegetables a day?");
    fake.wait_until("the new answer", |fake| shown(fake, 7, answer).is_some_and(|it| it.contains("500 tons")));
    // An edit that changes no words is none, whatever else Telegram tells of it.
    fake.rewrite(7, question, "How many vegetables a day?");
    fake.rewrite(7, question, "Who is the editor?");
    fake.wait_until("the editor", |fake| shown(fake, 7, answer).is_some_and(|it| it.contains("Lu Yan")));
    assert_eq!((fake.sent().len(), fake.calls_of("editMessageText").len()), (1, 2));
    fake.check();
}

#[test]
fn in_a_group_the_edit_adds_or_removes_the_mention() {
    let fake = Fake::start();
    let home = Home::new();
    let _herald = home.start(&fake);
    let question = fake.post(group(-5, 3, "How much pork a day?"));
    fake.rewrite(-5, question, &mention("How much pork a day?"));
    let answer = fake.wait_for_sent(1).remove(0);
    assert!(answer.text().contains("150 tons") && answer.reply_to() == Some(question));
    // Telegram may tell of this before it has confirmed that the answer is sent.
    fake.rewrite(-5, question, "never mind");
    fake.wait_until("the answer to go", |fake| shown(fake, -5, answer.message()).is_none());
    fake.rewrite(-5, question, &mention("Who is the editor?"));
    assert!(fake.wait_for_sent(2)[1].text().contains("Lu Yan"));
    // What was never for the bot stays nobody's business.
    let talk = fake.post(group(-5, 3, "hello all"));
    fake.rewrite(-5, talk, "hello all of you");
    fake.post(group(-5, 3, mention("thanks")));
    assert_eq!(fake.wait_for_sent(3).len(), 3);
    fake.check();
}
