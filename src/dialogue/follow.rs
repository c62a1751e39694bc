//! A question and what was said before → the question completed, and the decision on it.

use serde::{Deserialize, Serialize};

use super::message::asks;
use super::{Conversation, Step};
use crate::answer::correct::correct;
use crate::answer::decide::focus;
use crate::answer::refuse::refuse;
use crate::answer::verdict;
use crate::answer::{Decision, Focus, Kind, Reply, Rule, Verdict, decide};
use crate::knowledge::{Basis, ConceptId, Cue, FactId, KnowledgeBase};
use crate::matching::{Candidate, Conflict, Relation, candidate};
use crate::question::asked::Wants;
use crate::question::{Item, Question, What};
use crate::text::{Bound, Dimension, Quantity, Span, Unit};

/// What the last question was about, in ids that outlive a reload of the knowledge.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Memory {
    /// What it mentioned.
    pub mentions: Vec<Mention>,
    /// Its quantities.
    pub quantities: Vec<(f64, Option<Unit>, Bound)>,
    /// The weight of the words that no vocabulary knew.
    pub strange: f32,
    /// Its question words, by their concept ids.
    pub words: Vec<String>,
    /// Whether it wanted a level (1), a change (2) or a share (3).
    pub wants: u8,
    /// The unit that it asked for.
    pub unit: Option<Unit>,
}

/// A mention of the last question.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// The concepts that it may be, by their ids.
    pub concepts: Vec<String>,
    /// Its weight in the question.
    pub weight: f32,
    /// Whether a fact had to hold it.
    pub hard: bool,
}

/// A turn of at most this many words may be elliptical without saying so.
const SHORT: usize = 7;
/// A larger number says its own scale.
const LARGEST_BARE: f64 = 1e4;
/// A mention of this weight is content.
const CONTENT: f32 = 0.5;

/// Decides on a question in its conversation, and remembers it.
pub fn step(kb: &KnowledgeBase, conversation: &mut Conversation, question: Question) -> Step {
    let alone = decide(kb, &question);
    if alone.reply.kind == Kind::Smalltalk {
        return Step { asks: asks(&question), question, decision: alone, followed: false };
    }
    let fresh = question.has(Cue::Afresh) || (conversation.memory.mentions.is_empty() && conversation.facts.is_empty());
    let followed = if fresh { None } else { follow(kb, conversation, &question, &alone) };
    let asks = asks(&question);
    let mut step = match followed {
        Some((question, decision)) => Step { question, decision, followed: true, asks },
        None => Step { question, decision: alone, followed: false, asks },
    };
    correct(kb, &mut step.decision.reply);
    remember(kb, conversation, &step);
    step
}

