//! What README.md shows is what the program prints: each `$ herald …` in it, with the lines that follow.

use super::cli::{herald, run};
use super::sources::{File, files};

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

#[test]
fn the_tests_it_names_are_there() {
    let mut code = files("src");
    code.extend(files("tests/it"));
    let named = regex::Regex::new(r"cargo test(?: --release -- --ignored)?\s+([a-z][a-z_]+)").expect("a pattern");
    let named: Vec<&str> = named.captures_iter(README).filter_map(|found| Some(found.get(1)?.as_str())).collect();
    assert!(named.len() > 8, "{named:?}");
    for name in named {
        let here =
            |file: &File| file.path.ends_with(&format!("/{name}.rs")) || file.text.contains(&format!("fn {name}"));
        assert!(code.iter().any(here), "{name}");
    }
}

#[test]
fn the_guide_of_the_folder_shows_every_field() {
    let guide = include_str!("../../knowledge/README.md");
    let schema =
        [include_str!("../../src/knowledge/schema/facts.rs"), include_str!("../../src/knowledge/schema/charts.rs")];
    let field = regex::Regex::new(r#"fields\s*\.\w+\("(\w+)""#).expect("a pattern");
    let fields: std::collections::BTreeSet<&str> = schema
        .iter()
        .flat_map(|text| field.captures_iter(text))
        .filter_map(|found| Some(found.get(1)?.as_str()))
        .collect();
    assert!(fields.len() > 25, "{fields:?}");
    let shown = |field: &str| guide.contains(&format!("{field} = ")) || guide.contains(&format!("[{field}"));
    let missing: Vec<_> = fields.into_iter().filter(|field| !shown(field)).collect();
    assert!(missing.is_empty(), "knowledge/README.md doesn't show {missing:?}");
}
