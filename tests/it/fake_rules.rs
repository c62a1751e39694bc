//! The fake server holds Herald to Telegram's rules, so it is held to them itself.

use serde_json::{Value, json};

use crate::fake::fault::{Fault, on};
use crate::fake::html;
use crate::fake::{BOT, Fake, TOKEN};
use crate::scene::{group, private};

/// Calls a method as a bot would; gives the status and the answer.
fn call(fake: &Fake, token: &str, method: &str, parameters: &Value) -> Option<(u16, Value)> {
    let url = format!("{}/bot{token}/{method}", fake.url());
    let request = async {
        let client = reqwest::Client::new();
        let body = parameters.to_string();
        let response = client.post(url).header("content-type", "application/json").body(body).send().await.ok()?;
        let status = response.status().as_u16();
        let text = response.text().await.ok()?;
        Some((status, serde_json::from_str(&text).unwrap_or_default()))
    };
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(request)
}

/// The status, and the end of the description or the number of results.
fn check(fake: &Fake, method: &str, parameters: &Value, status: u16, ends_with: &str) {
    let (found, answer) = call(fake, TOKEN, method, parameters).unwrap();
    let said = match &answer["result"] {
        Value::Array(list) => list.len().to_string(),
        _ => answer["description"].as_str().unwrap_or_default().to_owned(),
    };
    assert!(found == status && said.ends_with(ends_with), "{method} {parameters}: {found} {answer}");
}

#[test]
fn html_is_what_telegram_takes() {
    let cases = [
        ("plain", Some("plain")),
        ("<b>8.8</b> &lt; 9 &amp; &quot;x&quot; &#39;", Some("8.8 < 9 & \"x\" '")),
        ("<blockquote expandable>a <i>b</i></blockquote>", Some("a b")),
        ("<a href=\"https://t.me\">x</a><code class=\"language-rust\">y</code>", Some("xy")),
        ("a > b", Some("a > b")),
        ("<b>a", None),
        ("a</b>", None),
        ("<b><i>a</b></i>", None),
        ("<p>a</p>", None),
        ("<br>", None),
        ("a < b", None),
        ("a & b", None),
        ("a &nbsp; b", None),
        ("<b class=\"x\">a</b>", None),
        ("<blockquote><blockquote>a</blockquote></blockquote>", None),
        ("<code><b>a</b></code>", None),
    ];
    for (html, expected) in cases {
        assert_eq!(html::parse(html).ok().as_deref(), expected, "{html}");
    }
}

#[test]
fn tokens_and_methods() {
    let fake = Fake::start();
    assert_eq!(call(&fake, TOKEN, "GetMe", &json!({})).unwrap().1["result"]["id"], json!(BOT));
    assert_eq!(call(&fake, "42:wrong", "getMe", &json!({})).unwrap().0, 401);
    assert_eq!(call(&fake, "nonsense", "getMe", &json!({})).unwrap().0, 404);
    assert_eq!(call(&fake, TOKEN, "getMeat", &json!({})).unwrap().0, 404);
}

#[test]
fn offsets_confirm() {
    let fake = Fake::start();
    for text in ["a", "b", "c", "d"] {
        fake.post(private(7, text));
    }
    check(&fake, "getUpdates", &json!({}), 200, "4");
    check(&fake, "getUpdates", &json!({"limit": 3}), 200, "3");
    check(&fake, "getUpdates", &json!({"offset": 1002}), 200, "3");
    check(&fake, "getUpdates", &json!({}), 200, "3");
    check(&fake, "getUpdates", &json!({"offset": -1}), 200, "1");
    check(&fake, "getUpdates", &json!({"offset": 1005}), 200, "0");
    check(&fake, "getUpdates", &json!({"allowed_updates": ["callback_query"]}), 200, "0");
    fake.post(private(7, "e"));
    check(&fake, "getUpdates", &json!({}), 200, "0");
}

