//! The kind of figure that a sentence wants: a level, a change, a part of the whole, and in what it is measured.
//!
//! "how many brands" wants a level, "by what percentage did it rise" a change, "how much of the pork was wasted" a part.

use super::{Item, Question, What};
use crate::knowledge::{Cue, KnowledgeBase, class};
use crate::text::{Dimension, Token};

/// What kind of figure is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Wants {
    /// None in particular.
    #[default]
    Anything,
    /// How much there is.
    Level,
    /// How much it changed.
    Change,
    /// What part of the whole it is.
    Share,
}

/// What kind of figure a sentence wants, by its question words and whether it speaks of a change.
pub(super) fn wants(kb: &KnowledgeBase, question: &Question, tokens: &[Token], words: &[Cue], moves: bool) -> Wants {
    let amount = words.iter().any(|word| matches!(word, Cue::HowMuch | Cue::HowMany));
    let percent = tokens.iter().any(|token| matches!(token.text.as_str(), "percent" | "percentage" | "%" | "pct"));
    // "how much higher than …" asks for a difference.
    let more = question.cues.iter().any(|at| {
        at.cue == Cue::More
            && question
                .cues
                .iter()
                .any(|word| matches!(word.cue, Cue::HowMuch | Cue::HowMany) && word.token + word.length == at.token)
    });
    let rate = question.items.iter().any(|item| {
        matches!(&item.what, What::Quantity(quantity) if quantity.unit.is_some_and(|unit| unit.dimension() == Dimension::Percent))
    });
    // 占几个百分点, "what percent year on year": a part of the whole, unless it is held against something.
    let part =
        question.has(Cue::Share) || (amount && tokens.iter().any(|token| matches!(token.text.as_str(), "占" | "佔")));
    // "how much of the pork was thrown away": a part of it.
    let of_it = question.cues.iter().filter(|at| matches!(at.cue, Cue::HowMuch | Cue::HowMany)).any(|at| {
        let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
        let end = at.token + at.length;
        text(end) == "of"
            && matches!(text(end + 1), "the" | "those" | "these" | "that" | "this" | "their" | "its" | "them" | "it")
    });
    let part = part || of_it;
    let based =
        question.items.iter().any(|item| item.concepts().iter().any(|&concept| kb.is_in(concept, &[class::BASIS])));
    // "the ratio of vegetables to pork" compares two things.
    let ratio = tokens.iter().any(|token| matches!(token.text.as_str(), "ratio" | "比"));
    let two = ratio
        && question.items.iter().enumerate().any(|(at, a)| {
            let class = |item: &Item| item.concepts().first().map(|&concept| kb[concept].class);
            question.items[at + 1..]
                .iter()
                .any(|b| a.hard && b.hard && class(a).is_some() && class(a) == class(b) && a.concepts() != b.concepts())
        });
    let part = part && !two;
    if part && !moves && !rate && !based {
        Wants::Share
    } else if more || percent || (amount && moves) || (part && based) {
        Wants::Change
    } else if amount {
        Wants::Level
    } else {
        Wants::Anything
    }
}

/// What the figure is to measure, where the sentence says so; `amount` is whether it asks how much or how many.
pub(super) fn dimension(question: &Question, tokens: &[Token], amount: bool) -> Option<Dimension> {
    let units = question
        .items
        .iter()
        .filter_map(|item| if let What::Unit(unit) = item.what { Some(unit.dimension()) } else { None });
    units
        .filter(|_| !question.items.iter().any(|item| item.alternative && matches!(item.what, What::Unit(_))))
        .find(|&dimension| dimension != Dimension::Percent)
        .or_else(|| (amount && asks_for_money(tokens)).then_some(Dimension::Money))
        .or_else(|| weighed(question, tokens))
}

/// The scale right behind a "how many", or within it: "how many millions", 多少亿.
pub(super) fn scale(question: &Question, tokens: &[Token]) -> Option<f64> {
    let at = question.cues.iter().find(|at| matches!(at.cue, Cue::HowMany | Cue::HowMuch))?;
    let end = (at.token + at.length + 1).min(tokens.len());
    tokens[at.token..end].iter().find_map(|token| match token.text.as_str() {
        "万" => Some(1e4),
        "亿" => Some(1e8),
        "thousand" | "thousands" => Some(1e3),
        "million" | "millions" => Some(1e6),
        "billion" | "billions" => Some(1e9),
        _ => None,
    })
}

/// 几吨, 多少公斤 in one: how much it weighs.
fn weighed(question: &Question, tokens: &[Token]) -> Option<Dimension> {
    let within = |at: &super::CueAt| {
        let words = tokens.get(at.token..at.token + at.length).unwrap_or_default();
        words.iter().any(|token| matches!(token.text.as_str(), "吨" | "斤"))
    };
    question.cues.iter().any(|at| at.cue == Cue::HowMany && within(at)).then_some(Dimension::Mass)
}

/// "how much are they worth", 值多少钱: an amount of money, without its unit.
fn asks_for_money(tokens: &[Token]) -> bool {
    tokens.iter().any(|token| matches!(token.text.as_str(), "worth" | "钱" | "值"))
}
