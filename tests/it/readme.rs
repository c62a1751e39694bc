//! What README.md shows is what the program prints: each `$ herald …` in it, with the lines that follow.

use super::cli::{herald, run};

const README: &str = include_str!("../../README.md");

#[test]
fn the_exchanges_shown_are_real() {
    let shown = README.split("```console\n").skip(1).filter_map(|block| block.split("\n```").next());
    let exchanges = shown.flat_map(|block| block.split("$ herald ").skip(1));
    let mut checked = 0;
    for exchange in exchanges {
        let (command, printed) = exchange.split_once('\n').expect("a command and what it prints");
        let args: Vec<&str> = command.splitn(2, ' ').map(|arg| arg.trim_matches('"')).collect();
        let run = run(&mut herald(&args), b"");
        assert_eq!(run.out.trim_end(), printed.trim_end(), "{command}");
        checked += 1;
    }
    assert!(checked >= 2, "README.md shows an exchange in each language");
}

#[test]
fn the_files_it_links_are_there() {
    let links = README.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    for link in links.filter(|link| !link.starts_with("http")) {
        assert!(root.join(link).exists(), "{link}");
    }
}
