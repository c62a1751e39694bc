//! One question followed through the library, step by step, as `herald ask --explain` shows it.
//!
//! Text → tokens → question → candidates → decision → reply → what a person reads. Each step is a value; read this with
//! the map in `src/lib.rs` beside it.

use std::sync::LazyLock;

use herald::answer::{Kind, Rule};
use herald::dialogue::{Conversation, Step, explain, respond};
use herald::knowledge::{ConceptId, Cue, FactId, KnowledgeBase, built_in};
use herald::matching::{Candidate, Conflict, Relation};
use herald::question::{Item, Question, What};
use herald::render;
use herald::text::{Lang, TokenKind, Unit, token::tokens};

static KNOWLEDGE: LazyLock<KnowledgeBase> = LazyLock::new(built_in);

fn fact(id: &str) -> FactId {
    KNOWLEDGE.fact(id).expect("a fact")
}

fn concept(id: &str) -> ConceptId {
    let at = KNOWLEDGE.concepts.iter().position(|concept| concept.id == id).expect("a concept");
    ConceptId(at as u32)
}

/// The mention that these words make, and its number.
fn mention<'a>(question: &'a Question, words: &str) -> (usize, &'a Item) {
    question.items.iter().enumerate().find(|(_, item)| item.text == words).expect("the mention")
}

/// How one fact takes the question.
fn candidate<'a>(step: &'a Step, id: &str) -> &'a Candidate {
    step.decision.candidates.iter().find(|candidate| candidate.fact == fact(id)).expect("the candidate")
}

#[test]
fn a_question_becomes_an_answer() {
    let kb = &*KNOWLEDGE;
    let typed = "How many TONS of pork were sold a day?";

    // Text: pieces in the normal form that the vocabulary is in too, each with its place in what was typed.
    let pieces = tokens(typed);
    assert_eq!((pieces[2].text.as_str(), pieces[2].span.of(typed)), ("tons", "TONS"));
    assert_eq!(pieces.last().map(|mark| mark.kind), Some(TokenKind::Mark));

    // The whole pipeline, with the steps that it went through: one for each question in the message.
    let mut conversation = Conversation::default();
    let (reply, steps) = explain(kb, &mut conversation, typed, 0);
    let [step] = steps.as_slice() else { panic!("one question: {steps:?}") };

    // Question: what is asked, and what is mentioned. The filler "of" and "were" is gone.
    let question = &step.question;
    assert_eq!((question.lang, question.marked), (Lang::En, true));
    assert_eq!(question.asked.words, [Cue::HowMany]);
    let (tons, asked_in) = mention(question, "TONS");
    let (pork, product) = mention(question, "pork");
    let (day, _) = mention(question, "a day");
    assert_eq!(asked_in.what, What::Unit(Unit::Ton));
    assert_eq!(product.concepts(), [concept("pork")]);
    assert_eq!(product.span.of(typed), "pork");
    // Products are a contrast class: a fact on another product can't be the answer.
    assert!(product.hard);

    // Matching: the facts that the question touches, best first, with the evidence.
    let best = &step.decision.candidates[0];
    assert_eq!(best.fact, fact("daily-pork"));
    assert!(best.full && best.conflicts.is_empty());
    assert!(matches!(best.relations[pork], Relation::Need(_)));
    assert_eq!((best.relations[tons], best.relations[day]), (Relation::Help, Relation::Help));
    // Its neighbour has a figure in tons a day as well. Being alike is no reason to answer.
    let near = candidate(step, "daily-vegetables");
    assert_eq!(near.relations[pork], Relation::Conflict);
    assert_eq!(near.conflicts[..], [Conflict::Item(pork as u32)]);

    // Answer: the rule that decided, and the reply as a value.
    assert_eq!(step.decision.rule, Rule::Answer);
    assert_eq!((reply.kind, reply.facts.as_slice()), (Kind::Answer, &[fact("daily-pork")][..]));

    // Rendering: the figure first, a sentence, the quote as it stands in the source, who said it.
    let text = render::text(kb, &reply);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "About 150 tons of pork a day");
    assert_eq!(lines[2], "selling about 150 tons of pork");
    assert!(kb.source.contains(lines[2]));
    assert!(lines[3].starts_with("Liu Min, deputy director"));

    // Dialogue: what is kept is ids, never words, so that the next turn can leave something out.
    assert_eq!(conversation.facts, ["daily-pork"]);
    let (reply, steps) = explain(kb, &mut conversation, "and vegetables?", 5);
    assert!(steps[0].followed);
    assert_eq!(reply.facts, [fact("daily-vegetables")]);
}

