//! Whom the asker speaks to → nothing that is asked about: "boss, how many orders a day", 老板 每天多少订单.

use super::{Item, Question};
use crate::knowledge::KnowledgeBase;
use crate::text::{Token, TokenKind};

/// Words that address somebody, and that otherwise name somebody whom one can ask about.
const ADDRESSES: &[&str] = &[
    "boss",
    "chief",
    "doctor",
    "doc",
    "teacher",
    "professor",
    "prof",
    "officer",
    "captain",
    "chef",
    "driver",
    "老板",
    "老师",
    "医生",
    "教授",
    "师傅",
    "老细",
    "队长",
    "班长",
    "经理",
];

/// Leaves out an address at the start or the end of a sentence that says something else too. Somebody whom the announcement
/// names is never one: "editor, reporter and speaker".
pub(super) fn leave_out(kb: &KnowledgeBase, question: &mut Question, tokens: &[Token]) {
    if question.items.len() < 2 {
        return;
    }
    let addresses: Vec<usize> =
        question.items.iter().filter(|item| is_address(kb, question, item, tokens)).map(|item| item.token).collect();
    question.items.retain(|item| !addresses.contains(&item.token));
}

fn is_address(kb: &KnowledgeBase, question: &Question, item: &Item, tokens: &[Token]) -> bool {
    let comma = |at: usize| tokens.get(at).is_some_and(|token| token.is_mark(","));
    let spaced = |at: usize| tokens.get(at).is_some_and(|token| !token.glued && token.kind == TokenKind::Han);
    let end = item.token + item.length;
    let han = tokens[item.token].kind == TokenKind::Han;
    let opens = item.token == 0 && (comma(end) || (han && spaced(end)));
    let closes = end == tokens.len() && item.token > 0 && comma(item.token - 1);
    if !opens && !closes {
        return false;
    }
    let words: String = tokens[item.token..end].iter().map(|token| token.text.as_str()).collect();
    let class = |item: &Item| item.concepts().first().map(|&concept| kb[concept].class);
    // "teacher, nurse or doctor": a list, one right after the other.
    let listed = || {
        let beside = |other: &&Item| other.token == end + 1 || other.token + other.length + 1 == item.token;
        question.items.iter().filter(beside).any(|other| class(other).is_some() && class(other) == class(item))
    };
    let held = || item.concepts().iter().any(|&concept| !kb.holders[concept.0 as usize].is_empty());
    ADDRESSES.contains(&words.as_str()) && !held() && !listed()
}
