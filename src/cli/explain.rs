//! How a reply came about, in words that an author of knowledge understands: `herald ask --explain`.
//!
//! Shows for each sentence what was understood (mentions with their places, what is asked), the candidates with their evidence, and
//! the rule that decided.

use std::fmt::Write as _;

use crate::answer::decide::{LEAST_COVERAGE, LEAST_PARTIAL_COVERAGE};
use crate::dialogue::Step;
use crate::knowledge::KnowledgeBase;
use crate::matching::{Candidate, Conflict, Relation};
use crate::question::{Item, What};

/// The most candidates that are shown.
const SHOWN: usize = 5;

/// The steps to a reply, as text.
pub(super) fn explain(kb: &KnowledgeBase, steps: &[Step]) -> String {
    let mut out = String::new();
    for (at, step) in steps.iter().enumerate() {
        // Writing to a string doesn't fail.
        _ = describe(&mut out, kb, at + 1, step);
    }
    out
}

fn describe(out: &mut String, kb: &KnowledgeBase, number: usize, step: &Step) -> std::fmt::Result {
    let question = &step.question;
    writeln!(
        out,
        "sentence {number}, bytes {}–{}{}",
        question.span.start,
        question.span.end,
        if step.followed { ", completed from the turn before" } else { "" }
    )?;
    let asked = &question.asked;
    let words: Vec<&str> = asked.words.iter().map(|word| word.id()).collect();
    let whether = match (asked.whether, asked.stated) {
        (true, true) => " · a claim with a figure",
        (true, false) => " · yes or no",
        _ => "",
    };
    writeln!(
        out,
        "  asks: {}{whether} · wants {:?} {:?}",
        if words.is_empty() { "nothing in particular".to_owned() } else { words.join(", ") },
        asked.wants,
        asked.dimension
    )?;
    let cues: Vec<String> =
        question.cues.iter().map(|at| format!("{} {}–{}", at.cue.id(), at.span.start, at.span.end)).collect();
    writeln!(out, "  grammar: {}", cues.join(", "))?;
    for (at, item) in question.items.iter().enumerate() {
        let head = if asked.heads.contains(&at) { ", asked of" } else { "" };
        let hard = if item.hard { ", must fit" } else { "" };
        writeln!(
            out,
            "  mention {at}: {} {}–{} is {}, weight {:.2}{hard}{head}",
            quoted(item),
            item.span.start,
            item.span.end,
            meaning(kb, item),
            item.weight
        )?;
    }
    writeln!(out, "  candidates:")?;
    for candidate in step.decision.candidates.iter().take(SHOWN) {
        let full = if candidate.full { "named in full" } else { "named in part" };
        writeln!(
            out,
            "    {} · evidence {:.1} · {full} · covers {:.0}%{}",
            kb[candidate.fact].id,
            candidate.score,
            candidate.coverage * 100.0,
            conflicts(candidate)
        )?;
        let held: Vec<String> =
            candidate.relations.iter().enumerate().map(|(at, relation)| format!("{at} {}", held(*relation))).collect();
        writeln!(out, "      {}", held.join(", "))?;
    }
    let facts: Vec<&str> = step.decision.reply.facts.iter().map(|&fact| kb[fact].id.as_str()).collect();
    writeln!(
        out,
        "  rule: {:?} → {:?} {} (an answer must cover {:.0}%, a fact named in part {:.0}%)",
        step.decision.rule,
        step.decision.reply.kind,
        facts.join(", "),
        LEAST_COVERAGE * 100.0,
        LEAST_PARTIAL_COVERAGE * 100.0
    )
}

fn quoted(item: &Item) -> String {
    if item.inherited { "(from before)".to_owned() } else { format!("“{}”", item.text) }
}

fn meaning(kb: &KnowledgeBase, item: &Item) -> String {
    match &item.what {
        What::Concepts(concepts) => {
            let names = concepts.iter().map(|&concept| format!("{} ({})", kb[concept].id, kb.class_of(concept).id));
            let names = names.collect::<Vec<_>>().join(" or ");
            if item.cost > 0 { format!("{names}, {} off", item.cost) } else { names }
        }
        What::Quantity(quantity) => format!("the quantity {} {:?} {:?}", quantity.value, quantity.unit, quantity.bound),
        What::Unit(unit) => format!("the unit {unit:?}"),
        What::Unknown => "unknown".to_owned(),
    }
}

fn held(relation: Relation) -> &'static str {
    match relation {
        Relation::Need(_) => "needed",
        Relation::Help => "fits",
        Relation::Broader(_) => "broader",
        Relation::Setting => "holds throughout",
        Relation::Figure(_) => "its figure",
        Relation::Digits(_) => "its digits",
        Relation::OtherValue(_) => "another value",
        Relation::Part => "a part",
        Relation::Unsettled => "not settled",
        Relation::Contrary => "contrary",
        Relation::OtherMember => "another one",
        Relation::Conflict => "CONFLICT",
        Relation::Uncovered => "not covered",
    }
}

fn conflicts(candidate: &Candidate) -> String {
    let name = |conflict: &Conflict| match conflict {
        Conflict::Item(at) => format!("mention {at}"),
        Conflict::Word(word) => format!("doesn't tell {}", word.id()),
        Conflict::Head(at) => format!("doesn't tell which or how many of mention {at}"),
        Conflict::Figure => "no figure of that kind".to_owned(),
        Conflict::Part(at) => format!("mention {at} is only a part"),
        Conflict::Intent(cue) => format!("asks for {}", cue.id()),
    };
    if candidate.conflicts.is_empty() {
        String::new()
    } else {
        format!(" · against it: {}", candidate.conflicts.iter().map(name).collect::<Vec<_>>().join("; "))
    }
}
