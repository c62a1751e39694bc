//! Help as a person reads it at 80 columns, and completions.

use super::{herald, run};

#[track_caller]
fn check(name: &str, args: &[&str]) {
    let run = run(herald(args).env("COLUMNS", "80"), b"");
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    for line in run.out.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    insta::assert_snapshot!(name, run.out);
}

#[test]
fn help_reads_well_at_80_columns() {
    check("herald", &["--help"]);
    check("ask", &["ask", "--help"]);
    check("chat", &["chat", "--help"]);
    check("eval", &["eval", "--help"]);
    check("check", &["check", "--help"]);
    check("draft", &["draft", "--help"]);
    check("chart", &["chart", "--help"]);
    check("serve", &["serve", "--help"]);
    check("dead", &["dead", "--help"]);
    check("dead-list", &["dead", "list", "--help"]);
    check("dead-replay", &["dead", "replay", "--help"]);
    check("report", &["report", "--help"]);
    check("completions", &["completions", "--help"]);
}

/// The commands that a help lists.
fn commands(help: &str) -> Vec<&str> {
    let list = help.split("Commands:\n").nth(1).unwrap_or_default().split("\n\n").next().unwrap_or_default();
    let names = list.lines().filter(|line| !line.starts_with("   ")).filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != "help").collect()
}

#[test]
fn each_command_has_examples_a_line_each() {
    let mut open = vec![Vec::new()];
    let mut seen = 0;
    while let Some(path) = open.pop() {
        let mut args: Vec<&str> = path.iter().map(String::as_str).collect();
        args.push("--help");
        let run = run(herald(&args).env("COLUMNS", "80"), b"");
        let examples = run.out.split("Examples:\n").nth(1).unwrap_or_default().split("\n\n").next().unwrap_or_default();
        let whole = examples.lines().all(|line| line.starts_with("  herald ") || line.starts_with("  printf "));
        assert!(!examples.is_empty() && whole, "{path:?}: {}", run.out);
        open.extend(commands(&run.out).into_iter().map(|name| {
            let mut path = path.clone();
            path.push(name.to_owned());
            path
        }));
        seen += 1;
    }
    assert!(seen > 12, "{seen}");
}

#[test]
fn completions_name_the_commands() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = run(&mut herald(&["completions", shell]), b"");
        assert_eq!(run.code, Some(0), "{}", run.err);
        assert!(run.out.contains("max-harm") && run.out.contains("batch"), "{shell}");
    }
}

#[test]
fn without_a_command_the_help_comes_as_a_wrong_usage() {
    let run = run(&mut herald(&[]), b"");
    assert_eq!((run.code, run.out.as_str()), (Some(2), ""));
    assert!(run.err.contains("Usage: herald"));
}
