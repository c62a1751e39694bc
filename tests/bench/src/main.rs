//! A subcommand → a table of figures: `cargo run --release -p herald-bench -- answering`.
//!
//! It is a package of its own, so that neither `cargo build` nor `cargo test` builds any of it. Nothing here fails for being slow:
//! timings are printed, and compared between two builds in one run of the machine.

mod allocations;
mod answering;
mod delivery;
mod dump;
mod growth;
mod questions;
mod stats;
mod worst;

use std::path::Path;
use std::process::ExitCode;

#[global_allocator]
static COUNTING: allocations::Counting = allocations::Counting;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.first().map(String::as_str) {
        Some("answering") => answering::run(),
        Some("worst") => worst::run(&args[1..]),
        Some("growth") => growth::run(&args[1..]),
        Some("delivery") => delivery::run(args.get(1).map_or("target/release/herald", String::as_str)),
        Some("dump") => dump::run(args.get(1).map(Path::new)),
        Some("one") if args.len() == 2 => growth::one(Path::new(&args[1])),
        _ => {
            eprintln!(
                "name what to measure: answering, worst, growth [FACTS…], delivery [HERALD], dump [FOLDER] < TEXTS"
            );
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}
