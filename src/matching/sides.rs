//! Whether a fact gives the side of it that is asked for: who, when, how much, which ones.

use super::{Conflict, Conflicts, Relation};
use crate::knowledge::{ConceptId, Cue, Fact, FactId, KnowledgeBase};
use crate::question::asked::Wants;
use crate::question::{Question, What};
use crate::text::{Dimension, Unit};

/// Question words that a fact must list among its answers.
const LISTED: &[Cue] = &[Cue::Who, Cue::When, Cue::Where, Cue::Why, Cue::HowLong, Cue::HowOften];
/// Intents that no announcement serves.
const INTENTS: &[Cue] = &[Cue::Advice, Cue::Instruct, Cue::Opinion, Cue::Predict, Cue::Task];
/// What a matching question word adds.
const WORD_BONUS: f32 = 0.8;
/// What a figure of the wanted kind adds.
const FIGURE_BONUS: f32 = 0.5;

/// Adds to `out` what the question asks for that the fact doesn't give.
pub fn conflicts(kb: &KnowledgeBase, question: &Question, id: FactId, relations: &[Relation], out: &mut Conflicts) {
    let fact = &kb[id];
    let asked = &question.asked;
    let contrary = || relations.contains(&Relation::Contrary);
    let answered =
        |word: Cue| !LISTED.contains(&word) || fact.frame.answers.contains(&word) || (word == Cue::Why && contrary());
    if let Some(&word) = asked.words.first()
        && !asked.words.iter().any(|&word| answered(word))
    {
        out.push(Conflict::Word(word));
    }
    // Hardly any question has one.
    let intents = if question.cues.iter().any(|at| INTENTS.contains(&at.cue)) { INTENTS } else { &[] };
    for &intent in intents {
        let served = match intent {
            Cue::Task => !asked.words.is_empty(),
            // A fact that is a forecast itself says so in its frame.
            Cue::Predict => {
                fact.figures.is_empty()
                    || fact
                        .frame
                        .helps
                        .iter()
                        .any(|&held| kb.cue_of(held) == Some(Cue::Predict) || kb[held].id == "forecast")
            }
            _ => false,
        };
        if question.has(intent) && !served {
            out.push(Conflict::Intent(intent));
        }
    }
    // "besides her, who else": the one mentioned is what the fact would give. "besides cloud catwalks, which others" is given by
    // the fact that lists them all.
    let lists =
        fact.frame.identifies.len() > 1 && !asked.words.contains(&Cue::Who) && !fact.frame.answers.contains(&Cue::Who);
    if question.has(Cue::Else) && !lists && relations.iter().any(|relation| matches!(relation, Relation::Need(_))) {
        out.push(Conflict::Intent(Cue::Else));
    }
    // "which brand sold most": a ranking among the members of one thing.
    let ranks = question.has_any(&[Cue::Most, Cue::Least])
        && asked.words.iter().any(|word| matches!(word, Cue::Which | Cue::Who | Cue::Names | Cue::What));
    let member = asked
        .heads
        .iter()
        .any(|&at| matches!(relations[at], Relation::Need(_) | Relation::Help) && !is_direction(kb, question, at));
    let one = asked.heads.is_empty() && asked.words.contains(&Cue::Which);
    if ranks && (member || one || asked.words.contains(&Cue::Who)) {
        out.push(Conflict::Intent(if question.has(Cue::Most) { Cue::Most } else { Cue::Least }));
    }
    let amount = asked.words.iter().any(|word| matches!(word, Cue::HowMuch | Cue::HowMany));
    let figured = relations.iter().any(|relation| matches!(relation, Relation::Figure(_)));
    let listed =
        asked.words.iter().any(|word| matches!(word, Cue::HowMuch | Cue::HowMany) && fact.frame.answers.contains(word));
    if (amount || asked.wants != Wants::Anything)
        && !gives(kb, fact, asked.wants)
        && !(figured && asked.wants != Wants::Share)
        && !listed
    {
        out.push(Conflict::Figure);
    }
    // "how much is it worth" asks for money of any currency, "how many yuan" for this one.
    let any_currency = !question.items.iter().any(|item| matches!(item.what, What::Unit(_)));
    let measures = |wanted: Dimension, own: Dimension| {
        own == wanted || (any_currency && wanted == Dimension::Money && own == Dimension::ForeignMoney)
    };
    if let Some(dimension) = asked.dimension
        && !(figured && asked.whether)
        && !fact.figures.iter().any(|figure| measures(dimension, figure.unit.dimension()))
    {
        out.push(Conflict::Figure);
    }
    // "name me a few", of what was asked of before.
    let names = |(at, relation): (usize, &Relation)| {
        matches!(relation, Relation::Need(_))
            && question.items[at].concepts().iter().any(|concept| fact.frame.identifies.contains(concept))
    };
    if asked.words.contains(&Cue::Names) && asked.heads.is_empty() && !relations.iter().enumerate().any(names) {
        out.push(Conflict::Word(Cue::Names));
    }
    if let Some(head) = unanswered_head(kb, question, fact, relations) {
        out.push(Conflict::Head(head as u32));
    }
    let mut parts = (0..relations.len()).filter(|&at| relations[at] == Relation::Part);
    if amount
        && fact.frame.parts.len() > 1
        && let (Some(part), None) = (parts.next(), parts.next())
    {
        out.push(Conflict::Part(part as u32));
    }
}

