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
use crate::machine;
use crate::stats::{Summary, as_micros, median_of, share};

/// The sizes that are measured where none is named, the ones that are drawn.
pub const SIZES: [usize; 5] = [10, 100, 1_000, 10_000, 100_000];
/// How many questions are asked of each.
const QUESTIONS: usize = 1_000;
/// How often each question is answered.
const ROUNDS: usize = 7;
/// Where they are drawn.
const PLOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/growth.svg");
/// The questions of a folder, one a line.
const ASKED: &str = "asked.txt";

/// What is measured of a folder, as its process prints it.
pub struct Row {
    line: String,
}

impl Row {
    /// How many facts it has.
    pub fn facts(&self) -> f64 {
        self.column(0)
    }

    /// How long loading takes, in milliseconds.
    pub fn load_millis(&self) -> f64 {
        self.column(1)
    }

    /// How much memory the process holds then, in megabytes.
    pub fn resident(&self) -> f64 {
        self.column(2)
    }

    /// The time of a reply, in microseconds.
    pub fn times(&self) -> Summary {
        Summary { median: self.column(3), late: self.column(4), most: self.column(5) }
    }

    /// How many replies are those of the reference, of how many.
    pub fn agreement(&self) -> (f64, f64) {
        (self.column(7), self.column(9))
    }

    fn column(&self, at: usize) -> f64 {
        self.line.split_whitespace().nth(at).and_then(|it| it.parse().ok()).unwrap_or(f64::NAN)
    }
}

/// Prints a line for each size; draws them where none is named.
pub fn run(sizes: &[usize]) {
    println!("facts      load ms    MB resident   median µs    99% µs    max µs   allocations   as the reference");
    measure(if sizes.is_empty() { &SIZES } else { sizes }, |row| print!("{}", row.line));
}

/// Measures each size, and tells of each; draws them if they are all of [`SIZES`].
pub fn measure(sizes: &[usize], mut tell: impl FnMut(Row)) {
    let mut points = Vec::new();
    for &facts in sizes {
        let dir = write(&std::env::temp_dir().join(format!("herald-growth-{facts}")), facts);
        let me = std::env::current_exe().expect("the bench knows where it is");
        let out = Command::new(me).arg("one").arg(&dir).output().expect("the bench can run itself");
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        let row = Row { line: String::from_utf8_lossy(&out.stdout).into_owned() };
        points.push(Point { facts: row.facts(), median: row.times().median, late: row.times().late });
        tell(row);
    }
    if sizes == SIZES {
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
    let resident = machine::resident_megabytes("self");
    let questions = fs::read_to_string(dir.join(ASKED)).expect("its questions are there");
    let reply = |text: &str| respond(&kb, &mut Conversation::default(), text, 0);
    // Indexes that wait for a first question are built.
    questions.lines().take(50).for_each(|text| _ = reply(text));
    let mut times: Vec<f64> = questions.lines().map(|text| median_of(ROUNDS, || reply(text))).collect();
    let mut counts: Vec<f64> = questions.lines().map(|text| counted(|| reply(text)).1 as f64).collect();
    let json = |text: &str| render::json(&kb, &reply(text), None);
    let (compared, wrong) = reference::compare(&kb, questions.lines(), json);
    let Summary { median, late, most } = Summary::of(&mut times);
    println!(
        "{:<10}{:>8.0}{resident:>15.0}{median:>12.1}{late:>10.1}{most:>10.1}{:>14.0}{:>13} of {compared}",
        kb.facts.len(),
        as_micros(loading) / 1e3,
        share(&mut counts, 0.5),
        compared - wrong.len().min(compared)
    );
    wrong.iter().take(5).for_each(|one| println!("{one}"));
}
