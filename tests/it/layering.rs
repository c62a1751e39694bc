//! What holds for the source as a whole: which module may import which, nothing of the announcement in the code, the head
//! and the length of each file.
//!
//! `use crate::answer::Verdict;` in `src/matching.rs` is an offence: imports go down the layers only, and `answer` is above.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;

use crate::sources::{File, files};

/// The modules from the bottom to the top; what shares a line doesn't know of each other.
const LAYERS: [&[&str]; 10] = [
    &["text"],
    &["knowledge"],
    &["question", "draft"],
    &["matching"],
    &["answer"],
    &["dialogue"],
    &["store", "render", "metrics"],
    &["telegram"],
    &["cli"],
    &["main"],
];

/// The settings know of no other module, and only these know of them.
const READ_SETTINGS: [&str; 3] = ["cli", "store", "telegram"];

/// What is named in one place only.
const CONFINED: [(&str, &str); 5] = [
    ("teloxide", "telegram"),
    ("axum", "telegram"),
    ("sqlx", "store"),
    ("toml", "knowledge"),
    ("prometheus", "metrics"),
];

/// The modules in which a value is made of values: no input, no output, no clock, no waiting.
const PURE: [&str; 8] = ["text", "knowledge", "draft", "question", "matching", "answer", "dialogue", "render"];
/// What they therefore don't name.
const IMPURE: &str = r"\bstd::(?:fs|net|io|env|process|time|thread)\b|\btokio\b|\basync\b|\bawait\b|\be?print(?:ln)?!";
/// The one file of theirs that reads: a knowledge folder, before there is any knowledge.
const READS: &str = "src/knowledge/folder.rs";

/// The most lines of a file.
const LONGEST: usize = 400;

impl File {
    /// The top-level module it belongs to: `text` for `src/text/token.rs`.
    fn module(&self) -> &str {
        let name = self.path.trim_start_matches("src/").trim_end_matches(".rs");
        name.split('/').next().unwrap_or(name)
    }

    /// How many modules it is below the crate's root: 2 for `src/text/token.rs`.
    fn depth(&self) -> usize {
        self.path.split('/').count() - 1
    }
}

/// The text without its comments, strings and characters.
fn code(text: &str) -> String {
    static OTHER: LazyLock<Regex> = LazyLock::new(|| {
        let comment = r"//[^\n]*|(?s:/\*.*?\*/)";
        let raw = r##"r#+"(?s:.*?)"#+|r"[^"]*""##;
        let string = r#""(?s:\\.|[^"\\])*""#;
        let character = r"'(?:\\[^'\n]+|\\'|[^'\\\n])'";
        Regex::new(&format!("{comment}|{raw}|{string}|{character}")).expect("a pattern")
    });
    OTHER.replace_all(text, " ").into_owned()
}

/// The modules that follow `crate::` or, in the binary, `herald::`: `a` and `b` in `use crate::{a::x, b}`.
fn named_from_root(code: &str) -> BTreeSet<String> {
    static ROOT: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?:\bcrate|\bherald)\s*::\s*(\w+|\{)").expect("a pattern"));
    let mut names = BTreeSet::new();
    for found in ROOT.captures_iter(code) {
        if &found[1] == "{" {
            let list = &code[found.get_match().end()..];
            names.extend(first_names(list));
        } else {
            names.insert(found[1].to_owned());
        }
    }
    names
}

/// The first name of each entry of a list that has just been opened: `a`, `b` and `c` of `a::{x, y}, b::z, c};`.
fn first_names(list: &str) -> Vec<String> {
    let (mut nested, mut entry, mut names) = (0, String::new(), Vec::new());
    for c in list.chars() {
        match c {
            '{' => nested += 1,
            '}' if nested > 0 => nested -= 1,
            '}' | ',' if nested == 0 => {
                let name = entry.trim().split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
                names.extend((!name.is_empty()).then(|| name.to_owned()));
                entry.clear();
                if c == '}' {
                    break;
                }
            }
            c if nested == 0 => entry.push(c),
            _ => {}
        }
    }
    names
}

/// Whether a chain of `super::` reaches the crate's root, past what [`named_from_root`] sees.
fn climbs_to_root(file: &File, code: &str) -> bool {
    static CHAIN: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?:\bsuper\s*::\s*)+").expect("a pattern"));
    // A module within the file is one deeper.
    let inner = code.find("mod tests {").unwrap_or(code.len());
    CHAIN.find_iter(code).any(|chain| {
        let depth = file.depth() + usize::from(chain.start() > inner);
        chain.as_str().matches("super").count() >= depth
    })
}

/// How high a module is.
fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// Why `from` may not import `to`, if it may not.
fn forbidden(from: &str, to: &str) -> Option<String> {
    if from == to || from == "lib" {
        return None;
    }
    if to == "settings" {
        return (!READ_SETTINGS.contains(&from)).then(|| format!("{from} may not know of the settings"));
    }
    let fine = match (layer(from), layer(to)) {
        (Some(from), Some(to)) => from > to,
        _ => false,
    };
    (!fine).then(|| format!("{from} may not import {to}"))
}

#[track_caller]
fn none(offences: &[String]) {
    assert!(offences.is_empty(), "\n{}\n", offences.join("\n"));
}

#[test]
fn imports_go_down_the_layers() {
    let mut offences = Vec::new();
    for file in files("src") {
        let code = code(&file.text);
        let named = named_from_root(&code).into_iter().filter_map(|to| forbidden(file.module(), &to));
        offences.extend(named.map(|offence| format!("{}: {offence}", file.path)));
        if climbs_to_root(&file, &code) {
            offences.push(format!("{}: `super::` reaches the root; write `crate::`", file.path));
        }
    }
    none(&offences);
}

