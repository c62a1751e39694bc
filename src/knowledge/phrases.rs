//! The wording of replies, from `knowledge/common/phrases.toml`.

/// The wording of replies, in both languages.
#[derive(Debug, Default)]
pub struct Phrases {}
