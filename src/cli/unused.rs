//! Labelled questions → the vocabulary of the facts that none of them uses: where a corpus still says nothing about the program.

use std::collections::HashSet;
use std::fmt::Write as _;

use crate::knowledge::{ConceptId, KnowledgeBase};
use crate::question::parse;

/// The concepts that questions have mentioned so far.
#[derive(Debug, Default)]
pub(super) struct Mentioned(HashSet<ConceptId>);

impl Mentioned {
    /// Adds what a turn mentions; a form that may name several concepts uses each of them.
    pub(super) fn add(&mut self, kb: &KnowledgeBase, turn: &str) {
        for question in parse(kb, turn) {
            self.0.extend(question.items.iter().flat_map(|item| item.concepts().iter().copied()));
        }
    }

    /// A line for each fact of whose needs and fitting concepts some were never mentioned; then how many of all that is.
    pub(super) fn report(&self, kb: &KnowledgeBase) -> String {
        let mut out = String::new();
        let mut held = HashSet::new();
        for fact in &kb.facts {
            let concepts = fact.frame.needs.iter().flatten().chain(&fact.frame.helps).chain(&fact.frame.contrary);
            let concepts: Vec<ConceptId> = concepts.copied().filter(|&concept| kb.cue_of(concept).is_none()).collect();
            held.extend(concepts.iter().copied());
            let mut unused: Vec<&str> = concepts
                .iter()
                .filter(|concept| !self.0.contains(concept))
                .map(|&concept| kb[concept].id.as_str())
                .collect();
            unused.sort_unstable();
            unused.dedup();
            if !unused.is_empty() {
                _ = writeln!(out, "{}: {}", fact.id, unused.join(" "));
            }
        }
        let unused = held.iter().filter(|concept| !self.0.contains(concept)).count();
        _ = writeln!(out, "{unused} of {} concepts that facts hold are in no question", held.len());
        out
    }
}
