//! How a reply came about, in words that an author of knowledge understands: `herald ask --explain`.
//!
//! Shows for each sentence what was understood (mentions with their places, what is asked), the candidates with their evidence, and
//! the rule that decided.

use std::fmt::Write as _;

use crate::answer::Kind;
use crate::answer::decide::{LEAST_COVERAGE, LEAST_PARTIAL_COVERAGE, Rule};
use crate::dialogue::Step;
use crate::knowledge::KnowledgeBase;
use crate::knowledge::validate::figures::name;
use crate::matching::{Conflict, Relation};
use crate::question::asked::Wants;
use crate::question::{Item, Question, What};
use crate::text::wording::amount;
use crate::text::{Lang, Unit};

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
    let followed = if step.followed { ", completed from the turn before" } else { "" };
    writeln!(out, "sentence {number}, bytes {}–{}{followed}", question.span.start, question.span.end)?;
    let asked = &question.asked;
    let words: Vec<&str> = asked.words.iter().map(|word| word.id()).collect();
    let words = if words.is_empty() { "nothing in particular".to_owned() } else { words.join(", ") };
    let whether = match (asked.whether, asked.stated) {
        (true, true) => "; it claims a figure, so it gets yes or no",
        (true, false) => "; it gets yes or no",
        _ => "",
    };
    let wants = match asked.wants {
        Wants::Anything => "",
        Wants::Level => "; how much there is",
        Wants::Change => "; how much it changed",
        Wants::Share => "; what part of the whole",
    };
    writeln!(out, "  it asks: {words}{whether}{wants}")?;
    writeln!(out, "  what was recognised (the forms are in vocabulary.toml and knowledge/common):")?;
    for (at, item) in question.items.iter().enumerate() {
        let head = if asked.heads.contains(&at) { ", the question is about it" } else { "" };
        let hard = if item.hard { ", a fact must fit it" } else { "" };
        let (start, end) = (item.span.start, item.span.end);
        let (words, weight) = (quoted(item), item.weight);
        writeln!(out, "    {} {words} {start}–{end}: {}, weight {weight:.2}{hard}{head}", at + 1, meaning(kb, item))?;
    }
    if step.decision.candidates.is_empty() {
        writeln!(out, "  no fact holds any of it")?;
    } else {
        writeln!(out, "  facts that hold some of it, best first:")?;
    }
    for candidate in step.decision.candidates.iter().take(SHOWN) {
        let full = if candidate.full { "all of its needs are named" } else { "not all of its needs are named" };
        let covered = candidate.coverage * 100.0;
        let id = &kb[candidate.fact].id;
        writeln!(out, "    {id}: accounts for {covered:.0}% of the question, evidence {:.1}, {full}", candidate.score)?;
        for (item, relation) in question.items.iter().zip(&candidate.relations) {
            writeln!(out, "      {} {}", quoted(item), held(*relation))?;
        }
        for conflict in &candidate.conflicts {
            writeln!(out, "      against it: {}", against(question, *conflict))?;
        }
    }
    let facts: Vec<&str> = step.decision.reply.facts.iter().map(|&fact| kb[fact].id.as_str()).collect();
    let facts = if facts.is_empty() { String::new() } else { format!(" ({})", facts.join(", ")) };
    writeln!(out, "  so the reply is {}{facts}: {}", kind(step.decision.reply.kind), reason(step.decision.rule))?;
    let best = step.decision.candidates.first().and_then(|candidate| candidate.conflicts.first());
    if let Some(advice) = advice(step.decision.rule, best) {
        writeln!(out, "  if that is wrong: {advice}")?;
    }
    Ok(())
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Answer => "an answer",
        Kind::Clarify => "a question back",
        Kind::Unknown => "that it isn't said",
        Kind::Smalltalk => "small talk",
    }
}

