//! `herald check` on broken folders: what people read, mistake by mistake.
//!
//! Each folder below `tests/bad-knowledge/` has one `change.txt`: a file's name, then lines to take out (`- `) and to put in
//! their place (`+ `), against the announcement in `good/`. Beside it is the exact output.

use std::path::{Path, PathBuf};

use herald::cli::check;

use crate::sources::files;

/// What the folder is called in the output.
const SHOWN: &str = "moonberries";

macro_rules! cases {
    ($($name:ident $(: $fine:ident)?),* $(,)?) => {
        $(#[test]
        fn $name() {
            check_case(stringify!($name), cases!(@ $($fine)?));
        })*

        /// Every case.
        const CASES: &[&str] = &[$(stringify!($name)),*];
    };
    (@) => { false };
    (@ warnings) => { true };
}

cases! {
    chart_bars,
    chart_figures,
    chart_units,
    class_mismatch,
    derived_bound: warnings,
    division_by_zero,
    duplicate_id,
    duplicate_key,
    empty_text,
    figure_bound,
    figure_unit,
    figure_unread,
    figure_unworded: warnings,
    forms,
    formula_cycle,
    formula_no_figure,
    formula_result,
    formula_syntax,
    formula_units,
    formula_unknown,
    language_missing,
    missing_field,
    near_identical: warnings,
    needs_empty,
    no_quote,
    not_shared: warnings,
    one_language: warnings,
    placeholder,
    question_facts,
    question_syntax,
    quote_ambiguous: warnings,
    quote_from_elsewhere,
    quote_not_found,
    superseded,
    syntax,
    unasked_fact: warnings,
    under,
    unfinished: warnings,
    unknown_class,
    unknown_field,
    unknown_id,
    unknown_value,
    unmarked_shared,
    unused: warnings,
    wording_bound: warnings,
    wrong_type,
}

/// Checks the output for a case, and whether it has no more than warnings.
#[track_caller]
fn check_case(name: &str, only_warnings: bool) {
    let case = cases_dir().join(name.replace('_', "-"));
    let folder = tempfile::tempdir().expect("a temporary folder");
    for file in ["source.txt", "facts.toml", "vocabulary.toml"] {
        std::fs::copy(cases_dir().join("good").join(file), folder.path().join(file)).expect("the good file");
    }
    let changes = std::fs::read_to_string(case.join("change.txt")).expect("the case's change");
    for change in changes.split("\n\n") {
        apply(change, folder.path());
    }
    let (fine, output) = output(Some(folder.path()));
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(case);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("output", output));
    assert_eq!(fine, only_warnings, "{output}");
}

/// Makes one change: the file's name, the lines to take out, the lines to put in their place or at the end.
#[track_caller]
fn apply(change: &str, folder: &Path) {
    let mut lines = change.lines();
    let file = folder.join(lines.next().expect("a file's name"));
    let (mut out, mut put): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    for line in lines {
        match line.split_at_checked(2) {
            Some(("- ", old)) => out.push(old),
            Some(("+ ", new)) => put.push(new),
            _ => put.push(line.strip_prefix('+').expect("`- ` or `+ ` at the start of a line")),
        }
    }
    // A case may add a file that the good folder does without.
    let text = std::fs::read_to_string(&file).unwrap_or_default();
    let (out, put) = (out.join("\n"), put.join("\n"));
    assert!(text.contains(&out), "not there: {out}");
    let changed = if out.is_empty() { format!("{text}{put}\n") } else { text.replacen(&out, &put, 1) };
    std::fs::write(&file, changed).expect("the changed file");
}

/// Whether a folder has no errors, and what is said about it: without colours, and without what changes with the common part.
fn output(dir: Option<&Path>) -> (bool, String) {
    let mut out = anstream::StripStream::new(Vec::new());
    let fine = check::run(dir, &mut out).expect("a folder that can be read");
    let mut text = String::from_utf8(out.into_inner()).expect("UTF-8");
    if let Some(dir) = dir {
        text = text.replace(&dir.display().to_string(), SHOWN);
    }
    (fine, stable(&text))
}

