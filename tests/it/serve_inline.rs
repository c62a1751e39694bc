//! Questions typed behind the bot's name in any chat: the real binary, over HTTP.

use serde_json::Value;

use crate::fake::Fake;
use crate::fake::call::Call;
use crate::fake::fault::{Fault, on};
use crate::process::Home;
use crate::scene::private;

/// Types a text, and gives the call that answers it.
fn typed(fake: &Fake, text: &str, language: &str) -> Call {
    let id = fake.type_inline(7, text, language);
    let mine = |fake: &Fake| {
        let mut answers = fake.calls_of("answerInlineQuery").into_iter().filter(|it| it.done);
        answers.find(|it| it.parameters.text("inline_query_id") == Some(&id))
    };
    fake.wait_until("the inline answer", |fake| mine(fake).is_some());
    mine(fake).unwrap()
}

/// The results of an answer.
fn results(call: &Call) -> Vec<Value> {
    call.parameters.object("results").and_then(|it| it.as_array().cloned()).unwrap_or_default()
}

fn title(result: &Value) -> &str {
    result["title"].as_str().unwrap_or_default()
}

#[test]
fn the_best_result_comes_first() {
    let fake = Fake::start();
    let home = Home::new();
    let _herald = home.start(&fake);
    let rows = [
        ("how many orders a day?", "en", "500,000 orders a day", "<blockquote>"),
        ("每天卖多少猪肉", "en", "每天约150吨猪肉", "<blockquote>"),
        ("每天有多少訂單？", "zh-hans", "每天50萬單", "<blockquote>"),
        ("did orders grow by 80%?", "en", "Yes: Up 80%", "<blockquote>"),
        ("How much were sales?", "en", "", "<b>"),
    ];
    for (text, language, first, markup) in rows {
        let call = typed(&fake, text, language);
        let results = results(&call);
        assert!(title(&results[0]).starts_with(first), "{text}: {results:?}");
        assert!(results.len() > 1 && call.parameters.get("button").is_none(), "{text}: {results:?}");
        for result in &results {
            let content = &result["input_message_content"];
            assert!(content["message_text"].as_str().unwrap().contains(markup), "{result}");
            assert_eq!(content["parse_mode"], "HTML");
            let description = result["description"].as_str().unwrap();
            assert!(!title(result).is_empty() && !description.is_empty() && !description.contains('\n'), "{result}");
        }
        assert_eq!(call.parameters.integer("cache_time"), Some(300));
        assert!(!call.parameters.flag("is_personal"));
    }
    fake.wait_for_confirmed();
    assert!(fake.sent().is_empty());
    fake.check();
}

#[test]
fn nothing_typed_offers_figures_and_a_miss_says_so() {
    let fake = Fake::start();
    let home = Home::new();
    let _herald = home.start(&fake);
    for (text, language, first) in
        [("", "en", "8.8 billion yuan"), ("  ", "zh-hant", "88億元"), ("hello", "en", "8.8 billion yuan")]
    {
        let call = typed(&fake, text, language);
        assert_eq!(results(&call).len(), 10);
        assert!(title(&results(&call)[0]).starts_with(first), "{:?}", results(&call)[0]);
        assert!(call.parameters.flag("is_personal"));
    }
    for (text, said, button) in [
        ("how much beef was sold?", "The announcement doesn't say.", "Ask me in a private chat"),
        ("卖了多少牛肉？", "公告没有说明这一点。", "到私聊里问我"),
    ] {
        let call = typed(&fake, text, "en");
        let results = results(&call);
        assert_eq!((results.len(), title(&results[0])), (1, said));
        let given = call.parameters.object("button").unwrap();
        assert_eq!((given["text"].as_str(), given["start_parameter"].as_str()), (Some(button), Some("inline")));
        let message = results[0]["input_message_content"]["message_text"].as_str().unwrap();
        assert!(!message.contains("<blockquote"), "nothing near is passed off: {message}");
    }
    fake.check();
}

#[test]
fn whatever_is_typed_is_answered() {
    let fake = Fake::start();
    let home = Home::new();
    let _herald = home.start(&fake);
    for text in ["<b>&", "\u{202e}\u{0}", "/source", "@herald_test_bot how?", &"😀".repeat(128), "8"] {
        assert!(!results(&typed(&fake, text, "xx")).is_empty(), "{text}");
    }
    fake.check();
}

#[test]
fn a_query_that_must_wait_holds_up_nobody() {
    let fake = Fake::start();
    let home = Home::new();
    let _herald = home.start(&fake);
    fake.fault(Fault::Delay(4000), on("answerInlineQuery").times(1));
    fake.type_inline(7, "how many orders a day?", "en");
    fake.post(private(7, "how many orders a day?"));
    assert!(fake.wait_for_sent(1)[0].text().contains("500,000"));
    typed(&fake, "how much pork?", "en");
    assert_eq!(fake.calls_of("answerInlineQuery").len(), 1, "the one that waits comes later");
    fake.heal();
    // What fails is tried again, but not after the time in which it is worth something.
    fake.fault(Fault::Status(502), on("answerInlineQuery").times(1));
    typed(&fake, "how much pork?", "en");
    fake.heal();
    fake.fault(Fault::TooMany(60), on("answerInlineQuery").times(1));
    fake.type_inline(7, "how much pork?", "en");
    fake.wait_until("the 429", |fake| fake.calls_of("answerInlineQuery").iter().any(|it| it.status == 429));
    fake.check();
}
