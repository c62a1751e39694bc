//! Ids in `facts.toml` → what they stand for, or "there is no … `x`: did you mean `y`?".
//!
//! It also keeps count of what was used, so that what the announcement's own vocabulary has for nothing can be reported.

use rustc_hash::FxHashMap;

use super::vocabulary::Vocabulary;
use crate::knowledge::class::CUE;
use crate::knowledge::diagnostic::{Diagnostic, nearest};
use crate::knowledge::schema::facts::RawFacts;
use crate::knowledge::schema::{File, Text};
use crate::knowledge::{ConceptId, Cue, Effect, FactId};

/// How many unknown ids get a "did you mean": looking for one goes through all names.
const SUGGESTIONS: usize = 100;

/// The question words that a fact can say it answers.
const QUESTION_WORDS: &[Cue] = &[
    Cue::Who,
    Cue::When,
    Cue::Where,
    Cue::Why,
    Cue::How,
    Cue::HowMuch,
    Cue::HowMany,
    Cue::HowLong,
    Cue::HowOften,
    Cue::Which,
    Cue::What,
];

/// Looks ids up and reports those that aren't there.
pub struct Resolver<'a, 't> {
    /// The file that the ids stand in.
    pub file: File<'a>,
    /// Where problems are reported.
    pub out: &'a mut Vec<Diagnostic>,
    vocabulary: &'a Vocabulary<'t>,
    facts: FxHashMap<&'a str, FactId>,
    voices: FxHashMap<&'a str, usize>,
    used_concepts: Vec<bool>,
    used_voices: Vec<bool>,
    suggestions: usize,
}

impl<'a, 't> Resolver<'a, 't> {
    /// Over the ids of a file and a vocabulary.
    pub fn new(
        file: File<'a>,
        raw: &'a RawFacts<'_>,
        vocabulary: &'a Vocabulary<'t>,
        out: &'a mut Vec<Diagnostic>,
    ) -> Self {
        Self {
            file,
            out,
            vocabulary,
            facts: (0..).map(FactId).zip(&raw.facts).map(|(at, fact)| (&*fact.id.value, at)).collect(),
            voices: raw.voices.iter().enumerate().map(|(at, voice)| (&*voice.id.value, at)).collect(),
            used_concepts: vec![false; vocabulary.concepts.len()],
            used_voices: vec![false; raw.voices.len()],
            suggestions: SUGGESTIONS,
        }
    }

    /// The concept with this id.
    pub fn concept(&mut self, id: &Text<'_>) -> Option<ConceptId> {
        let found = self.vocabulary.concept(&id.value);
        if let Some(concept) = found {
            self.used_concepts[concept.0 as usize] = true;
        } else if !self.vocabulary.lost.contains(&*id.value) {
            let vocabulary = self.vocabulary;
            if let Some(concept) = self.named(&id.value) {
                let message = format!("there is no concept `{}`", id.value);
                let help = format!("`{concept}` is the concept that people name so: write that");
                self.out.push(Diagnostic::error(self.file.name, id.span, "unknown-concept", message).help(help));
                return None;
            }
            let near = self.near(&id.value, || vocabulary.ids.keys().copied());
            let help =
                format!("add it to vocabulary.toml, below its class: {} = {{ en = \"…\", zh = \"…\" }}", id.value);
            self.unknown("unknown-concept", "concept", id, near, &help);
        }
        found
    }

