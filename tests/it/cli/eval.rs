//! `herald eval`: the rules of scoring, the table, the limits.

use std::path::PathBuf;

use super::{check_failure, folder_with, herald, run};

/// A file of labelled questions in a folder that lives as long as the test.
fn questions(lines: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("mine.jsonl");
    std::fs::write(&file, lines).expect("the questions");
    (folder, file)
}

/// The outcome of one labelled question: the label's keys beyond id, language and turns.
#[track_caller]
fn check(lang: &str, turns: &str, label: &str, expected: &str) {
    let (_folder, file) = questions(&format!(r#"{{"id": "a", "lang": "{lang}", "turns": {turns}, {label}}}"#));
    let run = run(&mut herald(&["eval", file.to_str().expect("a plain path")]), b"");
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    let names: Vec<_> = run.out.lines().next().unwrap_or_default().split_whitespace().skip(2).collect();
    let all = run.out.lines().find(|line| line.starts_with("ALL")).expect("a line over all");
    let shares: Vec<_> = all.split_whitespace().skip(2).collect();
    let outcome: Vec<_> =
        names.iter().zip(shares).filter(|(_, share)| *share == "100.0%").map(|(name, _)| *name).collect();
    assert_eq!(outcome, [expected], "{turns} {label}");
}

const VEGETABLES: &str = r#"["How many tons of vegetables a day?"]"#;

#[test]
fn replies_are_scored_by_the_rules() {
    let answer = |rest: &str| format!(r#""kind": "answer", {rest}"#);
    check("en", VEGETABLES, &answer(r#""facts": ["daily-vegetables"]"#), "right");
    check("en", VEGETABLES, &answer(r#""facts": ["daily-pork"]"#), "harm");
    check("en", VEGETABLES, &answer(r#""facts": ["daily-pork"], "also_ok": ["daily-vegetables"]"#), "right");
    check("en", VEGETABLES, &answer(r#""facts": ["daily-vegetables", "daily-pork"]"#), "partial");
    check("en", VEGETABLES, &answer(r#""facts": ["daily-vegetables"], "text_any": ["500 TONS"]"#), "right");
    check("en", VEGETABLES, &answer(r#""facts": ["daily-vegetables"], "text_any": ["600 tons"]"#), "partial");
    check("en", VEGETABLES, &answer(r#""facts": ["daily-vegetables"], "must_not": ["500 tons"]"#), "harm");
    check("en", VEGETABLES, &answer(r#""facts": ["daily-vegetables"], "verdict": null"#), "right");
    check("en", VEGETABLES, &answer(r#""facts": ["daily-vegetables"], "verdict": "yes""#), "partial");
    check("en", VEGETABLES, r#""kind": "unknown""#, "harm");
    check("en", VEGETABLES, r#""kind": "unknown", "kinds_ok": ["answer"]"#, "right");
    check("en", VEGETABLES, r#""kind": "smalltalk""#, "other");
    check("zh", r#"["每天卖多少吨蔬菜？"]"#, &answer(r#""facts": ["daily-vegetables"]"#), "right");
    check("en", r#"["每天卖多少吨蔬菜？"]"#, &answer(r#""facts": ["daily-vegetables"]"#), "partial");
    check("en", r#"["hello"]"#, r#""kind": "smalltalk""#, "right");
    check("en", r#"["hello"]"#, &answer(r#""facts": ["daily-pork"]"#), "other");
    check("en", r#"["zxqv wvuq"]"#, &answer(r#""facts": ["daily-pork"]"#), "missed");
}

#[test]
fn what_no_question_mentions_is_listed() {
    let line =
        |turn: &str| format!(r#"{{"id": "a", "lang": "en", "turns": ["{turn}"], "kind": "answer", "facts": []}}"#);
    let unused = |lines: &str| {
        let (_folder, file) = questions(lines);
        let run = run(&mut herald(&["eval", "--unused", file.to_str().expect("a plain path")]), b"");
        assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
        run.out.lines().find(|line| line.starts_with("daily-pork: ")).unwrap_or_default().to_owned()
    };
    let named = |list: &str, id: &str| list.split_whitespace().any(|word| word == id);
    let without = unused(&line("How many orders a day?"));
    assert!(named(&without, "pork") && !named(&without, "per-day"), "{without}");
    let with = unused(&[line("How many orders a day?"), line("How much pork?")].join("\n"));
    assert!(!named(&with, "pork") && !with.is_empty(), "{with}");
}

#[test]
fn the_table_has_a_line_for_each_file_and_group() {
    let (_folder, file) = questions(concat!(
        r#"{"id": "a", "lang": "en", "group": "direct", "turns": ["How many tons of vegetables a day?"], "kind": "answer", "facts": ["daily-vegetables"]}"#,
        "\n\n",
        r#"{"id": "b", "lang": "en", "group": "near", "turns": ["How many tons of vegetables a day?"], "kind": "unknown", "facts": []}"#,
        "\n",
    ));
    let run = run(&mut herald(&["eval", "--wrong", file.to_str().expect("a plain path")]), b"");
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    insta::assert_snapshot!(run.out);
}

#[test]
fn without_files_the_folders_own_questions_are_scored() {
    let line = r#"{"id": "a", "turns": ["hello"], "kind": "smalltalk"}"#;
    let folder = folder_with("questions.jsonl", |_| line.to_owned());
    let path = folder.path().to_str().expect("a plain path");
    let scored = run(&mut herald(&["--knowledge", path, "eval", "--min=100%"]), b"");
    assert_eq!((scored.code, scored.err.as_str()), (Some(0), ""));
    assert!(scored.out.contains("questions                     1   100.0%"), "{}", scored.out);
    std::fs::remove_file(folder.path().join("questions.jsonl")).expect("the file was there");
    check_failure(&["--knowledge", path, "eval"], 2, "has no questions.jsonl");
}

#[test]
fn limits_fail_below_and_above() {
    let (_folder, file) = questions(concat!(
        r#"{"id": "a", "lang": "en", "turns": ["hello"], "kind": "smalltalk"}"#,
        "\n",
        r#"{"id": "b", "lang": "en", "turns": ["How many tons of vegetables a day?"], "kind": "unknown"}"#,
    ));
    let file = file.to_str().expect("a plain path");
    let check = |limits: &[&str], code: i32, sentence: &str| {
        let run = run(&mut herald(&[&["eval", file], limits].concat()), b"");
        assert_eq!((run.code, run.err.as_str()), (Some(code), sentence), "{limits:?}");
        assert!(run.out.contains("ALL"));
    };
    check(&["--min", "0.5", "--max-harm", "50%"], 0, "");
    check(&["--min", "51%"], 1, "herald: 50.0% are right, and --min asks for 51.0%\n");
    check(&["--max-harm", "0.4"], 1, "herald: 50.0% do harm, and --max-harm allows 40.0%\n");
}

#[test]
fn files_that_cannot_be_scored_are_named() {
    check_failure(&["eval", "/nowhere/questions.jsonl"], 2, "/nowhere/questions.jsonl");
    for (line, sentence) in [
        ("{", "mine.jsonl:1: not a labelled question"),
        (r#"{"id": "a", "lang": "en", "turns": [], "kind": "answer"}"#, "mine.jsonl:1: \"turns\" is empty"),
        (r#"{"id": "a", "lang": "en", "turns": ["a"], "kind": "joke"}"#, "mine.jsonl:1: not a labelled question"),
    ] {
        let (_folder, file) = questions(line);
        check_failure(&["eval", file.to_str().expect("a plain path")], 1, sentence);
    }
    for limit in ["80", "much", "-1"] {
        let run = run(&mut herald(&["eval", &format!("--min={limit}")]), b"");
        assert_eq!(run.code, Some(2), "{limit}");
        assert!(run.err.contains("write a share as 0.8 or as 80%"), "{}", run.err);
    }
}
