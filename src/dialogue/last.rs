//! A turn that points to the last reply → the decision on it: the second of what was offered, the exact words, the unit of the
//! figure, the one on the topic that was talked about.
//!
//! After "how much were the sales?" with two offered, "the fashion week's" is the one that it names; after a figure "is that a day or
//! a week?" is about that figure.

use smol_str::SmolStr;

use super::Conversation;
use super::complete::complete_from;
use super::follow::{CONTENT, SHORT};
use crate::answer::decide::focus;
use crate::answer::verdict;
use crate::answer::{Decision, Focus, Kind, Reply, Rule, Verdict};
use crate::knowledge::{Basis, Cue, FactId, KnowledgeBase, class};
use crate::matching::{Candidate, Relation, candidate};
use crate::question::{Item, Question, What};

/// Of several facts that a turn may mean the one on the topic that was talked about.
pub(super) fn on_topic(
    kb: &KnowledgeBase,
    conversation: &Conversation,
    question: &Question,
    completed: &Decision,
    alone: &Decision,
) -> Option<Decision> {
    let decision = [completed, alone].into_iter().find(|decision| decision.reply.kind == Kind::Clarify)?;
    let answers = completed.reply.kind == Kind::Answer || alone.reply.kind == Kind::Answer;
    let topic = conversation.facts.first().and_then(|id| kb.fact(id)).map(|fact| kb[fact].topic)?;
    let facts: Vec<FactId> = decision.reply.facts.iter().copied().filter(|&fact| kb[fact].topic == topic).collect();
    let [only] = facts.as_slice() else { return None };
    if answers || !conversation.offered.is_empty() || question.length > SHORT {
        return None;
    }
    let chosen = decision.candidates.iter().find(|candidate| candidate.fact == *only)?;
    let fits = |(item, relation): (&Item, &Relation)| item.weight < CONTENT || relation.covers();
    if !chosen.conflicts.is_empty() || !question.items.iter().zip(&chosen.relations).all(fits) {
        return None;
    }
    let mut reply = Reply { facts, ..Reply::new(Kind::Answer, question.lang, question.script) };
    if question.asked.whether {
        reply.whether = true;
        reply.verdict = verdict::verdict(kb, question, &[chosen], &[]);
    }
    Some(Decision { reply, rule: Rule::OnlyOne, candidates: decision.candidates.clone() })
}

/// Whether a turn without a question of its own, "and in April?", puts another member of a class in the place of one that was asked
/// about, and the fact found has nothing of what was asked about: the turn still means that.
pub(super) fn leaves_context(
    kb: &KnowledgeBase,
    conversation: &Conversation,
    question: &Question,
    completed: &Question,
    decision: &Decision,
) -> bool {
    if conversation.facts.is_empty() {
        return false;
    }
    let bare = question.items.iter().all(|item| item.weight < CONTENT);
    let names = question.asked.words.contains(&Cue::Names) && bare;
    if names {
        return decision.reply.facts.first().is_some_and(|&fact| !conversation.facts.contains(&kb[fact].id));
    }
    if !question.asked.words.is_empty() || question.asked.whether {
        return false;
    }
    let Some(chosen) = decision.reply.facts.first().filter(|_| decision.reply.kind == Kind::Answer) else {
        return false;
    };
    let known = conversation.facts.contains(&kb[*chosen].id);
    let Some(candidate) = decision.candidates.iter().find(|candidate| candidate.fact == *chosen) else { return false };
    let own = question.items.len();
    let takes_over = candidate.relations[own..].iter().any(|relation| relation.covers());
    let class = |id: &SmolStr| kb.concept(id).map(|concept| kb[concept].class);
    let asked: Vec<_> =
        conversation.memory.mentions.iter().flat_map(|mention| &mention.concepts).filter_map(class).collect();
    let replaces = question
        .items
        .iter()
        .filter(|item| item.hard)
        .any(|item| item.concepts().iter().any(|&concept| asked.contains(&kb[concept].class)));
    !known && !takes_over && !candidate.full && replaces && completed.items.len() > own
}

/// After a clarification a turn without a question word picks the one offered fact that it names: "the fashion week's".
pub(super) fn narrowed(
    kb: &KnowledgeBase,
    conversation: &Conversation,
    question: &Question,
) -> Option<(Question, Decision)> {
    if conversation.offered.is_empty() || !question.asked.words.is_empty() || question.asked.whether {
        return None;
    }
    let completed = complete_from(kb, conversation, question);
    let own = question.items.len();
    let offered = conversation.offered.iter().filter_map(|id| kb.fact(id));
    let named: Vec<Candidate> = offered
        .map(|fact| candidate(kb, &completed, fact))
        .filter(|candidate| {
            candidate.conflicts.is_empty()
                && candidate.relations[..own].iter().any(|r| matches!(r, Relation::Need(_) | Relation::Help))
        })
        .collect();
    let [only] = named.as_slice() else { return None };
    let reply = Reply { facts: vec![only.fact], ..Reply::new(Kind::Answer, question.lang, question.script) };
    Some((completed, Decision { reply, rule: Rule::Answer, candidates: named }))
}

