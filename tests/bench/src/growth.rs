//! Knowledge folders of 10 to 100,000 facts → how long loading and answering take, how much memory, and whether the replies are those
//! of a reference that uses no index.
//!
//! Each folder is written to disk with questions on it and measured in a process of its own, which knows nothing but the folder.

mod ask;
mod dice;
mod folder;
mod names;
mod plot;
mod reference;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use herald::dialogue::{Conversation, respond};
use herald::knowledge::{Folder, built_in, load};
use herald::render;

use plot::Point;

use crate::allocations::counted;
use crate::stats::{as_micros, median_of, share};

/// The sizes that are measured where none is named.
const SIZES: [usize; 5] = [10, 100, 1_000, 10_000, 100_000];
/// How many questions are asked of each.
const QUESTIONS: usize = 1_000;
/// How often each question is answered.
const ROUNDS: usize = 7;
/// Where the sizes that are measured by themselves are drawn.
const PLOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/growth.svg");
/// The questions of a folder, one a line.
const ASKED: &str = "asked.txt";

/// Prints a line for each size; draws them where none is named.
pub fn run(sizes: &[String]) {
    let named: Vec<usize> = sizes.iter().filter_map(|size| size.parse().ok()).collect();
    println!("facts      load ms    MB resident   median µs    99% µs    max µs   allocations   as the reference");
    let mut points = Vec::new();
    for &facts in if named.is_empty() { &SIZES[..] } else { &named } {
        let dir = write(&std::env::temp_dir().join(format!("herald-growth-{facts}")), facts);
        let me = std::env::current_exe().expect("the bench knows where it is");
        let out = Command::new(me).arg("one").arg(&dir).output().expect("the bench can run itself");
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        let line = String::from_utf8_lossy(&out.stdout);
        print!("{line}");
        let column = |at: usize| line.split_whitespace().nth(at).and_then(|it| it.parse().ok()).unwrap_or(f64::NAN);
        points.push(Point { facts: column(0), median: column(3), late: column(4) });
    }
    if named.is_empty() {
        fs::write(PLOT, plot::svg(&points)).expect("the plot can be written");
    }
}

/// Writes a folder of so many facts, and questions on it.
pub fn write(dir: &Path, facts: usize) -> PathBuf {
    let common = built_in();
    let generated = folder::generate(&common, facts);
    fs::create_dir_all(dir).expect("the folder can be made");
    let put = |name: &str, text: &str| fs::write(dir.join(name), text).expect("the file can be written");
    put("source.txt", &generated.folder.source);
    put("facts.toml", &generated.folder.facts);
    put("vocabulary.toml", &generated.folder.vocabulary);
    put(ASKED, &ask::questions(&generated, QUESTIONS).join("\n"));
    dir.to_owned()
}

/// Measures one folder, and prints its line.
pub fn one(dir: &Path) {
    let start = std::time::Instant::now();
    let folder = Folder::read(dir).expect("the folder is there");
    let (kb, _) = load(&folder).unwrap_or_else(|problems| panic!("{:?}", problems.first()));
    drop(folder);
    let loading = start.elapsed();
    let resident = resident();
    let questions = fs::read_to_string(dir.join(ASKED)).expect("its questions are there");
    let reply = |text: &str| respond(&kb, &mut Conversation::default(), text, 0);
    // Indexes that wait for a first question are built.
    questions.lines().take(50).for_each(|text| _ = reply(text));
    let mut times: Vec<f64> = questions.lines().map(|text| median_of(ROUNDS, || reply(text))).collect();
    let mut counts: Vec<f64> = questions.lines().map(|text| counted(|| reply(text)).1 as f64).collect();
    let json = |text: &str| render::json(&kb, &reply(text), None);
    let (compared, wrong) = reference::compare(&kb, questions.lines(), json);
    println!(
        "{:<10}{:>8.0}{resident:>15.0}{:>12.1}{:>10.1}{:>10.1}{:>14.0}{:>13} of {compared}",
        kb.facts.len(),
        as_micros(loading) / 1e3,
        share(&mut times, 0.5),
        share(&mut times, 0.99),
        share(&mut times, 1.0),
        share(&mut counts, 0.5),
        compared - wrong.len().min(compared)
    );
    wrong.iter().take(5).for_each(|one| println!("{one}"));
}

/// How much memory the process holds, in megabytes.
fn resident() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
    kilobytes.unwrap_or(f64::NAN) / 1024.0
}
