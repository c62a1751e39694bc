//! Charts as pictures: the real binary, over HTTP.

use serde_json::json;

use crate::fake::Fake;
use crate::fake::fault::{Fault, on};
use crate::process::Home;
use crate::scene::{group, private};
use crate::serve_buttons::notice;

/// The photos sent so far: whether each was uploaded, and its caption.
fn photos(fake: &Fake, count: usize) -> Vec<(bool, String)> {
    fake.wait_until("the photos", |fake| fake.calls_of("sendPhoto").iter().filter(|call| call.done).count() == count);
    let calls = fake.calls_of("sendPhoto");
    let done = calls.iter().filter(|call| call.done);
    done.map(|call| {
        let caption = call.result["caption"].as_str().unwrap_or_default().to_owned();
        (call.parameters.files == ["photo"], caption)
    })
    .collect()
}

#[test]
fn a_chart_is_uploaded_once_and_says_in_words_what_it_shows() {
    let fake = Fake::start();
    let home = Home::new();
    let _herald = home.start(&fake);
    fake.post(private(7, "/chart"));
    let first = photos(&fake, 1);
    assert!(first[0].0, "the first is uploaded");
    for part in ["Growth rates", "+167%", "+127.5%", "+80%", "year-on-year"] {
        assert!(first[0].1.contains(part), "{}", first[0].1);
    }
    let asked = fake.post(group(-5, 8, "/chart"));
    let again = photos(&fake, 2);
    assert_eq!((again[1].0, &again[1].1), (false, &first[0].1), "the second is sent by its id");
    assert_eq!(fake.calls_of("sendPhoto")[1].reply_to(), Some(asked));
    // Another language is another picture, and so is another chart.
    fake.post(private(7, "/language zh"));
    fake.post(private(7, "/chart tons"));
    let chinese = photos(&fake, 3);
    assert!(chinese[2].0 && chinese[2].1.contains("猪肉") && chinese[2].1.contains("≈ 150吨"), "{:?}", chinese[2]);
    // An id that Telegram has forgotten costs an upload, and no picture.
    fake.change(|state| state.files.clear());
    fake.fault(Fault::Refuse(400, "Bad Request: wrong file identifier/HTTP URL specified"), on("sendPhoto").times(1));
    fake.post(private(7, "/chart tons"));
    assert!(photos(&fake, 4)[3].0);
    fake.check();
}

#[test]
fn a_button_under_a_growth_rate_shows_the_chart() {
    let fake = Fake::start();
    let home = Home::new();
    let _herald = home.start(&fake);
    fake.post(private(7, "How much did active users grow?"));
    let answer = fake.wait_for_sent(1).remove(0);
    let labels = |rows: Vec<Vec<serde_json::Value>>| {
        rows.into_iter().flatten().filter_map(|it| it["text"].as_str().map(str::to_owned)).collect::<Vec<_>>()
    };
    assert!(labels(answer.rows()).contains(&"📊 Chart".to_owned()), "{:?}", answer.rows());
    fake.press(7, 7, answer.message(), "📊 Chart");
    assert!(photos(&fake, 1)[0].1.contains("+127.5%"));
    // The other chart is a button away; a fact without a figure in a chart has none.
    let photo = fake.calls_of("sendPhoto").remove(0);
    assert_eq!(labels(photo.rows()), ["📊 Tons sold a day during the epidemic"]);
    fake.post(private(7, "Who is the editor?"));
    let editor = fake.wait_for_sent(2).remove(1);
    assert!(!labels(editor.rows()).iter().any(|it| it.contains('📊')), "{:?}", editor.rows());
    let query = fake.press_data(7, 7, answer.message(), json!({"data": "1:c:e:9"}));
    assert!(notice(&fake, &query).is_some(), "a forged button gets a notice");
    photos(&fake, 1);
    fake.check();
}
