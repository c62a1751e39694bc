//! `herald ask --batch`: JSON lines in, JSON lines out, one for one.

use serde_json::{Value, json};

use super::{herald, run};

/// Every line out for these lines in, and the exit code.
fn batch(input: &[u8]) -> (Vec<Value>, Option<i32>, String) {
    let run = run(&mut herald(&["ask", "--batch"]), input);
    let lines = run.out.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect();
    (lines, run.code, run.err)
}

#[test]
fn each_line_is_a_conversation_of_its_own() {
    let (lines, code, err) = batch(
        concat!(
            r#"{"id": "a", "turns": ["How much pork was sold a day?", "and vegetables?"], "kind": "ignored"}"#,
            "\n",
            r#"{"id": 2, "turns": ["and vegetables?"]}"#,
            "\r\n",
            r#"{"turns": ["你好"]}"#,
        )
        .as_bytes(),
    );
    assert_eq!((code, err.as_str()), (Some(0), ""));
    let ids: Vec<_> = lines.iter().map(|line| line["id"].clone()).collect();
    assert_eq!(ids, [json!("a"), json!(2), Value::Null]);
    assert_eq!(lines[0]["facts"], json!(["daily-vegetables"]));
    assert_eq!((&lines[2]["kind"], &lines[2]["lang"]), (&json!("smalltalk"), &json!("zh")));
}

#[test]
fn bad_lines_give_errors_and_the_rest_goes_on() {
    let huge = format!(r#"{{"id": "huge", "turns": ["{}"]}}"#, "a".repeat(1024 * 1024));
    let gigantic = format!(r#"{{"id": "gigantic", "turns": ["{}"]}}"#, "a".repeat(5 * 1024 * 1024));
    let deep = "[".repeat(200_000);
    let rows: &[(&[u8], Value, &str)] = &[
        (b"", Value::Null, "the line is empty"),
        (b"\xff\xfe\x00", Value::Null, "the line is not UTF-8"),
        (b"not json", Value::Null, "the line is not JSON"),
        (br#"{"id": "half", "turns": ["a"#, Value::Null, "the line is not JSON"),
        (br#"{"id": "lone", "turns": ["\ud800"]}"#, json!("lone"), "the line is not JSON"),
        (b"{\"id\": \"control\", \"turns\": [\"\x01\"]}", Value::Null, "the line is not JSON"),
        (br#"{"id": "none"}"#, json!("none"), "the line has no \"turns\""),
        (br#"{"id": "empty", "turns": []}"#, json!("empty"), "\"turns\" is empty"),
        (br#"{"id": "blank", "turns": ["hello", " "]}"#, json!("blank"), "turn 2 is empty"),
        (br#"{"id": {"a": 1}, "turns": "hello"}"#, json!({"a": 1}), "\"turns\" must be a list of texts"),
        (br#"{"id": "number", "turns": [1]}"#, json!("number"), "\"turns\" must be a list of texts"),
        (br#""hello""#, Value::Null, "the line has no \"turns\""),
        (huge.as_bytes(), json!("huge"), "turn 1 is too long"),
        (gigantic.as_bytes(), Value::Null, "the line is too long"),
        (deep.as_bytes(), Value::Null, "the line is not JSON"),
    ];
    let mut input = Vec::new();
    for (line, _, _) in rows {
        input.extend_from_slice(line);
        input.push(b'\n');
    }
    input.extend_from_slice(br#"{"id": "last", "turns": ["hello"]}"#);
    let (lines, code, err) = batch(&input);
    assert_eq!(code, Some(1));
    assert_eq!(err, format!("herald: {} lines have errors: see \"error\" in the output\n", rows.len()));
    assert_eq!(lines.len(), rows.len() + 1);
    for ((_, id, error), line) in rows.iter().zip(&lines) {
        assert_eq!(&line["id"], id, "{line}");
        assert!(line["error"].as_str().is_some_and(|text| text.contains(error)), "{line}");
        assert_eq!(line.as_object().map(serde_json::Map::len), Some(2), "{line}");
    }
    assert_eq!((&lines[rows.len()]["id"], &lines[rows.len()]["kind"]), (&json!("last"), &json!("smalltalk")));
}

#[test]
fn nothing_in_gives_nothing_out() {
    assert_eq!(batch(b""), (Vec::new(), Some(0), String::new()));
}

#[test]
fn replies_come_while_the_input_is_still_open() {
    use std::io::{BufRead, BufReader, Write};
    use std::process::Stdio;
    let mut child =
        herald(&["ask", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("standard input is a pipe");
    let mut lines = BufReader::new(child.stdout.take().expect("standard output is a pipe")).lines();
    for id in 0..3 {
        writeln!(stdin, r#"{{"id": {id}, "turns": ["hello"]}}"#).expect("the program reads");
        let line: Value = serde_json::from_str(&lines.next().expect("a line").expect("UTF-8")).expect("JSON");
        assert_eq!(line["id"], id);
    }
    drop(stdin);
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
}
