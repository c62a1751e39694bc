//! The decisions on the sentences of a message → one reply.
//!
//! Where a message asks anything, its other sentences only set the scene. Several answers become one reply; a part that isn't in the
//! announcement is named in it.

use smallvec::SmallVec;

use super::Step;
use crate::answer::{Kind, Refusal, Reply, Rule, Smalltalk, Verdict};
use crate::knowledge::{Cue, KnowledgeBase, class};
use crate::question::{Item, Question, What, sentence};
use crate::text::token::tokens;
use crate::text::{Token, TokenKind};

/// A mention of this weight says something.
const CONTENT: f32 = 0.5;

/// The one reply to a message.
pub fn reply(kb: &KnowledgeBase, text: &str, steps: &[Step]) -> Reply {
    // "127.5 percent. Of what?": a question word alone asks about what is answered beside it.
    let answered = steps.iter().any(|step| step.decision.reply.kind == Kind::Answer);
    // "It changed how firms are run. What does it say on that?" points to what was answered.
    let points = |step: &Step| {
        let own = step.question.items.iter().any(|item| !item.inherited && item.weight >= CONTENT);
        let at = steps.iter().position(|other| std::ptr::eq(other, step)).unwrap_or(0);
        let before = at.checked_sub(1).map(|at| steps[at].decision.reply.kind);
        !own && step.question.has(Cue::Reference) && step.decision.rule == Rule::Broad && before == Some(Kind::Answer)
    };
    let bare = |step: &&Step| {
        points(step) || answered && step.question.items.is_empty() && step.decision.reply.kind == Kind::Unknown
    };
    // "… in Hangzhou and here; which was greater?": what only completes a question that was refused is refused with it.
    let hangs = |step: &&Step| {
        let at = steps.iter().position(|other| std::ptr::eq(other, *step)).unwrap_or(0);
        let own = step.question.items.iter().any(|item| !item.inherited && item.weight >= CONTENT);
        let before = at.checked_sub(1).map(|at| &steps[at]);
        step.followed
            && !own
            && before.is_some_and(|before| before.decision.rule == Rule::Conflict && !personal(&before.question))
    };
    let steps_left = steps.iter().filter(|step| !hangs(step)).count();
    let asks = |step: &&Step| step.asks && !bare(step) && !(hangs(step) && steps_left > 0);
    let smalltalk = |step: &&Step| step.decision.reply.kind == Kind::Smalltalk;
    let asking: SmallVec<[&Step; 4]> = steps.iter().filter(|step| !smalltalk(step)).filter(asks).collect();
    // A sentence nobody understands doesn't stand in the way of one that is answered.
    let lost = |step: &Step| {
        step.decision.reply.kind == Kind::Unknown
            && step.decision.reply.near.is_empty()
            && step.question.has_content()
            && step.question.items.iter().all(|item| item.weight < CONTENT || item.concepts().is_empty())
    };
    let asking = if asking.iter().all(|step| lost(step)) && steps.iter().any(clear) { SmallVec::new() } else { asking };
    // What says nothing stands back behind what does.
    let idle = |step: &&Step| {
        !step.question.has_content() && steps.iter().any(|other| clear(other) && other.question.has_content())
    };
    let serious: SmallVec<[&Step; 4]> = if asking.is_empty() {
        steps.iter().filter(|step| !smalltalk(step) && !bare(step) && !hangs(step) && !idle(step)).collect()
    } else {
        asking
    };
    match serious.as_slice() {
        [] => steps
            .iter()
            .map(|step| step.decision.reply.clone())
            .min_by_key(|reply| reply.smalltalk.map(importance))
            .unwrap_or_else(|| empty(kb, text)),
        [one] => {
            let mut reply = one.decision.reply.clone();
            // "They get subsidies. Is that so for the brands?": what the earlier sentence says isn't there to be borne out.
            let refused = steps
                .iter()
                .take_while(|step| !std::ptr::eq(*step, *one))
                .any(|step| step.decision.rule == Rule::Conflict && !step.decision.reply.missing.is_empty());
            if refused && one.question.has(Cue::Reference) && reply.verdict == Some(Verdict::Yes) {
                reply.verdict = None;
            }
            reply
        }
        several => merge(several),
    }
}

/// The questions of a message, with what belongs together joined: "It fell by half. Is that true?" is one claim, and where an earlier
/// sentence names another place that a later one only points to, the later one is about that place.
pub fn join(kb: &KnowledgeBase, questions: Vec<Question>) -> Vec<Question> {
    if questions.len() < 2 {
        return questions;
    }
    let mut out: Vec<Question> = Vec::with_capacity(questions.len());
    for mut question in questions {
        if let Some(last) = out.last_mut()
            && verifies(&question)
            && last.asked.words.is_empty()
            && last.has_content()
        {
            (last.asked.whether, last.asked.stated, last.marked) = (true, false, true);
            continue;
        }
        if question.has(Cue::Reference)
            && let Some(last) = out.last().filter(|last| !asks(last))
        {
            let elsewhere = last.items.iter().filter(|item| is_elsewhere(kb, item));
            question.items.extend(elsewhere.cloned());
        }
        out.push(question);
    }
    out
}

