//! The store on real databases.

mod beside;
mod on_file;
mod place;
mod replies;
mod upgrade;

use place::{Place, on_each_database};

use super::{Arrival, Changes, Choice, Choices, Closing, Conversations, Database, Person, Replied, Store, Words};
use crate::dialogue::Conversation;
use crate::text::Lang;

const BOT: i64 = 42;
const NOW: i64 = 1_800_000_000;

on_each_database!(
    an_update_waits_until_it_is_finished_or_set_aside,
    what_is_only_kept_for_a_while_goes,
    conversations_are_remembered_in_memory_and_beyond,
    many_writes_at_once_are_all_done,
    a_chat_keeps_its_choices,
    a_person_is_forgotten_and_nobody_else,
    a_chat_is_left_and_no_other,
);

async fn open(url: &str, bot: i64) -> (Store, Closing) {
    Store::start(Database::open(url).await.unwrap(), bot).await.unwrap()
}

async fn close((store, closing): (Store, Closing)) {
    drop(store);
    closing.closed().await;
}

fn arrivals(ids: &[i64]) -> Vec<Arrival> {
    ids.iter()
        .map(|&update_id| Arrival {
            update_id,
            payload: format!("{{\"é\\u0000\":{update_id}}}"),
            user: update_id % 10,
            chat: -(update_id / 10),
        })
        .collect()
}

fn person(user: i64) -> Person {
    Person { chat: -5, topic: 0, user }
}

fn conversation(at: i64) -> Conversation {
    Conversation { at, ..Conversation::default() }
}

/// The numbers of the updates that wait, in order.
async fn waiting(store: &Store) -> Vec<String> {
    let rows = store.waiting(0, i64::MAX, 100).await.unwrap();
    assert!(rows.is_sorted_by_key(|it| it.seq));
    rows.into_iter()
        .map(|it| format!("{} {}", it.payload.rsplit(':').next().unwrap().trim_end_matches('}'), it.sent))
        .collect()
}

async fn an_update_waits_until_it_is_finished_or_set_aside(place: Place) {
    let url = place.url();
    let open_store = open(&url, BOT).await;
    let store = &open_store.0;
    let new = store.commit(arrivals(&[7, 9, 3]), NOW).await;
    assert_eq!(new.iter().map(|it| it.0).collect::<Vec<_>>(), [7, 9, 3]);
    assert_eq!(store.newest().await.unwrap(), new[2].1);
    // What comes again is not new, and the order is that of arrival.
    let again = store.commit(arrivals(&[9, 2, 2]), NOW).await;
    assert_eq!(again.iter().map(|it| it.0).collect::<Vec<_>>(), [2]);
    assert_eq!(store.newest().await.unwrap(), again[0].1);
    store.progress(new[1].1, 2).await;
    assert_eq!(waiting(store).await, ["7 0", "9 2", "3 0", "2 0"]);
    store.finish(new[0].1, None, NOW).await;
    store.set_aside(new[2].1, 5, "a reason".into(), NOW).await;
    assert_eq!(waiting(store).await, ["9 2", "2 0"]);
    assert_eq!(store.one_waiting(new[1].1).await.unwrap().map(|it| it.sent), Some(2));
    assert_eq!(store.one_waiting(new[0].1).await.unwrap(), None);
    close(open_store).await;

    let open_store = open(&url, BOT).await;
    assert_eq!(waiting(&open_store.0).await, ["9 2", "2 0"]);
    assert_eq!(open_store.0.commit(arrivals(&[7]), NOW).await, []);
    close(open_store).await;
    // Another bot's rows are its own.
    let open_store = open(&url, BOT + 1).await;
    assert_eq!(waiting(&open_store.0).await, [""; 0]);
    assert_eq!(open_store.0.commit(arrivals(&[7]), NOW).await.len(), 1);
}

async fn what_is_only_kept_for_a_while_goes(place: Place) {
    const DAY: i64 = 24 * 3600;
    let url = place.url();
    let (store, _closing) = open(&url, BOT).await;
    let new = store.commit(arrivals(&[1, 2]), NOW).await;
    store.finish(new[0].1, Some((person(3), conversation(5))), NOW).await;
    store.prune(NOW + 60, 90).await;
    assert_eq!(store.conversation(person(3)).await.unwrap(), Some(conversation(5)));
    assert_eq!(store.commit(arrivals(&[1]), NOW).await, []);
    store.prune(NOW + 3 * DAY, 90).await;
    assert_eq!(store.conversation(person(3)).await.unwrap(), None);
    assert_eq!(store.commit(arrivals(&[1]), NOW).await.len(), 1);
    assert_eq!(waiting(&store).await.len(), 2);
}

async fn conversations_are_remembered_in_memory_and_beyond(place: Place) {
    let url = place.url();
    let (store, _closing) = open(&url, BOT).await;
    let new = store.commit(arrivals(&[1, 2, 3, 4]), NOW).await;
    let conversations = Conversations::with_room_for(3, &store, NOW).await.unwrap();
    for (&(_, seq), user) in new.iter().zip(1..) {
        let saved = (person(user), conversation(user));
        store.finish(seq, Some(saved.clone()), NOW + user).await;
        conversations.remember(saved.0, saved.1, NOW + user);
    }
    for user in 1..=4 {
        assert_eq!(*conversations.of(&store, person(user)).await.unwrap(), conversation(user));
    }
    assert_eq!(*conversations.of(&store, person(9)).await.unwrap(), Conversation::default());
    let reloaded = Conversations::with_room_for(3, &store, NOW).await.unwrap();
    for user in 1..=4 {
        assert_eq!(*reloaded.of(&store, person(user)).await.unwrap(), conversation(user));
    }
}

