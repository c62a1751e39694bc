//! The text of `phrases.toml` → each key's text, or every problem with its place.
//!
//! `yes = { en = "Yes." }` is a "missing-language" at the braces.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::{Part, parts};
use crate::knowledge::diagnostic::nearest;
use crate::knowledge::{Diagnostic, Localised};
use crate::text::Span;

/// The file's name in diagnostics.
const FILE: &str = "common/phrases.toml";

/// The keys that there are, each with its placeholders.
pub(super) type Keys = [(&'static str, &'static [&'static str])];

/// Every key's text, or every problem.
pub(super) fn read(keys: &Keys, text: &str) -> Result<BTreeMap<&'static str, Localised>, Vec<Diagnostic>> {
    let table = DeTable::parse(text).map_err(|error| {
        let span = error.span().map_or(Span::new(0, 0), |span| Span::new(span.start, span.end));
        vec![problem(span, "syntax", format!("this is not valid TOML: {}", error.message()), None)]
    })?;
    let (mut read, mut problems) = (BTreeMap::new(), Vec::new());
    for (key, value) in table.get_ref() {
        match keys.iter().find(|(name, _)| name == key.get_ref()) {
            Some((name, placeholders)) => {
                read.insert(*name, localised(name, placeholders, value, &mut problems));
            }
            None => problems.push(unknown(keys, key)),
        }
    }
    for (name, _) in keys.iter().filter(|(name, _)| !read.contains_key(name)) {
        let message = format!("the phrase `{name}` is missing");
        let help = format!("add {name} = {{ en = \"…\", zh = \"…\" }}");
        problems.push(problem(Span::new(text.len(), text.len()), "missing-phrase", message, Some(help)));
    }
    if problems.is_empty() { Ok(read) } else { Err(problems) }
}

/// One phrase, with its languages and placeholders checked.
fn localised(
    name: &str,
    placeholders: &[&str],
    value: &Spanned<DeValue<'_>>,
    problems: &mut Vec<Diagnostic>,
) -> Localised {
    let mut read = Localised::default();
    let Some(languages) = value.get_ref().as_table() else {
        let message = format!("the phrase `{name}` must have a text in each language");
        let help = format!("write {name} = {{ en = \"…\", zh = \"…\" }}");
        problems.push(problem(place(value), "wrong-type", message, Some(help)));
        return read;
    };
    for key in languages.keys().filter(|key| !["en", "zh"].contains(&key.get_ref().as_ref())) {
        let message = format!("`{}` is no language of a phrase", key.get_ref());
        problems.push(problem(place(key), "unknown-language", message, Some("the languages are en and zh".into())));
    }
    for (lang, slot) in [("en", &mut read.en), ("zh", &mut read.zh)] {
        let Some(text) = languages.get(lang) else {
            let message = format!("the phrase `{name}` has no `{lang}`");
            problems.push(problem(place(value), "missing-language", message, None));
            continue;
        };
        if let Some(words) = text.get_ref().as_str().filter(|text| !text.is_empty()) {
            check_placeholders(name, placeholders, words, place(text), problems);
            words.clone_into(slot);
        } else {
            let message = format!("`{lang}` of the phrase `{name}` must be a text with something in it");
            problems.push(problem(place(text), "wrong-type", message, None));
        }
    }
    read
}

/// Each placeholder of the key occurs, and no other.
fn check_placeholders(name: &str, expected: &[&str], words: &str, span: Span, problems: &mut Vec<Diagnostic>) {
    let parts = parts(words);
    let found: Vec<_> =
        parts.iter().filter_map(|part| if let Part::Placeholder(name) = part { Some(*name) } else { None }).collect();
    for missing in expected.iter().filter(|expected| !found.contains(expected)) {
        let message = format!("the phrase `{name}` leaves out {{{missing}}}");
        problems.push(problem(span, "missing-placeholder", message, Some(format!("put {{{missing}}} into the text"))));
    }
    for unknown in found.iter().filter(|found| !expected.contains(found)) {
        let message = format!("the phrase `{name}` has no value for {{{unknown}}}");
        let help = match expected {
            [] => "this phrase takes no placeholder".to_owned(),
            _ => format!("it takes {{{}}}", expected.join("}, {")),
        };
        problems.push(problem(span, "unknown-placeholder", message, Some(help)));
    }
}

/// A key that is none of ours, with the nearest that is.
fn unknown(keys: &Keys, key: &Spanned<DeString<'_>>) -> Diagnostic {
    let near = nearest(key.get_ref(), keys.iter().map(|(name, _)| *name));
    Diagnostic::error(FILE, place(key), "unknown-phrase", format!("there is no phrase `{}`", key.get_ref()))
        .suggest(near, "leave it out")
}

fn place<T>(spanned: &Spanned<T>) -> Span {
    Span::new(spanned.span().start, spanned.span().end)
}

fn problem(span: Span, code: &'static str, message: String, help: Option<String>) -> Diagnostic {
    Diagnostic { help, ..Diagnostic::error(FILE, span, code, message) }
}
