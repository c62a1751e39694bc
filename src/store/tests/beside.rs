//! What is set aside and what is kept for reports, seen from beside the running bot.

use super::place::{Place, on_each_database};
use super::{BOT, NOW, arrivals, close, open, waiting};
use crate::store::{Changes, Feedback, Inspection, Kept, Opinion, Store};
use crate::text::Lang;

const DAY: i64 = 24 * 3600;

on_each_database!(
    what_is_set_aside_is_shown_and_tried_again,
    what_is_set_aside_is_erased_after_a_week,
    questions_are_counted_by_the_day_and_go_with_time,
    a_file_of_another_form_is_not_looked_into,
);

/// Stores updates and sets them aside.
async fn set_aside(store: &Store, ids: &[i64]) -> Vec<i64> {
    let new = store.commit(arrivals(ids), NOW).await;
    for &(_, seq) in &new {
        store.set_aside(seq, 5, format!("a reason of {seq}"), NOW).await;
    }
    new.into_iter().map(|it| it.1).collect()
}

async fn what_is_set_aside_is_shown_and_tried_again(place: Place) {
    let url = place.url();
    let (store, _closing) = open(&url, BOT).await;
    let places = set_aside(&store, &[1, 2, 3]).await;
    let waits = store.commit(arrivals(&[4]), NOW).await[0].1;
    let mut beside = Inspection::open(&url).await.unwrap();
    let dead = beside.dead().await.unwrap();
    assert_eq!(dead.iter().map(|it| it.seq).collect::<Vec<_>>(), places);
    assert_eq!((dead[0].at, dead[0].attempts, dead[0].replay), (NOW, 5, false));
    assert_eq!(dead[0].reason, format!("a reason of {}", places[0]));
    // What waits or isn't there is no business of a replay.
    assert_eq!(beside.replay(Some(&[places[1], waits, 999])).await.unwrap(), [places[1]]);
    assert!(beside.dead().await.unwrap()[1].replay);
    assert_eq!(waiting(&store).await, ["4 0"]);
    let revived = store.revive().await;
    assert_eq!(revived.iter().map(|it| (it.seq, it.received_at)).collect::<Vec<_>>(), [(places[1], NOW)]);
    assert_eq!(store.revive().await, []);
    assert_eq!(waiting(&store).await, ["2 0", "4 0"]);
    assert_eq!(beside.replay(None).await.unwrap(), [places[0], places[2]]);
    assert_eq!(store.revive().await.len(), 2);
    assert_eq!(beside.dead().await.unwrap(), []);
    let depth = store.depth().await.unwrap();
    assert_eq!((depth.waiting, depth.oldest, depth.dead), (4, NOW, 0));
}

async fn what_is_set_aside_is_erased_after_a_week(place: Place) {
    let url = place.url();
    let (store, _closing) = open(&url, BOT).await;
    set_aside(&store, &[1]).await;
    store.prune(NOW + 7 * DAY - 1, 90).await;
    let mut beside = Inspection::open(&url).await.unwrap();
    assert_eq!(beside.dead().await.unwrap().len(), 1);
    store.prune(NOW + 7 * DAY + 1, 90).await;
    assert_eq!(beside.dead().await.unwrap(), []);
    assert_eq!(beside.replay(None).await.unwrap(), [0; 0]);
    assert_eq!(place.payloads().await, "");
}

async fn questions_are_counted_by_the_day_and_go_with_time(place: Place) {
    let url = place.url();
    let (store, _closing) = open(&url, BOT).await;
    let say = async |update, opinion, text, at| {
        let new = store.commit(arrivals(&[update]), at).await;
        let feedback = Feedback::new(opinion, Lang::En, text);
        store.finish(new[0].1, Changes { feedback, ..Changes::default() }, at).await;
    };
    say(1, Opinion::Unknown, "How much beef?", NOW).await;
    say(2, Opinion::Unknown, "how much  BEEF?", NOW + 60).await;
    say(3, Opinion::Down, "how much beef?", NOW).await;
    say(4, Opinion::Unknown, "how much beef?", NOW + DAY).await;
    say(5, Opinion::Unknown, "?!", NOW).await;
    let mut beside = Inspection::open(&url).await.unwrap();
    let day = NOW / DAY;
    let kept = |day, opinion, count| Kept { day, opinion, lang: Lang::En, text: "how much beef?".into(), count };
    let all = [kept(day, Opinion::Down, 1), kept(day, Opinion::Unknown, 2), kept(day + 1, Opinion::Unknown, 1)];
    assert_eq!(beside.feedback().await.unwrap(), all);
    store.prune(NOW + 90 * DAY, 90).await;
    assert_eq!(beside.feedback().await.unwrap(), all);
    store.prune(NOW + 91 * DAY, 90).await;
    assert_eq!(beside.feedback().await.unwrap(), all[2..]);
    store.prune(NOW + 91 * DAY, 89).await;
    assert_eq!(beside.feedback().await.unwrap(), []);
}

async fn a_file_of_another_form_is_not_looked_into(place: Place) {
    let url = place.url();
    let problem = async || Inspection::open(&url).await.err().map(|it| it.to_string()).unwrap_or_default();
    // A file that isn't there is not made, and a server's schema has none of our tables.
    assert_ne!(problem().await, "");
    close(open(&url, BOT).await).await;
    assert_eq!(problem().await, "");
    place
        .run("INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (999, 'later', true, '', 0)")
        .await;
    assert!(problem().await.contains("newer herald"), "{}", problem().await);
    place.run("DELETE FROM _sqlx_migrations").await;
    assert!(problem().await.contains("older herald"), "{}", problem().await);
}
