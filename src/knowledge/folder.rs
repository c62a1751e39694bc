//! Where an announcement's texts come from: the binary itself, or a folder.
//!
//! `Folder::read("press-release")` reads `press-release/source.txt`, `facts.toml` and `vocabulary.toml`. It is the one place
//! below the command line that reads files: everything after it works on texts.

use std::path::Path;

use anyhow::bail;

#[cfg(knowledge_built_in)]
use super::built_in::own_vocabulary;
use super::common;

/// The source, word for word.
pub const SOURCE: &str = "source.txt";
/// The facts.
pub const FACTS: &str = "facts.toml";
/// The announcement's own vocabulary.
pub const VOCABULARY: &str = "vocabulary.toml";
/// The author's labelled questions.
pub const QUESTIONS: &str = "questions.jsonl";

/// The texts of an announcement's files, wherever they come from.
#[derive(Debug, Clone, Default)]
pub struct Folder {
    /// `source.txt`.
    pub source: String,
    /// `facts.toml`.
    pub facts: String,
    /// `vocabulary.toml`.
    pub vocabulary: String,
    /// `questions.jsonl`, if there is one.
    pub questions: Option<String>,
}

impl Folder {
    /// The announcement in the binary.
    pub fn built_in() -> Self {
        Self {
            source: include_str!("../../knowledge/announcement/source.txt").to_owned(),
            facts: include_str!("../../knowledge/announcement/facts.toml").to_owned(),
            vocabulary: own_vocabulary(),
            questions: None,
        }
    }

    /// Reads a folder. What is missing is an error in one sentence that says what to do.
    pub fn read(dir: &Path) -> anyhow::Result<Self> {
        if !dir.is_dir() {
            let what = if dir.exists() { "isn't a folder" } else { "isn't there" };
            bail!(
                "the knowledge folder `{}` {what}: name a folder that has {SOURCE}, {FACTS} and {VOCABULARY}",
                dir.display()
            );
        }
        Ok(Self {
            source: read(dir, SOURCE)?,
            facts: read(dir, FACTS)?,
            vocabulary: read(dir, VOCABULARY)?,
            questions: if dir.join(QUESTIONS).exists() { Some(read(dir, QUESTIONS)?) } else { None },
        })
    }

    /// The text of a file as diagnostics name it.
    pub fn text(&self, file: &str) -> Option<&str> {
        match file {
            SOURCE => Some(&self.source),
            FACTS => Some(&self.facts),
            VOCABULARY => Some(&self.vocabulary),
            QUESTIONS => self.questions.as_deref(),
            _ => common::text(file),
        }
    }
}

fn read(dir: &Path, name: &str) -> anyhow::Result<String> {
    let path = dir.join(name);
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            bail!("`{}` isn't there: a knowledge folder has {SOURCE}, {FACTS} and {VOCABULARY}", path.display())
        }
        Err(error) => bail!("`{}` can't be read ({error}): check the file and its permissions", path.display()),
    };
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(_) => bail!("`{}` isn't UTF-8 text: save it as UTF-8", path.display()),
    }
}

/// The built-in announcement's own vocabulary, while the program is being built.
#[cfg(not(knowledge_built_in))]
fn own_vocabulary() -> String {
    include_str!("../../knowledge/announcement/vocabulary.toml").to_owned()
}