#[test]
fn one_poll_at_a_time_and_none_beside_a_webhook() {
    let fake = Fake::start();
    std::thread::scope(|scope| {
        let first = scope.spawn(|| call(&fake, TOKEN, "getUpdates", &json!({"timeout": 20})).unwrap());
        fake.wait_until("the first poll", |fake| fake.look(|state| state.polls) == 1);
        let second = scope.spawn(|| call(&fake, TOKEN, "getUpdates", &json!({"timeout": 20})).unwrap());
        assert_eq!(first.join().unwrap().0, 409);
        fake.post(private(7, "a"));
        assert_eq!(second.join().unwrap().1["result"].as_array().unwrap().len(), 1);
    });
    check(&fake, "setWebhook", &json!({"url": "https://example.org"}), 200, "");
    check(&fake, "getUpdates", &json!({}), 409, "delete the webhook first");
    check(&fake, "deleteWebhook", &json!({}), 200, "");
    check(&fake, "getUpdates", &json!({}), 200, "1");
}

#[test]
fn messages_that_telegram_does_not_take() {
    let fake = Fake::start();
    let question = fake.post(group(-5, 3, "a").topic(9));
    let send = |more: Value| {
        let mut parameters = json!({"chat_id": -5, "text": "hi", "parse_mode": "HTML"});
        parameters.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        parameters
    };
    let button = |button: Value| send(json!({"reply_markup": {"inline_keyboard": [[button]]}}));
    let rows = [
        (send(json!({})), ""),
        (send(json!({"text": "x".repeat(4096)})), ""),
        (send(json!({"text": format!("<b>{}</b>", "x".repeat(4096))})), ""),
        (send(json!({"text": "😀".repeat(2049)})), "message is too long"),
        (send(json!({"text": " "})), "message text is empty"),
        (send(json!({"text": "<b>"})), "start tag b"),
        (send(json!({"chat_id": 99})), "chat not found"),
        (send(json!({"message_thread_id": 9})), ""),
        (send(json!({"message_thread_id": 8})), "message thread not found"),
        (send(json!({"reply_parameters": {"message_id": question}})), ""),
        (send(json!({"reply_parameters": {"message_id": 999}})), "message to be replied not found"),
        (send(json!({"reply_parameters": {"message_id": 999, "allow_sending_without_reply": true}})), ""),
        (button(json!({"text": "a", "callback_data": "x".repeat(64)})), ""),
        (button(json!({"text": "a", "callback_data": "x".repeat(65)})), "BUTTON_DATA_INVALID"),
        (button(json!({"text": "", "callback_data": "x"})), "can't be empty"),
        (button(json!({"text": "a"})), "exactly one action is needed"),
        (button(json!({"text": "a", "copy_text": {"text": "x".repeat(257)}})), "BUTTON_COPY_TEXT_INVALID"),
    ];
    for (parameters, error) in rows {
        check(&fake, "sendMessage", &parameters, if error.is_empty() { 200 } else { 400 }, error);
    }
    fake.change(|state| state.chats.entry(-5).or_default().migrated = Some(-6));
    let (_, answer) = call(&fake, TOKEN, "sendMessage", &send(json!({}))).unwrap();
    assert_eq!(answer["parameters"]["migrate_to_chat_id"], json!(-6));
    assert!(!fake.wrong().is_empty());
}

#[test]
fn edits_and_answers() {
    let fake = Fake::start();
    let question = fake.post(private(7, "a"));
    let send = json!({"chat_id": 7, "text": "hi"});
    let (_, message) = call(&fake, TOKEN, "sendMessage", &send).unwrap();
    let edit = |message: &Value, text: &str| json!({"chat_id": 7, "message_id": message, "text": text});
    let mine = &message["result"]["message_id"];
    check(&fake, "editMessageText", &edit(mine, "hi"), 400, "of the message");
    check(&fake, "editMessageText", &edit(mine, "ho"), 200, "");
    check(&fake, "editMessageText", &edit(&json!(99), "ho"), 400, "message to edit not found");
    check(&fake, "editMessageText", &edit(&json!(question), "ho"), 400, "can't be edited");
    let keyboard = json!({"chat_id": 7, "message_id": mine, "reply_markup": {"inline_keyboard": []}});
    check(&fake, "editMessageReplyMarkup", &keyboard.clone(), 200, "");
    check(&fake, "editMessageReplyMarkup", &keyboard, 400, "of the message");
    fake.change(|state| state.queries.insert("q".to_owned()));
    check(&fake, "answerCallbackQuery", &json!({"callback_query_id": "q"}), 200, "");
    check(&fake, "answerCallbackQuery", &json!({"callback_query_id": "q"}), 400, "query ID is invalid");
    let commands = json!([{"command": "ask", "description": "Ask"}]);
    check(&fake, "setMyCommands", &json!({"commands": commands, "language_code": "zh"}), 200, "");
    check(
        &fake,
        "setMyCommands",
        &json!({"commands": commands, "language_code": "zh-hant"}),
        400,
        "LANGUAGE_CODE_INVALID",
    );
    check(&fake, "getMyCommands", &json!({"language_code": "zh"}), 200, "1");
    check(&fake, "getMyCommands", &json!({}), 200, "0");
}

