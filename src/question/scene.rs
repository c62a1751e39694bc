//! The parts of a sentence that only set the scene: what the asker tells of themselves, and who is said to have said what is asked.
//!
//! In "my late husband and I kept a shop by the church so what happened to the shopping streets" the part up to "so" is the asker's
//! own; in "Keith next door swears that orders went up by 80%" Keith is where the claim comes from. Neither is what is asked.

use smallvec::{SmallVec, smallvec};

use super::asked::Wants;
use super::{Item, Question, What};
use crate::knowledge::{ConceptId, Cue, KnowledgeBase, class};
use crate::text::{Token, TokenKind, WordList};

/// Words by which an English asker speaks of themselves.
static FIRST_PERSON: WordList =
    WordList::new(&["i", "i'm", "i've", "i'd", "i'll", "im", "ive", "we", "we're", "we've", "my", "our", "mine", "me"]);
/// Verbs and adjectives of the asker that what is asked depends on: "I want to know …", "I heard that …".
static INTRODUCING: WordList = WordList::new(&[
    "need", "needs", "want", "wants", "wanted", "wanna", "like", "love", "looking", "after", "asking", "ask", "asked",
    "wonder", "wondering", "wondered", "mean", "meant", "curious", "interested", "know", "find", "get", "check",
    "confirm", "hear", "heard", "read", "saw", "see", "think", "thinking", "guess", "believe", "assume", "assuming",
    "suppose", "thought", "reckon", "bet", "understand", "understood", "gather", "gathered", "told", "tell", "say",
    "said", "quote", "cite", "use", "write", "remember", "trying", "tryna", "right", "wrong", "correct", "noticed",
    "doubt", "reckoned", "have", "take",
]);
/// Verbs of saying, between the one who says something and what is said.
static SAYING: WordList = WordList::new(&[
    "say", "says", "said", "saying", "claim", "claims", "claimed", "claiming", "swear", "swears", "swore", "insist",
    "insists", "insisted", "tell", "tells", "told", "telling", "report", "reports", "reported", "reckon", "reckons",
    "argue", "argues", "argued", "wrote", "writes", "posted", "posts", "tweeted", "thinks", "believes", "mentioned",
    "suggests", "suggested", "keeps", "bet", "bets", "heard", "read", "announced",
]);
/// Words that a new clause starts with where nobody types commas.
static JOINING: WordList = WordList::new(&[
    "so", "but", "because", "cos", "cuz", "coz", "since", "only", "then", "though", "and", "or", "if", "while", "when",
]);
/// Words that the asker's own may start a clause with in Chinese.
const FIRST_PERSON_HAN: &[&str] = &["我", "俺", "咱"];
/// What a Chinese asker's words introduce.
const INTRODUCING_HAN: &[&str] =
    &["想", "问", "知", "听", "记得", "觉", "以为", "看", "认为", "说", "猜", "要", "读", "查", "算", "写", "引"];
/// … unless it is denied.
const DENIED_HAN: &[&str] = &["看不", "听不", "记不", "懒得看", "懒得读"];
/// What a message may want that no announcement serves.
const INTENTS: &[Cue] = &[Cue::Predict, Cue::Advice, Cue::Opinion, Cue::Task, Cue::Instruct];
/// What is left of the weight of a mention that a fact holds, where it stands in the scene.
const SHARE: f32 = 0.25;

/// Chinese verbs of saying, with somebody before them who says it.
static TELLING_HAN: WordList = WordList::new(&["讲", "说", "话"]);

/// Whether a word says that somebody says something.
pub(super) fn is_saying(word: &str) -> bool {
    SAYING.has(word) || TELLING_HAN.has(word)
}

/// Whether an English verb may stand behind somebody of whom the asker tells: "my boss wants it".
fn is_told(word: &str) -> bool {
    SAYING.has(word) || matches!(word, "wants" | "needs")
}

