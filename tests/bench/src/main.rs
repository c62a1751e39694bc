//! A subcommand → a table of figures: `cargo run --release -p herald-bench -- answering`.
//!
//! It is a package of its own, so that neither `cargo build` nor `cargo test` builds any of it. Nothing here fails for being slow:
//! timings are printed, and compared between two programs in one run of the machine. Only `instructions` can fail, since what it counts
//! doesn't depend on what else the machine does.

mod allocations;
mod answering;
mod delivery;
mod dump;
mod growth;
mod instructions;
mod machine;
mod peers;
mod process;
mod questions;
mod stages;
mod stats;
mod table;
mod worst;

use std::path::Path;
use std::process::ExitCode;

#[global_allocator]
static COUNTING: allocations::Counting = allocations::Counting;

const USAGE: &str = "\
Name what to measure:
  answering                replies to the labelled questions: times, allocations, the slowest
  stages                   the pipeline stage by stage
  peers                    replies beside tantivy, rapidfuzz and strsim on the same questions
  worst [TEXT…]            the longest messages, as bad as they come
  growth [FACTS…]          knowledge of 10 to 100,000 facts, or of the sizes named
  delivery [HERALD]        `herald serve` against a fake server
  instructions [--accept]  instructions under valgrind, beside those checked in
  all [--large]            everything, as one Markdown table; with --large 100,000 facts too
  dump [FOLDER] < TEXTS    what is decided on each text, to compare two builds";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    run(&words).unwrap_or_else(|message| {
        eprintln!("{message}");
        ExitCode::from(2)
    })
}

/// Runs what is named; a wrong use is told in one sentence.
fn run(words: &[&str]) -> Result<ExitCode, String> {
    if cfg!(debug_assertions) && !matches!(words, ["dump" | "instructions", ..] | []) {
        eprintln!("This isn't optimised, so its times mean nothing: add --release.");
    }
    match words {
        ["answering"] => answering::run(),
        ["stages"] => stages::run(),
        ["peers"] => peers::run(),
        ["worst", names @ ..] => worst::run(&worst::named(names)?),
        ["growth", sizes @ ..] => growth::run(&sizes.iter().map(|size| facts(size)).collect::<Result<Vec<_>, _>>()?),
        ["delivery"] => delivery::run(&process::find(None)?),
        ["delivery", herald] => delivery::run(&process::find(Some(herald))?),
        ["instructions"] => return instructions::run(false),
        ["instructions", "--accept"] => return instructions::run(true),
        ["all"] => table::run(false)?,
        ["all", "--large"] => table::run(true)?,
        ["dump"] => dump::run(None),
        ["dump", folder] => dump::run(Some(Path::new(folder))),
        // What the above start in a process of its own.
        ["one", folder] => growth::one(Path::new(folder)),
        ["work", name, times] => instructions::work(name, times.parse().map_err(|_| USAGE)?),
        [] => return Err(USAGE.to_owned()),
        _ => return Err(format!("I don't know `{}`.\n\n{USAGE}", words.join(" "))),
    }
    Ok(ExitCode::SUCCESS)
}

/// A number of facts.
fn facts(size: &str) -> Result<usize, String> {
    let number = size.replace(',', "").parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| format!("`{size}` is no number of facts: `growth 10 1000`"))
}

#[cfg(test)]
mod tests {
    use super::{facts, run};

    #[test]
    fn wrong_use_is_told() {
        for (words, message) in [
            (&["growth", "many"][..], "`many` is no number of facts"),
            (&["growth", "0"], "`0` is no number of facts"),
            (&["worst", "Latin"], "there is no text `Latin`"),
            (&["delivery", "no/herald"], "`no/herald` is no file"),
            (&["all", "--small"], "I don't know `all --small`."),
            (&["speed"], "I don't know `speed`."),
            (&[], "Name what to measure:"),
        ] {
            let error = run(words).expect_err("a wrong use");
            assert!(error.starts_with(message), "{error}");
        }
        assert_eq!(facts("10,000"), Ok(10_000));
    }
}
