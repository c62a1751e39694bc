//! `herald ask`: one reply, as text or as JSON.

use serde_json::Value;

use super::{check_failure, herald, run};

#[track_caller]
fn reply(args: &[&str]) -> Value {
    let run = run(&mut herald(args), b"");
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    assert_eq!(run.out.lines().count(), 1);
    serde_json::from_str(&run.out).expect("the reply is JSON")
}

#[test]
fn a_reply_has_the_form_that_other_programs_read() {
    let reply = reply(&["ask", "--json", "How many tons of vegetables a day?"]);
    let keys: Vec<_> = reply.as_object().expect("an object").keys().map(String::as_str).collect();
    let mut expected = ["v", "id", "kind", "facts", "verdict", "near", "missing", "lang", "text"];
    expected.sort_unstable();
    assert_eq!(keys, expected);
    assert_eq!((&reply["v"], &reply["id"]), (&Value::from(1), &Value::Null));
    assert_eq!(reply["kind"], "answer");
    assert_eq!(reply["facts"], serde_json::json!(["daily-vegetables"]));
    assert_eq!(reply["lang"], "en");
    assert!(reply["text"].as_str().is_some_and(|text| text.starts_with("500 tons of vegetables a day\n")), "{reply}");
}

#[test]
fn words_are_joined() {
    let joined = reply(&["ask", "--json", "How", "many", "tons", "of", "vegetables", "a", "day?"]);
    assert_eq!(joined, reply(&["ask", "--json", "How many tons of vegetables a day?"]));
}

#[test]
fn a_reply_on_the_terminal_has_the_quote_and_the_source() {
    let run = run(&mut herald(&["ask", "How many tons of vegetables a day?"]), b"");
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    insta::assert_snapshot!(run.out);
}

#[test]
fn an_explanation_comes_before_the_reply() {
    let plain = run(&mut herald(&["ask", "How many tons of vegetables a day?"]), b"").out;
    let explained = run(&mut herald(&["ask", "--explain", "How many tons of vegetables a day?"]), b"");
    assert_eq!((explained.code, explained.err.as_str()), (Some(0), ""));
    for part in ["what was recognised", "is what the fact needs", "daily-vegetables", "so the reply is an answer"] {
        assert!(explained.out.contains(part), "{part} is not in {}", explained.out);
    }
    assert!(explained.out.ends_with(&plain), "{}", explained.out);
}

#[test]
fn an_explanation_says_what_speaks_against_and_what_to_change() {
    for (question, parts) in [
        (
            "How much beef was sold?",
            ["it is about another one than", "so the reply is that it isn't said", "its `helps`"],
        ),
        ("who sold the pork?", ["it doesn't tell who", "so the reply is that it isn't said", "its `answers`"]),
        ("zxcv qwrt", ["unknown: no form has this word", "no fact holds any of it", "vocabulary.toml"]),
    ] {
        let explained = run(&mut herald(&["ask", "--explain", question]), b"").out;
        assert!(parts.iter().all(|part| explained.contains(part)), "{explained}");
    }
}

#[test]
fn questions_that_cannot_be_asked_are_refused() {
    check_failure(&["ask", ""], 1, "the question is empty");
    check_failure(&["ask", " ", "\t"], 1, "the question is empty");
    check_failure(&["ask", &"x".repeat(100_000)], 1, "the question is too long");
    for args in [&["ask"][..], &["ask", "--batch", "a"], &["ask", "--batch", "--json"], &["ask", "--none", "a"]] {
        let run = run(&mut herald(args), b"");
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{args:?}");
    }
}

#[test]
fn any_text_gets_a_reply() {
    for question in ["\u{202e}\u{0}x", "😀😀😀", "<b>&amp;", "--", "١٢٣", "{title}", "?"] {
        // A zero byte can't be an argument.
        let question = question.replace('\0', "\u{1}");
        let run = run(&mut herald(&["ask", "--json", "--", &question]), b"");
        assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{question:?}");
        assert!(run.out.starts_with("{\"v\":1,"), "{question:?}: {}", run.out);
    }
}

#[test]
fn a_closed_pipe_is_no_error() {
    use std::process::Stdio;
    let mut child =
        herald(&["ask", "hello"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}

#[test]
fn colours_come_only_where_they_are_wanted() {
    let question = &["ask", "How many tons of vegetables a day?"];
    let plain = run(&mut herald(question), b"").out;
    assert!(!plain.contains('\u{1b}'));
    let forced = run(herald(question).env("CLICOLOR_FORCE", "1"), b"").out;
    assert!(forced.contains("\u{1b}[1m"));
    assert_eq!(anstream::adapter::strip_str(&forced).to_string(), plain);
    let refused = run(herald(question).env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1"), b"").out;
    assert_eq!(refused, plain);
}
