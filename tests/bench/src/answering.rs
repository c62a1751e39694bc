//! The labelled questions → how long a reply takes, stage by stage and language by language, and how many allocations it makes.
//!
//! One thread. Each question is answered in several rounds, all questions one after the other in each, so that none finds its own
//! traces in the caches; the median of its rounds is its time.

use std::collections::BTreeMap;

use herald::answer::decide;
use herald::dialogue::{Conversation, respond};
use herald::knowledge::{KnowledgeBase, built_in};
use herald::question::parse;
use herald::text::token::tokens;

use crate::allocations::counted;
use crate::questions::{self, Turns};
use crate::stats::{micros, share};

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

fn ready(kb: &KnowledgeBase, question: &Turns) -> Option<Ready> {
    let (last, earlier) = question.turns.split_last()?;
    let mut before = Conversation::default();
    let mut at = 0;
    for turn in earlier {
        respond(kb, &mut before, turn, at);
        at += PACE;
    }
    Some(Ready { lang: question.lang.clone(), before, text: last.clone(), at })
}

/// Prints the figures.
pub fn run() {
    let kb = built_in();
    let all: Vec<Ready> = questions::all().iter().filter_map(|question| ready(&kb, question)).collect();
    println!("{} questions, {ROUNDS} rounds", all.len());
    println!("\nstage            median µs   99% µs     max µs");
    stage("tokens", &all, |one| tokens(&one.text));
    stage("parse", &all, |one| parse(&kb, &one.text));
    stage("parse + decide", &all, |one| {
        parse(&kb, &one.text).iter().map(|question| decide(&kb, question)).collect::<Vec<_>>()
    });
    let times = stage("reply", &all, |one| respond(&kb, &mut one.before.clone(), &one.text, one.at));

    println!("\nreply            median µs   99% µs   allocations: median     99%");
    let mut by_lang: BTreeMap<&str, (Vec<f64>, Vec<f64>)> = BTreeMap::new();
    for (one, time) in all.iter().zip(&times) {
        let mut conversation = one.before.clone();
        let (_, count) = counted(|| respond(&kb, &mut conversation, &one.text, one.at));
        for lang in [&one.lang, "all"] {
            let (times, counts) = by_lang.entry(lang).or_default();
            times.push(*time);
            counts.push(count as f64);
        }
    }
    for (lang, (times, counts)) in &mut by_lang {
        let (median, late) = (share(times, 0.5), share(times, 0.99));
        println!("{lang:<16}{median:>10.1}{late:>9.1}{:>22.0}{:>8.0}", share(counts, 0.5), share(counts, 0.99));
    }

    println!("\nslowest");
    let mut slowest: Vec<(f64, &str)> = times.iter().copied().zip(all.iter().map(|one| one.text.as_str())).collect();
    slowest.sort_by(|a, b| b.0.total_cmp(&a.0));
    for (time, text) in slowest.iter().take(12) {
        println!("{time:>8.1}  {}", text.chars().take(110).collect::<String>());
    }
}

/// The time of each question in one stage, and a line of the table.
fn stage<T>(name: &str, all: &[Ready], code: impl Fn(&Ready) -> T) -> Vec<f64> {
    let mut rounds: Vec<Vec<f64>> = vec![Vec::with_capacity(ROUNDS); all.len()];
    for _ in 0..ROUNDS {
        for (one, times) in all.iter().zip(&mut rounds) {
            times.push(micros(|| code(one)));
        }
    }
    let times: Vec<f64> = rounds.iter_mut().map(|times| share(times, 0.5)).collect();
    let mut sorted = times.clone();
    let (median, late, most) = (share(&mut sorted, 0.5), share(&mut sorted, 0.99), share(&mut sorted, 1.0));
    println!("{name:<16}{median:>10.1}{late:>9.1}{most:>11.1}");
    times
}
