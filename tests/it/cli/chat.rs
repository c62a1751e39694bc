//! `herald chat` in a pipe: plain lines in and out.

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;
use std::sync::mpsc;
use std::time::Duration;

use super::{check_failure, folder_with, herald, run};

#[test]
fn a_conversation_in_a_pipe() {
    let run = run(&mut herald(&["chat"]), "hello\n\nHow much pork was sold a day?\nand vegetables?\n谢谢".as_bytes());
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    assert!(!run.out.contains('\u{1b}') && !run.out.contains("> "));
    insta::assert_snapshot!(run.out);
}

#[test]
fn lines_that_are_no_text_get_a_reply_too() {
    let mut input = vec![0xff, 0xfe, b'\n'];
    input.extend(vec![b'x'; 200_000]);
    input.extend(b"\nhello\n");
    let run = run(&mut herald(&["chat"]), &input);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    assert!(run.out.contains("The question is too long"));
    assert!(run.out.contains("Hello!"));
}

#[test]
fn watching_needs_a_folder() {
    check_failure(&["chat", "--watch"], 2, "--watch needs a folder to watch");
}

#[test]
fn a_watched_folder_is_read_anew() {
    let folder = folder_with("facts.toml", |text| text);
    let path = folder.path().to_str().expect("a plain path");
    let mut child = herald(&["--knowledge", path, "chat", "--watch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("standard input is a pipe");
    let stdout = child.stdout.take().expect("standard output is a pipe");
    let (send, lines) = mpsc::channel();
    std::thread::spawn(move || {
        BufReader::new(stdout).lines().map_while(Result::ok).try_for_each(|line| send.send(line))
    });
    let mut ask = |expected: &str| {
        writeln!(stdin, "How many tons of vegetables a day?").expect("the program reads");
        let mut seen = Vec::new();
        while let Ok(line) = lines.recv_timeout(Duration::from_secs(20)) {
            if line.contains(expected) {
                return;
            }
            seen.push(line);
        }
        panic!("{expected} is not in {seen:#?}");
    };
    let write = |from: &str, to: &str| {
        let file = folder.path().join("facts.toml");
        let text = std::fs::read_to_string(&file).expect("the facts");
        assert!(text.contains(from), "{from}");
        std::fs::write(file, text.replace(from, to)).expect("the changed facts");
    };
    ask("500 tons of vegetables a day");
    write("500 tons of vegetables a day\"", "500 tons of greens every day\"");
    ask("500 tons of greens every day");
    write("[fact.daily-vegetables]", "[fact.daily-vegetables");
    ask("until then the last good version answers");
    drop(stdin);
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
}