/// Takes the weight from what only sets the scene. What some fact holds keeps a little: it tells what the rest is about.
pub fn set(kb: &KnowledgeBase, question: &mut Question, tokens: &[Token]) {
    attribute(kb, question, tokens);
    if !tokens.iter().any(may_set) {
        return;
    }
    let scene = scene(kb, question, tokens);
    if !scene.contains(&true) {
        return;
    }
    let broad = |at: &super::CueAt| !scene[at.token] && matches!(at.cue, Cue::Summary | Cue::KeyFigures | Cue::List);
    let outside = question.items.iter().any(|item| !scene[item.token] && item.weight >= super::ENGLISH_WEIGHT)
        || question.cues.iter().any(broad);
    // "verbatim please, I need it for the memo": a turn that asks about the last reply.
    let about_last = |at: &super::CueAt| {
        !scene[at.token]
            && matches!(at.cue, Cue::Quote | Cue::Source | Cue::Computed | Cue::Basis | Cue::Period | Cue::Again)
    };
    let follows = question.items.iter().all(|item| scene[item.token]) && question.cues.iter().any(about_last);
    if !outside && !follows {
        return;
    }
    // What the asker is at isn't asked for: "for my project", "I'm writing a guide".
    question.cues.retain(|at| {
        !(scene[at.token] && (INTENTS.contains(&at.cue) || matches!(at.cue, Cue::Up | Cue::Down | Cue::Flat)))
    });
    let mut moved = question.items.iter().filter(|item| goes(kb, item)).peekable();
    if question.asked.wants == Wants::Change && moved.peek().is_some() && moved.all(|item| scene[item.token]) {
        question.asked.wants = if question.has(Cue::HowMany) { Wants::Level } else { Wants::Anything };
    }
    for item in &mut question.items {
        if !scene[item.token] {
            continue;
        }
        let held = item
            .concepts()
            .iter()
            .any(|&concept| kb.cue_of(concept).is_some() || kb.is_setting(concept) || kb.is_held(concept));
        // Where the asker is may be where they ask of.
        if goes(kb, item) {
            // "for my lecture slide": nothing went down.
            (item.what, item.weight, item.hard) = (What::Concepts(super::Concepts::new()), 0.0, false);
            continue;
        }
        let placed = item.concepts().iter().any(|&concept| kb.is_in(concept, &[class::PLACE]));
        if !placed {
            item.weight = if held || matches!(item.what, What::Quantity(_)) { item.weight * SHARE } else { 0.0 };
            item.hard = false;
        }
    }
}

/// Whether a word is one of those without which nothing sets a scene: most sentences have none.
fn may_set(token: &Token) -> bool {
    let word = token.text.as_str();
    match token.kind {
        TokenKind::Han => FIRST_PERSON_HAN.contains(&word) || TELLING_HAN.has(word),
        _ => FIRST_PERSON.has(word) || is_told(word) || word == "for",
    }
}

/// Whether an item tells which way something goes.
fn goes(kb: &KnowledgeBase, item: &Item) -> bool {
    item.concepts().iter().any(|&concept| super::is_direction(kb, concept))
}

/// "what does the official say about platforms": who says it holds throughout, and isn't what is asked about.
fn attribute(kb: &KnowledgeBase, question: &mut Question, tokens: &[Token]) {
    static SAYING_HAN: WordList = WordList::new(&["说", "讲", "提", "表", "谈", "话"]);
    let setting = |item: &Item| item.concepts().iter().any(|&concept| kb.is_setting(concept));
    let says = |at: usize| {
        tokens[at..].iter().take(2).any(|token| {
            let word = token.text.as_str();
            SAYING.has(word) || matches!(word, "mention" | "mentions" | "announce") || SAYING_HAN.has(word)
        })
    };
    let about = question.items.iter().any(|item| item.weight >= super::ENGLISH_WEIGHT && !setting(item));
    if !about || question.has_any(&[Cue::Who, Cue::Source]) || question.asked.whether {
        return;
    }
    for at in 0..question.items.len() {
        let item = &question.items[at];
        let person = item.concepts().iter().any(|&concept| kb.is_setting(concept) && speaks(kb, concept));
        if person && says(item.token + item.length) {
            let item = &mut question.items[at];
            (item.what, item.weight, item.hard) = (What::Concepts(super::Concepts::new()), 0.0, false);
        }
    }
}

/// Whether a concept is somebody who can say something.
fn speaks(kb: &KnowledgeBase, concept: ConceptId) -> bool {
    kb.is_in(concept, &[class::PERSON, class::ROLE, class::ORGANISATION])
}

/// For each token whether it only sets the scene.
fn scene(kb: &KnowledgeBase, question: &Question, tokens: &[Token]) -> Vec<bool> {
    let mut out = vec![false; tokens.len()];
    let segments = segments(question, tokens);
    for &(start, end) in &segments {
        let segment = &tokens[start..end];
        let own = if segment.iter().any(|token| token.kind == TokenKind::Han) {
            own_in_chinese(question, tokens, start, end)
        } else {
            own(question, tokens, start, end)
        };
        for at in own {
            out[at] = true;
        }
        for at in sayer(kb, question, tokens, start, end) {
            out[at] = true;
        }
        for at in purpose(tokens, start, end) {
            out[at] = true;
        }
    }
    out
}

/// What the asker wants it for: "for my econ project", "I need it for the memo".
fn purpose(tokens: &[Token], start: usize, end: usize) -> std::ops::Range<usize> {
    const LONGEST: usize = 6;
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    let own = |at: usize| text(at) == "for" && matches!(text(at + 1), "my" | "our" | "me" | "us");
    let needs = |at: usize| {
        text(at) == "for"
            && matches!(text(at + 1), "a" | "an" | "the" | "this" | "work" | "class" | "school")
            && (at == start || tokens[start..at].iter().any(|token| FIRST_PERSON.has(&token.text)))
            && tokens[start..at].iter().all(|token| !token.is_text() || is_needing(&token.text))
    };
    let Some(from) = (start..end).find(|&at| own(at) || needs(at)) else { return start..start };
    // Where nothing parts it from the rest it is at most a few words.
    let own_segment = end - from <= LONGEST;
    if own_segment { from..end } else { start..start }
}