/// The question completed from the conversation, where that serves better than the question alone.
fn follow(
    kb: &KnowledgeBase,
    conversation: &Conversation,
    question: &Question,
    alone: &Decision,
) -> Option<(Question, Decision)> {
    if let Some(decision) = chosen(kb, conversation, question) {
        return Some((question.clone(), decision));
    }
    let content = question.items.iter().filter(|item| item.weight >= CONTENT).count();
    if let Some(found) = narrowed(kb, conversation, question) {
        return Some(found);
    }
    let compares_two =
        of_two(question) && question.items.iter().all(|item| item.weight < CONTENT || is_figured(kb, item));
    if (only_setting(kb, question) || compares_two)
        && let Some(decision) = about_last(kb, conversation, question)
    {
        return Some((question.clone(), decision));
    }
    if let Some(decision) = aspect(kb, conversation, question) {
        return Some((question.clone(), decision));
    }
    let continues = |at: &crate::question::CueAt| at.cue == Cue::Continue && (at.token <= 1 || content <= 1);
    let refers = question.has(Cue::Reference) || question.cues.iter().any(continues);
    let asks = (!question.asked.words.is_empty() && !question.asked.named_count) || question.asked.whether;
    let complete = asks && alone.reply.kind == Kind::Answer && alone.rule != Rule::OnlyOne;
    let short = question.length <= SHORT || content <= 1;
    if (complete && !refers) || !(refers || short || alone.reply.kind == Kind::Clarify) {
        return None;
    }
    let completed = complete_from(kb, conversation, question);
    let mut decision = decide(kb, &completed);
    if leaves_context(kb, conversation, question, &completed, &decision) {
        let last = |candidate: &Candidate| conversation.facts.contains(&kb[candidate.fact].id);
        decision.candidates.sort_by_key(|candidate| !last(candidate));
        let (reply, rule) = refuse(kb, &completed, &decision.candidates);
        return Some((completed, Decision { reply, rule, ..decision }));
    }
    if let Some(decision) = on_topic(kb, conversation, question, &decision, alone) {
        return Some((completed, decision));
    }
    // "and when does it begin?" stays with what was talked about: another fact on that topic may answer it, nothing else.
    let own = question.items.iter().any(|item| item.weight >= CONTENT);
    let last = |fact: FactId| {
        conversation
            .facts
            .iter()
            .filter_map(|id| kb.fact(id))
            .any(|told| told == fact || kb[told].topic == kb[fact].topic)
    };
    let used = if decision.reply.kind == Kind::Answer { &decision } else { alone };
    let strays = used.reply.kind == Kind::Answer
        && alone.rule != Rule::Answer
        && !used.reply.facts.iter().any(|&fact| last(fact));
    if question.has(Cue::Reference) && asks && !own && !conversation.facts.is_empty() && strays {
        let told = |candidate: &Candidate| conversation.facts.contains(&kb[candidate.fact].id);
        decision.candidates.sort_by_key(|candidate| !told(candidate));
        let (reply, rule) = refuse(kb, &completed, &decision.candidates);
        return Some((completed, Decision { reply, rule, ..decision }));
    }
    // A question that stands on its own keeps its own answer, unless the one before gives it a better sense.
    let same = decision.reply.facts == alone.reply.facts;
    let better = match (decision.reply.kind, alone.reply.kind) {
        (Kind::Answer, Kind::Answer) => !complete || same || question.has(Cue::Reference),
        (Kind::Answer, _) => true,
        (Kind::Unknown, Kind::Answer) => !complete && !names_whole(alone) && !only_words_miss(question, &decision),
        (Kind::Unknown, Kind::Clarify | Kind::Unknown) => decision.rule == Rule::Conflict || refers,
        (Kind::Clarify, kind) => kind != Kind::Answer && kind != Kind::Clarify,
        _ => false,
    };
    better.then_some((completed, decision))
}

