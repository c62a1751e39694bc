//! A question word → the items that it asks of: "which new formats", "how many fresh food orders", 哪些品牌.

use super::claim::AUXILIARIES;
use super::{Question, What};
use crate::knowledge::{ConceptId, Effect, KnowledgeBase};
use crate::text::{Token, TokenKind};

/// A lighter mention isn't what is asked of.
const LEAST_HEAD: f32 = 0.25;

/// The items that directly follow a question word: "which new formats", "how many fresh food orders", 哪些品牌.
pub(super) fn heads(kb: &KnowledgeBase, question: &Question, tokens: &[Token], at: usize, length: usize) -> Vec<usize> {
    let mut end = at + length;
    let mut out = Vec::new();
    while end < tokens.len() {
        if let Some((index, item)) = question.items.iter().enumerate().find(|(_, item)| item.token == end) {
            // "which document frames the next steps": a verb behind what is asked of.
            let after = tokens.get(item.token + item.length).map_or("", |token| token.text.as_str());
            let verb = item.what == What::Unknown
                && tokens[end].kind == TokenKind::Word
                && matches!(
                    after,
                    "the" | "a" | "an" | "its" | "their" | "her" | "his" | "this" | "that" | "these" | "those"
                );
            if verb && !out.is_empty() {
                break;
            }
            let light = item.concepts().iter().any(|&concept| is_light(kb, concept));
            if !light || out.is_empty() {
                out.push(index);
            }
            end = item.token + item.length;
            continue;
        }
        let word = tokens[end].text.as_str();
        // "names of the reporter and the editor"
        let last = out.last().and_then(|&index| question.items[index].concepts().first());
        let next = question.items.iter().find(|item| item.token > end && item.token <= end + 2);
        let same =
            next.and_then(|item| item.concepts().first()).zip(last).is_some_and(|(a, b)| kb[*a].class == kb[*b].class);
        if question.joints.contains(&end) && same {
            end = next.map_or(end + 1, |item| item.token);
            continue;
        }
        let verb = AUXILIARIES.has(word)
            || matches!(word, "is" | "'s" | "是" | "有" | "在" | "会" | "要" | "to" | "for" | "in" | "at" | "of");
        let cue = question.cues.iter().any(|cue| cue.token == end);
        // Chinese puts what is asked of directly after the question word.
        if !out.is_empty() || verb || cue || !tokens[end].is_text() || tokens[end].kind == TokenKind::Han {
            break;
        }
        end += 1;
    }
    out.retain(|&index| question.items[index].weight >= LEAST_HEAD);
    // "which rose faster", "the number of orders go up": which way it went isn't what is asked of.
    if out
        .first()
        .is_some_and(|&index| question.items[index].concepts().iter().any(|&concept| super::is_direction(kb, concept)))
    {
        out.clear();
    }
    out.retain(|&index| {
        let concepts = question.items[index].concepts();
        concepts.is_empty() || !concepts.iter().all(|&concept| is_light(kb, concept))
    });
    out
}

fn is_light(kb: &KnowledgeBase, concept: ConceptId) -> bool {
    matches!(kb.effect(concept), Effect::Light | Effect::Action)
}
