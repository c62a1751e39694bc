//! JSON lines of conversations → JSON lines of replies, one for one and in order.
//!
//! `{"id": "q7", "turns": ["How much is it?", "says who?"]}` becomes the reply to "says who?", with the same id. A bad line
//! becomes `{"id": null, "error": "…"}` and the rest goes on.

use std::io::{BufRead, Write};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::ask::fault;
use super::failure::Failure;
use crate::dialogue::{Conversation, respond};
use crate::knowledge::KnowledgeBase;
use crate::render;

/// A line may have up to this many bytes; more are skipped, not kept.
const LONGEST_LINE: usize = 4 * 1024 * 1024;
/// Seconds between two turns: well within a conversation.
const PACE: i64 = 5;

/// The id alone, for a line that is wrong in another way.
#[derive(Deserialize)]
struct Id {
    #[serde(default)]
    id: Value,
}

/// A line out that says what is wrong with the line in.
#[derive(Serialize)]
struct Fault {
    id: Value,
    error: String,
}

/// Answers every line of `input` as it comes.
pub(super) fn run(kb: &KnowledgeBase, mut input: impl BufRead, out: &mut impl Write) -> anyhow::Result<()> {
    let (mut line, mut faults) = (Vec::new(), 0_usize);
    while let Some(whole) = read_line(&mut input, &mut line)? {
        let answered = if whole { answer(kb, &line) } else { Err(too_long()) };
        match answered {
            Ok(reply) => writeln!(out, "{reply}")?,
            Err(fault) => {
                faults += 1;
                writeln!(out, "{}", serde_json::to_string(&fault)?)?;
            }
        }
        out.flush()?;
    }
    if faults == 0 {
        return Ok(());
    }
    let lines = if faults == 1 { "one line has".to_owned() } else { format!("{faults} lines have") };
    Err(Failure::input(format!("{lines} errors: see \"error\" in the output")))
}

/// The reply to the last turn, as JSON.
fn answer(kb: &KnowledgeBase, line: &[u8]) -> Result<String, Fault> {
    let id = serde_json::from_slice::<Id>(line).map_or(Value::Null, |line| line.id);
    let turns = match turns(line) {
        Ok(turns) => turns,
        Err(error) => return Err(Fault { id, error }),
    };
    let mut conversation = Conversation::default();
    let reply = turns.iter().zip(0..).map(|(turn, at)| respond(kb, &mut conversation, turn, at * PACE)).last();
    match reply {
        Some(reply) => Ok(render::json(kb, &reply, Some(&id))),
        None => Err(Fault { id, error: "\"turns\" is empty: put at least one question in it".to_owned() }),
    }
}

/// The turns of a line; what is wrong with it otherwise.
fn turns(line: &[u8]) -> Result<Vec<String>, String> {
    let text = std::str::from_utf8(line).map_err(|_| "the line is not UTF-8")?;
    if text.trim().is_empty() {
        return Err("the line is empty: write {\"id\": …, \"turns\": [\"…\"]}".to_owned());
    }
    let line: Value = serde_json::from_str(text).map_err(|error| {
        let error = error.to_string().replace(" at line 1 column", " at column");
        format!("the line is not JSON: {error}")
    })?;
    let turns = line.get("turns").ok_or("the line has no \"turns\": write {\"id\": …, \"turns\": [\"…\"]}")?;
    let turns = Vec::<String>::deserialize(turns).map_err(|_| "\"turns\" must be a list of texts")?;
    for (turn, number) in turns.iter().zip(1..) {
        if let Some(fault) = fault(turn) {
            return Err(format!("turn {number} {fault}"));
        }
    }
    Ok(turns)
}

fn too_long() -> Fault {
    Fault { id: Value::Null, error: format!("the line is too long: keep it under {} MiB", LONGEST_LINE / 1024 / 1024) }
}

/// Reads the next line without its line break: `None` at the end, `false` if it was too long to keep.
pub(super) fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> std::io::Result<Option<bool>> {
    line.clear();
    let (mut any, mut whole) = (false, true);
    loop {
        let buffer = match input.fill_buf() {
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            buffer => buffer?,
        };
        if buffer.is_empty() {
            return Ok(any.then_some(whole));
        }
        any = true;
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let part = &buffer[..end.unwrap_or(buffer.len())];
        if line.len() + part.len() <= LONGEST_LINE {
            line.extend_from_slice(part);
        } else {
            whole = false;
        }
        let used = part.len() + usize::from(end.is_some());
        input.consume(used);
        if end.is_some() {
            return Ok(Some(whole));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_whole_or_skipped() {
        let long = "x".repeat(LONGEST_LINE + 1);
        let text = format!("one\n\n{long}\nlast");
        let mut input = std::io::BufReader::with_capacity(7, text.as_bytes());
        let mut line = Vec::new();
        let mut read = Vec::new();
        while let Some(whole) = read_line(&mut input, &mut line).expect("memory can be read") {
            read.push(if whole { String::from_utf8_lossy(&line).into_owned() } else { "too long".to_owned() });
        }
        assert_eq!(read, ["one", "", "too long", "last"]);
    }

    #[track_caller]
    fn check(line: &[u8], expected: Result<usize, &str>) {
        match (turns(line), expected) {
            (Ok(turns), Ok(count)) => assert_eq!(turns.len(), count),
            (Err(error), Err(part)) => assert!(error.contains(part), "{error}"),
            (turns, _) => panic!("{turns:?}"),
        }
    }

    #[test]
    fn bad_lines_say_what_is_wrong() {
        check(br#"{"id": 1, "turns": ["a", "b"], "else": null}"#, Ok(2));
        check(br#"{"turns": []}"#, Ok(0));
        check(b"", Err("the line is empty"));
        check(b"\xff\xfe", Err("not UTF-8"));
        check(br#"{"id": "a", "turns": ["half"#, Err("not JSON"));
        check(br#"{"turns": ["\ud800"]}"#, Err("not JSON"));
        check(b"{\"turns\": [\"\x01\"]}", Err("not JSON"));
        check(br#"{"id": "a"}"#, Err("no \"turns\""));
        check(br#"["a"]"#, Err("no \"turns\""));
        check(br#"{"turns": "a"}"#, Err("a list of texts"));
        check(br#"{"turns": [1]}"#, Err("a list of texts"));
        check(br#"{"turns": ["a", " "]}"#, Err("turn 2 is empty"));
        let huge = format!("{{\"turns\": [\"{}\"]}}", "a".repeat(1024 * 1024));
        check(huge.as_bytes(), Err("turn 1 is too long"));
        check("[".repeat(100_000).as_bytes(), Err("not JSON"));
    }
}