/// Of several facts that a turn may mean the one on the topic that was talked about.
fn on_topic(
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
fn leaves_context(
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
    let class = |id: &String| kb.concept(id).map(|concept| kb[concept].class);
    let asked: Vec<_> =
        conversation.memory.mentions.iter().flat_map(|mention| &mention.concepts).filter_map(class).collect();
    let replaces = question
        .items
        .iter()
        .filter(|item| item.hard)
        .any(|item| item.concepts().iter().any(|&concept| asked.contains(&kb[concept].class)));
    !known && !takes_over && !candidate.full && replaces && completed.items.len() > own
}

/// Whether a question without a question word still names one fact so fully that no context is needed.
fn names_whole(alone: &Decision) -> bool {
    let named = |candidate: &Candidate| candidate.relations.iter().filter(|relation| relation.groups() != 0).count();
    alone.candidates.first().is_some_and(|candidate| candidate.full && (candidate.needs >= 2 || named(candidate) >= 2))
}

/// Whether an item is what some figure measures or the unit it is told in: "which of the two weighed more".
fn is_figured(kb: &KnowledgeBase, item: &Item) -> bool {
    matches!(item.what, What::Unit(_))
        || item.concepts().iter().any(|&concept| matches!(kb.class_of(concept).id.as_str(), "measure" | "thing"))
}

/// Whether a turn names nothing but what holds throughout: "in the speaker's own words?".
fn only_setting(kb: &KnowledgeBase, question: &Question) -> bool {
    let setting = |item: &Item| item.concepts().iter().any(|concept| kb.announcement.setting.contains(concept));
    question.items.iter().all(|item| item.weight < CONTENT || setting(item))
}

/// Whether the completed question fails on nothing but a question word taken over: "where is she from?", "and the editor?".
fn only_words_miss(question: &Question, completed: &Decision) -> bool {
    let Some(best) = completed.candidates.first() else { return false };
    question.asked.words.is_empty()
        && best.full
        && !best.conflicts.is_empty()
        && best.conflicts.iter().all(|conflict| matches!(conflict, Conflict::Word(_)))
}

/// After a clarification a turn without a question word picks the one offered fact that it names: "the fashion week's".
fn narrowed(kb: &KnowledgeBase, conversation: &Conversation, question: &Question) -> Option<(Question, Decision)> {
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
fn chosen(kb: &KnowledgeBase, conversation: &Conversation, question: &Question) -> Option<Decision> {
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
fn about_last(kb: &KnowledgeBase, conversation: &Conversation, question: &Question) -> Option<Decision> {
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
fn aspect(kb: &KnowledgeBase, conversation: &Conversation, question: &Question) -> Option<Decision> {
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
fn of_two(question: &Question) -> bool {
    let two =
        |item: &Item| matches!(item.what, What::Quantity(quantity) if quantity.unit.is_none() && quantity.value == 2.0);
    question.has(Cue::Both) || question.items.iter().any(two)
}

/// Whether two facts tell figures that can be held against each other.
fn alike(kb: &KnowledgeBase, a: FactId, b: FactId) -> bool {
    let dimension = |fact: FactId| kb[fact].figures.first().map(|figure| figure.unit.dimension());
    dimension(a).is_some() && dimension(a) == dimension(b)
}

/// The question with what it leaves out taken over from the last one. A mention of the same class replaces the old one.
fn complete_from(kb: &KnowledgeBase, conversation: &Conversation, question: &Question) -> Question {
    let mut out = question.clone();
    let memory = &conversation.memory;
    let classes: Vec<_> = question.items.iter().flat_map(Item::concepts).map(|&concept| kb[concept].class).collect();
    // "Is that true?" judges the last claim as it was made: its mentions count in full.
    let verifies = question.asked.whether && question.items.iter().all(|item| item.weight < CONTENT);
    for mention in &memory.mentions {
        let mut concepts: Vec<ConceptId> = mention.concepts.iter().filter_map(|id| kb.concept(id)).collect();
        if let Some(sibling) = concepts.iter().find_map(|&concept| numbered_sibling(kb, concept, question)) {
            concepts = vec![sibling];
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
    let asks = !question.asked.words.is_empty() && !(question.asked.named_count && !question.marked);
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
        let moves =
            |item: &Item| item.concepts().iter().any(|&concept| matches!(kb[concept].cue, Some(Cue::Up | Cue::Down)));
        if out.asked.wants == Wants::Level && out.items.iter().any(moves) {
            out.asked.wants = Wants::Change;
        }
        let unit = memory.unit.map(Unit::dimension).filter(|&unit| unit != Dimension::Percent);
        out.asked.dimension = out.asked.dimension.or(unit);
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
        text: String::new(),
        alternative: false,
        inherited: true,
    }
}

/// Keeps what a follow-up may refer to. What was refused as off topic leaves the memory as it was.
fn remember(kb: &KnowledgeBase, conversation: &mut Conversation, step: &Step) {
    let reply = &step.decision.reply;
    let ids = |facts: &[FactId]| facts.iter().map(|&fact| kb[fact].id.clone()).collect::<Vec<_>>();
    if reply.kind == Kind::Unknown && matches!(step.decision.rule, Rule::OffTopic | Rule::NotUnderstood) {
        return;
    }
    // What touched no fact in full is no ground to build on.
    let grounded = step.decision.candidates.iter().any(|candidate| candidate.full);
    if reply.kind == Kind::Unknown && !step.followed && !grounded {
        return;
    }
    if !step.followed {
        conversation.turns = 0;
    }
    conversation.offered = if reply.kind == Kind::Clarify { ids(&reply.facts) } else { Vec::new() };
    if reply.kind == Kind::Answer {
        let last = std::mem::replace(&mut conversation.facts, ids(&reply.facts));
        if last != conversation.facts {
            conversation.before = last;
        }
    }
    let question = &step.question;
    if step.decision.candidates.is_empty() {
        return;
    }
    let mut memory = Memory::default();
    for item in &question.items {
        match &item.what {
            What::Concepts(concepts) => {
                let concepts = concepts.iter().map(|&concept| kb[concept].id.clone()).collect();
                memory.mentions.push(Mention { concepts, weight: item.weight, hard: item.hard });
            }
            What::Quantity(quantity) => memory.quantities.push((quantity.value, quantity.unit, quantity.bound)),
            What::Unit(unit) => memory.unit = Some(*unit),
            What::Unknown => memory.strange += item.weight,
        }
    }
    memory.words = question.asked.words.iter().map(|word| word.id().to_owned()).collect();
    memory.wants = match question.asked.wants {
        Wants::Anything => 0,
        Wants::Level => 1,
        Wants::Change => 2,
        Wants::Share => 3,
    };
    conversation.memory = memory;
}
