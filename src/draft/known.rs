//! The common vocabulary as the draft looks words up in it: "pork" → the concept `pork` of the class `product`.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::knowledge::class::CUE;
use crate::knowledge::common;
use crate::knowledge::lexicon::stem::stems;
use crate::knowledge::schema::File;
use crate::knowledge::schema::vocabulary::{forms, read};
use crate::text::normalise::normalised;
use crate::text::token::tokens;
use crate::text::{Lang, TokenKind};

/// The most words of a form that is looked for.
const LONGEST: usize = 6;
/// Classes whose members say what a sentence is about.
const TELLING: [&str; 9] =
    ["place", "product", "measure", "organisation", "role", "group", "matter", "person", "subject"];

/// Forms and ids of the common part.
#[derive(Debug)]
pub(super) struct Known {
    /// Each form with its concept and that one's class; of several the first.
    forms: FxHashMap<String, (String, String)>,
    ids: FxHashSet<String>,
    english: FxHashSet<&'static str>,
}

impl Known {
    /// The vocabulary built in.
    pub fn built_in() -> Self {
        let mut known =
            Self { forms: FxHashMap::default(), ids: FxHashSet::default(), english: common::WORDS.lines().collect() };
        for &(name, text) in common::vocabulary() {
            // The common part's problems are for its own tests.
            for concept in read(File { name, text }, &mut Vec::new()).unwrap_or_default() {
                let (id, class) = (concept.id.value.into_owned(), concept.class.value.into_owned());
                for (lang, literal) in [(Lang::En, &concept.en), (Lang::Zh, &concept.zh)] {
                    for form in literal.iter().flat_map(|literal| forms(&literal.value, lang)) {
                        known.forms.entry(key(form.words)).or_insert_with(|| (id.clone(), class.clone()));
                    }
                }
                known.ids.insert(id);
            }
        }
        known
    }

    /// Whether a common concept has this id.
    pub fn has_id(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    /// Whether this is an English word that is written with a small letter, or the plural of one.
    pub fn is_english(&self, word: &str) -> bool {
        self.english.contains(word) || word.strip_suffix('s').is_some_and(|word| self.english.contains(word))
    }

    /// The concept and the class that a form as [`key`] gives it names, where a fact can be about it.
    pub fn form(&self, key: &str) -> Option<(&str, &str)> {
        self.any(key).filter(|(_, class)| TELLING.contains(class))
    }

    /// The concepts in a text that say what it is about, in order.
    pub fn in_text(&self, text: &str) -> Vec<String> {
        self.all(text).into_iter().filter(|(_, class)| TELLING.contains(class)).map(|(id, _)| id.to_owned()).collect()
    }

    /// The first concept of a class in a text.
    pub fn of_class(&self, text: &str, class: &str) -> Option<&str> {
        self.all(text).into_iter().find(|(_, found)| *found == class).map(|(id, _)| id)
    }

    /// Which way a text says that something went, where it says one way only.
    pub fn direction(&self, text: &str) -> Option<&'static str> {
        let said = |way: &str| self.all(text).contains(&(way, CUE));
        match (said("up"), said("down")) {
            (true, false) => Some("up"),
            (false, true) => Some("down"),
            _ => None,
        }
    }

    /// Each concept of a text once, the longest forms first where they overlap.
    fn all(&self, text: &str) -> Vec<(&str, &str)> {
        let tokens = tokens(text);
        let mut found: Vec<(&str, &str)> = Vec::new();
        let mut at = 0;
        let longest_at = |at: usize| {
            (1..=LONGEST.min(tokens.len() - at)).rev().find_map(|length| {
                let words = &tokens[at..at + length];
                words.iter().all(|token| token.is_text() || token.is_mark("-")).then_some(())?;
                // One Chinese character means too much.
                (length > 1 || words[0].kind != TokenKind::Han).then_some(())?;
                let (first, last) = (words.first()?, words.last()?);
                Some((self.any(&key(text.get(first.span.start..last.span.end)?))?, length))
            })
        };
        while at < tokens.len() {
            match longest_at(at) {
                // "the first" gives way to "first quarter".
                Some((_, length))
                    if (at + 1..at + length).any(|at| longest_at(at).is_some_and(|(_, it)| it >= length)) =>
                {
                    at += 1;
                }
                Some((concept, length)) => {
                    if !found.contains(&concept) {
                        found.push(concept);
                    }
                    at += length;
                }
                None => at += 1,
            }
        }
        found
    }

    fn any(&self, key: &str) -> Option<(&str, &str)> {
        let found = self.forms.get(key).or_else(|| stems(key).find_map(|stem| self.forms.get(&*stem)))?;
        Some((&found.0, &found.1))
    }
}

/// A form as it is compared.
pub(super) fn key(words: &str) -> String {
    normalised(words).replace('-', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}
