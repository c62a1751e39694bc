//! The items of a sentence → their weight by their place: what is asked of counts fully, what stands in a long preamble hardly, what
//! is excluded not at all.

use smallvec::SmallVec;

use super::asked::Wants;
use super::claim::has_question_tag;
use super::{Item, Question, What};
use crate::knowledge::lexicon::{Part, Says, part, says};
use crate::knowledge::{ConceptId, Cue, Effect, KnowledgeBase, class};
use crate::text::{Token, TokenKind, WordList};

/// Preambles of this many words and more are heard with half an ear.
const PREAMBLE: usize = 5;
/// … and of this many as far as somebody is named in them.
const SHORT_PREAMBLE: usize = 3;
/// Up to this many words without a question word are keywords.
const KEYWORDS: usize = 3;
/// A keyword that weighs less says nothing.
const LEAST_KEYWORD: f32 = 0.4;
/// What is left of a mention's weight in a preamble.
const PREAMBLE_SHARE: f32 = 0.25;

/// Weighs the items by their place: what an unknown word is asked of counts fully, what stands in a long preamble hardly.
pub fn settle(kb: &KnowledgeBase, question: &mut Question, tokens: &[Token]) {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    let asks_of = &question.asked.heads;
    let keywords = question.asked.words.is_empty() && !question.asked.whether && question.length <= KEYWORDS;
    let asking = question.asked.clause;
    let amount = question.cues.iter().find(|at| matches!(at.cue, Cue::HowMany | Cue::HowMuch)).map(|at| at.token);
    // Where a noun phrase goes on: "does the city library reopen".
    let named: SmallVec<[usize; 8]> = question
        .items
        .iter()
        .filter(|item| !item.concepts().is_empty() && part(text(item.token)) != Some(Part::Verb))
        .map(|item| item.token)
        .collect();
    let personal = question.personal && question.asked.words.is_empty();
    let measured: SmallVec<[usize; 8]> = question
        .items
        .iter()
        .filter(|item| item.concepts().iter().any(|&concept| kb.is_in(concept, &[class::MEASURE, class::PRODUCT])))
        .map(|item| item.token)
        .collect();
    for (index, item) in question.items.iter_mut().enumerate() {
        // "my teacher": somebody of the asker's, not of the announcement's.
        let owner = item.token.checked_sub(1).map_or("", text);
        if matches!(owner, "my" | "our" | "mine" | "我" | "我们") && !item.concepts().is_empty() && item.hard {
            item.weight *= PREAMBLE_SHARE;
            item.hard = false;
        }
        if item.what != What::Unknown {
            continue;
        }
        if item.weight >= super::ENGLISH_WEIGHT
            && !named.contains(&(item.token + item.length))
            && is_subject(tokens, item.token)
        {
            item.hard = true;
        }
        // 春熙路: a place by its ending.
        if is_place(&item.text) {
            item.hard = true;
        }
        // "ipo plans": of so few words each one counts.
        if keywords && item.weight >= LEAST_KEYWORD && tokens[item.token].kind == TokenKind::Word {
            item.hard = true;
        }
        // "on the moon": where nobody knows.
        if item.weight >= super::ENGLISH_WEIGHT && item.clause == asking && is_placed(tokens, item.token) {
            item.hard = true;
        }
        // "turnover of the bookshops", "bookshop turnover": whose, or of what.
        if item.clause == asking
            && !personal
            && is_telling(tokens, item.token)
            && narrows(tokens, item.token, &measured)
        {
            item.hard = true;
        }
        let before = item.token.checked_sub(1).map_or("", text);
        let after = text(item.token + item.length);
        let possessed = matches!(before, "the" | "their" | "its" | "her" | "his" | "'s") && after == "of";
        // "how many of the orders arrived rotten": what stands behind a "how many" and isn't known narrows what is counted.
        let word = tokens[item.token].kind == TokenKind::Word;
        let least = if word { super::ADJECTIVE_WEIGHT } else { super::ENGLISH_WEIGHT };
        if item.weight >= least && item.clause == asking && amount.is_some_and(|at| item.token > at) {
            item.hard = true;
        }
        // "KL 的生鲜电商": whose it is.
        if word && after == "的" && item.weight >= super::weight::STRANGE_WEIGHT {
            item.hard = true;
        }
        if ((asks_of.contains(&index) || possessed) && item.weight >= 0.4) || (before == "的" && item.weight >= 0.9) {
            item.hard = true;
            item.weight = item.weight.max(1.0);
        }
    }
    if has_question_tag(tokens)
        && let Some(comma) = tokens.iter().rposition(|token| token.is_mark(","))
    {
        question.cues.retain(|at| at.cue != Cue::Not || at.token < comma);
    }
    // "correct or not?" and 在名单里不 ask, they don't negate.
    let last = tokens.iter().rposition(Token::is_text).unwrap_or(0);
    question.cues.retain(|at| {
        at.cue != Cue::Not
            || at.token == 0
            || !(matches!(text(at.token - 1), "or" | "是") || (at.token == last && is_han(tokens, last)))
    });
    // "who has said this?" asks where it comes from.
    let who = question.asked.words == [Cue::Who] && question.has(Cue::Reference);
    if who
        && tokens.iter().any(|token| super::scene::is_saying(&token.text))
        && question.items.iter().all(|item| item.weight < 0.5)
    {
        let at = question.cues.iter().find(|at| at.cue == Cue::Who).copied();
        question.cues.extend(at.map(|at| super::CueAt { cue: Cue::Source, ..at }));
        question.asked.words.clear();
    }
    // "split the pork over the orders": what is to be done with them.
    if question.divides {
        let dividing = |item: &Item| item.length == 1 && super::DIVIDING.has(text(item.token));
        for item in question.items.iter_mut().filter(|item| dividing(item)) {
            (item.weight, item.hard) = (0.0, false);
        }
    }
    question.denies = denies(question, tokens);
    exclude(question, tokens);
    // "who said that, the reporter or the official?" asks for the source, whoever is named.
    if question.has(Cue::Source) && question.asked.words.is_empty() {
        let who = |item: &Item| {
            let class = |&concept: &ConceptId| kb.is_in(concept, &[class::ROLE, class::PERSON]);
            !item.concepts().is_empty() && item.concepts().iter().all(class)
        };
        let others = question.items.iter().any(|item| item.weight >= 0.5 && !who(item));
        for item in question.items.iter_mut().filter(|item| others && who(item)) {
            (item.weight, item.hard) = (0.0, false);
        }
    }
    // "compared to what: last year or last quarter?" asks for the basis, whichever are named.
    if question.has(Cue::Basis) {
        let basis = |item: &Item| item.concepts().iter().any(|&concept| kb.is_in(concept, &[class::BASIS]));
        for item in question.items.iter_mut().filter(|item| basis(item)) {
            (item.weight, item.hard) = (0.0, false);
        }
    }
    if let Some(colon) = super::sentence::before_colon(tokens) {
        let rest: f32 = question.items.iter().filter(|item| item.token > colon).map(|item| item.weight).sum();
        if rest >= 1.0 {
            let refers = question.cues.iter().any(|at| at.cue == Cue::Reference && at.token > colon);
            for item in question.items.iter_mut().filter(|item| item.token < colon) {
                // "what of the wet markets: by how much did they fall" is about the markets.
                let elsewhere = !item.concepts().is_empty()
                    && item
                        .concepts()
                        .iter()
                        .all(|&concept| kb.is_in(concept, &[class::PLACE, class::PERIOD, class::BASIS]));
                let restricts = (refers || elsewhere)
                    && !question.asked.words.is_empty()
                    && item.hard
                    && item.concepts().iter().all(|&concept| restricts(kb, concept));
                if item.concepts().is_empty() || !restricts {
                    item.weight *= PREAMBLE_SHARE;
                    item.hard = false;
                }
            }
        }
    }
    let own: f32 = clause_weight(&question.items, asking);
    if own < 0.5 || question.asked.whether || question.asked.words.is_empty() {
        return;
    }
    for clause in 0..asking {
        let own = || question.items.iter().filter(|item| item.clause == clause);
        let words = own().map(|item| item.length).sum::<usize>();
        // "the delivery guys, how many parcels do they …": whoever they are.
        let role = |item: &Item| {
            let class = |&concept: &ConceptId| kb.is_in(concept, &[class::ROLE, class::PERSON, class::GROUP]);
            !item.concepts().is_empty() && item.concepts().iter().all(class)
        };
        if words >= SHORT_PREAMBLE {
            for item in question.items.iter_mut().filter(|item| item.clause == clause && item.hard && role(item)) {
                item.weight *= PREAMBLE_SHARE;
                item.hard = false;
            }
        }
        if words >= PREAMBLE {
            // What is another member of a class restricts the question, wherever it stands.
            for item in question.items.iter_mut().filter(|item| item.clause == clause && !item.hard) {
                item.weight *= PREAMBLE_SHARE;
            }
        }
    }
}