#[test]
fn a_question_on_what_is_not_there_is_refused() {
    let kb = &*KNOWLEDGE;
    let (reply, steps) = explain(kb, &mut Conversation::default(), "How much beef was sold?", 0);
    let [step] = steps.as_slice() else { panic!("one question: {steps:?}") };

    // The word is known, as a product; every fact that the rest of the question touches is about something else.
    let (beef, product) = mention(&step.question, "beef");
    assert_eq!(product.concepts(), [concept("beef")]);
    assert!(!step.decision.candidates.is_empty());
    for candidate in &step.decision.candidates {
        assert_eq!(candidate.relations[beef], Relation::Conflict, "{}", kb[candidate.fact].id);
    }

    // So the best of them isn't passed off as the answer: the reply names what is missing.
    assert_eq!(step.decision.rule, Rule::Conflict);
    assert_eq!((reply.kind, reply.facts.len()), (Kind::Unknown, 0));
    assert_eq!(reply.missing, ["beef"]);
    assert!(render::text(kb, &reply).starts_with("The announcement says nothing about “beef”."));
}

#[test]
fn whom_the_asker_speaks_to_is_not_asked_about() {
    for (text, lead) in [
        ("boss, who is the reporter", Some("reporter")),
        ("how much pork a day, doc", Some("daily-pork")),
        ("老板 每天多少订单", Some("daily-orders")),
        ("老师，时装周有多少品牌", Some("fashion-brands")),
        ("who is the boss", None),
        ("老板是谁", None),
        ("boss, mayor or director?", None),
        ("beef, how many tons a day", None),
    ] {
        let (reply, _) = explain(&KNOWLEDGE, &mut Conversation::default(), text, 0);
        let found = (reply.kind == Kind::Answer).then(|| KNOWLEDGE[reply.facts[0]].id.as_str());
        assert_eq!(found, lead, "{text}");
    }
}

#[test]
fn a_follow_up_is_understood_for_ten_minutes_and_six_turns() {
    let follows = |thanks: usize, seconds: i64| {
        let mut conversation = Conversation::default();
        respond(&KNOWLEDGE, &mut conversation, "How many tons of pork were sold daily?", 0);
        for _ in 0..thanks {
            respond(&KNOWLEDGE, &mut conversation, "thanks", 0);
        }
        let reply = respond(&KNOWLEDGE, &mut conversation, "who said that?", seconds);
        reply.kind == Kind::Answer && reply.facts == [fact("daily-pork")]
    };
    assert!(follows(0, 600) && !follows(0, 601));
    assert!(follows(5, 0) && !follows(6, 0));
}

#[test]
fn a_question_at_either_end_of_a_long_message_is_answered() {
    for (filler, question) in
        [("The lamp stands on the table. ", "How much pork was sold a day? "), ("桌上放着一盏灯。", "每天卖多少猪肉？")]
    {
        let long = filler.repeat(4_000 / filler.len());
        for text in [format!("{question}{long}"), format!("{long}{question}")] {
            let reply = respond(&KNOWLEDGE, &mut Conversation::default(), &text, 0);
            let facts: Vec<&str> = reply.facts.iter().map(|&fact| KNOWLEDGE[fact].id.as_str()).collect();
            assert_eq!(facts, ["daily-pork"], "{}…", &question);
        }
    }
}
