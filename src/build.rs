//! Before the program is built: the folder `knowledge/` → what of it is built in.
//!
//! Reading the vocabulary takes several times as long as all else between `herald ask` and the answer. So the same code reads,
//! checks and indexes it here, once, and stores the finished knowledge. A folder with errors stops the build, with every one of
//! them. What only some commands need, the texts of the vocabulary and the font of the charts, is deflated.

// What the program needs of these modules is more than this does.
#![allow(dead_code, unused_imports)]

mod knowledge;
mod text;

use std::path::Path;
use std::{env, fs, process};

use knowledge::{Diagnostic, Folder, common, load};
use miniz_oxide::deflate::compress_to_vec;

/// The typeface of charts.
const FONT: &[u8] = include_bytes!("../knowledge/common/chart.ttf");
/// How hard to deflate: as hard as it goes in a second.
const LEVEL: u8 = 9;

fn main() {
    println!("cargo::rustc-cfg=knowledge_built_in");
    println!("cargo::rerun-if-changed=knowledge");
    let folder = Folder::built_in();
    let kb = match load(&folder) {
        Ok((kb, _)) => kb,
        Err(problems) => {
            problems.iter().filter(|problem| problem.is_error()).for_each(|problem| report(&folder, problem));
            process::exit(1);
        }
    };
    let texts = postcard::to_allocvec(common::vocabulary()).expect("texts can be stored");
    write("common", &compress_to_vec(&texts, LEVEL));
    write("own", &compress_to_vec(folder.vocabulary.as_bytes(), LEVEL));
    write("font", &compress_to_vec(FONT, LEVEL));
    write("knowledge", &postcard::to_allocvec(&kb).expect("all of it can be stored"));
}

/// Writes a file for the program to include.
fn write(name: &str, bytes: &[u8]) {
    let folder = env::var_os("OUT_DIR").expect("cargo says where to write");
    fs::write(Path::new(&folder).join(name), bytes).expect("cargo's folder can be written to");
}

/// Tells cargo of an error, with the line that it is in.
fn report(folder: &Folder, problem: &Diagnostic) {
    let below = if problem.file.starts_with("common/") { "" } else { "announcement/" };
    let before = folder.text(&problem.file).and_then(|text| text.get(..problem.span.start)).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    println!("cargo::error=knowledge/{below}{}:{line}: {}", problem.file, problem.message);
}
