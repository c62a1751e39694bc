//! Lines of text → everything that is decided on each: two builds that print the same decide the same.
//!
//! The labelled questions, each also with typos in it, and whatever text comes in on the standard input.

use std::io::{BufWriter, Read, Write};
use std::path::Path;

use herald::dialogue::{Conversation, check, explain};
use herald::knowledge::{Folder, built_in, load};
use herald::render;

use crate::questions;
use crate::worst;

/// Prints a block for each text.
pub fn run(dir: Option<&Path>) {
    let kb = match dir {
        Some(dir) => load(&Folder::read(dir).expect("the folder is there")).expect("it is valid").0,
        None => built_in(),
    };
    let mut texts = String::new();
    std::io::stdin().read_to_string(&mut texts).expect("the input can be read");
    let mut conversations: Vec<Vec<String>> = texts.lines().map(|line| vec![line.to_owned()]).collect();
    if dir.is_none() {
        let all = questions::all();
        conversations.extend(all.iter().map(|one| one.turns.clone()));
        conversations.extend(all.iter().map(|one| one.turns.iter().map(|turn| worst::mistyped(turn)).collect()));
        // All as one conversation: what was said before counts.
        conversations.push(all.iter().flat_map(|one| one.turns.clone()).collect());
        conversations
            .extend(worst::texts().into_iter().map(|(_, text)| vec![text.chars().cycle().take(4096).collect()]));
    }
    let mut out = BufWriter::new(std::io::stdout().lock());
    for turns in conversations {
        let mut conversation = Conversation::default();
        for (turn, at) in turns.iter().zip(0..) {
            let (reply, steps) = explain(&kb, &mut conversation, turn, at * 5);
            let checked = check(&kb, &mut Conversation::default(), turn, 0);
            writeln!(out, "{turn}\n{}\n{checked:?}", render::json(&kb, &reply, None)).expect("the output takes it");
            for step in steps {
                let (question, decision) = (&step.question, &step.decision);
                writeln!(out, " {question:?} {:?} {}", decision.rule, step.followed).expect("the output takes it");
                if std::env::var_os("CANDIDATES").is_some() {
                    writeln!(out, "  {:?}", decision.candidates).expect("the output takes it");
                }
            }
        }
    }
}
