//! Words as typed → the words that the pieces are read from: "howmany" becomes "how many", and each comes with the known words that it
//! may be.

use super::pieces::guessable;
use crate::knowledge::KnowledgeBase;
use crate::knowledge::lexicon::spelling::INFLECTED;
use crate::knowledge::lexicon::{Lexicon, Node, Spellings};
use crate::text::{Token, TokenKind, WordList};

/// The longest word that two are looked for in.
const LONGEST_JOINED: usize = 64;
/// Words before which "2" is typed for "to" and "4" for "for".
static AFTER_SMALL_WORDS: WordList = WordList::new(&[
    "each", "every", "da", "the", "my", "me", "u", "you", "a", "an", "buy", "get", "see", "do", "be", "it", "their",
    "this", "that", "one", "work", "homework",
]);

/// Corrects what the pieces are read from: typos of number and unit words, and words run together ("howmany").
///
/// With each token come the known words that it may be.
pub fn respell(kb: &KnowledgeBase, tokens: Vec<Token>) -> (Vec<Token>, Vec<Spellings>) {
    let mut out = Vec::with_capacity(tokens.len());
    let mut readings = Vec::with_capacity(tokens.len());
    let spell = |token: &Token| if token.is_text() { kb.lexicon.spell(&token.text) } else { Spellings::new() };
    let mut slashed = false;
    let tokens = whole_verbs(kb, tokens);
    // "name the two trends"
    let third = tokens.get(2).map(|token| token.text.clone());
    let mut rest = tokens.into_iter().peekable();
    while let Some(mut token) = rest.next() {
        // "in 1 order" is "in one order".
        if token.text == "1"
            && out
                .last()
                .is_some_and(|last: &Token| matches!(last.text.as_str(), "in" | "per" | "for" | "each" | "every"))
        {
            token.text = "one".into();
            token.kind = TokenKind::Word;
        }
        // "veg/order" and "pork ÷ order" are "veg per order", where the vocabulary has such a rate.
        if (token.is_mark("/") || token.text == "÷")
            && !out.is_empty()
            && rest.peek().is_some_and(|next| is_rate(kb, next))
        {
            token.text = "per".into();
            token.kind = TokenKind::Word;
        }
        // "4 each order", "came 2 da show"
        if matches!(token.text.as_str(), "2" | "4")
            && !out.is_empty()
            && rest.peek().is_some_and(|next| AFTER_SMALL_WORDS.has(&next.text))
        {
            token.text = if token.text == "2" { "to" } else { "for" }.into();
            token.kind = TokenKind::Word;
        }
        // "name both trends", "state the growth": a request, not what somebody is called or a state.
        if out.iter().all(|before: &Token| matches!(before.text.as_str(), "please" | "pls" | ","))
            && token.kind == TokenKind::Word
        {
            let next = rest.peek().map_or("", |next| next.text.as_str());
            let request = match token.text.as_str() {
                "rank" => true,
                "name" => {
                    matches!(next, "2" | "3" | "both" | "one" | "two" | "all" | "every" | "each")
                        || (next == "the"
                            && third
                                .as_deref()
                                .is_some_and(|word| matches!(word, "two" | "three" | "both" | "main" | "principal")))
                }
                "state" => matches!(next, "the" | "a" | "both" | "all" | "its" | "their"),
                _ => false,
            };
            if request {
                token.text = "list".into();
            }
        }
        // "$$$ made"
        if token.text == "$" && !rest.peek().is_some_and(|next| next.kind == TokenKind::Number) {
            if out.last().is_some_and(|last: &Token| last.text == "money") {
                continue;
            }
            token.text = "money".into();
            token.kind = TokenKind::Word;
        }
        let yes_no = matches!(token.text.as_str(), "y" | "n") && slashed;
        slashed = token.is_mark("/") || (token.text == "y" && rest.peek().is_some_and(|next| next.is_mark("/")));
        let unit = token.glued && out.last().is_some_and(|last: &Token| last.kind == TokenKind::Number);
        if !(yes_no || slashed || unit)
            && let Some(words) = kb.lexicon.chat(&token.text)
        {
            for word in words.split(' ') {
                let word = Token { text: word.into(), kind: TokenKind::Word, ..token.clone() };
                readings.push(spell(&word));
                out.push(word);
            }
            continue;
        }
        let mut spellings = spell(&token);
        // What is spelt as a known word is one, but for the possessive.
        let exact = spellings.first().is_some_and(|best| best.cost <= INFLECTED) && !token.text.contains('\'');
        if token.kind == TokenKind::Word && !exact && !kb.lexicon.is_word(&token.text) {
            let sure = spellings.first().filter(|best| !best.phrase_only && best.cost <= 4);
            if let Some(best) = sure {
                let text = kb.lexicon.text(best.word);
                if kb.lexicon.walk(Node::ROOT, best.word).is_none() || Lexicon::is_number_word(text) {
                    token.text = text.into();
                    spellings = spell(&token);
                }
            } else if let Some(parts) = split(kb, &token) {
                readings.extend(parts.iter().map(spell));
                out.extend(parts);
                continue;
            }
        }
        readings.push(spellings);
        out.push(token);
    }
    (out, readings)
}

/// 支不支持 → 是否支持, where the two last characters are a form.
fn whole_verbs(kb: &KnowledgeBase, mut tokens: Vec<Token>) -> Vec<Token> {
    for at in 0..tokens.len().saturating_sub(3) {
        let text = |back: usize| tokens[at + back].text.as_str();
        if tokens[at].kind != TokenKind::Han || text(0) != text(2) || !matches!(text(1), "不" | "没") {
            continue;
        }
        let first = kb.lexicon.known(text(2)).and_then(|word| kb.lexicon.walk(Node::ROOT, word));
        let form = first.zip(kb.lexicon.known(text(3))).and_then(|(node, word)| kb.lexicon.walk(node, word));
        if form.is_some_and(|node| kb.lexicon.is_form(node)) {
            tokens[at].text = "是".into();
            tokens[at + 1].text = "否".into();
        }
    }
    tokens
}

/// Whether "per" and this word are a form: "per order".
fn is_rate(kb: &KnowledgeBase, token: &Token) -> bool {
    let walk = |node: Node, word: &str| kb.lexicon.known(word).and_then(|word| kb.lexicon.walk(node, word));
    let singular = token.text.strip_suffix('s').unwrap_or(&token.text);
    let per = walk(Node::ROOT, "per");
    [token.text.as_str(), singular]
        .iter()
        .any(|word| per.and_then(|per| walk(per, word)).is_some_and(|node| kb.lexicon.is_form(node)))
}

/// Two known words written as one; each half keeps the whole's place in the message.
fn split(kb: &KnowledgeBase, token: &Token) -> Option<[Token; 2]> {
    let text = &token.text;
    if !(5..=LONGEST_JOINED).contains(&text.len())
        || !text.is_ascii()
        || !guessable(kb, &kb.lexicon.homophones().of_pinyin(text)).is_empty()
    {
        return None;
    }
    let known = |part: &str| {
        kb.lexicon.is_word(part)
            && (part.len() > 2 || matches!(part, "a" | "in" | "of" | "is" | "it" | "to" | "on" | "me"))
    };
    let at = (1..text.len())
        .filter(|&at| known(&text[..at]) && known(&text[at..]))
        .max_by_key(|&at| at.min(text.len() - at))?;
    let part = |text: &str| Token { text: text.into(), ..token.clone() };
    Some([part(&text[..at]), part(&text[at..])])
}