/// Words of "I need it for the memo" before the purpose.
fn is_needing(word: &str) -> bool {
    FIRST_PERSON.has(word)
        || matches!(
            word,
            "need" | "want" | "it" | "this" | "that" | "them" | "is" | "it's" | "its" | "just" | "asking" | "only"
        )
}

/// The sentence cut where a clause may start: at marks, before joining words, before question words.
fn segments(question: &Question, tokens: &[Token]) -> SmallVec<[(usize, usize); 8]> {
    let mut cuts: SmallVec<[usize; 16]> = smallvec![0];
    for at in 1..tokens.len() {
        let mark = tokens[at - 1].kind == TokenKind::Mark && !tokens[at].glued || is_pause(&tokens[at - 1]);
        let gap = tokens[at].kind == TokenKind::Han && tokens[at - 1].kind == TokenKind::Han && !tokens[at].glued;
        let joins = JOINING.has(&tokens[at].text);
        if mark || gap || joins || (tokens[at].kind != TokenKind::Han && asks_at(question, at)) {
            cuts.push(at);
        }
    }
    cuts.push(tokens.len());
    cuts.windows(2).map(|cut| (cut[0], cut[1])).filter(|(start, end)| start < end).collect()
}

fn is_pause(token: &Token) -> bool {
    token.kind == TokenKind::Mark && matches!(token.text.as_str(), "," | ":" | "(" | ")" | "[" | "]" | "…" | "." | "-")
}

/// Whether a question word stands here.
fn asks_at(question: &Question, at: usize) -> bool {
    question.cues.iter().any(|cue| cue.token == at && super::asked::INTERROGATIVES.contains(&cue.cue))
}

/// The tokens of a segment in which an English asker speaks of themselves, from the first person on. Where the verb introduces what
/// is asked there are none.
fn own(question: &Question, tokens: &[Token], start: usize, end: usize) -> std::ops::Range<usize> {
    let none = start..start;
    if (start..end).any(|at| asks_at(question, at)) {
        return none;
    }
    let Some(first) = (start..end).find(|&at| FIRST_PERSON.has(&tokens[at].text)) else { return none };
    // "can I ask", "give me": the asker comes after a verb that is theirs to say.
    let leads = tokens[start..first].iter().filter(|token| token.is_text()).count() <= 3;
    let introduces = tokens[start..end].iter().any(|token| {
        let word = token.text.as_str();
        word == "that" || INTRODUCING.has(word) || SAYING.has(word)
    });
    let words = tokens[start..end].iter().filter(|token| token.is_text()).count();
    if !leads || introduces || words < 3 || tokens[first].text == "me" { none } else { start..end }
}

/// As [`own`], for Chinese.
fn own_in_chinese(question: &Question, tokens: &[Token], start: usize, end: usize) -> std::ops::Range<usize> {
    let none = start..start;
    let text: String = tokens[start..end].iter().map(|token| token.text.as_str()).collect();
    let Some((_, rest)) = FIRST_PERSON_HAN.iter().find_map(|word| text.split_once(word)) else { return none };
    let asks = (start..end).any(|at| asks_at(question, at))
        || question.cues.iter().any(|cue| (start..end).contains(&cue.token) && cue.cue == Cue::Whether);
    // 看不清, 懒得看: what the asker doesn't do introduces nothing.
    let done = DENIED_HAN.iter().fold(rest.to_owned(), |rest, denied| rest.replace(denied, ""));
    let introduces = INTRODUCING_HAN.iter().any(|word| done.contains(word));
    if asks || introduces { none } else { start..end }
}

/// The tokens before a verb of saying, where nobody whom the announcement knows says it.
fn sayer(
    kb: &KnowledgeBase,
    question: &Question,
    tokens: &[Token],
    start: usize,
    end: usize,
) -> std::ops::Range<usize> {
    const FARTHEST: usize = 8;
    let none = start..start;
    let says = |at: usize| {
        let han = tokens[at].kind == TokenKind::Han && TELLING_HAN.has(&tokens[at].text);
        is_told(&tokens[at].text) || (han && at >= start + 2)
    };
    let Some(verb) = (start..end).take(FARTHEST).find(|&at| says(at)) else {
        return none;
    };
    let told = end.saturating_sub(verb) > 2;
    let asks = (start..verb).any(|at| asks_at(question, at) || super::claim::AUXILIARIES.has(&tokens[at].text));
    let known = question.items.iter().filter(|item| (start..verb).contains(&item.token)).any(|item| {
        item.concepts()
            .iter()
            .any(|&concept| kb.is_setting(concept) || kb.is_held(concept) || kb.cue_of(concept).is_some())
    });
    // 文中有没有说, 她说的: what is asked of the text, and what was said.
    let han = tokens[verb].kind == TokenKind::Han;
    let of_text = han
        && (question.cues.iter().any(|cue| cue.token < verb && cue.token >= start)
            || tokens.get(verb + 1).is_some_and(|next| {
                matches!(next.text.as_str(), "的" | "了" | "过" | "是" | "到" | "法" | "明" | "好")
            }));
    if asks || known || !told || verb == start || of_text { none } else { start..verb + 1 }
}

#[cfg(test)]
mod tests;
