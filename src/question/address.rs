//! Whom the asker speaks to → nothing that is asked about: "boss, how many orders a day", 老板 每天多少订单.

use super::{Item, Question, What};
use crate::knowledge::{Cue, KnowledgeBase};
use crate::text::{Token, TokenKind, WordList};

/// Words that address somebody, and that otherwise name somebody whom one can ask about.
static ADDRESSES: WordList = WordList::new(&[
    "boss", "chief", "doctor", "doc", "teacher", "professor", "prof", "officer", "captain", "chef", "driver", "robot",
    "machine", "computer", "老板", "老师", "医生", "教授", "师傅", "老细", "队长", "班长", "经理", "机器人", "机械人",
]);

/// Leaves out an address at the start or the end of a sentence that says something else too. Somebody whom the announcement
/// names is never one: "editor, reporter and speaker".
pub(super) fn leave_out(kb: &KnowledgeBase, question: &mut Question, tokens: &[Token]) {
    let greets = question.has(Cue::Greeting);
    if question.items.len() < 2 && !greets {
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
    let pause = |at: usize| comma(at) || tokens.get(at).is_some_and(|token| token.is_mark(":"));
    let opens = (item.token == 0 || comma(item.token - 1)) && (pause(end) || (han && spaced(end)));
    let closes = end == tokens.len() && item.token > 0 && comma(item.token - 1);
    // "yo chef"
    let greeted = end == tokens.len()
        && question.cues.iter().any(|at| at.cue == Cue::Greeting && at.token + at.length == item.token);
    // "you dumb toaster", 你这个机器人: whatever follows is what the asker calls the bot.
    let called = is_called(tokens, item.token);
    if !opens && !closes && !greeted && !called {
        return false;
    }
    let words: String = tokens[item.token..end].iter().map(|token| token.text.as_str()).collect();
    let class = |item: &Item| item.concepts().first().map(|&concept| kb[concept].class);
    // "teacher, nurse or doctor": a list, one right after the other.
    let listed = || {
        let beside = |other: &&Item| other.token == end + 1 || other.token + other.length + 1 == item.token;
        question.items.iter().filter(beside).any(|other| class(other).is_some() && class(other) == class(item))
    };
    let held = || item.concepts().iter().any(|&concept| kb.is_held(concept));
    (called && !matches!(item.what, What::Quantity(_)) || ADDRESSES.has(words.as_str())) && !held() && !listed()
}

/// Whether what stands at `at` is what somebody calls whom they speak to: behind "you" and a word of abuse.
fn is_called(tokens: &[Token], at: usize) -> bool {
    static ABUSE: WordList = WordList::new(&[
        "stupid", "dumb", "useless", "silly", "bloody", "damn", "dense", "rusty", "broken", "lazy", "daft", "thick",
    ]);
    let text = |back: usize| at.checked_sub(back).map_or("", |at| tokens[at].text.as_str());
    let you = |word: &str| matches!(word, "you" | "u" | "ya" | "your" | "ur");
    let abused = ABUSE.has(text(1)) && (you(text(2)) || at == 1 || (ABUSE.has(text(2)) && you(text(3))));
    let pointed = matches!(text(1), "个") && text(2) == "这" && matches!(text(3), "你" | "侬" | "您");
    abused || pointed
}
