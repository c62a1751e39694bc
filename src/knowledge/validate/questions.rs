//! `questions.jsonl` as its author wrote it → what it can't be used for, and the facts that none of its questions asks for.
//!
//! `"facts": ["slaes"]` is an error at `slaes`, with "did you mean `sales`?". A folder without the file has nothing to check.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::knowledge::diagnostic::{Diagnostic, nearest};
use crate::knowledge::folder::QUESTIONS;
use crate::knowledge::schema::File;
use crate::knowledge::schema::facts::RawFact;
use crate::text::Span;

/// What is looked at of a labelled question; `herald eval` reads the rest.
#[derive(Debug, Deserialize)]
struct Label<'t> {
    // What each must have: without it, this is no labelled question.
    #[serde(borrow, rename = "id")]
    _id: &'t RawValue,
    #[serde(borrow, rename = "turns")]
    _turns: Vec<&'t RawValue>,
    #[serde(borrow, rename = "kind")]
    _kind: &'t RawValue,
    #[serde(borrow, default)]
    facts: Vec<&'t RawValue>,
    #[serde(borrow, default)]
    also_ok: Vec<&'t RawValue>,
}

/// Checks the questions against the facts.
pub fn check(text: &str, facts_file: File<'_>, facts: &[RawFact<'_>], out: &mut Vec<Diagnostic>) {
    let mut asked = vec![false; facts.len()];
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(start, start + line.trim_end().len());
        start += line.len();
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str::<Label<'_>>(line.trim_end()) {
            Ok(label) => {
                for id in label.facts.iter().chain(&label.also_ok) {
                    match fact(id, facts) {
                        Some(at) => asked[at] = true,
                        None => out.push(unknown(id, text, facts)),
                    }
                }
            }
            Err(error) => {
                let message = format!("this line is no labelled question: {error}");
                let help = "write one JSON object a line: {\"id\": \"q1\", \"turns\": [\"…?\"], \
                            \"kind\": \"answer\", \"facts\": [\"fact-id\"]}";
                out.push(Diagnostic::error(QUESTIONS, span, "question-syntax", message).help(help));
            }
        }
    }
    for (fact, _) in facts.iter().zip(&asked).filter(|(_, asked)| !**asked) {
        let message = format!("no question of questions.jsonl asks for fact `{}`", fact.id.value);
        let help = "add one that people would ask: then `herald eval` tells whether it gets this fact";
        out.push(Diagnostic::warning(facts_file.name, fact.id.span, "unasked-fact", message).help(help));
    }
}

fn name(id: &RawValue) -> String {
    serde_json::from_str(id.get()).unwrap_or_else(|_| id.get().to_owned())
}

fn fact(id: &RawValue, facts: &[RawFact<'_>]) -> Option<usize> {
    let name = name(id);
    facts.iter().position(|fact| fact.id.value == name)
}

fn unknown(id: &RawValue, text: &str, facts: &[RawFact<'_>]) -> Diagnostic {
    // The value borrows from the text, so its address is its place.
    let start = (id.get().as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    let name = name(id);
    let near = nearest(&name, facts.iter().map(|fact| &*fact.id.value));
    Diagnostic::error(
        QUESTIONS,
        Span::new(start, start + id.get().len()),
        "unknown-fact",
        format!("there is no fact `{name}`"),
    )
    .suggest(near, "write the id of a fact in facts.toml")
}
