//! Fixed work under valgrind → how many instructions it takes, beside the counts that are checked in: `instructions.toml`.
//!
//! The same program does the same work with the same number of instructions on a busy machine as on an idle one, so this can fail where a
//! time can't. (Another kind of CPU can change the counts a little: some libraries look what it has.) Each work is done once and twice, in two runs: the difference is the work alone, without starting and loading.

mod baseline;

use std::fs;
use std::hint::black_box;
use std::process::{Command, ExitCode, Stdio};

use herald::answer::Reply;
use herald::dialogue::{Conversation, respond};
use herald::knowledge::{KnowledgeBase, built_in};
use herald::question::parse;
use herald::render;

use crate::machine::rustc;
use crate::questions::{self, Labelled};
use baseline::Baseline;

/// The counts that are checked in.
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/instructions.toml");
/// How many questions of each language are answered: the first ones of the files, which stay as they are.
const QUESTIONS: usize = 250;
/// Growth by more than this share fails.
const MOST_GROWTH: f64 = 0.10;

/// What is counted, by name; of all but the first, the instructions of one question on average.
const WORKS: [&str; 6] = ["load", "parse-english", "parse-chinese", "reply-english", "reply-chinese", "render"];

/// Counts, prints the counts beside those checked in, and fails where one grew; with `accept`, writes them down.
pub fn run(accept: bool) -> Result<ExitCode, String> {
    if cfg!(debug_assertions) {
        return Err("what isn't optimised has other counts: add --release".to_owned());
    }
    let counts = count_all()?;
    let old = fs::read_to_string(FILE).ok().and_then(|text| Baseline::read(&text)).unwrap_or_default();
    let grown = compare(&old, &counts);
    if accept {
        fs::write(FILE, counts.to_string()).map_err(|error| format!("{FILE} can't be written: {error}"))?;
        println!("\nWritten to tests/bench/instructions.toml.");
    } else if !grown.is_empty() {
        println!(
            "\nMore than {:.0}% above what is checked in, or not in it: {}. If that is meant, add --accept: it writes the new counts.",
            100.0 * MOST_GROWTH,
            grown.join(", ")
        );
        return Ok(ExitCode::from(1));
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints the counts beside those before, and gives the names of those that grew too much.
fn compare(old: &Baseline, now: &Baseline) -> Vec<String> {
    let changes = old.changes(now);
    println!("instructions               before          now    ratio");
    for change in &changes {
        let shown = |count: Option<u64>| count.map_or("-".to_owned(), |count| count.to_string());
        let ratio = change.ratio().map_or("-".to_owned(), |ratio| format!("{ratio:.3}"));
        println!("{:<20}{:>13}{:>13}{ratio:>9}", change.name, shown(change.before), shown(change.now));
    }
    println!(
        "\nload: the knowledge built in, once. The others: one question on average, over {QUESTIONS} of a language."
    );
    if !old.rustc.is_empty() && old.rustc != now.rustc {
        println!("Before it was {}, now it is {}: that alone can change the counts.", old.rustc, now.rustc);
    }
    changes.into_iter().filter(|change| change.breaks(MOST_GROWTH)).map(|change| change.name).collect()
}

fn count_all() -> Result<Baseline, String> {
    let mut counts = Vec::new();
    for name in WORKS {
        let (once, twice) = (count(name, 1)?, count(name, 2)?);
        counts.push((name.to_owned(), (twice - once) / if name == "load" { 1 } else { asked(name).len() as u64 }));
    }
    Ok(Baseline { rustc: rustc(), counts })
}

/// The instructions of a run that does a work so many times.
fn count(name: &str, times: usize) -> Result<u64, String> {
    let me = std::env::current_exe().expect("the bench knows where it is");
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(me);
    valgrind.args(["work", name, &times.to_string()]).stdin(Stdio::null());
    let out = valgrind.output().map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => {
            "valgrind isn't there: install it (on Debian `apt install valgrind`)".to_owned()
        }
        _ => format!("valgrind can't be started: {error}"),
    })?;
    let told = String::from_utf8_lossy(&out.stderr);
    baseline::collected(&told).filter(|_| out.status.success()).ok_or_else(|| format!("valgrind failed:\n{told}"))
}

/// Does a work so many times: what the run under valgrind is there for.
pub fn work(name: &str, times: usize) {
    let kb = built_in();
    let asked = asked(name);
    let reply = |text: &String| respond(&kb, &mut Conversation::default(), text, 0);
    // Indexes that wait for a first question are built by this, too.
    let replies: Vec<Reply> = asked.iter().map(reply).collect();
    for _ in 0..times {
        match name.split('-').next() {
            Some("load") => drop(black_box(built_in())),
            Some("parse") => asked.iter().for_each(|text| drop(black_box(parse(&kb, text)))),
            Some("reply") => asked.iter().for_each(|text| drop(black_box(reply(text)))),
            _ => replies.iter().for_each(|reply| drop(black_box(render_all(&kb, reply)))),
        }
    }
}

/// A reply in every form that people and programs read.
fn render_all(kb: &KnowledgeBase, reply: &Reply) -> [String; 3] {
    [render::text(kb, reply), render::html(kb, reply), render::json(kb, reply, None)]
}

/// The questions of a work.
fn asked(name: &str) -> Vec<String> {
    let of = |lang: &str| -> Vec<String> {
        questions::alone(lang).iter().take(QUESTIONS).filter_map(Labelled::alone).map(str::to_owned).collect()
    };
    match name.split_once('-') {
        Some((_, "english")) => of("en"),
        Some((_, "chinese")) => of("zh"),
        _ if name == "render" => [of("en"), of("zh")].concat(),
        _ => Vec::new(),
    }
}
