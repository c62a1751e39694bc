//! The pipeline stage by stage → a tree of times by divan: text → question → matching → answer → render, in English and in Chinese.
//!
//! Each sample is one labelled question, in turn, so that the columns tell how questions differ: what the fastest takes, and the slowest.
//! What a stage is given is made before the clock starts; the stages together are the reply, but for the conversation.

use std::sync::LazyLock;

use divan::Bencher;
use herald::answer::Decision;
use herald::answer::decide::decide_among;
use herald::dialogue::{Conversation, respond};
use herald::knowledge::{KnowledgeBase, built_in};
use herald::matching::{Candidate, candidates};
use herald::question::{Question, parse, parse_tokens};
use herald::render;
use herald::text::token::tokens;

use crate::questions::{self, Labelled};

/// How many times a stage is timed.
const SAMPLES: u32 = 10_000;
/// The languages, as the labels name them.
const LANGS: [&str; 2] = ["en", "zh"];

static KNOWLEDGE: LazyLock<KnowledgeBase> = LazyLock::new(built_in);

/// Prints the tree.
pub fn run() {
    LazyLock::force(&KNOWLEDGE);
    divan::Divan::default().sample_count(SAMPLES).sample_size(1).run_benches();
}

/// Times `code` on what `prepare` makes of one question after the other.
fn each<I, T>(bencher: Bencher, lang: &str, prepare: impl Fn(&'static str) -> I + Sync, code: impl Fn(I) -> T + Sync) {
    let texts: Vec<&'static str> = texts(lang);
    let mut next = texts.iter().cycle();
    bencher.with_inputs(|| prepare(next.next().expect("a question"))).bench_local_values(code);
}

/// The questions of a language that need nothing said before; read once.
fn texts(lang: &str) -> Vec<&'static str> {
    static READ: LazyLock<Vec<Labelled>> = LazyLock::new(questions::all);
    READ.iter().filter(|one| one.lang == lang).filter_map(Labelled::alone).collect()
}

/// The candidates of each question in a message.
fn matched(text: &str) -> Vec<(Question, Vec<Candidate>)> {
    let with = |question: Question| {
        let candidates = candidates(&KNOWLEDGE, &question);
        (question, candidates)
    };
    parse(&KNOWLEDGE, text).into_iter().map(with).collect()
}

#[divan::bench(args = LANGS, name = "1 text: tokens")]
fn text(bencher: Bencher, lang: &str) {
    each(bencher, lang, |text| text, tokens);
}

#[divan::bench(args = LANGS, name = "2 question: what is mentioned, asked, claimed")]
fn question(bencher: Bencher, lang: &str) {
    each(bencher, lang, |text| (text, tokens(text)), |(text, tokens)| parse_tokens(&KNOWLEDGE, text, tokens));
}

#[divan::bench(args = LANGS, name = "3 matching: candidates with evidence")]
fn matching(bencher: Bencher, lang: &str) {
    let code = |questions: Vec<Question>| -> Vec<Vec<Candidate>> {
        questions.iter().map(|question| candidates(&KNOWLEDGE, question)).collect()
    };
    each(bencher, lang, |text| parse(&KNOWLEDGE, text), code);
}

#[divan::bench(args = LANGS, name = "4 answer: the decision")]
fn answer(bencher: Bencher, lang: &str) {
    let code = |matched: Vec<(Question, Vec<Candidate>)>| -> Vec<Decision> {
        let decide = |(question, candidates)| decide_among(&KNOWLEDGE, &question, |_, _| candidates);
        matched.into_iter().map(decide).collect()
    };
    each(bencher, lang, matched, code);
}

#[divan::bench(args = LANGS, name = "5 render: the message in Telegram's HTML")]
fn render(bencher: Bencher, lang: &str) {
    let reply = |text| respond(&KNOWLEDGE, &mut Conversation::default(), text, 0);
    each(bencher, lang, reply, |reply| render::html(&KNOWLEDGE, &reply));
}

#[divan::bench(args = LANGS, name = "all: from the text to the message")]
fn whole(bencher: Bencher, lang: &str) {
    let code = |text| render::html(&KNOWLEDGE, &respond(&KNOWLEDGE, &mut Conversation::default(), text, 0));
    each(bencher, lang, |text| text, code);
}
