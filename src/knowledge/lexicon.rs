//! Which surface forms name which concepts: exact and fuzzy lookup.

use super::ConceptId;
use crate::text::Lang;

/// A way of naming a concept, as the vocabulary has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurfaceForm {
    /// The words, lower case.
    pub text: String,
    /// Its language.
    pub lang: Lang,
    /// What it names.
    pub concept: ConceptId,
    /// Matched as it stands: no inflection, no typo tolerance.
    pub exact: bool,
}

/// Surface forms, indexed.
#[derive(Debug, Default)]
pub struct Lexicon {}

impl Lexicon {
    /// Indexes the forms. `words` are real English words, one a line: none of them is a typo of a form.
    pub fn build(_forms: &[SurfaceForm], _words: &'static str) -> Self {
        Self::default()
    }
}
