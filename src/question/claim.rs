//! Whether a sentence is a yes/no question or asks for consent, by its form.
//!
//! "did it rise", "…, right?", 涨没涨, 是主任吧.

use smallvec::SmallVec;

use super::Question;
use crate::knowledge::Cue;
use crate::text::{Token, TokenKind, WordList};

/// Verbs that a yes/no question starts with, and that end the reach of a "which".
pub(super) static AUXILIARIES: WordList = WordList::new(&[
    "is", "are", "was", "were", "do", "does", "did", "has", "have", "had", "can", "could", "will", "would", "should",
    "isnt", "isn't", "arent", "aren't", "wasnt", "wasn't", "werent", "weren't", "didnt", "didn't", "doesnt", "doesn't",
    "dont", "don't", "hasnt", "hasn't", "havent", "haven't", "wont", "won't", "wouldnt", "wouldn't", "may", "might",
    "must", "shall", "iz", "wuz",
]);
/// Words that may stand before the verb of a yes/no question.
static OPENERS: WordList = WordList::new(&[
    "so", "and", "but", "ok", "okay", "well", "hey", "hi", "hello", "um", "uh", "er", "like", "wait", "or", "then",
    "also", "please", "btw", "now", "oh", "lol", "hmm", "just", "yo", "bro", "dude", "yes", "no", "right", "actually",
    "seriously", "excuse", "me", "sir", "mate", "because", "if",
]);

/// Whether a Chinese sentence ends in the particle of a yes/no question: 快吗, 是主任吧, 涨了没有.
pub(super) fn ends_in_particle(tokens: &[Token]) -> bool {
    let mut words = tokens.iter().rev().filter(|token| token.is_text());
    match words.next().map(|token| token.text.as_str()) {
        Some("吗" | "伐" | "不" | "没" | "嘛" | "冇") => true,
        Some("得") if tokens.len() > 3 => words.next().is_some_and(|token| token.text == "没"),
        Some("有") => words.next().is_some_and(|token| token.text == "没") && words.next().is_some(),
        // Cantonese for "only", behind a number.
        Some("咋") if tokens.iter().any(|token| token.kind == TokenKind::Number || is_count(token)) => true,
        Some("吧" | "咯" | "囉" | "啰" | "啩") => {
            tokens.iter().any(|token| matches!(token.text.as_str(), "是" | "系" | "有" | "了"))
        }
        _ => false,
    }
}

/// A character of a number in Chinese.
fn is_count(token: &Token) -> bool {
    token.kind == TokenKind::Han && "一二三四五六七八九十百千万亿两".contains(token.text.as_str())
}

/// Whether a sentence with a question mark has the form of a statement: "this was the world's second fashion week?", 外国品牌都有份参加?
/// In English a verb behind something that it is said of; in Chinese a verb of being, or 都 or 了, before the end.
pub(super) fn is_statement(question: &Question, tokens: &[Token]) -> bool {
    static VERBS: WordList = WordList::new(&[
        "is", "are", "was", "were", "has", "have", "had", "did", "does", "do", "will", "can", "isn't", "wasn't",
        "didn't",
    ]);
    static VERBS_HAN: WordList = WordList::new(&["是", "有", "都", "了", "会", "被", "比"]);
    const LEAST_ENGLISH: usize = 5;
    const LEAST_CHINESE: usize = 6;
    if question.has_any(&[Cue::List, Cue::KeyFigures, Cue::Summary, Cue::About, Cue::Names]) {
        return false;
    }
    let words = tokens.iter().filter(|token| token.is_text()).count();
    let content = |range: std::ops::Range<usize>| {
        question.items.iter().any(|item| range.contains(&item.token) && item.weight >= 0.5)
    };
    let last = tokens.iter().rev().find(|token| token.is_text()).map_or("", |token| token.text.as_str());
    tokens.iter().enumerate().any(|(at, token)| match token.kind {
        TokenKind::Word => {
            let named = content(0..at)
                || tokens[..at]
                    .iter()
                    .any(|token| matches!(token.text.as_str(), "this" | "that" | "it" | "she" | "they"));
            words >= LEAST_ENGLISH && at > 0 && VERBS.has(&token.text) && named && content(at + 1..tokens.len())
        }
        TokenKind::Han => {
            words >= LEAST_CHINESE
                && !matches!(last, "呢" | "啦")
                && VERBS_HAN.has(&token.text)
                && content(0..at)
                && at + 1 < tokens.len()
        }
        _ => false,
    })
}

