//! An elliptical turn and what was asked before → the whole question.
//!
//! "and vegetables?", after "how much pork a day?", is "how much vegetables a day?".

use smallvec::smallvec;
use smol_str::SmolStr;

use super::Conversation;
use super::follow::CONTENT;
use crate::knowledge::{ConceptId, Cue, KnowledgeBase, class};
use crate::question::asked::Wants;
use crate::question::{Concepts, Item, Question, What};
use crate::text::{Dimension, Quantity, Span, Unit};

/// A larger number says its own scale.
const LARGEST_BARE: f64 = 1e4;

/// The question with what it leaves out taken over from the last one. A mention of the same class replaces the old one.
pub(super) fn complete_from(kb: &KnowledgeBase, conversation: &Conversation, question: &Question) -> Question {
    let mut out = question.clone();
    let memory = &conversation.memory;
    let classes: Vec<_> = question.items.iter().flat_map(Item::concepts).map(|&concept| kb[concept].class).collect();
    // "Is that true?" judges the last claim as it was made: its mentions count in full.
    let verifies = question.asked.whether && question.items.iter().all(|item| item.weight < CONTENT);
    for mention in &memory.mentions {
        let mut concepts: Concepts = mention.concepts.iter().filter_map(|id| kb.concept(id)).collect();
        if let Some(sibling) = concepts.iter().find_map(|&concept| numbered_sibling(kb, concept, question)) {
            concepts = smallvec![sibling];
        }
        let replaced = concepts.iter().any(|&concept| classes.contains(&kb[concept].class));
        if !concepts.is_empty() && !replaced {
            let item = inherited(What::Concepts(concepts));
            out.items.push(if verifies { Item { weight: mention.weight, hard: mention.hard, ..item } } else { item });
        }
    }
    if verifies && memory.strange > 0.0 {
        out.items.push(Item { weight: memory.strange, ..inherited(What::Unknown) });
    }
    let asks = !question.asked.words.is_empty() && (!question.asked.named_count || question.marked);
    let quantified = question.items.iter().any(|item| matches!(item.what, What::Quantity(_)));
    if !quantified && !asks {
        for &(value, unit, bound) in &memory.quantities {
            out.items.push(inherited(What::Quantity(Quantity { value, unit, bound, span: Span::new(0, 0) })));
        }
    }
    // "was it not more like 90?" is in the unit of what was told.
    let told = match conversation.facts.as_slice() {
        [only] => kb.fact(only).and_then(|fact| kb[fact].figures.first()).map(|figure| figure.unit),
        _ => None,
    };
    if let Some(unit) = told.filter(|&unit| !matches!(unit, Unit::Count | Unit::Date)) {
        for item in out.items.iter_mut().take(question.items.len()) {
            if let What::Quantity(quantity) = &mut item.what
                && quantity.unit.is_none()
                && quantity.value < LARGEST_BARE
            {
                quantity.unit = Some(unit);
            }
        }
    }
    // "more than double?"
    if !asks && quantified && question.marked {
        out.asked.whether = true;
    }
    if !asks && !out.asked.whether {
        out.asked.words = memory.words.iter().filter_map(|id| Cue::from_id(id)).collect();
        if out.asked.wants == Wants::Anything {
            out.asked.wants = match memory.wants {
                1 => Wants::Level,
                2 => Wants::Change,
                3 => Wants::Share,
                _ => Wants::Anything,
            };
        }
        // "how many users?", "and the growth?"
        let moves = |item: &Item| {
            item.concepts().iter().any(|&concept| matches!(kb.cue_of(concept), Some(Cue::Up | Cue::Down)))
        };
        if out.asked.wants == Wants::Level && out.items.iter().any(moves) {
            out.asked.wants = Wants::Change;
        }
        let unit = memory.unit.map(Unit::dimension).filter(|&unit| unit != Dimension::Percent);
        // "how many tons of pork?", "and orders?": another measure has a unit of its own.
        let measured = question
            .items
            .iter()
            .flat_map(Item::concepts)
            .any(|&concept| kb.is_in(concept, &[class::MEASURE]) && !memory.names(&kb[concept].id));
        out.asked.dimension = out.asked.dimension.or(unit.filter(|_| !measured));
    }
    out
}

/// "And the second?", after "the first trend": the concepts under one kind, in the order of the vocabulary.
fn numbered_sibling(kb: &KnowledgeBase, concept: ConceptId, question: &Question) -> Option<ConceptId> {
    const NUMBERS: [Cue; 3] = [Cue::First, Cue::Second, Cue::Third];
    let number = NUMBERS.iter().position(|&cue| question.has(cue))?;
    let kind = kb.broader(concept).nth(1)?;
    let ids = (0..kb.concepts.len()).map(|at| ConceptId(at as u32));
    let mut siblings =
        ids.filter(|&other| kb.broader(other).nth(1) == Some(kind) && kb[other].class == kb[concept].class);
    siblings.nth(number)
}

/// A mention taken over: it completes a question and counts nothing against a fact.
fn inherited(what: What) -> Item {
    Item {
        what,
        span: Span::new(0, 0),
        token: usize::MAX,
        length: 0,
        clause: 0,
        weight: 0.0,
        hard: false,
        cost: 0,
        text: SmolStr::default(),
        alternative: false,
        inherited: true,
    }
}
