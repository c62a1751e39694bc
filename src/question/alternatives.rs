//! What a sentence names side by side: "pork or vegetables".

use super::{Item, Question, What};
use crate::knowledge::KnowledgeBase;
use crate::text::{Token, WordList};

/// The places where a list goes on.
pub(super) fn joints(tokens: &[Token]) -> Vec<usize> {
    static JOINING: WordList = WordList::new(&[
        "and", "or", "plus", "n", "vs", "versus", "nor", "but", ",", "/", "&", "+", "和", "与", "跟", "及", "或", "还",
        "、", "同",
    ]);
    (0..tokens.len()).filter(|&at| JOINING.has(&tokens[at].text)).collect()
}

/// Marks two mentions of one class, or two units, with "or" between them.
pub(super) fn mark_alternatives(kb: &KnowledgeBase, question: &mut Question, tokens: &[Token]) {
    let class = |item: &Item| item.concepts().first().map(|&concept| kb[concept].class);
    let alike = |a: &Item, b: &Item| {
        matches!((&a.what, &b.what), (What::Unit(_), What::Unit(_))) || (class(a).is_some() && class(a) == class(b))
    };
    for at in 1..question.items.len() {
        let (a, b) = (&question.items[at - 1], &question.items[at]);
        let between = tokens.get(a.token + a.length..b.token).unwrap_or_default();
        let or = between.iter().any(|token| token.text == "or")
            || between.windows(2).any(|pair| pair[0].text == "还" && pair[1].text == "是");
        if or && alike(a, b) {
            question.items[at - 1].alternative = true;
            question.items[at].alternative = true;
        }
    }
    // "daily, weekly or for the quarter"
    for at in (1..question.items.len()).rev() {
        let (a, b) = (&question.items[at - 1], &question.items[at]);
        let comma = tokens.get(a.token + a.length).is_some_and(|token| token.is_mark(","));
        if b.alternative && comma && a.token + a.length + 1 == b.token && alike(a, b) {
            question.items[at - 1].alternative = true;
        }
    }
}
