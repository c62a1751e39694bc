//! Questions that ask for many facts at once: a summary, the key figures, everything on a topic, all of a kind, the most of a kind.

use crate::knowledge::{Basis, ConceptId, Cue, FactId, KnowledgeBase, class};
use crate::matching::{Candidate, Relation};
use crate::question::{Question, What};
use crate::text::Unit;

/// A mention that weighs less doesn't narrow a broad question.
const NARROWS: f32 = 0.5;
/// A fact that accounts for this much of a question for a list is the list.
const LISTED: f32 = 0.9;
/// … and of a question about several things that aren't a topic this much.
const MOSTLY: f32 = 0.8;
/// The most facts that hold a concept of no topic of its own and are told together.
const MOST_LOOSE: usize = 4;

/// The facts that answer a broad question; none where the question isn't one.
pub fn facts(kb: &KnowledgeBase, question: &Question, candidates: &[Candidate]) -> Option<Vec<FactId>> {
    let asked = &question.asked;
    // "is there a summary" asks for it.
    let there = question.has(Cue::Summary)
        && (0..question.items.len()).all(|at| question.items[at].weight < NARROWS || aside(question, candidates, at));
    if (asked.whether && !there) || question.has_any(&[Cue::Task, Cue::Opinion, Cue::Advice]) {
        return None;
    }
    let setting = |&concept: &ConceptId| kb.is_setting(concept);
    let narrowing: Vec<usize> = (0..question.items.len())
        .filter(|&at| {
            let item = &question.items[at];
            let chat = item.what == What::Unknown && !item.hard && candidates.is_empty();
            item.weight >= NARROWS
                && !chat
                && !aside(question, candidates, at)
                && !item.concepts().iter().any(setting)
                && !item.inherited
        })
        .collect();
    // "which official do I cite for these numbers" asks who it is.
    let who = |at: &usize| {
        question.items[*at].concepts().iter().any(|&concept| kb.is_in(concept, &[class::ROLE, class::PERSON]))
    };
    if asked.words.contains(&Cue::Which) && asked.heads.iter().any(who) {
        return None;
    }
    let percent = |at: usize| matches!(question.items[at].what, What::Unit(Unit::Percent));
    let moves = |at: &usize| {
        percent(*at) || question.items[*at].concepts().iter().any(|&concept| kb.cue_of(concept) == Some(Cue::Up))
    };
    let changes = !narrowing.is_empty() && narrowing.iter().all(moves);
    let all = question.has_any(&[Cue::List, Cue::KeyFigures, Cue::Most, Cue::Least, Cue::Both]);
    let percentages = narrowing.is_empty() && question.has(Cue::Share) && question.has(Cue::List);
    if (changes && all && !asked.words.contains(&Cue::Who)) || percentages {
        return Some(of_change(kb, question));
    }
    if narrowing.is_empty() {
        if question.has(Cue::KeyFigures) && !question.has(Cue::Summary) {
            return Some(with_figures(kb));
        }
        let asks_more = asked.words.iter().any(|word| !matches!(word, Cue::What | Cue::How | Cue::Which | Cue::Define));
        if question.has_any(&[Cue::Summary, Cue::KeyFigures]) && !asks_more {
            return Some(kb.announcement.summary.clone());
        }
        return None;
    }
    if !question.has_any(&[Cue::About, Cue::Summary, Cue::KeyFigures, Cue::List])
        || asked.words.iter().any(|word| !matches!(word, Cue::What | Cue::How | Cue::Which))
    {
        return None;
    }
    // "list the new forms of trade": one fact that takes all of it is the list.
    let lists = !question.has_any(&[Cue::About, Cue::Summary, Cue::KeyFigures]);
    let whole =
        |candidate: &Candidate| candidate.full && candidate.conflicts.is_empty() && candidate.coverage >= LISTED;
    if lists && candidates.iter().filter(|candidate| whole(candidate)).count() == 1 {
        return None;
    }
    let concepts: Vec<ConceptId> =
        narrowing.iter().flat_map(|&at| question.items[at].concepts().iter().copied()).collect();
    // "the district's digital transformation, what was said": one fact that takes nearly all of it, and no topic.
    let topical = kb.fact_ids().any(|fact| concepts.contains(&kb[fact].topic));
    let most = |candidate: &&Candidate| {
        let named = candidate.relations.iter().filter(|relation| relation.groups() != 0).count();
        candidate.full && named > 1 && candidate.conflicts.is_empty() && candidate.coverage >= MOSTLY
    };
    if !topical && narrowing.len() > 1 && candidates.iter().filter(most).count() == 1 {
        return None;
    }
    // Every mention must be of the topic: "everything about the fashion week in Milan" isn't answered.
    let best = candidates.iter().find(|candidate| narrowing.iter().all(|&at| candidate.relations[at].covers()))?;
    let figures = question.has(Cue::KeyFigures);
    let mut facts = on_topic(kb, &concepts).filter(|facts| facts.len() > 1 || question.has(Cue::About))?;
    if figures {
        facts.retain(|&fact| !kb[fact].figures.is_empty());
    }
    if let Some(at) =
        facts.iter().position(|&fact| fact == best.fact && matches!(best.relations[narrowing[0]], Relation::Need(_)))
    {
        facts.swap(0, at);
        facts[1..].sort_unstable();
    }
    (!facts.is_empty()).then_some(facts)
}

