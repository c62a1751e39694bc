//! The command line, by starting the real program.

mod ask;
mod batch;
mod chat;
mod draft;
mod environment;
mod eval;
mod help;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// What a run of the program gave.
#[derive(Debug)]
pub struct Run {
    /// Its exit code.
    pub code: Option<i32>,
    /// What it printed.
    pub out: String,
    /// What it complained of.
    pub err: String,
}

/// The program with these arguments, away from the caller's settings.
pub fn herald(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_herald"));
    command.args(args).env_remove("HERALD_KNOWLEDGE").env_remove("RUST_BACKTRACE").env_remove("CLICOLOR_FORCE");
    command.current_dir(std::env::temp_dir());
    command
}

/// Runs the command to its end with this on its standard input.
pub fn run(command: &mut Command, input: &[u8]) -> Run {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("standard input is a pipe");
    let input = input.to_owned();
    let writer = std::thread::spawn(move || {
        // A program that has failed doesn't read all of it.
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().expect("the program ends");
    writer.join().expect("writing ends");
    Run {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).expect("the output is UTF-8"),
        err: String::from_utf8(output.stderr).expect("the complaints are UTF-8"),
    }
}

/// The exit code and the one sentence of a run that fails without a word on standard output.
#[track_caller]
pub fn check_failure(args: &[&str], code: i32, sentence: &str) {
    let run = run(&mut herald(args), b"");
    assert_eq!((run.code, run.out.as_str()), (Some(code), ""), "{}", run.err);
    assert!(run.err.contains(sentence), "{}", run.err);
    assert!(!run.err.contains("panicked") && !run.err.contains("backtrace"), "{}", run.err);
    assert_eq!(run.err.lines().count(), 1, "{}", run.err);
}

/// A copy of the announcement's folder, with one file changed.
pub fn folder_with(file: &str, change: impl FnOnce(String) -> String) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let original = Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge/announcement");
    for entry in std::fs::read_dir(original).expect("the announcement's folder") {
        let path = entry.expect("an entry").path();
        std::fs::copy(&path, folder.path().join(path.file_name().expect("a name"))).expect("a copy");
    }
    let path = folder.path().join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    std::fs::write(path, change(text)).expect("the changed file");
    folder
}