async fn many_writes_at_once_are_all_done(place: Place) {
    let url = place.url();
    let (store, _closing) = open(&url, BOT).await;
    let store = std::sync::Arc::new(store);
    let writes = (0..500).map(|id| {
        let store = std::sync::Arc::clone(&store);
        tokio::spawn(async move {
            let new = store.commit(arrivals(&[id]), NOW).await;
            store.finish(new[0].1, Some((person(id), conversation(id))), NOW).await;
        })
    });
    for write in writes.collect::<Vec<_>>() {
        write.await.unwrap();
    }
    assert_eq!(waiting(&store).await, [""; 0]);
    assert_eq!(store.recent(0, 1000).await.unwrap().len(), 500);
}

async fn a_chat_keeps_its_choices(place: Place) {
    let url = place.url();
    let open_store = open(&url, BOT).await;
    let store = &open_store.0;
    let choose = async |update, chat, language, quiet| {
        let choice = Choice { language, quiet };
        let new = store.commit(arrivals(&[update]), NOW).await;
        store.finish(new[0].1, Changes { choice: Some((chat, choice)), ..Changes::default() }, NOW).await;
    };
    choose(1, -5, Some(Lang::Zh), true).await;
    choose(2, 7, Some(Lang::Zh), false).await;
    choose(3, -5, Some(Lang::En), true).await;
    choose(4, 8, Some(Lang::En), true).await;
    choose(5, 8, None, false).await;
    close(open_store).await;
    let open_store = open(&url, BOT).await;
    let choices = Choices::load(&open_store.0).await.unwrap();
    let found = [-5, 7, 8, 9].map(|chat| choices.of(chat)).map(|it| (it.language, it.quiet));
    assert_eq!(found, [(Some(Lang::En), true), (Some(Lang::Zh), false), (None, false), (None, false)]);
    choices.set(7, Choice::default());
    assert_eq!(choices.of(7), Choice::default());
}

async fn a_person_is_forgotten_and_nobody_else(place: Place) {
    let url = place.url();
    let (store, _closing) = open(&url, BOT).await;
    // The last digit is the person.
    let new = store.commit(arrivals(&[13, 14, 23, 33, 43]), NOW).await;
    let seq = |at: usize| new[at].1;
    for (at, user) in [(0, 3), (1, 4)] {
        store.finish(seq(at), Some((person(user), conversation(5))), NOW).await;
    }
    store.set_aside(seq(2), 5, "a reason".into(), NOW).await;
    let choice = Choice { language: Some(Lang::Zh), quiet: false };
    let language = Changes { choice: Some((3, choice)), ..Changes::default() };
    let new = store.commit(arrivals(&[24]), NOW).await;
    store.finish(new[0].1, language, NOW).await;
    let conversations = Conversations::load(&store, NOW).await.unwrap();
    store.finish(seq(3), Changes { forget: Some(3), ..Changes::default() }, NOW).await;
    conversations.forget(3);
    for (user, expected) in [(3, Conversation::default()), (4, conversation(5))] {
        assert_eq!(store.conversation(person(user)).await.unwrap().unwrap_or_default(), expected);
        assert_eq!(*conversations.of(&store, person(user)).await.unwrap(), expected);
    }
    assert_eq!(store.choices().await.unwrap(), []);
    assert!(!place.payloads().await.contains(":23}"), "what was set aside is kept");
    // What the person asks after that is new.
    assert_eq!(waiting(&store).await, ["43 0"]);
}

async fn a_chat_is_left_and_no_other(place: Place) {
    let url = place.url();
    let (store, _closing) = open(&url, BOT).await;
    // The digits before the last are the chat.
    let new = store.commit(arrivals(&[51, 61, 52, 62, 53, 54, 55, 63]), NOW).await;
    let seq = |at: usize| new[at].1;
    for (at, chat) in [(0, -5), (1, -6)] {
        let person = Person { chat, topic: 3, user: 1 };
        let replied = Replied { chat, question: 1, first: 2, last: 2, user: 1, words: Words::of("x"), votable: true };
        let changes = Changes { replied: Some(replied), ..Some((person, conversation(5))).into() };
        let choice = Some((chat, Choice { language: Some(Lang::Zh), quiet: true }));
        store.finish(seq(at), Changes { choice, ..changes }, NOW).await;
    }
    for at in [2, 3] {
        store.set_aside(seq(at), 5, "a reason".into(), NOW).await;
    }
    // The one before the last says that the bot has left; the last of the chat came when it was back.
    store.finish(seq(5), Changes { left: Some(-5), ..Changes::default() }, NOW).await;
    assert_eq!(waiting(&store).await, ["55 0", "63 0"]);
    assert_eq!(store.depth().await.unwrap().dead, 1);
    assert!(!place.payloads().await.contains(":52}") && place.payloads().await.contains(":62}"));
    for (chat, kept) in [(-5, false), (-6, true)] {
        let person = Person { chat, topic: 3, user: 1 };
        assert_eq!(store.conversation(person).await.unwrap().is_some(), kept);
        assert_eq!(store.answer_to(chat, 1).await.unwrap().is_some(), kept);
        assert_eq!(store.choices().await.unwrap().iter().any(|it| it.0 == chat), kept);
    }
}
