//! What is known of replies: which question each answers, whether it may be voted on, and what Telegram has of it.

use super::place::{Place, on_each_database};
use super::{BOT, NOW, arrivals, close, open};
use crate::store::batch::Batch;
use crate::store::{Changes, Database, Replied, Store, Words};

const DAY: i64 = 24 * 3600;

on_each_database!(
    a_reply_is_known_after_a_restart,
    new_replies_are_stored_beside_those_that_are_there,
    what_is_known_of_replies_goes,
    a_file_is_known_by_its_content,
);

/// A reply in chat -5 to a question of this number, sent as the message of twice that.
fn reply(question: i64, text: &str) -> Replied {
    let words = Words::of(text);
    Replied { chat: -5, question, first: question * 2, last: question * 2 + 1, user: question, words, votable: true }
}

/// Finishes an update, with these changes.
async fn finish(store: &Store, update: i64, changes: Changes, now: i64) {
    let new = store.commit(arrivals(&[update]), now).await;
    store.finish(new[0].1, changes, now).await;
}

fn replied(replied: Replied) -> Changes {
    Changes { replied: Some(replied), ..Changes::default() }
}

async fn a_reply_is_known_after_a_restart(place: Place) {
    let url = place.url();
    let opened = open(&url, BOT).await;
    finish(&opened.0, 1, replied(reply(3, "how much pork")), NOW).await;
    // A button asked for this one, so that no question is edited into it.
    finish(&opened.0, 2, replied(Replied { last: 20, ..reply(0, "") }), NOW).await;
    close(opened).await;
    let opened = open(&url, BOT).await;
    let store = &opened.0;
    let known = store.answer_to(-5, 3).await.unwrap().unwrap();
    assert!(known.message == 6 && known.is_to("how much pork") && !known.is_to("how much beef"));
    for (chat, question) in [(-5, 0), (-5, 4), (-6, 3)] {
        assert_eq!(store.answer_to(chat, question).await.unwrap(), None, "{chat} {question}");
    }
    // The question's new words, and the first of two votes.
    finish(store, 3, replied(reply(3, "how much beef")), NOW).await;
    assert!(store.answer_to(-5, 3).await.unwrap().unwrap().is_to("how much beef"));
    assert!(store.is_votable(-5, 7).await.unwrap() && store.is_votable(-5, 20).await.unwrap());
    finish(store, 4, Changes { voted: Some((-5, 7)), ..Changes::default() }, NOW).await;
    let votable = [(-5, 7), (-5, 20), (-5, 6), (-6, 7)];
    for ((chat, message), expected) in votable.into_iter().zip([false, true, false, false]) {
        assert_eq!(store.is_votable(chat, message).await.unwrap(), expected, "{chat} {message}");
    }
    close(opened).await;
    // Another bot's chats are its own.
    let opened = open(&url, BOT + 1).await;
    assert_eq!(opened.0.answer_to(-5, 3).await.unwrap(), None);
    assert!(!opened.0.is_votable(-5, 20).await.unwrap());
    close(opened).await;
}

async fn new_replies_are_stored_beside_those_that_are_there(place: Place) {
    let mut database = Database::open(&place.url()).await.unwrap();
    let (first, again, new) = (reply(3, "how much pork"), reply(3, "how much beef"), reply(4, "how much fish"));
    for replied in [vec![(&first, NOW)], vec![(&new, NOW), (&again, NOW)]] {
        database.writer.write(BOT, &Batch { replied, ..Batch::default() }).await.unwrap();
    }
    for (question, text) in [(3, "how much beef"), (4, "how much fish")] {
        let known = database.reader.answer_to(BOT, -5, question).await.unwrap().unwrap();
        assert!(known.message == question * 2 && known.is_to(text), "{text}");
    }
}

async fn what_is_known_of_replies_goes(place: Place) {
    let url = place.url();
    let (store, _closing) = open(&url, BOT).await;
    for (update, question) in [(1, 1), (2, 2), (3, 3)] {
        finish(&store, update, replied(reply(question, "how much pork")), NOW + question).await;
    }
    let known = async || {
        let mut known = Vec::new();
        for question in 1..=3 {
            known.push(store.answer_to(-5, question).await.unwrap().is_some());
        }
        known
    };
    assert_eq!(known().await, [true, true, true]);
    // Its message is deleted; its person is forgotten; two days have passed.
    finish(&store, 4, Changes { unanswered: Some((-5, 1)), ..Changes::default() }, NOW).await;
    assert_eq!(known().await, [false, true, true]);
    finish(&store, 5, Changes { forget: Some(2), ..Changes::default() }, NOW).await;
    assert_eq!(known().await, [false, false, true]);
    store.prune(NOW + 3 + 2 * DAY, 90).await;
    assert_eq!(known().await, [false, false, true]);
    store.prune(NOW + 4 + 2 * DAY, 90).await;
    assert_eq!(known().await, [false, false, false]);
}

async fn a_file_is_known_by_its_content(place: Place) {
    let url = place.url();
    let opened = open(&url, BOT).await;
    opened.0.keep_file(i64::MIN, "one".into(), NOW).await;
    opened.0.keep_file(5, "two".into(), NOW).await;
    opened.0.keep_file(5, "three".into(), NOW + DAY).await;
    close(opened).await;
    let (store, _closing) = open(&url, BOT).await;
    let file = async |content| store.file(content).await.unwrap().unwrap_or_default();
    assert_eq!([file(i64::MIN).await, file(5).await, file(6).await], ["one", "three", ""]);
    store.prune(NOW + 30 * DAY + 1, 90).await;
    assert_eq!([file(i64::MIN).await, file(5).await], ["", "three"]);
}
