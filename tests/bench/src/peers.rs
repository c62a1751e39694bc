//! Herald beside what ranks by likeness, on the same questions in the same run → how much longer they take, and what they find.
//!
//! The peers look among the texts that Herald has of its facts, in both languages; in a second run also among the surface forms by which
//! Herald knows what a fact needs. They only say which fact is the likest: no verdict, no figure, no words of a reply. Herald's time is
//! that of the whole reply, up to the message as Telegram gets it.

mod bm25;
mod scan;
mod texts;

use herald::answer::Kind;
use herald::dialogue::{Conversation, respond};
use herald::knowledge::{KnowledgeBase, built_in};
use herald::render;

use crate::questions::{self, Labelled};
use crate::stats::{Summary, in_turns};
use texts::Text;

/// How often each question is asked of each.
const ROUNDS: usize = 5;
/// Where surface forms are searched too, one question of so many is asked: each takes a plain scan tens of milliseconds.
const EVERY: usize = 10;

/// Who answers, Herald first.
pub const NAMES: [&str; 4] = ["Herald", "tantivy, BM25", "rapidfuzz, ratio", "strsim, Levenshtein"];

/// A question → the place of the fact that one of them gives.
type Finder<'f> = &'f dyn Fn(&Labelled) -> Option<usize>;

/// How one of them does with the questions of a language.
pub struct Row {
    /// Who it is.
    pub name: &'static str,
    /// Its times, in microseconds.
    pub times: Summary,
    /// Of 100 questions that facts answer, those to which it gives a right one first.
    pub right: f64,
    /// Of 100 questions on what the announcement doesn't say, those that it gives a fact for.
    pub unsaid: f64,
}

/// The questions of a language, and how each does with them.
pub struct Table {
    /// `English` or `Chinese`.
    pub lang: &'static str,
    /// How many questions.
    pub questions: usize,
    /// How many texts the peers search.
    pub texts: usize,
    /// Whether there are surface forms among them.
    pub forms: bool,
    /// Herald's row, then its peers'.
    pub rows: Vec<Row>,
}

/// Prints a table for each language.
pub fn run() {
    println!("One thread, questions with nothing said before, {ROUNDS} rounds.");
    for Table { lang, questions, texts, forms, rows } in measure(&built_in()) {
        let what = if forms { "texts and surface forms" } else { "texts" };
        println!("\n{questions} questions in {lang}; the peers search {texts} {what} of the facts");
        println!("                                        times as long as Herald   a right fact   a fact for what");
        println!("                     median µs   99% µs       median        99%          first      isn't there");
        let herald = rows[0].times;
        for Row { name, times, right, unsaid } in &rows {
            println!(
                "{name:<20}{:>10.1}{:>9.1}{:>13.1}{:>11.1}{right:>14.1}%{unsaid:>16.1}%",
                times.median,
                times.late,
                times.median / herald.median,
                times.late / herald.late,
            );
        }
    }
    println!("\nThe peers have no way to refuse: they give a fact whenever anything is alike, whatever was asked.");
}

/// Asks all of them, language by language, with and without surface forms.
pub fn measure(kb: &KnowledgeBase) -> Vec<Table> {
    let of_facts = texts::of_facts(kb);
    let with_forms = texts::with_forms(kb);
    let languages = [("English", "en"), ("Chinese", "zh")];
    let plain = languages.map(|(lang, code)| Table { lang, ..table(kb, &of_facts, &questions::alone(code)) });
    let formed = languages.map(|(lang, code)| {
        let some: Vec<Labelled> = questions::alone(code).into_iter().step_by(EVERY).collect();
        Table { lang, forms: true, ..table(kb, &with_forms, &some) }
    });
    plain.into_iter().chain(formed).collect()
}

/// Asks all of them, the peers having these texts.
fn table(kb: &KnowledgeBase, texts: &[Text], questions: &[Labelled]) -> Table {
    let bm25 = bm25::Index::new(texts);
    let lower = |one: &Labelled| one.alone().unwrap_or_default().to_lowercase();
    let codes: [Finder; NAMES.len()] = [
        &|one| herald(kb, one.alone().unwrap_or_default()),
        &|one| bm25.find(&lower(one)),
        &|one| scan::rapidfuzz(texts, &lower(one)),
        &|one| scan::strsim(texts, &lower(one)),
    ];
    let times = in_turns(ROUNDS, questions, &codes);
    let mut rows = Vec::new();
    for ((name, mut times), find) in NAMES.into_iter().zip(times).zip(codes) {
        let id = |one| find(one).map(|fact| kb.facts[fact].id.as_str());
        let (right, unsaid) = judge(questions, &questions.iter().map(id).collect::<Vec<_>>());
        rows.push(Row { name, times: Summary::of(&mut times), right, unsaid });
    }
    Table { lang: "", questions: questions.len(), texts: texts.len(), forms: false, rows }
}

/// The first fact of Herald's answer, its message having been written.
fn herald(kb: &KnowledgeBase, text: &str) -> Option<usize> {
    let reply = respond(kb, &mut Conversation::default(), text, 0);
    std::hint::black_box(render::html(kb, &reply));
    let first = reply.facts.first().filter(|_| reply.kind == Kind::Answer);
    first.map(|fact| fact.0 as usize)
}

/// Of 100 questions that facts answer, those with a right one found; of 100 that nothing answers, those with any found.
fn judge(questions: &[Labelled], found: &[Option<&str>]) -> (f64, f64) {
    let part = |counts: &dyn Fn(&Labelled) -> bool, holds: &dyn Fn(&Labelled, Option<&str>) -> bool| {
        let counted: Vec<bool> =
            questions.iter().zip(found).filter(|(one, _)| counts(one)).map(|(one, found)| holds(one, *found)).collect();
        100.0 * counted.iter().filter(|holds| **holds).count() as f64 / counted.len() as f64
    };
    let right = part(&|one| !one.facts.is_empty(), &|one, found| {
        found.is_some_and(|found| one.facts.iter().any(|fact| fact == found))
    });
    (right, part(&|one| one.unsaid, &|_, found| found.is_some()))
}

#[cfg(test)]
mod tests {
    use super::judge;
    use crate::questions::Labelled;

    #[test]
    fn what_is_found_is_held_against_the_labels() {
        let one = |facts: &[&str], unsaid| Labelled {
            lang: "en".to_owned(),
            turns: vec!["pork?".to_owned()],
            facts: facts.iter().map(|&fact| fact.to_owned()).collect(),
            unsaid,
        };
        let questions = [one(&["a", "b"], false), one(&["a"], false), one(&[], true), one(&[], false)];
        for (found, expected) in [
            ([Some("b"), Some("b"), Some("b"), Some("b")], (50.0, 100.0)),
            ([None, Some("a"), None, Some("b")], (50.0, 0.0)),
            ([Some("a"), Some("a"), None, None], (100.0, 0.0)),
        ] {
            assert_eq!(judge(&questions, &found), expected, "{found:?}");
        }
    }
}