/// "common/places.toml:123" becomes "common/places.toml:N", "4089 concepts, 46012 surface forms" likewise.
fn stable(text: &str) -> String {
    let words = text.split_inclusive([' ', '\n']).collect::<Vec<_>>();
    let is_number = |word: &str| word.trim_end().bytes().all(|byte| byte.is_ascii_digit());
    let next = |at: usize| words.get(at + 1).copied().unwrap_or_default();
    let stable = words.iter().enumerate().map(|(at, word)| match word.split_once(".toml:") {
        Some((file, line)) if file.contains("common/") => {
            format!("{file}.toml:N{}", line.trim_start_matches(|c: char| c.is_ascii_digit()))
        }
        _ if is_number(word) && ["concepts, ", "surface "].contains(&next(at)) => "N ".to_owned(),
        _ => (*word).to_owned(),
    });
    stable.collect()
}

fn cases_dir() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad-knowledge")
}

#[test]
fn every_folder_is_a_case() {
    let mut folders: Vec<String> = std::fs::read_dir(cases_dir())
        .expect("the cases")
        .map(|entry| entry.expect("a case").file_name().to_string_lossy().replace('-', "_"))
        .filter(|name| name != "good")
        .collect();
    folders.sort_unstable();
    assert_eq!(folders, CASES);
}

#[test]
fn the_good_folder_has_no_problems() {
    let (fine, output) = output(Some(&cases_dir().join("good")));
    assert!(fine && output.starts_with("ok: 3 stated and 1 derived facts, "), "{output}");
    assert_eq!(output.lines().count(), 1, "{output}");
}

#[test]
fn the_announcement_built_in_has_no_errors() {
    let (fine, output) = output(None);
    let last = output.lines().last().unwrap_or_default();
    assert!(fine && last.starts_with("ok: 22 stated and 5 derived facts, "), "{output}");
}

#[test]
fn a_folder_that_is_not_there_is_said_in_one_sentence() {
    for (dir, expected) in [
        ("no-such-folder", "isn't there: name a folder that has source.txt, facts.toml and vocabulary.toml"),
        ("good/source.txt", "isn't a folder: name a folder that has source.txt, facts.toml and vocabulary.toml"),
        ("syntax", "source.txt` isn't there: a knowledge folder has source.txt, facts.toml and vocabulary.toml"),
    ] {
        let error = check::run(Some(&cases_dir().join(dir)), &mut Vec::new()).expect_err("nothing to read").to_string();
        assert!(error.ends_with(expected) && !error.contains('\n'), "{dir}: {error}");
    }
}

/// Codes of problems in the common part, which is built in: no folder can have them, so unit tests beside the code hold them.
const OF_THE_COMMON_PART: &[&str] = &[
    "missing-cue",
    "missing-language",
    "missing-phrase",
    "missing-placeholder",
    "unknown-cue",
    "unknown-language",
    "unknown-phrase",
];

#[test]
fn every_code_has_a_case() {
    let mut codes = std::collections::BTreeSet::new();
    // A code is the first literal after the name of a function that makes or reports a problem.
    let call = regex::Regex::new(r#"\b(?:error|warning|report|problem|unknown)\([^";]*"([a-z]+(?:-[a-z]+)+|syntax)""#)
        .expect("a pattern");
    for file in files("src/knowledge").iter().filter(|file| !file.path.ends_with("/tests.rs")) {
        let code = file.text.split("#[cfg(test)]").next().unwrap_or_default();
        let found = call.captures_iter(code).filter_map(|found| found.get(1));
        codes.extend(found.map(|code| code.as_str().to_owned()));
    }
    assert!(codes.len() > 40, "{codes:?}");
    let mut shown = String::new();
    for case in CASES {
        let case = cases_dir().join(case.replace('_', "-"));
        shown.push_str(&std::fs::read_to_string(case.join("output.snap")).expect("a case's output"));
    }
    let without: Vec<_> = codes
        .iter()
        .filter(|code| !OF_THE_COMMON_PART.contains(&code.as_str()) && !shown.contains(&format!("[{code}]")))
        .collect();
    assert!(without.is_empty(), "no case in tests/bad-knowledge shows {without:?}");
    let stale: Vec<_> = OF_THE_COMMON_PART.iter().filter(|code| !codes.contains(**code)).collect();
    assert!(stale.is_empty(), "no longer a code: {stale:?}");
}