#[test]
fn faults() {
    let fake = Fake::start();
    let send = json!({"chat_id": 7, "text": "hi"});
    fake.post(private(7, "a"));
    let try_once = |fault: Fault| {
        fake.fault(fault, on("sendMessage").chat(7).times(1));
        let before = fake.sent().len();
        let answer = call(&fake, TOKEN, "sendMessage", &send);
        (answer.map(|it| it.0), fake.sent().len() - before)
    };
    assert_eq!(try_once(Fault::TooMany(3)), (Some(429), 0));
    assert_eq!(try_once(Fault::Status(502)), (Some(502), 0));
    assert_eq!(try_once(Fault::Refuse(403, "Forbidden: bot was blocked by the user")), (Some(403), 0));
    assert_eq!(try_once(Fault::Garbage), (Some(200), 0));
    assert_eq!(try_once(Fault::Delay(1)), (Some(200), 1));
    assert_eq!(try_once(Fault::Close), (None, 0));
    assert_eq!(try_once(Fault::LoseReply), (None, 1));
    fake.fault(Fault::Status(500), on("sendMessage").every(2));
    let statuses: Vec<u16> = (0..4).map(|_| call(&fake, TOKEN, "sendMessage", &send).unwrap().0).collect();
    assert_eq!(statuses, [200, 500, 200, 500]);
    fake.heal();
    fake.check();
}

#[test]
fn calls_are_held_to_the_description() {
    // Without a description there is nothing to hold them to.
    if std::env::var_os("BOT_API_SPEC").is_none() {
        return;
    }
    let rows = [
        (json!({"chat_id": 7, "text": "hi"}), vec![]),
        (json!({"chat_id": "@name", "text": "hi", "entities": [{"type": "bold", "offset": 0, "length": 2}]}), vec![]),
        (json!({"chat_id": 7, "text": 5}), vec!["sendMessage.text is no String"]),
        (json!({"chat_id": 7}), vec!["sendMessage.text is missing"]),
        (json!({"chat_id": 7, "text": "hi", "txt": 1}), vec!["sendMessage: there is no parameter txt"]),
        (
            json!({"chat_id": 7, "text": "hi", "link_preview_options": {"is_disabled": 1, "off": true}}),
            vec![
                "sendMessage.link_preview_options.is_disabled is no Boolean",
                "sendMessage.link_preview_options: LinkPreviewOptions has no off",
            ],
        ),
        (
            json!({"chat_id": 7, "text": "hi", "reply_markup": {"inline_keyboard": [[{"text": "a", "url": 1}]]}}),
            vec!["sendMessage.reply_markup.inline_keyboard[0][0].url is no String"],
        ),
    ];
    for (parameters, problems) in rows {
        let fake = Fake::start();
        call(&fake, TOKEN, "SendMessage", &parameters);
        let found = fake.wrong();
        assert_eq!(&found[..problems.len().min(found.len())], problems, "{parameters}: {found:?}");
    }
    let fake = Fake::start();
    call(&fake, TOKEN, "getMeat", &json!({}));
    assert!(fake.wrong()[0].contains("no such method"));
}

#[test]
fn too_many_messages_are_refused() {
    use crate::fake::flood::Flood;
    let refused = |chats: &[i64]| {
        let mut flood = Flood::default();
        chats.iter().filter(|chat| flood.wait(**chat).is_some()).count()
    };
    assert_eq!(refused(&[1; 3]), 0);
    assert_eq!(refused(&[1; 5]), 2);
    assert_eq!(refused(&(1..=30).collect::<Vec<_>>()), 0);
    assert_eq!(refused(&(1..=33).collect::<Vec<_>>()), 3);
}
