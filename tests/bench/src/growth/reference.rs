//! The same questions without an index: every fact is weighed, every word is measured. What it gives is right by being simple.

use std::collections::BTreeSet;

use herald::answer::correct::correct;
use herald::answer::decide::decide_among;
use herald::dialogue::{Conversation, Step, explain, message};
use herald::knowledge::lexicon::Spellings;
use herald::knowledge::lexicon::fuzzy::{nearest, readings};
use herald::knowledge::lexicon::spelling::with_inflected;
use herald::knowledge::{ConceptId, KnowledgeBase};
use herald::matching::{Candidate, candidate, figures};
use herald::question::{Item, Question, What};
use herald::render;
use herald::text::token::tokens;

/// How many of the questions are compared, and what is wrong with those that come out otherwise.
pub fn compare<'q>(
    kb: &KnowledgeBase,
    questions: impl Iterator<Item = &'q str>,
    reply: impl Fn(&str) -> String,
) -> (usize, Vec<String>) {
    let mut compared = 0;
    let mut wrong = Vec::new();
    let mut spelt: BTreeSet<String> = BTreeSet::new();
    for text in questions {
        let (_, mut steps) = explain(kb, &mut Conversation::default(), text, 0);
        // What a message says first is context for what it says next: that is the dialogue's, not the index's.
        let (Some(step), true) = (steps.pop(), steps.is_empty()) else { continue };
        compared += 1;
        let mut decision = decide_among(kb, &step.question, candidates);
        correct(kb, &mut decision.reply);
        let step = Step { decision, ..step };
        let expected = render::json(kb, &message::reply(kb, text, &[step]), None);
        let found = reply(text);
        if found != expected {
            wrong.push(format!("{text}\n  {found}\n  {expected}"));
        }
        for token in tokens(text) {
            let fresh = is_mistyped(kb, &token.text) && spelt.insert(token.text.to_string());
            if fresh && kb.lexicon.spell(&token.text) != spell(kb, &token.text) {
                wrong.push(format!("`{}` is spelt otherwise", token.text));
            }
        }
    }
    (compared, wrong)
}

/// Whether a word can only be a typo: no word, and nothing that is rewritten by a rule.
fn is_mistyped(kb: &KnowledgeBase, word: &str) -> bool {
    let run = word.as_bytes().windows(3).any(|run| run[0] == run[1] && run[1] == run[2]);
    let ruled = run || word.ends_with("in") || word.ends_with('\'') || word.ends_with("'s");
    word.starts_with(|c: char| c.is_ascii_alphabetic())
        && !word.bytes().any(|b| b.is_ascii_digit())
        && !ruled
        && !kb.lexicon.is_word(word)
}

/// The words that a typo may be for, all of them being measured.
fn spell(kb: &KnowledgeBase, typed: &str) -> Spellings {
    let known = |word: &str| word.is_ascii() && word.len() >= 3;
    let words = || kb.lexicon.loose().filter(|(_, word)| known(word));
    let found = readings(typed);
    let near =
        nearest(found.flat_map(|reading| words().filter_map(move |(at, word)| reading.measure(at, word))).collect());
    with_inflected(&kb.lexicon, near)
}

/// Every fact that the question touches, each of all facts being looked at, best first.
fn candidates(kb: &KnowledgeBase, question: &Question) -> Vec<Candidate> {
    let touched = kb.fact_ids().filter(|&fact| question.items.iter().any(|item| touches(kb, item, &kb[fact])));
    let mut out: Vec<Candidate> = touched.map(|fact| candidate(kb, question, fact)).collect();
    let rank = |one: &Candidate| (one.full && one.conflicts.is_empty(), one.conflicts.is_empty(), one.score);
    out.sort_by(|a, b| rank(b).partial_cmp(&rank(a)).expect("scores are numbers"));
    out
}

fn touches(kb: &KnowledgeBase, item: &Item, fact: &herald::knowledge::Fact) -> bool {
    let holds =
        |concept: ConceptId| fact.frame.helps.iter().any(|&own| kb.broader(own).any(|broader| broader == concept));
    match &item.what {
        What::Concepts(concepts) => concepts.iter().any(|&concept| holds(concept)),
        What::Quantity(quantity) => {
            matches!(figures::fit(fact, quantity), figures::Fit::Same(_) | figures::Fit::Digits(_))
                || figures::in_another_unit(fact, quantity)
        }
        What::Unit(unit) => fact.figures.iter().any(|figure| figure.unit.dimension() == unit.dimension()),
        What::Unknown => false,
    }
}
