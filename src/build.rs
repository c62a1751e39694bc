//! Before the program is built: the folder `knowledge/` → its knowledge, read, checked and indexed, as a file that is built in.
//!
//! Reading the vocabulary takes several times as long as all else between `herald ask` and the answer. So it is done here,
//! once, by the same code. A folder with errors stops the build, with every one of them.

// What the program needs of these modules is more than this does.
#![allow(dead_code, unused_imports)]

mod knowledge;
mod text;

use std::path::Path;
use std::{env, fs, process};

use knowledge::{Folder, load};

fn main() {
    println!("cargo::rustc-cfg=knowledge_built_in");
    println!("cargo::rerun-if-changed=knowledge");
    let kb = match load(&Folder::built_in()) {
        Ok((kb, _)) => kb,
        Err(problems) => {
            for problem in problems.iter().filter(|problem| problem.is_error()) {
                let below = if problem.file.starts_with("common/") { "" } else { "announcement/" };
                let before = Folder::built_in();
                let before = before.text(&problem.file).and_then(|text| text.get(..problem.span.start));
                let line = before.unwrap_or_default().matches('\n').count() + 1;
                println!("cargo::error=knowledge/{below}{}:{line}: {}", problem.file, problem.message);
            }
            process::exit(1);
        }
    };
    let out = env::var_os("OUT_DIR").expect("cargo says where to write");
    let bytes = postcard::to_allocvec(&kb).expect("all of it can be stored");
    fs::write(Path::new(&out).join("knowledge"), bytes).expect("cargo's folder can be written to");
}