fn is_direction(kb: &KnowledgeBase, question: &Question, at: usize) -> bool {
    question.items[at].concepts().iter().any(|&concept| kb.cue_of(concept).is_some())
}

/// Whether the fact has a figure of the wanted kind.
fn gives(kb: &KnowledgeBase, fact: &Fact, wants: Wants) -> bool {
    match wants {
        Wants::Anything => !fact.figures.is_empty(),
        Wants::Level => fact.figures.iter().any(|figure| figure.direction.is_none() && figure.unit != Unit::Date),
        Wants::Change => fact.figures.iter().any(|figure| figure.unit.dimension() == Dimension::Percent),
        // A growth in percent is no share of anything; a fact that gives a share says so in its frame.
        Wants::Share => fact.frame.helps.iter().any(|&held| kb.cue_of(held) == Some(Cue::Share)),
    }
}

/// What adds to a fact's score beyond its items: that it gives the side asked for.
pub fn bonus(kb: &KnowledgeBase, question: &Question, fact: &Fact) -> f32 {
    let asked = &question.asked;
    let words = asked.words.iter().filter(|word| fact.frame.answers.contains(word)).count() as f32;
    let figure = asked.wants != Wants::Anything && gives(kb, fact, asked.wants);
    words * WORD_BONUS + if figure { FIGURE_BONUS } else { 0.0 }
}

/// The most that [`bonus`] adds to any fact.
pub fn most_bonus(kb: &KnowledgeBase, question: &Question) -> f32 {
    let asked = &question.asked;
    let words = asked.words.iter().filter(|&&word| kb.index.answers(word)).count() as f32;
    words * WORD_BONUS + if asked.wants == Wants::Anything { 0.0 } else { FIGURE_BONUS }
}

/// The item that is asked of ("which brands", "how many platforms") where the fact neither names nor counts it.
fn unanswered_head(kb: &KnowledgeBase, question: &Question, fact: &Fact, relations: &[Relation]) -> Option<usize> {
    let asked = &question.asked;
    let counts = asked.words.contains(&Cue::HowMany);
    let names = asked.words.iter().any(|word| matches!(word, Cue::Which | Cue::Names | Cue::What));
    let by_name = asked.words.contains(&Cue::Names);
    if asked.heads.is_empty() || !(counts || names) {
        return None;
    }
    // "what brands" asks for names as "which brands" does; any other "what" is answered by what the fact says.
    let loose = !counts && !asked.words.iter().any(|word| matches!(word, Cue::Which | Cue::Names));
    let only_counted = |concept: ConceptId| {
        fact.figures.iter().any(|figure| amounts(figure.unit) && figure.measure == Some(concept))
            && !fact.frame.identifies.contains(&concept)
    };
    let fits = |at: usize| match (&question.items[at].what, relations[at]) {
        (What::Unit(_) | What::Quantity(_), _) => true,
        (_, Relation::Conflict | Relation::Uncovered) => false,
        (What::Concepts(concepts), relation) => concepts.iter().any(|&concept| {
            (counts && counted(kb, fact, concept))
                || (names && !by_name && named(kb, fact, concept, relation))
                || (by_name && fact.frame.identifies.contains(&concept))
                || (loose && !only_counted(concept))
                || (names && !by_name && matches!(relation, Relation::Need(_)) && !only_counted(concept))
        }),
        _ => false,
    };
    // "how many per day": a period isn't what is counted.
    let period = |&&at: &&usize| {
        let own = |concept: &ConceptId| {
            fact.figures.iter().any(|figure| figure.period == Some(*concept) || figure.basis == Some(*concept))
        };
        question.items[at].concepts().iter().any(own)
    };
    let heads = || asked.heads.iter().filter(|at| !period(at)).copied();
    if heads().any(fits) { None } else { heads().last() }
}

/// Whether a figure in this unit tells how much there is of a thing, and not which: "500 tons of vegetables".
fn amounts(unit: Unit) -> bool {
    matches!(unit.dimension(), Dimension::Count | Dimension::Mass)
}

/// Whether the fact's figure counts or weighs this concept.
fn counted(kb: &KnowledgeBase, fact: &Fact, concept: ConceptId) -> bool {
    let measured = fact.figures.iter().filter_map(|figure| figure.measure);
    let measured = measured.flat_map(|measure| kb.broader(measure)).any(|measure| measure == concept);
    measured || fact.frame.identifies.contains(&concept)
}

/// Whether the fact names the members of this concept, or the amount that it is.
fn named(kb: &KnowledgeBase, fact: &Fact, concept: ConceptId, relation: Relation) -> bool {
    let amount = fact.figures.iter().any(|figure| !amounts(figure.unit) && figure.measure == Some(concept));
    let period = fact.figures.iter().any(|figure| figure.period == Some(concept) || figure.basis == Some(concept));
    let grammar = kb.cue_of(concept).is_some();
    amount
        || period
        || grammar
        || fact.frame.identifies.contains(&concept)
        || matches!(relation, Relation::Broader(_) | Relation::Setting)
}
