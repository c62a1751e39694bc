//! `herald report`: questions without an answer and votes, similar ones together, most frequent first.
//!
//! As text for a person, as JSON lines for a program, or as labelled questions: each with the reply of today as its label, to be
//! corrected by hand and given to `herald eval`.

mod group;

use std::io::Write;
use std::path::Path;

use clap::ValueEnum;
use serde_json::json;

use super::beside::beside;
use super::day::day;
use super::opening;
use crate::answer::{Kind, Reply, Verdict};
use crate::dialogue::{Conversation, respond};
use crate::knowledge::KnowledgeBase;
use crate::text::Lang;
use group::{Group, groups};

const EXAMPLES: &str = "\
Examples:
  herald report                                  for reading
  herald report --format json                    one JSON object a line
  herald report --format questions > new.jsonl   labelled, for `herald eval`

A labelled question has the reply of today as its label: correct it before you
score by it. What is kept has no person, no chat and no hour;
HERALD_KEEP_QUESTIONS=off keeps nothing.";

/// Other wordings that a group shows.
const OTHERS: usize = 3;

/// How to report.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The form of the report: text, json or questions
    #[arg(long, value_enum, default_value_t = Format::Text, hide_possible_values = true)]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// For a person
    Text,
    /// One JSON object a line
    Json,
    /// Labelled questions, one JSON object a line
    Questions,
}

/// Reads what is kept and reports it.
pub(super) fn run(args: &Args, folder: Option<&Path>, out: &mut impl Write) -> anyhow::Result<()> {
    let kb = opening::open(folder)?;
    let kept = beside(async |database| database.feedback().await)?;
    let groups = groups(&kept, |text| reply(&kb, text).missing);
    match args.format {
        Format::Text if groups.is_empty() => writeln!(out, "nothing is kept yet")?,
        Format::Text => groups.iter().try_for_each(|it| write!(out, "{}", text(it)))?,
        Format::Json => groups.iter().try_for_each(|it| writeln!(out, "{}", object(it)))?,
        Format::Questions => {
            (1..).zip(&groups).try_for_each(|(number, it)| writeln!(out, "{}", question(&kb, number, it)))?;
        }
    }
    Ok(())
}

/// The reply of today to a question that stands for itself.
fn reply(kb: &KnowledgeBase, text: &str) -> Reply {
    respond(kb, &mut Conversation::default(), text, 0)
}

/// `   12  unknown  en  until 2026-11-27  how much beef?`, and other wordings below.
fn text(group: &Group) -> String {
    let (count, opinion, lang) = (group.count, group.opinion.name(), code(group.lang));
    let mut lines = vec![format!("{count:>5}  {opinion:<7}  {lang}  until {}  {}\n", day(group.last_day), group.text)];
    lines.extend(group.others.iter().take(OTHERS).map(|other| format!("{:>38}  {other}\n", "")));
    let more = group.others.len().saturating_sub(OTHERS);
    lines.extend((more > 0).then(|| format!("{:>38}  … {more} more wordings\n", "")));
    lines.concat()
}

fn object(group: &Group) -> serde_json::Value {
    json!({
        "v": 1,
        "opinion": group.opinion.name(),
        "lang": code(group.lang),
        "count": group.count,
        "first_day": day(group.first_day),
        "last_day": day(group.last_day),
        "text": group.text,
        "others": group.others,
    })
}

/// A labelled question, as `herald eval` reads it.
fn question(kb: &KnowledgeBase, number: usize, group: &Group) -> serde_json::Value {
    let reply = reply(kb, &group.text);
    let facts: Vec<&str> = match reply.kind {
        Kind::Answer | Kind::Clarify => reply.facts.iter().map(|id| kb[*id].id.as_str()).collect(),
        Kind::Unknown | Kind::Smalltalk => Vec::new(),
    };
    let mut question = json!({
        "id": format!("report-{number}"),
        "lang": code(group.lang),
        "group": group.opinion.name(),
        "turns": [group.text],
        "kind": reply.kind,
        "facts": facts,
    });
    if reply.whether {
        question["verdict"] = match reply.verdict {
            Some(Verdict::Yes) => json!("yes"),
            Some(Verdict::No) => json!("no"),
            None => serde_json::Value::Null,
        };
    }
    question
}

fn code(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "en",
        Lang::Zh => "zh",
    }
}
