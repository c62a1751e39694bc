//! What a sentence asks: its question words, what they ask of, what kind of figure is wanted, whether it is a claim to be judged.
//!
//! "how many brands joined" asks how many, of brands, and wants a level; "by what percentage did it rise" wants a change.

use smallvec::SmallVec;

use super::claim::{
    AUXILIARIES, asks_a_not_a, asks_to_confirm, ends_in_particle, ends_in_tag, is_statement, opens_as_claim,
};
use super::heads::heads;
use super::wants;
pub use super::wants::Wants;
use super::{CueAt, Question, What};
use crate::knowledge::{Cue, KnowledgeBase};
use crate::text::{Dimension, Quantity, Token, TokenKind, WordList};

/// Nouns that end the name of an amount: "order volume".
static AMOUNTS: WordList = WordList::new(&[
    "volume", "count", "number", "total", "tally", "quantity", "level", "throughput", "amount", "size", "tonnage",
]);

/// What is asked.
#[derive(Debug, Clone, PartialEq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a reading of its own, and all combine")]
pub struct Asked {
    /// The question words, in order; none for keywords and claims.
    pub words: Vec<Cue>,
    /// The items that follow a "which", "how many" or "names of" directly: what is asked of.
    pub heads: Vec<usize>,
    /// Whether it is a yes/no question or a claim.
    pub whether: bool,
    /// Whether it is a claim only by its form: a statement with a figure in it.
    pub stated: bool,
    /// What kind of figure is wanted.
    pub wants: Wants,
    /// What the figure is to measure, where the question says so.
    pub dimension: Option<Dimension>,
    /// The scale that the amount is asked in: "how many millions".
    pub scale: Option<f64>,
    /// Whether it opens with the verb, as a yes/no question does.
    pub opened: bool,
    /// Whether a figure in it is only pointed to: "those 11 million", "the figure of 11 million".
    pub pointed: bool,
    /// Whether how many is only named: "and the number of orders".
    pub named_count: bool,
    /// The clause that asks.
    pub clause: u16,
}

/// Question words, in the order in which one is taken for the main one.
pub(super) const INTERROGATIVES: &[Cue] = &[
    Cue::HowMany,
    Cue::HowMuch,
    Cue::Who,
    Cue::When,
    Cue::Where,
    Cue::Why,
    Cue::HowLong,
    Cue::HowOften,
    Cue::Which,
    Cue::Names,
    Cue::How,
    Cue::What,
    Cue::Define,
];
/// Question words that ask of what follows them.
const ASK_OF: &[Cue] = &[Cue::HowMany, Cue::Which, Cue::Names, Cue::What];
/// A bare number below this is no claim: "need 3 numbers".
pub(super) const LEAST_CLAIMED: f64 = 10.0;