/// Whether a concept narrows what is asked wherever it stands: another place or product does, somebody whom the asker mentions may not.
fn restricts(kb: &KnowledgeBase, concept: ConceptId) -> bool {
    const LOOSE: [&str; 5] = [class::PERSON, class::ROLE, class::GROUP, class::ATTRIBUTE, class::MATTER];
    kb.effect(concept) == Effect::Contrast && !kb.is_in(concept, &LOOSE)
}

/// Whether an English noun stands where the subject of a question does: "does the library reopen", "when did the library open".
fn is_subject(tokens: &[Token], at: usize) -> bool {
    static DETERMINERS: WordList =
        WordList::new(&["the", "a", "an", "this", "that", "these", "those", "their", "its", "any", "all"]);
    let determined = at > 0 && DETERMINERS.has(&tokens[at - 1].text);
    let verb = at.checked_sub(1 + usize::from(determined)).map_or("", |at| tokens[at].text.as_str());
    // "what is implied by": a participle goes with the verb.
    super::claim::AUXILIARIES.has(verb) && (determined || !super::is_participle(&tokens[at]))
}

/// Whether Chinese words that nobody knows are a place by their ending.
fn is_place(text: &str) -> bool {
    const ENDINGS: &[char] =
        &['路', '区', '區', '县', '縣', '镇', '鎮', '村', '省', '州', '街', '巷', '桥', '岛', '島', '湖'];
    text.chars().count() > 2 && text.ends_with(ENDINGS)
}

