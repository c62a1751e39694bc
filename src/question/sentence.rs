//! A message → its sentences and clauses, and its language.

use smallvec::SmallVec;

use crate::knowledge::KnowledgeBase;
use crate::text::normalise::is_traditional;
use crate::text::{Lang, Script, Span, Token, TokenKind, WordList};

/// One sentence of a message.
#[derive(Debug, Clone)]
pub struct Sentence {
    /// Its tokens.
    pub tokens: Vec<Token>,
    /// Where it stands in the message.
    pub span: Span,
    /// Whether it ends in a question mark.
    pub marked: bool,
    /// Whether it is a part of a message that numbers its parts.
    pub numbered: bool,
}

/// The most sentences of one message that are read: more are beyond any real question.
const MOST_SENTENCES: usize = 24;

/// The most words and Chinese characters of one message that are read: about as many as so many sentences have.
const MOST_TOKENS: usize = 500;

/// The sentences of a message that have any words.
pub fn split(mut all: Vec<Token>) -> Vec<Sentence> {
    let mut out = Vec::new();
    let mut marked = false;
    if leave_middle_out(&mut all, MOST_TOKENS) {
        // What is left of the one half doesn't go on in the other.
        let at = MOST_TOKENS / 2;
        let end = Token { kind: TokenKind::Mark, text: "\n".into(), glued: false, span: all[at].span };
        all.insert(at, end);
    }
    let numbered = is_numbered(&all);
    let mut current: Vec<Token> = Vec::with_capacity(all.len());
    let mut first_part = None;
    let mut rest = all.into_iter().peekable();
    while let Some(token) = rest.next() {
        let next = rest.peek();
        if numbered && is_number_of_part(&token, next) {
            push(&mut out, &mut current, std::mem::take(&mut marked));
            first_part = first_part.or(Some(out.len()));
            if rest.peek().is_some_and(|next| next.is_mark(")")) {
                rest.next();
            }
            continue;
        }
        // "(1) who spoke (2) when": numbered parts.
        if token.is_mark("(") && next.is_some_and(|next| next.kind == TokenKind::Number && next.text.len() == 1) {
            push(&mut out, &mut current, std::mem::take(&mut marked));
            first_part = first_part.or(Some(out.len()));
            rest.next();
            if rest.peek().is_some_and(|next| next.is_mark(")")) {
                rest.next();
            }
            continue;
        }
        let ends = match token.text.as_str() {
            "?" | "!" | "\n" if token.kind == TokenKind::Mark => true,
            // "tl;dr" is one word.
            ";" => !next.is_some_and(|next| next.glued && token.glued),
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
    }
    push(&mut out, &mut current, marked);
    out.iter_mut().skip(first_part.unwrap_or(usize::MAX)).for_each(|sentence| sentence.numbered = true);
    leave_middle_out(&mut out, MOST_SENTENCES);
    // Hardly any sentence joins several.
    if out.iter().all(|sentence| cuts(&sentence.tokens).is_empty()) {
        return out;
    }
    out.into_iter().flat_map(parts).collect()
}

/// Leaves out the middle of what is longer than `most`; whether it was. A message begins with what it is about and often ends with
/// what it asks: "… so how many orders is that?"
fn leave_middle_out<T>(all: &mut Vec<T>, most: usize) -> bool {
    let longer = all.len() > most;
    if longer {
        all.drain(most / 2..all.len() - most / 2);
    }
    longer
}

/// Whether a message numbers its parts: "1) brands 2) views", "q1 who spoke q2 when".
fn is_numbered(tokens: &[Token]) -> bool {
    let parts = tokens.windows(2).filter(|pair| is_number_of_part(&pair[0], Some(&pair[1])));
    let numbers: Vec<char> = parts.filter_map(|pair| pair[0].text.chars().next_back()).collect();
    numbers.starts_with(&['1', '2'])
}

/// "1" before a bracket, "q1".
fn is_number_of_part(token: &Token, next: Option<&Token>) -> bool {
    let digit = |text: &str| text.len() == 1 && text.as_bytes()[0].is_ascii_digit();
    let bracket = next.is_some_and(|next| next.glued && next.is_mark(")"));
    (token.kind == TokenKind::Number && digit(&token.text) && bracket)
        || (token.kind == TokenKind::Word && token.text.strip_prefix('q').is_some_and(digit))
}

/// English question words, as they are typed.
static ASKING: WordList = WordList::new(&[
    "who", "what", "when", "where", "which", "how", "why", "whose", "who's", "what's", "whos", "whats", "wat", "wut",
    "wen", "hw", "whcih",
]);
/// Words that join two questions.
static JOINING: WordList = WordList::new(&["and", "n", "&", "plus", "also", "nd", ","]);
/// Chinese question words.
const ASKING_HAN: &[&str] = &["谁", "什么", "多少", "哪", "几", "怎么", "啥", "边个", "幾", "多久"];

/// Chinese words that join two amounts that are asked for, or the last character of them.
static JOINING_HAN: WordList = WordList::new(&["和", "与", "及", "跟", "同", "有"]);

/// The questions that a sentence joins: "how much pork was sold and who is the editor", 谁讲的，什么时候.
fn parts(sentence: Sentence) -> Vec<Sentence> {
    let cuts = cuts(&sentence.tokens);
    if cuts.is_empty() {
        return vec![sentence];
    }
    let starts = std::iter::once(0).chain(cuts.iter().copied());
    let ends = cuts.iter().copied().chain([sentence.tokens.len()]);
    let part = |(start, end): (usize, usize)| {
        let own = sentence.tokens[start..end].to_vec();
        let span = Span::new(own[0].span.start, own[own.len() - 1].span.end);
        Sentence { tokens: own, span, marked: sentence.marked, numbered: sentence.numbered }
    };
    starts.zip(ends).map(part).collect()
}

/// Where the second and further questions start that a sentence joins; hardly any joins some.
fn cuts(tokens: &[Token]) -> SmallVec<[usize; 4]> {
    let mut cuts = SmallVec::new();
    for at in 1..tokens.len() {
        let from = cuts.last().copied().unwrap_or(0);
        let (left, right) = (&tokens[from..at], &tokens[at..]);
        let joined = JOINING.has(&tokens[at - 1].text) || tokens[at - 1].kind == TokenKind::Mark;
        let english = joined && asks(&tokens[at..=at]) && asks(left);
        let gap = tokens[at].kind == TokenKind::Han
            && (tokens[at - 1].is_mark(",") || (tokens[at - 1].kind == TokenKind::Han && !tokens[at].glued));
        // 有多少品牌和多少人看; but 谁和谁 is one question.
        let counted =
            JOINING_HAN.has(&tokens[at - 1].text) && counts_in_chinese(right, 1) && counts_in_chinese(left, left.len());
        if english || counted || (gap && asks_in_chinese(left) && asks_in_chinese(until_gap(right))) {
            cuts.push(at);
        }
    }
    cuts
}

/// Words that ask for what follows.
pub static REQUESTING: WordList =
    WordList::new(&["gimme", "give", "tell", "list", "show", "need", "want", "state", "provide"]);

fn asks(tokens: &[Token]) -> bool {
    // A lone "when and where" stays together: there must be more than the question word.
    let asking = tokens.iter().any(|token| ASKING.has(&token.text))
        || tokens.first().is_some_and(|token| tokens.len() > 3 && REQUESTING.has(&token.text));
    asking && (tokens.len() == 1 || tokens.iter().filter(|token| token.is_text()).count() > 2)
}

/// The tokens up to the next space or comma between Chinese characters.
fn until_gap(tokens: &[Token]) -> &[Token] {
    let gap = (1..tokens.len())
        .find(|&at| tokens[at].is_mark(",") || (tokens[at].kind == TokenKind::Han && !tokens[at].glued));
    &tokens[..gap.unwrap_or(tokens.len())]
}

/// Whether 多少 or 几 starts at one of the first tokens.
fn counts_in_chinese(tokens: &[Token], first: usize) -> bool {
    (0..first.min(tokens.len())).any(|at| {
        let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
        text(at) == "几" || (text(at) == "多" && text(at + 1) == "少")
    })
}

fn asks_in_chinese(tokens: &[Token]) -> bool {
    let text: String = tokens.iter().map(|token| token.text.as_str()).collect();
    ASKING_HAN.iter().any(|word| text.contains(word))
}

fn push(out: &mut Vec<Sentence>, current: &mut Vec<Token>, marked: bool) {
    if current.iter().any(Token::is_text) {
        let span = Span::new(current[0].span.start, current[current.len() - 1].span.end);
        out.push(Sentence { tokens: std::mem::take(current), span, marked, numbered: false });
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
    let short = matches!(
        last.text.as_str(),
        "vs" | "mr" | "ms" | "mrs" | "dr" | "approx" | "no" | "st" | "apr" | "eg" | "ie" | "etc" | "dep" | "govt"
    );
    let letter = last.kind == TokenKind::Word && last.text.len() == 1;
    next.is_some() && (short || letter || next.is_some_and(|next| next.glued && next.kind == TokenKind::Word))
}

/// The clause before a colon, which only announces what follows: "headline draft: …".
pub fn before_colon(tokens: &[Token]) -> Option<usize> {
    tokens.iter().position(|token| token.is_mark(":")).filter(|&at| at > 0 && at + 1 < tokens.len())
}

/// For each token the number of its clause: commas, colons, brackets and dashes part them.
pub fn clauses(tokens: &[Token]) -> SmallVec<[u16; 32]> {
    let mut clause = 0;
    let number = |token: &Token| {
        let dash = token.text == "-" && !token.glued;
        if token.kind == TokenKind::Mark
            && (dash || matches!(token.text.as_str(), "," | ":" | "(" | ")" | "[" | "]" | "…"))
        {
            clause += 1;
        }
        clause
    };
    tokens.iter().map(number).collect()
}

/// The language and script to reply in: the main script decides; a mixed text goes by its grammar, Chinese if it has a Chinese
/// word of grammar or filler.
pub fn language(kb: &KnowledgeBase, text: &str, tokens: &[Token]) -> (Lang, Script) {
    let han = tokens.iter().filter(|token| token.kind == TokenKind::Han).count();
    let words = tokens.iter().filter(|token| token.kind == TokenKind::Word && token.text.len() > 1).count();
    let script = if is_traditional(text) { Script::Traditional } else { Script::Simplified };
    let chinese = match (han, words) {
        (0, _) => is_pinyin(kb, tokens),
        (_, 0) => true,
        // Two characters are about a word.
        _ => han >= words * 2 || has_function_word(text),
    };
    if chinese { (Lang::Zh, script) } else { (Lang::En, Script::Simplified) }
}

/// Whether a text holds a Chinese particle, question word or auxiliary: it is a Chinese sentence then, whatever it borrows.
fn has_function_word(text: &str) -> bool {
    const WORDS: [&str; 36] = [
        "的", "了", "吗", "嗎", "呢", "吧", "啊", "是", "有", "多少", "几", "幾", "什么", "甚麼", "什麼", "怎么",
        "怎麼", "谁", "誰", "哪", "在", "和", "跟", "嘅", "咗", "係", "喺", "唔", "咩", "啲", "那个", "那個", "这",
        "這", "每", "请问",
    ];
    WORDS.iter().any(|word| text.contains(word))
}

/// Whether a Latin text is Chinese in pinyin: most of its words are no English and sound like a known form, alone or up to four of
/// them together.
pub(super) fn is_pinyin(kb: &KnowledgeBase, tokens: &[Token]) -> bool {
    const TOGETHER: usize = 4;
    let words = || tokens.iter().filter(|token| token.kind == TokenKind::Word);
    let count = words().count();
    // Most texts are English: half of their words are enough to tell.
    let english = words().filter(|word| kb.lexicon.is_english(&word.text)).take(count / 2 + 1).count();
    if tokens.iter().any(|token| token.kind == TokenKind::Han) || english * 2 > count {
        return false;
    }
    let words: Vec<&Token> = words().collect();
    // A name that the vocabulary writes in pinyin makes no Chinese sentence.
    let (mut at, mut heard, mut unwritten) = (0, 0, false);
    let mut typed = String::new();
    while at < words.len() {
        typed.clear();
        let mut longest = 0;
        for (length, word) in words[at..].iter().take(TOGETHER).enumerate() {
            typed.push_str(&word.text);
            let known = length > 0 || !kb.lexicon.is_english(&typed);
            if known && typed.len() > 3 && !kb.lexicon.homophones().of_pinyin(&typed).is_empty() {
                longest = length + 1;
            }
        }
        heard += longest;
        unwritten |= words[at..at + longest].iter().any(|word| !kb.lexicon.is_word(&word.text));
        at += longest.max(1);
    }
    unwritten && heard * 2 >= words.len()
}