/// Reads what a sentence asks.
pub fn asked(kb: &KnowledgeBase, question: &Question, tokens: &[Token]) -> Asked {
    let mut found: SmallVec<[(Cue, u16, usize); 4]> = SmallVec::new();
    let opens = opens_as_claim(tokens);
    for at in question.cues.iter().filter(|at| INTERROGATIVES.contains(&at.cue)) {
        if interrogates(question, tokens, at, opens) {
            found.push((at.cue, at.clause, at.token));
        }
    }
    // "who affirmed that the vegetables …" asks for the source, not for a person in the fact.
    let that = tokens.iter().position(|token| token.text == "that");
    if let (Some(that), Some(&(Cue::Who, _, who))) = (that, found.first())
        && that > who
        && that <= who + 3
        && question.items.iter().any(|item| item.token > that && item.weight >= 0.5)
    {
        found.clear();
    }
    // "and the number of orders?" names a measure; it asks what was asked before.
    if question.cues.iter().any(|at| at.cue == Cue::Continue && at.token == 0) && found.len() == 1 {
        found.retain(|&mut (cue, _, token)| !is_named_count(tokens, cue, token));
    }
    // "can you confirm that the number of brands was above 150" asks whether, not how many.
    let confirms = asks_to_confirm(tokens);
    if confirms {
        found.retain(|&mut (cue, _, token)| !is_named_count(tokens, cue, token));
    }
    // "when covid hit, how many …": an earlier clause only sets the scene.
    let last = found.iter().map(|&(_, clause, _)| clause).max();
    let only_scene = |cue: Cue| matches!(cue, Cue::When | Cue::Where | Cue::How);
    if found.iter().any(|&(cue, clause, _)| Some(clause) == last && !matches!(cue, Cue::When | Cue::Where)) {
        found.retain(|&mut (cue, clause, _)| Some(clause) == last || !only_scene(cue));
    }
    let opened = opens || (found.is_empty() && confirms);
    let tag = question.cues.iter().rev().find(|at| at.cue == Cue::Whether);
    let tagged = ends_in_tag(question, tokens)
        || tag.is_some_and(|at| {
            found.is_empty()
                || at.token + at.length + 1 >= tokens.len()
                    && at.token > 0
                    && (!han(tokens, at.token) || found.is_empty())
        });
    let tagged = tagged || (found.is_empty() && (ends_in_particle(tokens) || asks_a_not_a(tokens)));
    let tells = |quantity: &Quantity| quantity.unit.is_some() || quantity.value >= LEAST_CLAIMED;
    let figured = question.items.iter().any(|item| matches!(&item.what, What::Quantity(quantity) if tells(quantity)));
    let measured =
        question.items.iter().any(|item| matches!(&item.what, What::Quantity(quantity) if quantity.unit.is_some()));
    let moves = question.has_any(&[Cue::Up, Cue::Down, Cue::Flat])
        || question.items.iter().any(|item| item.concepts().iter().any(|&concept| super::is_direction(kb, concept)));
    let content =
        question.items.iter().filter(|item| item.weight >= 0.5 && !matches!(item.what, What::Quantity(_))).count();
    let stated = found.is_empty()
        && !opened
        && !tagged
        && (content > 0 || (question.marked && measured))
        && (figured
            || (question.marked
                && (question.has(Cue::Only) || (moves && question.length > 4) || is_statement(question, tokens))));
    let whether = (found.is_empty() && (opened || stated)) || tagged;
    let mut words: Vec<Cue> =
        INTERROGATIVES.iter().copied().filter(|&cue| found.iter().any(|&(other, ..)| other == cue)).collect();
    if words.len() > 1 {
        words.retain(|&cue| cue != Cue::What || !found.iter().all(|&(other, ..)| other == Cue::What));
        words.retain(|&cue| cue != Cue::What);
    }
    let heads = found
        .iter()
        .filter(|(cue, ..)| ASK_OF.contains(cue))
        .flat_map(|&(_, _, token)| {
            let length = question.cues.iter().find(|at| at.token == token).map_or(1, |at| at.length);
            // "what is", "what's": a verb follows already, nothing is asked of.
            let last = tokens[token + length - 1].text.as_str();
            if AUXILIARIES.has(last) || last.ends_with("'s") {
                Vec::new()
            } else {
                heads(kb, question, tokens, token, length)
            }
        })
        .collect();
    let mut heads: Vec<usize> = heads;
    if heads.is_empty() && words.contains(&Cue::Names) {
        // 重点商家名单, "the brands, name them": the thing stands before.
        heads = question
            .items
            .iter()
            .enumerate()
            .filter(|(_, item)| item.weight >= 0.5)
            .map(|(at, _)| at)
            .take(1)
            .collect();
    }
    // "what order volume": an amount is asked for, and no name.
    if words == [Cue::What] {
        heads.retain(|&at| {
            let item = &question.items[at];
            item.length < 2 || !AMOUNTS.has(&tokens[item.token + item.length - 1].text)
        });
    }
    if words.contains(&Cue::Which) && question.items.iter().filter(|item| item.alternative).count() >= 2 {
        // "which one did they sell more of, vegetables or pork": the alternatives are what is asked of.
        heads.clear();
    }
    let amount = words.iter().any(|word| matches!(word, Cue::HowMuch | Cue::HowMany));
    let wants = wants::wants(kb, question, tokens, &words, moves);
    let pointed = question.items.iter().filter(|item| matches!(item.what, What::Quantity(_))).any(|item| {
        let text = |back: usize| item.token.checked_sub(back).map_or("", |at| tokens[at].text.as_str());
        matches!(text(1), "the" | "those" | "these" | "that" | "this" | "那" | "这")
            || (text(1) == "of" && matches!(text(2), "figure" | "number" | "total"))
    });
    let named_count =
        words == [Cue::HowMany] && found.iter().all(|&(cue, _, token)| is_named_count(tokens, cue, token));
    Asked {
        opened,
        pointed,
        named_count,
        clause: last.or(question.items.last().map(|item| item.clause)).unwrap_or(0),
        scale: wants::scale(question, tokens),
        words,
        heads,
        whether,
        stated,
        wants,
        dimension: wants::dimension(question, tokens, amount),
    }
}

fn han(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| token.kind == TokenKind::Han)
}

/// Whether an amount is named rather than asked for with "how": "the number of orders".
fn is_named_count(tokens: &[Token], cue: Cue, at: usize) -> bool {
    cue == Cue::HowMany && !han(tokens, at) && !tokens[at].text.starts_with("ho")
}

/// Whether a question word really asks: Chinese ones do wherever they stand, English ones at the head or the end of a clause; in its
/// middle they relate ("the lady who spoke").
fn interrogates(question: &Question, tokens: &[Token], asking: &CueAt, opens_as_claim: bool) -> bool {
    static RELATED: WordList = WordList::new(&[
        "people", "those", "everyone", "anyone", "someone", "person", "folks", "users", "citizens", "one", "ones",
    ]);
    let CueAt { cue, token: at, length, clause, .. } = *asking;
    // 咋 after a number at the end of a Cantonese sentence says that it is little.
    if matches!(tokens[at].text.as_str(), "咋" | "嘛")
        && tokens[at + length..].iter().filter(|token| token.is_text()).count() <= 1
        && at > 0
    {
        return false;
    }
    // "people who saw it": related, not asked for.
    if cue == Cue::Who && at > 0 && RELATED.has(&tokens[at - 1].text) {
        return false;
    }
    // "did the number of orders grow": named, not asked for.
    let asks_before = || question.cues.iter().any(|other| other.token < at && INTERROGATIVES.contains(&other.cue));
    if is_named_count(tokens, cue, at) && (opens_as_claim || asks_before()) {
        return false;
    }
    if han(tokens, at)
        || matches!(cue, Cue::HowMany | Cue::HowMuch | Cue::Define | Cue::Names | Cue::HowLong | Cue::HowOften)
    {
        return true;
    }
    let before =
        question.items.iter().filter(|item| item.clause == clause && item.token < at && item.weight >= 0.5).count();
    let ends = tokens[at + length..].iter().take_while(|token| !token.is_mark(",")).all(|token| !token.is_text());
    let asks_again = tokens.get(at + length).is_some_and(|next| AUXILIARIES.has(&next.text));
    let others = question.cues.iter().any(|other| other.token < at && INTERROGATIVES.contains(&other.cue));
    before == 0 || ends || (!others && !opens_as_claim && (asks_again || !question.has(Cue::Whether)))
}