/// The answer to "the second one" after a clarification.
pub(super) fn chosen(kb: &KnowledgeBase, conversation: &Conversation, question: &Question) -> Option<Decision> {
    let mut offered: Vec<FactId> = conversation.offered.iter().filter_map(|id| kb.fact(id)).collect();
    // "the second one", of several facts told at once.
    if offered.is_empty() && conversation.facts.len() > 1 && question.has_any(&[Cue::First, Cue::Second, Cue::Third]) {
        offered = conversation.facts.iter().filter_map(|id| kb.fact(id)).collect();
    }
    let strange = question.items.iter().any(|item| item.weight >= CONTENT && item.what == What::Unknown);
    if offered.is_empty() || strange || question.length > SHORT {
        return None;
    }
    let ordinal = match () {
        () if question.has(Cue::Third) => Some(offered.len().min(3) - 1),
        () if question.has(Cue::Second) => Some(1),
        () if question.has(Cue::First) => Some(0),
        () => typed_number(question),
    };
    let facts = if question.has(Cue::Both) && ordinal.is_none() { offered } else { vec![*offered.get(ordinal?)?] };
    let reply = Reply { facts, ..Reply::new(Kind::Answer, question.lang, question.script) };
    Some(Decision { reply, rule: Rule::Answer, candidates: Vec::new() })
}

/// A lone number: "2".
fn typed_number(question: &Question) -> Option<usize> {
    let [item] = question.items.as_slice() else { return None };
    let number = match item.what {
        What::Quantity(quantity) if quantity.unit.is_none() => quantity.value as usize,
        _ => item.text.trim().parse().ok()?,
    };
    number.checked_sub(1)
}

/// A question about the last reply itself: its exact words, who said it, what it is compared to, whether it was computed.
pub(super) fn about_last(kb: &KnowledgeBase, conversation: &Conversation, question: &Question) -> Option<Decision> {
    let mut facts: Vec<FactId> = conversation.facts.iter().filter_map(|id| kb.fact(id)).collect();
    let focus = focus(question);
    // "which of the two weighed more?", after one reply on each
    if let [last] = facts.as_slice()
        && question.has_any(&[Cue::More, Cue::Less, Cue::Most, Cue::Least, Cue::Compare])
        && of_two(question)
        && let Some(before) = conversation.before.first().and_then(|id| kb.fact(id))
        && alike(kb, before, *last)
    {
        facts.insert(0, before);
    }
    // "what are the two figures then"
    let figures = facts.len() > 1 && question.has(Cue::KeyFigures);
    let compares = facts.len() > 1 && question.has_any(&[Cue::More, Cue::Less, Cue::Most, Cue::Least, Cue::Compare]);
    if facts.is_empty() || (focus == Focus::Fact && !compares && !figures && !question.has(Cue::Again)) {
        return None;
    }
    let mut reply = Reply { facts, focus, ..Reply::new(Kind::Answer, question.lang, question.script) };
    if focus == Focus::Computed && question.asked.whether {
        let stated = matches!(kb[reply.facts[0]].basis, Basis::Stated { .. });
        reply.whether = true;
        reply.verdict = Some(if stated { Verdict::Yes } else { Verdict::No });
    }
    Some(Decision { reply, rule: Rule::Answer, candidates: Vec::new() })
}

/// "Is that in dollars or what?", "is that a day or a week?": the unit, period or basis of the figure told last.
pub(super) fn aspect(kb: &KnowledgeBase, conversation: &Conversation, question: &Question) -> Option<Decision> {
    let [id] = conversation.facts.as_slice() else { return None };
    let fact = kb.fact(id).filter(|&fact| !kb[fact].figures.is_empty())?;
    let figures = &kb[fact].figures;
    let classes: Vec<_> = figures
        .iter()
        .flat_map(|figure| [figure.period, figure.basis])
        .flatten()
        .map(|concept| kb[concept].class)
        .collect();
    let of_figure = |item: &&Item| match &item.what {
        What::Unit(_) => true,
        What::Concepts(concepts) => concepts.iter().any(|&concept| classes.contains(&kb[concept].class)),
        _ => false,
    };
    let weighty: Vec<&Item> = question.items.iter().filter(|item| item.weight >= CONTENT).collect();
    let several = weighty.iter().filter(|item| item.alternative).count() > 1 || weighty.len() > 1;
    let units = weighty.iter().any(|item| matches!(item.what, What::Unit(_)));
    let amount = question.has_any(&[Cue::HowMany, Cue::HowMuch]);
    let points = question.has_any(&[Cue::Reference, Cue::Period, Cue::Basis]);
    let joined =
        several || units || ((question.asked.whether || question.has(Cue::Period)) && !question.joints.is_empty());
    if weighty.is_empty() || !weighty.iter().all(of_figure) || !points || amount || !joined {
        return None;
    }
    let mut reply = Reply { facts: vec![fact], ..Reply::new(Kind::Answer, question.lang, question.script) };
    if let [item] = weighty.as_slice()
        && let What::Unit(unit) = item.what
        && question.asked.words.is_empty()
    {
        let measured = figures.iter().any(|figure| figure.unit == unit);
        reply.whether = true;
        reply.verdict = Some(if measured { Verdict::Yes } else { Verdict::No });
    } else {
        reply.focus = Focus::Period;
    }
    Some(Decision { reply, rule: Rule::Answer, candidates: Vec::new() })
}

/// Whether a turn speaks of both or of the two.
pub(super) fn of_two(question: &Question) -> bool {
    let two =
        |item: &Item| matches!(item.what, What::Quantity(quantity) if quantity.unit.is_none() && quantity.is(2.0));
    question.has(Cue::Both) || question.items.iter().any(two)
}

/// Whether two facts tell figures that can be held against each other.
fn alike(kb: &KnowledgeBase, a: FactId, b: FactId) -> bool {
    let dimension = |fact: FactId| kb[fact].figures.first().map(|figure| figure.unit.dimension());
    dimension(a).is_some() && dimension(a) == dimension(b)
}

/// Whether an item is what some figure measures or the unit it is told in: "which of the two weighed more".
pub(super) fn is_figured(kb: &KnowledgeBase, item: &Item) -> bool {
    matches!(item.what, What::Unit(_))
        || item.concepts().iter().any(|&concept| kb.is_in(concept, &[class::MEASURE, class::THING]))
}
