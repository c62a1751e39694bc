//! The labelled questions of `tests/questions/` → conversations to measure with.

use std::path::PathBuf;

use serde_json::Value;

/// One labelled question: the turns of a conversation, the last of which is measured.
#[derive(Debug, Clone)]
pub struct Labelled {
    /// The language that its label names: `en`, `zh`, `mixed`.
    pub lang: String,
    /// What is said, in order.
    pub turns: Vec<String>,
    /// The facts that are right as the first of an answer; none where something else is.
    pub facts: Vec<String>,
    /// Whether the announcement doesn't say it, so that any answer is wrong.
    pub unsaid: bool,
}

impl Labelled {
    /// What is asked, where nothing was said before.
    pub fn alone(&self) -> Option<&str> {
        match self.turns.as_slice() {
            [turn] => Some(turn),
            _ => None,
        }
    }
}

/// Every labelled question, file by file.
pub fn all() -> Vec<Labelled> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../questions"));
    let entries = std::fs::read_dir(&folder).expect("tests/questions is there");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "jsonl"));
    files.sort();
    files.iter().flat_map(|path| read(&std::fs::read_to_string(path).expect("a text"))).collect()
}

/// Those of one language that need nothing said before.
pub fn alone(lang: &str) -> Vec<Labelled> {
    all().into_iter().filter(|one| one.lang == lang && one.alone().is_some()).collect()
}

fn read(text: &str) -> Vec<Labelled> {
    let strings = |value: &Value| -> Vec<String> {
        value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let line = |line: &str| {
        let value: Value = serde_json::from_str(line).ok()?;
        let turns = value["turns"].as_array()?.iter().map(|turn| turn.as_str().map(str::to_owned));
        let is = |kind: &str| value["kind"] == kind;
        Some(Labelled {
            lang: value["lang"].as_str().unwrap_or("en").to_owned(),
            turns: turns.collect::<Option<_>>()?,
            facts: if is("answer") {
                [strings(&value["facts"]), strings(&value["also_ok"])].concat()
            } else {
                Vec::new()
            },
            unsaid: is("unknown") && !strings(&value["kinds_ok"]).iter().any(|kind| kind == "answer"),
        })
    };
    text.lines().filter_map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_label_says_what_is_right() {
        for (label, facts, unsaid) in [
            (r#"{"lang": "en", "turns": ["pork?"], "kind": "answer", "facts": ["a"], "also_ok": ["b"]}"#, "a b", false),
            (r#"{"lang": "en", "turns": ["pork?"], "kind": "clarify", "facts": ["a", "b"]}"#, "", false),
            (r#"{"lang": "en", "turns": ["beef?"], "kind": "unknown", "facts": []}"#, "", true),
            (
                r#"{"lang": "en", "turns": ["beef?"], "kind": "unknown", "facts": [], "kinds_ok": ["answer"]}"#,
                "",
                false,
            ),
        ] {
            let [one] = &read(label)[..] else { panic!("one question: {label}") };
            assert_eq!((one.facts.join(" ").as_str(), one.unsaid), (facts, unsaid), "{label}");
        }
        assert!(read("no JSON\n{\"turns\": [7]}").is_empty());
    }
}
