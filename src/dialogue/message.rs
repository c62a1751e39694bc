//! The decisions on the sentences of a message → one reply.
//!
//! Where a message asks anything, its other sentences only set the scene. Several answers become one reply; a part that isn't in the
//! announcement is named in it.

use super::Step;
use crate::answer::{Kind, Refusal, Reply, Smalltalk, Verdict};
use crate::knowledge::KnowledgeBase;
use crate::question::sentence;
use crate::text::token::tokens;
use crate::text::{Token, TokenKind};

/// The one reply to a message.
pub fn reply(kb: &KnowledgeBase, text: &str, steps: &[Step]) -> Reply {
    let asks = |step: &&Step| {
        let asked = &step.question.asked;
        !asked.words.is_empty() || (asked.whether && !asked.stated) || step.question.marked
    };
    let smalltalk = |step: &&Step| step.decision.reply.kind == Kind::Smalltalk;
    let asking: Vec<&Step> = steps.iter().filter(|step| !smalltalk(step)).filter(asks).collect();
    let serious: Vec<&Step> =
        if asking.is_empty() { steps.iter().filter(|step| !smalltalk(step)).collect() } else { asking };
    match serious.as_slice() {
        [] => steps
            .iter()
            .map(|step| step.decision.reply.clone())
            .min_by_key(|reply| reply.smalltalk.map(importance))
            .unwrap_or_else(|| empty(kb, text)),
        [one] => one.decision.reply.clone(),
        several => merge(several),
    }
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
