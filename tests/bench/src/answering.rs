//! The labelled questions → how long a reply takes, stage by stage and language by language, and how many allocations it makes.
//!
//! One thread. Each question is answered in several rounds, all questions one after the other in each, so that none finds its own
//! traces in the caches; the median of its rounds is its time.

use herald::answer::decide;
use herald::dialogue::{Conversation, respond};
use herald::knowledge::{KnowledgeBase, built_in};
use herald::question::parse;
use herald::text::token::tokens;

use crate::allocations::counted;
use crate::questions::{self, Labelled};
use crate::stats::{Summary, in_turns};

/// How often each question is answered.
const ROUNDS: usize = 31;
/// Seconds between two turns of a conversation.
const PACE: i64 = 5;

/// A question ready to be answered: what was said before it is behind it.
struct Ready {
    lang: String,
    before: Conversation,
    text: String,
    at: i64,
}

/// What replies to the questions of a language cost.
pub struct Cost {
    /// The language that the labels name, or `all`.
    pub lang: &'static str,
    /// How many questions.
    pub questions: usize,
    /// The times of a reply, in microseconds.
    pub times: Summary,
    /// The allocations that it makes.
    pub allocations: Summary,
}

fn ready(kb: &KnowledgeBase) -> Vec<Ready> {
    let one = |question: &Labelled| {
        let (last, earlier) = question.turns.split_last()?;
        let mut before = Conversation::default();
        let mut at = 0;
        for turn in earlier {
            respond(kb, &mut before, turn, at);
            at += PACE;
        }
        Some(Ready { lang: question.lang.clone(), before, text: last.clone(), at })
    };
    questions::all().iter().filter_map(one).collect()
}

/// Prints the figures.
pub fn run() {
    let kb = built_in();
    let all = ready(&kb);
    println!("{} questions, {ROUNDS} rounds", all.len());
    println!("\nstage            median µs   99% µs     max µs");
    stage("tokens", &all, |one| tokens(&one.text));
    stage("parse", &all, |one| parse(&kb, &one.text));
    stage("parse + decide", &all, |one| {
        parse(&kb, &one.text).iter().map(|question| decide(&kb, question)).collect::<Vec<_>>()
    });
    let times = stage("reply", &all, |one| respond(&kb, &mut one.before.clone(), &one.text, one.at));

    println!("\nreply            median µs   99% µs   allocations: median     99%");
    for Cost { lang, times, allocations, .. } in costs(&kb, &all, &times) {
        let (median, late) = (times.median, times.late);
        println!("{lang:<16}{median:>10.1}{late:>9.1}{:>22.0}{:>8.0}", allocations.median, allocations.late);
    }

    println!("\nslowest");
    let mut slowest: Vec<(f64, &str)> = times.iter().copied().zip(all.iter().map(|one| one.text.as_str())).collect();
    slowest.sort_by(|a, b| b.0.total_cmp(&a.0));
    for (time, text) in slowest.iter().take(12) {
        println!("{time:>8.1}  {}", text.chars().take(110).collect::<String>());
    }
}

/// What a reply costs, language by language and over all.
pub fn measure(kb: &KnowledgeBase) -> Vec<Cost> {
    let all = ready(kb);
    let times = in_turns(ROUNDS, &all, &[&|one: &Ready| respond(kb, &mut one.before.clone(), &one.text, one.at)]);
    costs(kb, &all, &times[0])
}

fn costs(kb: &KnowledgeBase, all: &[Ready], times: &[f64]) -> Vec<Cost> {
    let count = |one: &Ready| {
        let mut conversation = one.before.clone();
        counted(|| respond(kb, &mut conversation, &one.text, one.at)).1 as f64
    };
    let counts: Vec<f64> = all.iter().map(count).collect();
    let cost = |lang: &'static str| {
        let of = |values: &[f64]| -> Vec<f64> {
            let counted = all.iter().zip(values).filter(|(one, _)| lang == "all" || one.lang == lang);
            counted.map(|(_, value)| *value).collect()
        };
        let (mut times, mut counts) = (of(times), of(&counts));
        let questions = times.len();
        Cost { lang, questions, times: Summary::of(&mut times), allocations: Summary::of(&mut counts) }
    };
    ["all", "en", "mixed", "zh"].map(cost).into()
}

/// The time of each question in one stage, and a line of the table.
fn stage<T>(name: &str, all: &[Ready], code: impl Fn(&Ready) -> T) -> Vec<f64> {
    let times = in_turns(ROUNDS, all, &[&code]).remove(0);
    let Summary { median, late, most } = Summary::of(&mut times.clone());
    println!("{name:<16}{median:>10.1}{late:>9.1}{most:>11.1}");
    times
}
