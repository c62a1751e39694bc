//! "how many millions?", 多少亿: nothing is named but the scale → the facts with a figure of that scale.

use crate::knowledge::{Basis, Cue, FactId, KnowledgeBase};
use crate::question::Question;
use crate::text::{Dimension, Unit};

/// A figure is told in millions from one million up to a thousand of them.
const REACH: f64 = 1e3;
/// A mention that weighs less narrows nothing.
const NARROWS: f32 = 0.5;

/// The stated facts whose figure is of the scale that is asked for; none where the question names more than the scale.
pub fn facts(kb: &KnowledgeBase, question: &Question) -> Vec<FactId> {
    let narrowed = question.items.iter().any(|item| item.weight >= NARROWS);
    if narrowed || !question.has_any(&[Cue::HowMany, Cue::HowMuch]) {
        return Vec::new();
    }
    // 几吨来着
    if question.asked.dimension == Some(Dimension::Mass) {
        let weighed = |fact: &FactId| kb[*fact].figures.iter().any(|figure| figure.unit.dimension() == Dimension::Mass);
        return kb.fact_ids().filter(|fact| matches!(kb[*fact].basis, Basis::Stated { .. })).filter(weighed).collect();
    }
    let Some(scale) = question.asked.scale else { return Vec::new() };
    let of_scale = |fact: &FactId| {
        let figures = &kb[*fact].figures;
        figures.iter().any(|figure| figure.unit != Unit::Date && (scale..scale * REACH).contains(&figure.value))
    };
    let stated = |fact: &FactId| matches!(kb[*fact].basis, Basis::Stated { .. });
    kb.fact_ids().filter(stated).filter(of_scale).collect()
}