#[test]
fn each_library_of_an_edge_stays_there() {
    let mut offences = Vec::new();
    for (library, home) in CONFINED {
        let named = Regex::new(&format!(r"\b{library}\s*::|\buse\s+{library}\b")).expect("a pattern");
        let away = files("src").into_iter().filter(|file| file.module() != home);
        offences.extend(
            away.filter(|file| named.is_match(&code(&file.text)))
                .map(|file| format!("{}: {library} is named only under {home}", file.path)),
        );
    }
    none(&offences);
}

#[test]
fn the_core_is_values_in_values_out() {
    let impure = Regex::new(IMPURE).expect("a pattern");
    let core = files("src").into_iter().filter(|file| PURE.contains(&file.module()) && file.path != READS);
    let offences = core.filter_map(|file| {
        let found = impure.find(&code(&file.text))?.as_str().to_owned();
        Some(format!("{}: `{found}` is for the edges", file.path))
    });
    none(&offences.collect::<Vec<_>>());
}

/// One of the announcement's own files.
fn table(file: &str) -> toml::Table {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge").join(file);
    fs::read_to_string(path).expect("a file of the knowledge").parse().expect("TOML")
}

/// The concepts of a class that only the announcement has: an id and its first surface forms.
fn own_concepts(class: &str) -> Vec<(String, Vec<String>)> {
    let own = table("announcement/vocabulary.toml");
    let common: Vec<toml::Table> = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge/common"))
        .expect("the common vocabulary")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| Path::new(name).extension().is_some_and(|extension| extension == "toml"))
        .map(|name| table(&format!("common/{name}")))
        .collect();
    let everywhere = |id: &str| {
        let in_class =
            |table: &toml::Table| table.values().filter_map(toml::Value::as_table).any(|it| it.contains_key(id));
        common.iter().any(in_class)
    };
    let concepts = own.get(class).and_then(toml::Value::as_table).into_iter().flatten();
    concepts
        .filter(|(id, _)| !everywhere(id))
        .map(|(id, concept)| {
            let forms = |lang: &str| {
                let all = concept.get(lang).and_then(toml::Value::as_str).unwrap_or_default();
                all.split([',', '、']).map(|form| form.trim().trim_matches(['=', '*']).to_owned()).collect::<Vec<_>>()
            };
            (id.clone(), [forms("en"), forms("zh")].concat())
        })
        .collect()
}

#[test]
fn no_fact_or_name_of_the_announcement_is_in_the_code() {
    let mut words: Vec<String> = Vec::new();
    // An id of several words is nothing else wherever it stands; one of a single word is an id only as a string.
    let mut id = |id: &str| words.push(if id.contains('-') { id.to_owned() } else { format!("\"{id}\"") });
    table("announcement/facts.toml")["fact"].as_table().expect("the facts").keys().for_each(|fact| id(fact));
    for class in ["subject", "person", "organisation"] {
        for (concept, _) in own_concepts(class) {
            id(&concept);
        }
    }
    for class in ["person", "organisation"] {
        // A single English word or Chinese character may be a word like any other.
        let forms = own_concepts(class).into_iter().flat_map(|(_, forms)| forms);
        words.extend(forms.filter(|form| form.contains(' ') || (!form.is_ascii() && form.chars().count() > 1)));
    }
    assert!(words.len() > 100, "the announcement has facts, people and organisations");
    let mut offences = Vec::new();
    for file in files("src") {
        let text = file.text.to_lowercase();
        for word in &words {
            let whole = |(at, _): (usize, &str)| {
                let joins = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '-');
                !joins(text[..at].chars().next_back()) && !joins(text[at + word.len()..].chars().next())
            };
            if text.match_indices(word.as_str()).any(whole) {
                offences.push(format!("{}: {word} is the announcement's", file.path));
            }
        }
    }
    none(&offences);
}

#[test]
fn each_file_says_what_it_is_for() {
    let silent = files("src").into_iter().chain(files("tests")).filter(|file| !file.text.starts_with("//! "));
    none(&silent.map(|file| format!("{}: open it with `//!`", file.path)).collect::<Vec<_>>());
}

#[test]
fn no_file_is_long() {
    let lines = |file: File| (file.text.lines().count(), file.path);
    let long = files("src").into_iter().chain(files("tests")).map(lines).filter(|(lines, _)| *lines > LONGEST);
    none(&long.map(|(lines, path)| format!("{path}: {lines} lines, and {LONGEST} are the most")).collect::<Vec<_>>());
}

#[test]
fn the_reading_of_imports_sees_each_way_to_write_one() {
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let named = named_from_root(&code(text));
        assert_eq!(named.iter().map(String::as_str).collect::<Vec<_>>(), expected, "{text}");
    }
    check("use crate::text::Lang;", &["text"]);
    check("use crate::{answer::{Kind, Reply}, text};", &["answer", "text"]);
    check("use crate::{\n    a::b,\n    c::{d, e::{f}},\n};\nlet x = [y, z];", &["a", "c"]);
    check("let lang = crate::text::Lang::En;", &["text"]);
    check("pub(crate) fn x() { herald::cli::run() }", &["cli"]);
    check("// crate::a\n/* crate::b */ \"crate::c\" r#\"crate::\"d\"# '\"' crate::e '\"'", &["e"]);
    check("fn f<'a>(x: &'a str) { \"\\\"crate::a\"; '\\''; crate::b }", &["b"]);
    check("use crate_two::a; use subcrate::b;", &[]);
}
