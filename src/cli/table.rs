//! Outcomes → a table by file and group, with a line for each and one over all.
//!
//! ```text
//! set                           n    right     harm  partial   missed    other
//! ALL                           2    50.0%    50.0%     0.0%     0.0%     0.0%
//! ```

use std::collections::BTreeMap;
use std::fmt;

use super::score::{Labelled, Outcome};
use crate::answer::Kind;

/// How often each outcome came about.
#[derive(Debug, Clone, Copy, Default)]
struct Count([usize; Outcome::ALL.len()]);

impl Count {
    fn of(&self, outcome: Outcome) -> usize {
        Outcome::ALL.iter().position(|each| *each == outcome).map_or(0, |at| self.0[at])
    }

    fn total(&self) -> usize {
        self.0.iter().sum()
    }

    fn share(&self, outcome: Outcome) -> f64 {
        self.of(outcome) as f64 / self.total().max(1) as f64
    }
}

/// A line's place: totals before files, then by name and group.
type Key = (bool, String, String);

/// The outcomes so far.
#[derive(Debug, Default)]
pub(super) struct Table {
    all: Count,
    lines: BTreeMap<Key, Count>,
}

impl Table {
    /// Counts the outcome of a question in a file, or in the folder's own questions.
    pub fn add(&mut self, file: &str, label: &Labelled, outcome: Outcome) {
        let Some(at) = Outcome::ALL.iter().position(|each| *each == outcome) else { return };
        let name = file.rsplit('/').next().unwrap_or(file);
        let name = name.strip_suffix(".jsonl").unwrap_or(name);
        let answerable = match label.kind {
            Kind::Unknown => Some("UNANSWERABLE"),
            Kind::Answer => Some("ANSWERABLE"),
            Kind::Clarify | Kind::Smalltalk => None,
        };
        let mut keys = vec![(false, "ALL", ""), (true, name, "")];
        keys.extend((!label.group.is_empty()).then_some((true, name, label.group.as_str())));
        keys.extend(answerable.map(|name| (false, name, "")));
        for (is_file, name, group) in keys {
            self.lines.entry((is_file, name.to_owned(), group.to_owned())).or_default().0[at] += 1;
        }
        self.all.0[at] += 1;
    }

    /// How many questions were counted.
    pub fn total(&self) -> usize {
        self.all.total()
    }

    /// The share of an outcome over all files.
    pub fn share(&self, outcome: Outcome) -> f64 {
        self.all.share(outcome)
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:26}{:>5}", "set", "n")?;
        for outcome in Outcome::ALL {
            write!(f, "{:>9}", outcome.name())?;
        }
        writeln!(f)?;
        for ((_, name, group), count) in &self.lines {
            let label = if group.is_empty() { name.clone() } else { format!("  {group}") };
            write!(f, "{label:26}{:>5}", count.total())?;
            for outcome in Outcome::ALL {
                write!(f, "{:>8.1}%", 100.0 * count.share(outcome))?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}