    /// The concepts with these ids.
    pub fn concepts(&mut self, ids: &[Text<'_>]) -> Vec<ConceptId> {
        ids.iter().filter_map(|id| self.concept(id)).collect()
    }

    /// The fact with this id.
    pub fn fact(&mut self, id: &Text<'_>) -> Option<FactId> {
        let found = self.fact_named(&id.value);
        if found.is_none() {
            let near = self.near_fact(&id.value);
            self.unknown("unknown-fact", "fact", id, near, "add [fact.<id>], or take the id away");
        }
        found
    }

    /// The facts with these ids.
    pub fn facts(&mut self, ids: &[Text<'_>]) -> Vec<FactId> {
        ids.iter().filter_map(|id| self.fact(id)).collect()
    }

    /// The fact with this id, without a report.
    pub fn fact_named(&self, id: &str) -> Option<FactId> {
        self.facts.get(id).copied()
    }

    /// The fact id that this one is most likely a slip for.
    pub fn near_fact(&mut self, id: &str) -> Option<&'a str> {
        self.suggestions = self.suggestions.checked_sub(1)?;
        nearest(id, self.facts.keys().copied())
    }

    /// The voice with this id: its place in the file.
    pub fn voice(&mut self, id: &Text<'_>) -> Option<usize> {
        let found = self.voices.get(&*id.value).copied();
        if let Some(voice) = found {
            self.used_voices[voice] = true;
        } else {
            let near = nearest(&id.value, self.voices.keys().copied());
            self.unknown("unknown-voice", "voice", id, near, "add [voice.<id>] with who and occasion");
        }
        found
    }

    /// The question word with this id.
    pub fn question_word(&mut self, id: &Text<'_>) -> Option<Cue> {
        let found = QUESTION_WORDS.iter().copied().find(|cue| cue.id() == id.value);
        if found.is_none() {
            let names: Vec<&str> = QUESTION_WORDS.iter().map(|cue| cue.id()).collect();
            let message = format!("`{}` is no question word", id.value);
            self.out.push(Diagnostic::error(self.file.name, id.span, "not-a-question-word", message).suggest(
                nearest(&id.value, names.iter().copied()),
                format!("the question words are: {}", names.join(", ")),
            ));
        }
        found
    }

    /// Reports a problem in the file.
    pub fn report(&mut self, problem: Diagnostic) {
        self.out.push(problem);
    }

    /// Reports the voices and the announcement's own concepts that nothing uses.
    ///
    /// A concept of a contrast class is of use without a fact: a question about it is known to be about something else.
    pub fn report_unused(&mut self, raw: &RawFacts<'_>) {
        for (voice, used) in raw.voices.iter().zip(&self.used_voices) {
            if !used {
                let message = format!("no fact has the voice `{}`", voice.id.value);
                self.out.push(
                    Diagnostic::warning(self.file.name, voice.id.span, "unused-voice", message)
                        .help("give it to the facts that are told in it, or take it away"),
                );
            }
        }
        // What is broader than a concept in use is in use.
        for at in 0..self.used_concepts.len() {
            let mut broader = if self.used_concepts[at] { self.vocabulary.concepts[at].under } else { None };
            while let Some(concept) = broader {
                let used = &mut self.used_concepts[concept.0 as usize];
                if *used && concept.0 as usize <= at {
                    break;
                }
                *used = true;
                broader = self.vocabulary.concepts[concept.0 as usize].under;
            }
        }
        for ((concept, place), used) in
            self.vocabulary.concepts.iter().zip(&self.vocabulary.places).zip(&self.used_concepts)
        {
            let effect = self.vocabulary.classes[concept.class.0 as usize].effect;
            if place.own && !used && effect != Effect::Contrast {
                let message = format!("no fact uses the concept `{}`", concept.id);
                self.out.push(
                    Diagnostic::warning(place.file.name, place.span, "unused-concept", message)
                        .help("add it to the `helps` of the facts that it fits, or take it away"),
                );
            }
        }
    }

    /// The concept that has an id's words as a surface form: the announcement's own, or else a common one.
    fn named(&self, id: &str) -> Option<&str> {
        let words = (self.suggestions > 0).then(|| id.replace('-', " "))?;
        let vocabulary = self.vocabulary;
        let named = vocabulary.forms.iter().filter(|form| form.text.eq_ignore_ascii_case(&words));
        let told = |at: &usize| {
            let class = &vocabulary.classes[vocabulary.concepts[*at].class.0 as usize];
            class.id != CUE && matches!(class.effect, Effect::Contrast | Effect::Content)
        };
        let concepts = named.map(|form| form.concept.0 as usize).filter(told);
        let own_first = concepts.min_by_key(|at| !vocabulary.places[*at].own)?;
        Some(&vocabulary.concepts[own_first].id)
    }

    fn near<'n, I: Iterator<Item = &'n str>>(&mut self, id: &str, names: impl FnOnce() -> I) -> Option<&'n str> {
        self.suggestions = self.suggestions.checked_sub(1)?;
        nearest(id, names())
    }

    fn unknown(&mut self, code: &'static str, what: &str, id: &Text<'_>, near: Option<&str>, help: &str) {
        let message = format!("there is no {what} `{}`", id.value);
        self.out.push(Diagnostic::error(self.file.name, id.span, code, message).suggest(near, help));
    }
}
