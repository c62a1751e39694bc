//! What the program does where its surroundings are not as they should be: one sentence, and an exit code.

use super::{check_failure, folder_with, herald, run};

#[test]
fn a_folder_that_is_not_there_is_named() {
    check_failure(&["--knowledge", "/nowhere/at-all", "ask", "hello"], 2, "/nowhere/at-all");
    check_failure(&["ask", "--knowledge", "/nowhere/at-all", "hello"], 2, "/nowhere/at-all");
    let run = run(herald(&["ask", "hello"]).env("HERALD_KNOWLEDGE", "/nowhere/at-all"), b"");
    assert_eq!(run.code, Some(2), "{}", run.err);
    assert!(run.err.contains("/nowhere/at-all"), "{}", run.err);
}

#[test]
fn an_empty_setting_is_none() {
    let run = run(herald(&["ask", "hello"]).env("HERALD_KNOWLEDGE", ""), b"");
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
}

#[test]
fn a_folder_with_errors_names_the_command_that_shows_them() {
    let folder = folder_with("facts.toml", |text| text.replace("[fact.conference]", "[fact.conference"));
    let path = folder.path().to_str().expect("a plain path");
    check_failure(&["--knowledge", path, "ask", "hello"], 1, &format!("`herald check {path}` shows them"));
}

#[test]
fn a_broken_settings_file_never_shows_its_lines() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join(".env"), "TELOXIDE TOKEN secret-value\n").expect("the file");
    let run = run(herald(&["ask", "hello"]).current_dir(folder.path()), b"");
    assert_eq!((run.code, run.out.as_str()), (Some(2), ""));
    assert!(run.err.contains(".env") && !run.err.contains("secret-value"), "{}", run.err);
}

#[test]
fn a_settings_file_is_read() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join(".env"), "HERALD_KNOWLEDGE=/nowhere/at-all\n").expect("the file");
    let run = run(herald(&["ask", "hello"]).current_dir(folder.path()), b"");
    assert_eq!(run.code, Some(2), "{}", run.err);
    assert!(run.err.contains("/nowhere/at-all"), "{}", run.err);
}
