//! `herald dead list|replay`: what failed too often and was set aside, shown without a word of it, and tried again.

use std::io::Write;

use clap::Subcommand;

use super::beside::beside;
use super::day::minute;
use super::failure::Failure;
use crate::store::Dead;

const EXAMPLES: &str = "\
Examples:
  herald dead list             what was set aside, and why
  herald dead replay           tries all of it again
  herald dead replay 12 15     tries these again

The bot takes up what is to be tried again within seconds, or at its next start.
What is set aside for a week is erased.";

const LIST_EXAMPLES: &str = "\
Examples:
  herald dead list             number, since when, how often it failed, and why";

const REPLAY_EXAMPLES: &str = "\
Examples:
  herald dead replay           tries all of it again
  herald dead replay 12 15     tries these again";

/// What to do with it.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Show what was set aside, and why
    #[command(after_help = LIST_EXAMPLES)]
    List,
    /// Try what was set aside again
    #[command(after_help = REPLAY_EXAMPLES)]
    Replay {
        /// Numbers as `herald dead list` shows them; without any, everything
        #[arg(value_name = "NUMBER")]
        numbers: Vec<i64>,
    },
}

/// Lists or marks.
pub(super) fn run(args: &Args, out: &mut impl Write) -> anyhow::Result<()> {
    match &args.action {
        Action::List => {
            for dead in beside(async |database| database.dead().await)? {
                writeln!(out, "{}", line(&dead))?;
            }
            Ok(())
        }
        Action::Replay { numbers } => {
            let which = Some(numbers.as_slice()).filter(|it| !it.is_empty());
            let marked = beside(async |database| database.replay(which).await)?;
            let missing: Vec<String> =
                numbers.iter().filter(|it| !marked.contains(it)).map(ToString::to_string).collect();
            writeln!(out, "to be tried again: {}", marked.len())?;
            if missing.is_empty() {
                return Ok(());
            }
            let missing = missing.join(", ");
            Err(Failure::input(format!("not set aside: {missing}; `herald dead list` shows what is")))
        }
    }
}

/// `    12  2026-11-27 12:00 UTC  5 tries  the server failed`
fn line(dead: &Dead) -> String {
    let state = match (dead.replay, dead.whole) {
        (true, _) => " (to be tried again)",
        (false, true) => "",
        (false, false) => " (erased)",
    };
    // A reason may be what Telegram said.
    let reason: String = dead.reason.chars().filter(|c| !c.is_control()).collect();
    format!("{:>6}  {} UTC  {} tries  {reason}{state}", dead.seq, minute(dead.at), dead.attempts)
}