/// Whether a Chinese verb is asked with its negation: 算不算, 涨没涨, 包不包括.
pub(super) fn asks_a_not_a(tokens: &[Token]) -> bool {
    tokens.windows(3).any(|words| {
        words[0].kind == TokenKind::Han
            && words[0].text == words[2].text
            && matches!(words[1].text.as_str(), "不" | "没" | "唔")
    })
}

/// Whether a sentence ends in a word that asks for consent: "…, right?"
pub(super) fn ends_in_tag(question: &Question, tokens: &[Token]) -> bool {
    static TAGS: WordList = WordList::new(&[
        "right", "correct", "true", "yes", "no", "yeah", "eh", "huh", "ya", "lah", "meh", "innit", "na", "nah", "hai",
    ]);
    let words = tokens.iter().filter(|token| token.is_text()).count();
    let Some(last) = tokens.iter().rposition(Token::is_text).filter(|_| words > 2) else { return false };
    let parted = last > 0 && tokens[last - 1].is_mark(",");
    if has_question_tag(tokens) {
        return true;
    }
    // Whoever types fast leaves the comma out.
    let sure = matches!(tokens[last].text.as_str(), "right" | "yeah" | "innit" | "eh" | "huh" | "correct");
    TAGS.has(&tokens[last].text) && (parted || question.marked || (sure && words > 3))
}

/// "…, doesn't she?": a verb and a pronoun after the last comma.
pub(super) fn has_question_tag(tokens: &[Token]) -> bool {
    let Some(comma) = tokens.iter().rposition(|token| token.is_mark(",")) else { return false };
    let words = tokens[comma + 1..].iter().filter(|token| token.is_text()).map(|token| token.text.as_str());
    // A fourth word is enough to tell that it is none.
    let rest: SmallVec<[&str; 4]> = words.take(4).collect();
    let pronoun = |word: &&str| matches!(*word, "it" | "she" | "he" | "they" | "there" | "that" | "this" | "you");
    matches!(rest.as_slice(), [verb, other] | [verb, other, "not"] if AUXILIARIES.has(verb) && pronoun(other))
}

/// Whether a sentence, or a clause of it, starts like an English yes/no question; "can you tell me" doesn't.
pub(super) fn opens_as_claim(tokens: &[Token]) -> bool {
    tokens.split(|token| matches!(token.text.as_str(), "," | ":" | "-" | "but")).any(clause_opens_as_claim)
}

/// Within so many tokens a sentence says that it asks for confirmation.
const OPENING: usize = 7;

/// Whether a sentence asks whether something holds, and then says it: "can you confirm that …".
pub(super) fn asks_to_confirm(tokens: &[Token]) -> bool {
    static CONFIRMING: WordList = WordList::new(&["confirm", "verify", "true", "correct", "right", "fact"]);
    tokens[..tokens.len().min(OPENING)]
        .windows(2)
        .any(|pair| CONFIRMING.has(&pair[0].text) && matches!(pair[1].text.as_str(), "that" | "if" | "whether"))
}

fn clause_opens_as_claim(tokens: &[Token]) -> bool {
    let mut words = tokens.iter().filter(|token| token.is_text()).map(|token| token.text.as_str());
    let Some(first) = words.find(|word| !OPENERS.has(word)) else { return false };
    let next = words.next().unwrap_or("");
    // "any from overseas?"
    first == "any"
        || AUXILIARIES.has(first) && (matches!(first, "is" | "was") || !matches!(next, "you" | "u" | "i" | "we"))
}
