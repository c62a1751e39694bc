//! `herald draft`: a folder that `herald check` takes, from any announcement; and what is said of bad input.

use std::path::Path;

use super::{check_failure, herald, run};
use crate::sources::files;

/// Drafts a source into a new folder, checks it, and gives what `herald check` says in its last line.
#[track_caller]
fn check(source: &Path) -> String {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let out = dir.path().join("draft");
    let (source, out) = (source.to_str().expect("UTF-8"), out.to_str().expect("UTF-8"));
    let drafted = run(&mut herald(&["draft", source, "--out", out]), b"");
    assert_eq!((drafted.code, drafted.err.as_str()), (Some(0), ""), "{}", drafted.out);
    assert!(drafted.out.contains("figures; speaking: ") && drafted.out.contains("herald check"), "{}", drafted.out);
    let checked = run(&mut herald(&["check", out]), b"");
    assert_eq!(checked.code, Some(0), "{}", checked.out);
    assert!(checked.out.contains("warning") && !checked.out.contains("error["), "{}", checked.out);
    assert_eq!(
        std::fs::read(source).expect("the source"),
        std::fs::read(Path::new(out).join("source.txt")).expect("it")
    );
    // What is there is never overwritten.
    check_failure(&["draft", source, "--out", out], 2, "is there already: name a new folder with --out");
    checked.out.lines().last().unwrap_or_default().to_owned()
}

#[test]
fn a_draft_is_a_valid_folder() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for source in
        ["knowledge/announcement/source.txt", "tests/fixtures/museum/source.txt", "tests/bad-knowledge/good/source.txt"]
    {
        assert!(check(&root.join(source)).starts_with("ok: "), "{source}");
    }
}

#[test]
fn bad_input_is_said_in_one_sentence() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let out = dir.path().join("draft");
    let case = |name: &str, bytes: &[u8], code: i32, sentence: &str| {
        let file = dir.path().join(name);
        std::fs::write(&file, bytes).expect("the file");
        let (file, out) = (file.to_str().expect("UTF-8"), out.to_str().expect("UTF-8"));
        check_failure(&["draft", file, "--out", out], code, sentence);
        assert!(!Path::new(out).exists(), "{name}");
    };
    case("empty", b" \n", 1, "is empty: put the announcement's text in it");
    case("latin", b"caf\xe9 sold 3 tons.", 1, "isn't UTF-8 text: save it as plain text in UTF-8");
    case("binary", b"PK\0\0\x03", 1, "isn't text: save the announcement as plain text in UTF-8");
    case("marks", b"!!! ...", 1, "has no sentence to make a fact of");
    case("long", &b"Sales rose by 5%. ".repeat(60_000), 1, "is longer than 1 MiB");
    let out = out.to_str().expect("UTF-8");
    check_failure(&["draft", "/no/such/file", "--out", out], 2, "can't read the announcement in /no/such/file");
}

/// Tests are built with more of `regex` than the program is: a pattern with a class such as `\p{Lu}` works in them alone.
#[test]
fn patterns_keep_to_what_the_program_is_built_with() {
    for file in files("src") {
        assert!(!(file.text.contains("regex::") && file.text.contains(r"\p{")), "{}", file.path);
    }
}