/// Whether a sentence does nothing but ask whether the one before is true.
fn verifies(question: &Question) -> bool {
    let says = question.items.iter().any(|item| item.weight >= CONTENT || matches!(item.what, What::Quantity(_)));
    // "Right?", "Sure?"
    let single = question.marked && question.length == 1 && question.items.iter().all(|item| item.weight < CONTENT);
    !says && question.asked.words.is_empty() && (single || question.has(Cue::Whether)) && !question.has(Cue::Not)
}

/// Whether a sentence was answered, and not by a guess.
fn clear(step: &Step) -> bool {
    step.decision.reply.kind == Kind::Answer && step.decision.rule == Rule::Answer
}

/// Whether a sentence only tells of the asker.
fn personal(question: &Question) -> bool {
    question.personal && !question.marked
}

/// Whether an item is a place that the announcement doesn't speak of.
fn is_elsewhere(kb: &KnowledgeBase, item: &Item) -> bool {
    !item.concepts().is_empty()
        && item
            .concepts()
            .iter()
            .all(|&concept| kb.is_in(concept, &[class::PLACE]) && !kb.is_held(concept) && !kb.is_setting(concept))
}

/// Whether a sentence asks anything by its form.
pub fn asks(question: &Question) -> bool {
    let asked = &question.asked;
    !asked.words.is_empty() || (asked.whether && !asked.stated) || question.marked || question.requests
}

/// Whether a message is rather code than language: more brackets, quotes and operators than words.
pub fn is_code(tokens: &[Token]) -> bool {
    const LEAST: usize = 6;
    // Punctuation, and what marks text up.
    const PLAIN: &str = ".,?!\n%:*_~`[]()/";
    let odd = tokens.iter().filter(|token| token.kind == TokenKind::Mark && !PLAIN.contains(token.text.as_str()));
    let words = tokens.iter().filter(|token| token.is_text()).count();
    let odd = odd.count();
    odd >= LEAST && odd > words
}

/// Which small talk leads where a message has several.
fn importance(smalltalk: Smalltalk) -> u8 {
    match smalltalk {
        Smalltalk::Help => 0,
        Smalltalk::Identity => 1,
        Smalltalk::Thanks => 2,
        Smalltalk::Goodbye => 3,
        Smalltalk::Greeting => 4,
        Smalltalk::Other => 5,
    }
}

/// A message without words: emoji and marks are small talk, nothing at all isn't understood.
fn empty(kb: &KnowledgeBase, text: &str) -> Reply {
    let tokens = tokens(text);
    let (lang, script) = sentence::language(kb, text, &tokens);
    if text.chars().any(|c| !c.is_whitespace() && !c.is_control()) && !is_code(&tokens) {
        Reply { smalltalk: Some(Smalltalk::Other), ..Reply::new(Kind::Smalltalk, lang, script) }
    } else {
        Reply { refusal: Refusal::NotUnderstood, ..Reply::new(Kind::Unknown, lang, script) }
    }
}

fn merge(steps: &[&Step]) -> Reply {
    let replies = || steps.iter().map(|step| &step.decision.reply);
    let first_of = |kind: Kind| replies().find(|reply| reply.kind == kind).cloned();
    let Some(mut out) = first_of(Kind::Answer) else {
        // What the first question turns on isn't there: no use in asking which is meant by the second.
        let first = &steps[0].decision.reply;
        if first.kind == Kind::Unknown && !first.near.is_empty() {
            return first.clone();
        }
        return first_of(Kind::Clarify).unwrap_or_else(|| first.clone());
    };
    for reply in replies() {
        if reply.kind == Kind::Answer {
            for &fact in &reply.facts {
                if !out.facts.contains(&fact) {
                    out.facts.push(fact);
                }
            }
            // "I read that it fell. Is that true?": the later judgement is on the earlier claim. One claim that is wrong makes the
            // whole wrong, and its fact leads.
            let wrong = out.verdict == Some(Verdict::No);
            if reply.whether && !wrong && (reply.verdict.is_some() || !out.whether) {
                out.verdict = reply.verdict;
                out.whether = true;
                if reply.verdict == Some(Verdict::No) {
                    out.facts.sort_by_key(|fact| !reply.facts.contains(fact));
                }
            }
        }
        if matches!(reply.kind, Kind::Answer | Kind::Unknown) {
            for name in &reply.missing {
                if !out.missing.contains(name) {
                    out.missing.push(name.clone());
                }
            }
        }
    }
    out
}
