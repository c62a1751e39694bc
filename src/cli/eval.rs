//! `herald eval [FILE…]`: labelled questions → a table of how good the replies are.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::failure::Failure;
use super::opening::open;
use super::progress::Progress;
use super::score::{Labelled, Outcome, Wanted, score};
use super::shown;
use super::table::Table;
use super::unused::Mentioned;
use crate::answer::{Reply, Verdict};
use crate::dialogue::{Conversation, respond};
use crate::knowledge::{FactId, Folder, KnowledgeBase};

const EXAMPLES: &str = "\
Examples:
  herald eval                            the folder's own questions.jsonl
  herald eval --wrong questions/*.jsonl  and which replies are not right
  herald eval --min 80% --max-harm 5%    fails below 80% right, above 5% harm
  herald eval --unused                   what facts hold and no question names

right    as the label wants it
harm     states what the label contradicts
partial  a right fact, but not all or too many, no verdict, or not in the text
missed   answerable, but refused
other    anything else";

/// Seconds between two turns: well within a conversation.
const PACE: i64 = 5;

/// What to score.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Files of labelled questions, one JSON object a line
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// List the replies that are not right
    #[arg(long)]
    wrong: bool,
    /// List the concepts that facts hold and no question mentions
    #[arg(long)]
    unused: bool,
    /// Fail if fewer are right: 0.8 or 80%
    #[arg(long, value_name = "R", value_parser = ratio)]
    min: Option<f64>,
    /// Fail if more do harm: 0.05 or 5%
    #[arg(long, value_name = "H", value_parser = ratio)]
    max_harm: Option<f64>,
}

/// Scores the questions, prints the table, and fails where a limit is broken.
pub(super) fn run(args: &Args, folder: Option<&Path>, out: &mut impl Write) -> anyhow::Result<()> {
    let sets = if args.files.is_empty() {
        let own = folder.map(Folder::read).transpose()?.and_then(|folder| folder.questions).context(
            "the knowledge folder has no questions.jsonl: name files of labelled questions, or add one to it",
        )?;
        vec![("questions.jsonl".to_owned(), own)]
    } else {
        args.files.iter().map(|file| read(file)).collect::<anyhow::Result<_>>()?
    };
    let kb = open(folder)?;
    let mut table = Table::default();
    let mut mentioned = Mentioned::default();
    let total = sets.iter().map(|(_, text)| text.lines().count()).sum();
    let mut progress = Progress::new(total);
    for (file, text) in &sets {
        for label in labels(file, text)? {
            progress.step();
            if args.unused {
                label.turns.iter().for_each(|turn| mentioned.add(&kb, turn));
            }
            let Some(reply) = answer(&kb, &label.turns) else { continue };
            let outcome = score(&kb, &label, &reply);
            table.add(file, &label, outcome);
            if args.wrong && outcome != Outcome::Right {
                progress.clear();
                writeln!(out, "{}", wrong(&kb, &label, &reply, outcome))?;
            }
        }
    }
    progress.clear();
    write!(out, "{table}")?;
    if args.unused {
        write!(out, "\n{}", mentioned.report(&kb))?;
    }
    out.flush()?;
    limits(args, &table)
}

/// A file's name and text.
fn read(file: &Path) -> anyhow::Result<(String, String)> {
    let bytes = std::fs::read(file).with_context(|| format!("can't read the questions in {}", shown(file)))?;
    let text = String::from_utf8(bytes).map_err(|_| Failure::input(format!("{} is not UTF-8", shown(file))))?;
    Ok((shown(file), text))
}

/// The labelled questions of a text.
fn labels(file: &str, text: &str) -> anyhow::Result<Vec<Labelled>> {
    let numbered = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    numbered
        .map(|(number, line)| {
            let label: Labelled = serde_json::from_str(line)
                .map_err(|error| Failure::input(format!("{file}:{number}: not a labelled question: {error}")))?;
            if label.turns.is_empty() {
                return Err(Failure::input(format!("{file}:{number}: \"turns\" is empty: put a question in it")));
            }
            Ok(label)
        })
        .collect()
}

/// The reply to the last turn.
fn answer(kb: &KnowledgeBase, turns: &[String]) -> Option<Reply> {
    let mut conversation = Conversation::default();
    turns.iter().zip(0..).map(|(turn, at)| respond(kb, &mut conversation, turn, at * PACE)).last()
}

/// One line about a reply that is not right.
fn wrong(kb: &KnowledgeBase, label: &Labelled, reply: &Reply, outcome: Outcome) -> String {
    let ids = |facts: &[FactId]| facts.iter().map(|id| kb[*id].id.as_str()).collect::<Vec<_>>().join(" ");
    let verdict = |verdict: Option<Verdict>| match verdict {
        Some(Verdict::Yes) => "yes",
        Some(Verdict::No) => "no",
        None => "null",
    };
    let (turns, outcome) = (label.turns.join(" → "), outcome.name());
    let mut parts =
        vec![format!("{} {outcome:7} {turns:?} want {:?} [{}]", label.id, label.kind, label.facts.join(" "))];
    let mut judged = reply.whether;
    if let Wanted::Just(wanted) = label.verdict {
        judged = true;
        parts.push(verdict(wanted).to_owned());
    }
    parts.push(format!("got {:?} [{}]", reply.kind, ids(&reply.facts)));
    if judged {
        parts.push(verdict(reply.verdict).to_owned());
    }
    if !reply.near.is_empty() {
        parts.push(format!("near [{}]", ids(&reply.near)));
    }
    if !reply.missing.is_empty() {
        parts.push(format!("missing {:?}", reply.missing));
    }
    parts.join(" ")
}

/// Whether the limits hold, over all files.
fn limits(args: &Args, table: &Table) -> anyhow::Result<()> {
    let (right, harm) = (table.share(Outcome::Right), table.share(Outcome::Harm));
    let mut broken = Vec::new();
    if args.min.is_some() && table.total() == 0 {
        broken.push("there are no questions".to_owned());
    }
    if let Some(min) = args.min.filter(|min| right < *min) {
        broken.push(format!("{:.1}% are right, and --min asks for {:.1}%", 100.0 * right, 100.0 * min));
    }
    if let Some(most) = args.max_harm.filter(|most| harm > *most) {
        broken.push(format!("{:.1}% do harm, and --max-harm allows {:.1}%", 100.0 * harm, 100.0 * most));
    }
    if broken.is_empty() { Ok(()) } else { Err(Failure::input(broken.join("; "))) }
}

/// A share as a number from 0 to 1 or in percent.
fn ratio(text: &str) -> Result<f64, String> {
    let number = |text: &str| text.trim().parse::<f64>().ok();
    let ratio = match text.trim().strip_suffix('%') {
        Some(percent) => number(percent).map(|percent| percent / 100.0),
        None => number(text),
    };
    ratio.filter(|ratio| (0.0..=1.0).contains(ratio)).ok_or_else(|| "write a share as 0.8 or as 80%".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_ratios_or_percent() {
        let check = |text, expected: Option<f64>| assert_eq!(ratio(text).ok(), expected, "{text}");
        check("0.8", Some(0.8));
        check("80%", Some(0.8));
        check(" 5 % ", Some(0.05));
        check("0", Some(0.0));
        check("80", None);
        check("-0.1", None);
        check("101%", None);
        check("NaN", None);
        check("much", None);
    }
}
