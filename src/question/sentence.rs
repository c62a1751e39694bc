//! A message → its sentences and clauses, and its language.

use crate::knowledge::KnowledgeBase;
use crate::text::normalise::is_traditional;
use crate::text::token::tokens;
use crate::text::{Lang, Script, Span, Token, TokenKind};

/// One sentence of a message.
#[derive(Debug, Clone)]
pub struct Sentence {
    /// Its tokens.
    pub tokens: Vec<Token>,
    /// Where it stands in the message.
    pub span: Span,
    /// Whether it ends in a question mark.
    pub marked: bool,
}

/// The most sentences of one message that are read: what follows is beyond any real question.
const MOST_SENTENCES: usize = 24;

/// The sentences of a message that have any words.
pub fn split(text: &str) -> Vec<Sentence> {
    let mut out = Vec::new();
    let mut current: Vec<Token> = Vec::new();
    let mut marked = false;
    let mut rest = tokens(text).into_iter().peekable();
    while let Some(token) = rest.next() {
        let next = rest.peek();
        let ends = match token.text.as_str() {
            "?" | "!" | "\n" | ";" if token.kind == TokenKind::Mark => true,
            "." => !is_ellipsis(current.last(), next) && !is_abbreviation(&current, next),
            _ => false,
        };
        marked |= token.is_mark("?");
        let more = next.is_some_and(|next| next.glued && (next.is_mark("?") || next.is_mark("!")));
        if ends && !more {
            push(&mut out, &mut current, std::mem::take(&mut marked));
        } else if !ends {
            current.push(token);
        }
        if out.len() == MOST_SENTENCES {
            return out;
        }
    }
    push(&mut out, &mut current, marked);
    out
}

fn push(out: &mut Vec<Sentence>, current: &mut Vec<Token>, marked: bool) {
    if current.iter().any(Token::is_text) {
        let span = Span::new(current[0].span.start, current[current.len() - 1].span.end);
        out.push(Sentence { tokens: std::mem::take(current), span, marked });
    } else {
        current.clear();
        if let Some(last) = out.last_mut() {
            last.marked |= marked;
        }
    }
}

/// "…" written as dots is a pause, not an end.
fn is_ellipsis(last: Option<&Token>, next: Option<&Token>) -> bool {
    last.is_some_and(|last| last.is_mark(".")) || next.is_some_and(|next| next.is_mark("."))
}

/// The stop of "vs.", "ms.", "u.s.", "4.": not an end where something follows.
fn is_abbreviation(current: &[Token], next: Option<&Token>) -> bool {
    let Some(last) = current.last() else { return true };
    let short = matches!(last.text.as_str(), "vs" | "mr" | "ms" | "mrs" | "dr" | "approx" | "no" | "st" | "apr" | "eg" | "ie" | "etc" | "dep" | "govt");
    let letter = last.kind == TokenKind::Word && last.text.len() == 1;
    next.is_some() && (short || letter || next.is_some_and(|next| next.glued && next.kind == TokenKind::Word))
}

/// For each token the number of its clause: commas, colons, brackets and dashes part them.
pub fn clauses(tokens: &[Token]) -> Vec<u16> {
    let mut clause = 0;
    let number = |token: &Token| {
        let dash = token.text == "-" && !token.glued;
        if token.kind == TokenKind::Mark && (dash || matches!(token.text.as_str(), "," | ":" | "(" | ")" | "[" | "]" | "…")) {
            clause += 1;
        }
        clause
    };
    tokens.iter().map(number).collect()
}

/// The language and script to reply in: the main script decides; a mixed text goes by its grammar, Chinese if it has a Chinese
/// word of grammar or filler.
pub fn language(kb: &KnowledgeBase, text: &str) -> (Lang, Script) {
    let tokens = tokens(text);
    let han = tokens.iter().filter(|token| token.kind == TokenKind::Han).count();
    let words = tokens.iter().filter(|token| token.kind == TokenKind::Word && token.text.len() > 1).count();
    let script = if is_traditional(text) { Script::Traditional } else { Script::Simplified };
    let chinese = match (han, words) {
        (0, _) => is_pinyin(kb, &tokens),
        (_, 0) => true,
        // Two characters are about a word.
        _ => han >= words * 2 || has_function_word(text),
    };
    if chinese { (Lang::Zh, script) } else { (Lang::En, Script::Simplified) }
}

/// Whether a text holds a Chinese particle, question word or auxiliary: it is a Chinese sentence then, whatever it borrows.
fn has_function_word(text: &str) -> bool {
    const WORDS: [&str; 36] = [
        "的", "了", "吗", "嗎", "呢", "吧", "啊", "是", "有", "多少", "几", "幾", "什么", "甚麼", "什麼", "怎么", "怎麼", "谁", "誰", "哪", "在",
        "和", "跟", "嘅", "咗", "係", "喺", "唔", "咩", "啲", "那个", "那個", "这", "這", "每", "请问",
    ];
    WORDS.iter().any(|word| text.contains(word))
}

/// Whether a Latin text is Chinese in pinyin: most of its words are no English and sound like a known form.
fn is_pinyin(kb: &KnowledgeBase, tokens: &[Token]) -> bool {
    let words: Vec<&Token> = tokens.iter().filter(|token| token.kind == TokenKind::Word).collect();
    let strange = words.iter().filter(|word| word.text.len() > 3 && !kb.lexicon.is_word(&word.text));
    let heard = strange.filter(|word| !kb.lexicon.homophones().of_pinyin(&word.text).is_empty()).count();
    heard > 0 && heard * 2 >= words.len()
}
