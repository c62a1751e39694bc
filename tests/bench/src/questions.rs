//! The labelled questions of `tests/questions/` → conversations to measure with.

use std::path::PathBuf;

use serde_json::Value;

/// The turns of one conversation; the last one is measured.
#[derive(Debug, Clone)]
pub struct Turns {
    /// The language that its label names: `en`, `zh`, `mixed`.
    pub lang: String,
    /// What is said, in order.
    pub turns: Vec<String>,
}

/// Every labelled question, file by file.
pub fn all() -> Vec<Turns> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../questions"));
    let entries = std::fs::read_dir(&folder).expect("tests/questions is there");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "jsonl"));
    files.sort();
    files.iter().flat_map(|path| read(&std::fs::read_to_string(path).expect("a text"))).collect()
}

fn read(text: &str) -> Vec<Turns> {
    let line = |line: &str| {
        let value: Value = serde_json::from_str(line).ok()?;
        let turns = value["turns"].as_array()?.iter().map(|turn| turn.as_str().map(str::to_owned));
        Some(Turns { lang: value["lang"].as_str().unwrap_or("en").to_owned(), turns: turns.collect::<Option<_>>()? })
    };
    text.lines().filter_map(line).collect()
}
