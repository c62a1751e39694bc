//! Counts of instructions ↔ the file that they are checked in as, and what changed between two of them.

use std::fmt;

/// Counts and what they were made with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    /// The compiler.
    pub rustc: String,
    /// The count of each work.
    pub counts: Vec<(String, u64)>,
}

/// A count before and now.
#[derive(Debug, PartialEq, Eq)]
pub struct Change {
    /// Of which work.
    pub name: String,
    /// As it is checked in.
    pub before: Option<u64>,
    /// As it was counted.
    pub now: Option<u64>,
}

impl Baseline {
    /// From the file's text.
    pub fn read(text: &str) -> Option<Self> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let mut out = Self::default();
        for line in lines {
            let (name, value) = line.split_once('=')?;
            let (name, value) = (name.trim(), value.trim());
            if name == "rustc" {
                value.trim_matches('"').clone_into(&mut out.rustc);
            } else {
                out.counts.push((name.to_owned(), value.replace('_', "").parse().ok()?));
            }
        }
        Some(out)
    }

    /// What is otherwise in `now`: each work that is in one of them.
    pub fn changes(&self, now: &Self) -> Vec<Change> {
        let of = |counts: &Self, name: &str| counts.counts.iter().find(|(own, _)| own == name).map(|(_, count)| *count);
        let gone = self.counts.iter().filter(|(name, _)| of(now, name).is_none());
        let names = now.counts.iter().chain(gone).map(|(name, _)| name);
        names.map(|name| Change { name: name.clone(), before: of(self, name), now: of(now, name) }).collect()
    }
}

impl fmt::Display for Baseline {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        writeln!(f, "# Instructions as valgrind counts them, of a build as it is released. Written by")?;
        writeln!(f, "# `cargo run --release -p herald-bench -- instructions --accept`.")?;
        writeln!(f, "rustc = \"{}\"", self.rustc)?;
        self.counts.iter().try_for_each(|(name, count)| writeln!(f, "{name} = {count}"))
    }
}

impl Change {
    /// How many times as many there are now.
    pub fn ratio(&self) -> Option<f64> {
        Some(self.now? as f64 / self.before? as f64)
    }

    /// Whether it grew by more than a share, or nobody has accepted it.
    pub fn breaks(&self, most: f64) -> bool {
        match (self.before, self.now) {
            (Some(before), Some(now)) => now as f64 > before as f64 * (1.0 + most),
            (before, _) => before.is_none(),
        }
    }
}

/// The count in what callgrind prints at its end: "==7== Collected : 5339".
pub fn collected(told: &str) -> Option<u64> {
    told.lines().find_map(|line| line.split_once("Collected :")?.1.trim().parse().ok())
}

#[cfg(test)]
mod tests {
    use super::{Baseline, Change, collected};

    fn baseline(counts: &[(&str, u64)]) -> Baseline {
        let counts = counts.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect();
        Baseline { rustc: "rustc 1.95.0".to_owned(), counts }
    }

    #[test]
    fn what_is_written_is_read() {
        let counts = baseline(&[("load", 1_234_567), ("reply-english", 89)]);
        assert_eq!(Baseline::read(&counts.to_string()), Some(counts));
        assert_eq!(Baseline::read("load = many"), None);
        assert_eq!(Baseline::read("<<<<<<< ours"), None);
    }

    #[test]
    fn growth_and_what_is_new_break() {
        let (old, new) = (
            baseline(&[("same", 100), ("within", 100), ("above", 100), ("less", 100), ("gone", 100)]),
            baseline(&[("same", 100), ("within", 110), ("above", 111), ("less", 1), ("new", 1)]),
        );
        let broken: Vec<String> =
            old.changes(&new).into_iter().filter(|one| one.breaks(0.1)).map(|one| one.name).collect();
        assert_eq!(broken, ["above", "new"]);
        let gone = Change { name: "gone".to_owned(), before: Some(100), now: None };
        assert_eq!(old.changes(&new).last(), Some(&gone));
    }

    #[test]
    fn the_count_is_in_the_last_lines() {
        let told = "==7== Events    : Ir\n==7== Collected : 5339\n==7== \n==7== I   refs:      5,339\n";
        assert_eq!(collected(told), Some(5339));
        assert_eq!(collected("valgrind: not found"), None);
    }
}
