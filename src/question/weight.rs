//! A mention → its weight: how much it counts against a fact that doesn't hold it.
//!
//! What belongs to a contrast class counts most, filler nothing; of words that no vocabulary knows a name more than a noun, a noun
//! more than a verb.

use crate::knowledge::lexicon::{Part, Says, part, says};
use crate::knowledge::{ConceptId, Effect, KnowledgeBase};
use crate::text::{Token, TokenKind};

/// Weight of a mention of a contrast class.
pub(super) const CONTRAST_WEIGHT: f32 = 1.0;
/// Weight of "grow", "fall", "unchanged".
pub(super) const DIRECTION_WEIGHT: f32 = 0.8;
/// The most that words weigh which may be grammar as well as content.
pub(super) const AMBIGUOUS_WEIGHT: f32 = 0.3;
/// Weight of other content.
pub(super) const CONTENT_WEIGHT: f32 = 0.7;
/// Weight of a deed.
pub(super) const ACTION_WEIGHT: f32 = 0.25;
/// Weight of a light word: a general verb or adjective.
pub(super) const LIGHT_WEIGHT: f32 = 0.15;
/// Weight of a real English word that no vocabulary has.
pub(super) const ENGLISH_WEIGHT: f32 = 0.6;
/// Weight of an English word that names something which would have to be spoken of.
pub(super) const TELLING_WEIGHT: f32 = 0.8;
/// Weight of an English adjective that no vocabulary has.
pub(super) const ADJECTIVE_WEIGHT: f32 = 0.35;
/// Weight of an English verb that no vocabulary has.
pub(super) const VERB_WEIGHT: f32 = 0.25;
/// Weight of an English adverb that no vocabulary has.
pub(super) const ADVERB_WEIGHT: f32 = 0.1;
/// Weight of a word that no list has at all, most often a name.
pub(super) const STRANGE_WEIGHT: f32 = 0.9;
/// Weight of a name: written with a capital within a sentence.
pub(super) const NAME_WEIGHT: f32 = 1.1;

/// Whether a concept is more than filler and grammar.
pub(super) fn weighs(kb: &KnowledgeBase, concept: ConceptId) -> bool {
    !matches!(kb.effect(concept), Effect::Filler | Effect::Grammar)
}

/// How much a mention of a concept counts.
pub(super) fn weight(kb: &KnowledgeBase, concept: ConceptId) -> f32 {
    match kb.effect(concept) {
        Effect::Contrast => CONTRAST_WEIGHT,
        Effect::Content => CONTENT_WEIGHT,
        Effect::Action => ACTION_WEIGHT,
        Effect::Light => LIGHT_WEIGHT,
        Effect::Filler | Effect::Grammar => 0.0,
    }
}

/// Whether a word that no vocabulary knows is somebody's or something's name: no English word, and written with a capital within the
/// sentence. What is asked about a stranger isn't answered with what is known of others.
pub(super) fn is_name(kb: &KnowledgeBase, text: &str, word: &Token, first: bool) -> bool {
    let typed = word.span.of(text);
    let capitals = typed.chars().filter(|c| c.is_uppercase()).count();
    let shouted = !text.chars().any(char::is_lowercase);
    word.kind == TokenKind::Word
        && word.text.len() >= 4
        && capitals > usize::from(first)
        && !shouted
        && !kb.lexicon.is_english(&word.text)
}

/// Whether a word of two letters is a name by its capitals.
fn is_initials(text: &str, typed: &str) -> bool {
    typed.chars().all(char::is_uppercase) && text.chars().any(|c| c.is_lowercase() || !c.is_ascii())
}

/// How much words that no vocabulary knows count: a name more than a plain word, a scrap hardly at all.
pub(super) fn unknown_weight(kb: &KnowledgeBase, text: &str, words: &[Token], first: bool) -> f32 {
    let word = &words[0];
    match word.kind {
        TokenKind::Han => match words.len() {
            // 这块儿, 头儿: an ending.
            1 if word.text == "儿" => 0.0,
            1 => 0.4,
            _ => STRANGE_WEIGHT,
        },
        TokenKind::Word => {
            let typed = word.span.of(text);
            let capital =
                typed.starts_with(|c: char| c.is_uppercase()) && typed.chars().skip(1).any(char::is_lowercase);
            match word.text.len() {
                1 => 0.0,
                // "KL 的生鲜", "sales in NY": two capitals among other letters are a name.
                2 if is_initials(text, typed) => STRANGE_WEIGHT,
                2 => 0.15,
                _ if capital && !first => NAME_WEIGHT,
                3 if typed.chars().all(|c| c.is_uppercase() || c.is_ascii_digit())
                    && text.chars().any(char::is_lowercase) =>
                {
                    STRANGE_WEIGHT
                }
                3 => 0.4,
                // What is done says less than what is there.
                _ if says(&word.text) == Some(Says::Something) && !super::is_participle(word) => TELLING_WEIGHT,
                _ if says(&word.text) == Some(Says::Nothing) => LIGHT_WEIGHT,
                _ if kb.lexicon.is_english(&word.text) => match part(&word.text) {
                    Some(Part::Adjective) => ADJECTIVE_WEIGHT,
                    Some(Part::Verb) => VERB_WEIGHT,
                    Some(Part::Adverb) => ADVERB_WEIGHT,
                    None => ENGLISH_WEIGHT,
                },
                _ => STRANGE_WEIGHT,
            }
        }
        TokenKind::Number => 0.3,
        TokenKind::Mark | TokenKind::Symbol => 0.0,
    }
}