/// "give me the gist, two minutes before we open": a mention in another clause, that no fact needs.
fn aside(question: &Question, candidates: &[Candidate], at: usize) -> bool {
    let broad = |cue: Cue| matches!(cue, Cue::Summary | Cue::KeyFigures);
    let mut asking = question.cues.iter().filter(|found| broad(found.cue)).map(|found| found.clause).peekable();
    asking.peek().is_some()
        && asking.all(|clause| clause != question.items[at].clause)
        && !candidates.iter().any(|candidate| candidate.relations[at].groups() != 0)
}

fn is_stated(kb: &KnowledgeBase, fact: FactId) -> bool {
    matches!(kb[fact].basis, Basis::Stated { .. })
}

/// The stated facts that have a figure of any unit but a date.
fn with_figures(kb: &KnowledgeBase) -> Vec<FactId> {
    let figured = |fact: &FactId| kb[*fact].figures.iter().any(|figure| figure.unit != Unit::Date);
    kb.fact_ids().filter(|&fact| is_stated(kb, fact)).filter(figured).collect()
}

/// The stated facts that tell a change; for "most" and "least" only the one that changed so.
fn of_change(kb: &KnowledgeBase, question: &Question) -> Vec<FactId> {
    let change =
        |fact: FactId| kb[fact].figures.iter().find(|figure| figure.direction.is_some()).map(|figure| figure.value);
    let mut facts: Vec<(FactId, f64)> =
        kb.fact_ids().filter(|&fact| is_stated(kb, fact)).filter_map(|fact| Some((fact, change(fact)?))).collect();
    if question.has(Cue::Most) && question.has(Cue::Least) {
        // "from the highest to the lowest"
        facts.sort_by(|a, b| b.1.total_cmp(&a.1));
    } else if question.has(Cue::Most) {
        facts.sort_by(|a, b| b.1.total_cmp(&a.1));
        facts.truncate(1);
    } else if question.has(Cue::Least) {
        facts.sort_by(|a, b| a.1.total_cmp(&b.1));
        facts.truncate(1);
    }
    facts.into_iter().map(|(fact, _)| fact).collect()
}

/// The stated facts on the topic of one of these concepts; where none is a topic, the few that hold one of them.
fn on_topic(kb: &KnowledgeBase, concepts: &[ConceptId]) -> Option<Vec<FactId>> {
    let stated = || kb.fact_ids().filter(|&fact| is_stated(kb, fact));
    let topic: Vec<FactId> = stated().filter(|&fact| concepts.contains(&kb[fact].topic)).collect();
    if !topic.is_empty() {
        return Some(topic);
    }
    let holds = |fact: &FactId| concepts.iter().any(|concept| kb[*fact].frame.helps.contains(concept));
    let needs = |fact: &FactId| {
        kb[*fact].frame.needs.iter().any(|group| concepts.iter().any(|concept| group.contains(concept)))
    };
    let needing: Vec<FactId> = stated().filter(needs).collect();
    let holding: Vec<FactId> = stated().filter(holds).collect();
    let facts = if holding.len() <= MOST_LOOSE { holding } else { needing };
    (!facts.is_empty() && facts.len() <= MOST_LOOSE).then_some(facts)
}
