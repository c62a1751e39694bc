//! `herald ask QUESTION…` → one reply; `--batch`: JSON lines in, JSON lines out.

use std::io::Write;
use std::mem::ManuallyDrop;
use std::path::Path;

use super::batch;
use super::explain;
use super::failure::Failure;
use super::opening::open;
use crate::dialogue::{Conversation, respond};
use crate::render;

/// A question may have up to this many bytes: a Telegram message has at most 4,096 characters.
const LONGEST_QUESTION: usize = 64 * 1024;

const EXAMPLES: &str = "\
Examples:
  herald ask \"What can I ask?\"
  herald ask --json 可以问什么
  herald ask --explain --after \"Who spoke?\" \"Where was that?\"
  herald ask --batch < questions.jsonl > replies.jsonl

With --batch each line in is {\"id\": …, \"turns\": [\"…\", …]}: one conversation,
answered on its last turn. Each gives one line out, in order. A bad line gives
{\"id\": …, \"error\": \"…\"}, and exit code 1 at the end.";

/// How to answer.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The question; several words are joined
    #[arg(required_unless_present = "batch", value_name = "QUESTION")]
    question: Vec<String>,
    /// Print the reply as JSON
    #[arg(long)]
    json: bool,
    /// Show how the reply came about: mentions, candidates, the rule
    #[arg(long, conflicts_with = "json")]
    explain: bool,
    /// What was asked before, once for each turn: the question may be a follow-up
    #[arg(long, value_name = "TURN", conflicts_with = "batch")]
    after: Vec<String>,
    /// Read conversations as JSON lines from standard input
    #[arg(long, conflicts_with_all = ["question", "json", "explain"])]
    batch: bool,
}

/// Answers the question, or every line of standard input.
pub(super) fn run(args: &Args, folder: Option<&Path>, out: &mut impl Write) -> anyhow::Result<()> {
    if args.batch {
        let kb = ManuallyDrop::new(open(folder)?);
        return batch::run(&kb, std::io::stdin().lock(), out);
    }
    let question = args.question.join(" ");
    let fault = fault(&question);
    if let Some(fault) = fault {
        return Err(Failure::input(format!("the question {fault}")));
    }
    // The process ends with the answer: freeing every word would only delay that.
    let kb = ManuallyDrop::new(open(folder)?);
    let mut conversation = Conversation::default();
    for turn in &args.after {
        respond(&kb, &mut conversation, turn, 0);
    }
    if args.explain {
        let (reply, steps) = crate::dialogue::explain(&kb, &mut conversation, &question, 0);
        write!(out, "{}\n{}", explain::explain(&kb, &steps), render::terminal(&kb, &reply, super::width()))?;
        return Ok(());
    }
    let reply = respond(&kb, &mut conversation, &question, 0);
    if args.json {
        writeln!(out, "{}", render::json(&kb, &reply, None))?;
    } else {
        write!(out, "{}", render::terminal(&kb, &reply, super::width()))?;
    }
    Ok(())
}

/// Why a question can't be answered at all: "is empty: …".
pub(super) fn fault(question: &str) -> Option<String> {
    if question.trim().is_empty() {
        Some("is empty: write what you want to know".to_owned())
    } else if question.len() > LONGEST_QUESTION {
        Some(format!("is too long: keep it under {} KiB", LONGEST_QUESTION / 1024))
    } else {
        None
    }
}