fn is_han(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| token.kind == TokenKind::Han)
}

/// Whether a word is one that names something which would have to be spoken of.
fn is_telling(tokens: &[Token], at: usize) -> bool {
    tokens[at].kind == TokenKind::Word
        && says(&tokens[at].text) == Some(Says::Something)
        && !super::is_participle(&tokens[at])
}

/// Whether a word narrows what is asked: behind "of" or "for" and the like, or right before what is measured.
fn narrows(tokens: &[Token], at: usize, measured: &[usize]) -> bool {
    static BEHIND: WordList = WordList::new(&["of", "for", "from", "among", "amongst", "by", "between", "per", "with"]);
    static DETERMINERS: WordList =
        WordList::new(&["the", "a", "an", "their", "its", "those", "these", "all", "any", "online", "local"]);
    let text = |back: usize| at.checked_sub(back).map_or("", |at| tokens[at].text.as_str());
    BEHIND.has(text(1)) || (BEHIND.has(text(2)) && DETERMINERS.has(text(1))) || measured.contains(&(at + 1))
}

/// Whether an English noun tells where: "on the moon", "at the moonbase".
fn is_placed(tokens: &[Token], at: usize) -> bool {
    let determined = at > 0 && matches!(tokens[at - 1].text.as_str(), "the" | "a" | "an" | "this" | "that");
    let before = at.checked_sub(1 + usize::from(determined)).map_or("", |at| tokens[at].text.as_str());
    matches!(before, "in" | "on" | "at" | "across" | "throughout" | "within")
}

/// "users, not orders": something is said first, and a thing denied behind a pause. A 没有 that ends the sentence only asks.
fn denies(question: &Question, tokens: &[Token]) -> bool {
    let last = tokens.iter().rposition(Token::is_text);
    question.cues.iter().any(|at| {
        if at.cue == Cue::Not && last == Some(at.token + at.length - 1) && super::claim::ends_in_particle(tokens) {
            return true;
        }
        let pause = at.token > 0
            && (tokens[at.token - 1].kind == TokenKind::Mark || (is_han(tokens, at.token) && !tokens[at.token].glued));
        let thing = question.items.iter().any(|item| item.token == at.token + at.length);
        at.cue == Cue::Not && pause && thing && question.items.iter().any(|item| item.token < at.token)
    })
}

/// "orders (not value)", "the number, not the growth rate": what is excluded isn't asked for. A bare noun after "not" in a clause of
/// its own is excluded; a level is wanted where the growth is.
fn exclude(question: &mut Question, tokens: &[Token]) {
    const LONGEST: usize = 4;
    let starts =
        |at: &super::CueAt| at.cue == Cue::Not && (at.token == 0 || tokens[at.token - 1].kind == TokenKind::Mark);
    let Some(not) = question.cues.iter().find(|at| starts(at)).copied() else { return };
    let words = question.items.iter().filter(|item| item.clause == not.clause).map(|item| item.length).sum::<usize>();
    let all = question.items.iter().all(|item| item.clause == not.clause);
    if words > LONGEST || all || question.asked.whether {
        return;
    }
    let moves = question.cues.iter().any(|at| at.cue == Cue::Up && at.clause == not.clause);
    question.items.retain(|item| item.clause != not.clause);
    question.cues.retain(|at| at.clause != not.clause);
    question.asked.heads.clear();
    if moves {
        question.asked.wants = Wants::Level;
    }
}

fn clause_weight(items: &[Item], clause: u16) -> f32 {
    items.iter().filter(|item| item.clause == clause).map(|item| item.weight).sum()
}