/// The rule that decided, in a sentence.
fn reason(rule: Rule) -> String {
    let (least, partial) = (LEAST_COVERAGE * 100.0, LEAST_PARTIAL_COVERAGE * 100.0);
    match rule {
        Rule::Smalltalk => "there is nothing but small talk in it".to_owned(),
        Rule::Broad => "it asks for several facts at once".to_owned(),
        Rule::Answer => "the facts hold all that it mentions, and nothing is against them".to_owned(),
        Rule::InPart => "one of the things that it asks for is there, another isn't".to_owned(),
        Rule::OnlyOne => "one fact is left without doubt".to_owned(),
        Rule::Clarify => "several facts fit equally well".to_owned(),
        Rule::Conflict => "something that it mentions speaks against the best fact".to_owned(),
        Rule::Uncovered => {
            format!(
                "too little is accounted for: {least:.0}% is the least, {partial:.0}% where not all needs are named"
            )
        }
        Rule::OffTopic => "no fact is touched".to_owned(),
        Rule::NotUnderstood => "no word of it is known".to_owned(),
    }
}

/// What an author changes where the rule shouldn't have decided so; `best` is what is against the best candidate.
fn advice(rule: Rule, best: Option<&Conflict>) -> Option<&'static str> {
    match rule {
        Rule::Smalltalk | Rule::Broad | Rule::Answer | Rule::InPart => None,
        Rule::OnlyOne | Rule::Clarify => Some(
            "give the fact that isn't meant a further group in `needs`, or the one that is meant the concepts in its `helps`",
        ),
        Rule::Conflict => Some(match best {
            Some(Conflict::Word(_)) => "where the fact does tell that, add the question word to its `answers`",
            Some(Conflict::Head(_)) => "where the fact does tell which, add that concept to its `identifies`",
            Some(Conflict::Figure) => "where the quote has such a figure, add it to the fact's `figures`",
            Some(Conflict::Part(_)) => "where the figure does hold for the part, take that concept out of its `parts`",
            _ => "where the fact does hold what is against it, add that concept to its `helps`",
        }),
        Rule::Uncovered | Rule::OffTopic | Rule::NotUnderstood => {
            Some("add the unknown words to a concept in vocabulary.toml, or their concept to the fact's `helps`")
        }
    }
}

fn quoted(item: &Item) -> String {
    if item.inherited { "(from before)".to_owned() } else { format!("“{}”", item.text) }
}

fn meaning(kb: &KnowledgeBase, item: &Item) -> String {
    match &item.what {
        What::Concepts(concepts) => {
            let names = concepts.iter().map(|&concept| format!("{} ({})", kb[concept].id, kb.class_of(concept).id));
            let names = names.collect::<Vec<_>>().join(" or ");
            if item.cost > 0 { format!("{names}, though spelt otherwise") } else { names }
        }
        What::Quantity(quantity) => {
            let unit = quantity.unit.unwrap_or(Unit::Count);
            format!("the quantity {}, {}", amount(quantity.value, unit, Lang::En), name(&quantity.bound))
        }
        What::Unit(unit) => format!("the unit {}", name(unit)),
        What::Unknown => "unknown: no form has this word".to_owned(),
    }
}

fn held(relation: Relation) -> &'static str {
    match relation {
        Relation::Need(_) => "is what the fact needs",
        Relation::Help => "fits the fact",
        Relation::Broader(_) => "is a broader word for what it needs",
        Relation::Setting => "holds for the whole announcement",
        Relation::Figure(_) => "is its figure",
        Relation::Digits(_) => "has the digits of its figure",
        Relation::OtherValue(_) => "is another value than its figure",
        Relation::Part => "is a part of what its figure is for",
        Relation::Unsettled => "fits, but the fact doesn't state it",
        Relation::Contrary => "is the opposite of what it says",
        Relation::OtherMember => "is another one than it asserts",
        Relation::Conflict => "CONFLICT: the fact is about another one",
        Relation::Uncovered => "is nothing that the fact holds",
    }
}

/// What speaks against a fact.
fn against(question: &Question, conflict: Conflict) -> String {
    let words = |at: u32| question.items.get(at as usize).map_or_else(String::new, quoted);
    match conflict {
        Conflict::Item(at) => format!("it is about another one than {}", words(at)),
        Conflict::Word(word) => format!("it doesn't tell {}", word.id()),
        Conflict::Head(at) => format!("it doesn't tell which or how many of {}", words(at)),
        Conflict::Figure => "it has no figure of the kind asked for".to_owned(),
        Conflict::Part(at) => format!("{} is only a part of what its figure is for", words(at)),
        Conflict::Intent(cue) => format!("it isn't what {} asks for", cue.id()),
    }
}
