//! What a sentence asks: its question words, what they ask of, what kind of figure is wanted, whether it is a claim to be judged.
//!
//! "how many brands joined" asks how many, of brands, and wants a level; "by what percentage did it rise" wants a change.

use super::claim::{AUXILIARIES, asks_a_not_a, ends_in_particle, ends_in_tag, is_statement, opens_as_claim};
use super::{Question, What};
use crate::knowledge::{ConceptId, Cue, Effect, KnowledgeBase};
use crate::text::{Dimension, Quantity, Token, TokenKind};

/// What is asked.
#[derive(Debug, Clone, PartialEq, Default)]
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

/// What kind of figure is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Wants {
    /// None in particular.
    #[default]
    Anything,
    /// How much there is.
    Level,
    /// How much it changed.
    Change,
    /// What part of the whole it is.
    Share,
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
/// The class of what a change is held against.
const BASIS: &str = "basis";
/// A lighter mention isn't what is asked of.
const LEAST_HEAD: f32 = 0.25;

/// Reads what a sentence asks.
pub fn asked(kb: &KnowledgeBase, question: &Question, tokens: &[Token]) -> Asked {
    let mut found: Vec<(Cue, u16, usize)> = Vec::new();
    for at in question.cues.iter().filter(|at| INTERROGATIVES.contains(&at.cue)) {
        if interrogates(question, tokens, at.token, at.length, at.clause, at.cue) {
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
        found.retain(|&(cue, _, token)| {
            cue != Cue::HowMany || han(tokens, token) || tokens[token].text.starts_with("how")
        });
    }
    // "when covid hit, how many …": an earlier clause only sets the scene.
    let last = found.iter().map(|&(_, clause, _)| clause).max();
    let only_scene = |cue: Cue| matches!(cue, Cue::When | Cue::Where | Cue::How);
    if found.iter().any(|&(cue, clause, _)| Some(clause) == last && !matches!(cue, Cue::When | Cue::Where)) {
        found.retain(|&(cue, clause, _)| Some(clause) == last || !only_scene(cue));
    }
    let opened = opens_as_claim(tokens);
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
            if AUXILIARIES.contains(&last) || last.ends_with("'s") {
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
    if words.contains(&Cue::Which) && question.items.iter().filter(|item| item.alternative).count() >= 2 {
        // "which one did they sell more of, vegetables or pork": the alternatives are what is asked of.
        heads.clear();
    }
    let units: Vec<Dimension> = question
        .items
        .iter()
        .filter_map(|item| if let What::Unit(unit) = item.what { Some(unit.dimension()) } else { None })
        .collect();
    let amount = words.iter().any(|word| matches!(word, Cue::HowMuch | Cue::HowMany));
    let percent = tokens.iter().any(|token| matches!(token.text.as_str(), "percent" | "percentage" | "%" | "pct"));
    // "how much higher than …" asks for a difference.
    let more = question.cues.iter().any(|at| {
        at.cue == Cue::More
            && question
                .cues
                .iter()
                .any(|word| matches!(word.cue, Cue::HowMuch | Cue::HowMany) && word.token + word.length == at.token)
    });
    let rate = question.items.iter().any(|item| {
        matches!(&item.what, What::Quantity(quantity) if quantity.unit.is_some_and(|unit| unit.dimension() == Dimension::Percent))
    });
    // 占几个百分点, "what percent year on year": a part of the whole, unless it is held against something.
    let part =
        question.has(Cue::Share) || (amount && tokens.iter().any(|token| matches!(token.text.as_str(), "占" | "佔")));
    // "how much of the pork was thrown away": a part of it.
    let of_it = question.cues.iter().filter(|at| matches!(at.cue, Cue::HowMuch | Cue::HowMany)).any(|at| {
        let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
        let end = at.token + at.length;
        text(end) == "of"
            && matches!(text(end + 1), "the" | "those" | "these" | "that" | "this" | "their" | "its" | "them" | "it")
    });
    let part = part || of_it;
    let based =
        question.items.iter().any(|item| item.concepts().iter().any(|&concept| kb.class_of(concept).id == BASIS));
    // "the ratio of vegetables to pork" compares two things.
    let ratio = tokens.iter().any(|token| matches!(token.text.as_str(), "ratio" | "比"));
    let two = ratio
        && question.items.iter().enumerate().any(|(at, a)| {
            let class = |item: &super::Item| item.concepts().first().map(|&concept| kb[concept].class);
            question.items[at + 1..]
                .iter()
                .any(|b| a.hard && b.hard && class(a).is_some() && class(a) == class(b) && a.concepts() != b.concepts())
        });
    let part = part && !two;
    let wants = if part && !moves && !rate && !based {
        Wants::Share
    } else if more || percent || (amount && moves) || (part && based) {
        Wants::Change
    } else if amount {
        Wants::Level
    } else {
        Wants::Anything
    };
    let pointed = question.items.iter().filter(|item| matches!(item.what, What::Quantity(_))).any(|item| {
        let text = |back: usize| item.token.checked_sub(back).map_or("", |at| tokens[at].text.as_str());
        matches!(text(1), "the" | "those" | "these" | "that" | "this" | "那" | "这")
            || (text(1) == "of" && matches!(text(2), "figure" | "number" | "total"))
    });
    let named_count = words == [Cue::HowMany]
        && found.iter().all(|&(.., token)| !han(tokens, token) && !tokens[token].text.starts_with("ho"));
    Asked {
        opened,
        pointed,
        named_count,
        clause: last.or(question.items.last().map(|item| item.clause)).unwrap_or(0),
        scale: scale(question, tokens),
        words,
        heads,
        whether,
        stated,
        wants,
        dimension: units
            .into_iter()
            .filter(|_| !question.items.iter().any(|item| item.alternative && matches!(item.what, What::Unit(_))))
            .find(|&dimension| dimension != Dimension::Percent)
            .or_else(|| (amount && asks_for_money(tokens)).then_some(Dimension::Money))
            .or_else(|| weighed(question, tokens)),
    }
}

/// The scale right behind a "how many", or within it: "how many millions", 多少亿.
fn scale(question: &Question, tokens: &[Token]) -> Option<f64> {
    let at = question.cues.iter().find(|at| matches!(at.cue, Cue::HowMany | Cue::HowMuch))?;
    let end = (at.token + at.length + 1).min(tokens.len());
    tokens[at.token..end].iter().find_map(|token| match token.text.as_str() {
        "万" => Some(1e4),
        "亿" => Some(1e8),
        "thousand" | "thousands" => Some(1e3),
        "million" | "millions" => Some(1e6),
        "billion" | "billions" => Some(1e9),
        _ => None,
    })
}

/// 几吨, 多少公斤 in one: how much it weighs.
fn weighed(question: &Question, tokens: &[Token]) -> Option<Dimension> {
    let within = |at: &super::CueAt| {
        let words = tokens.get(at.token..at.token + at.length).unwrap_or_default();
        words.iter().any(|token| matches!(token.text.as_str(), "吨" | "斤"))
    };
    question.cues.iter().any(|at| at.cue == Cue::HowMany && within(at)).then_some(Dimension::Mass)
}

/// "how much are they worth", 值多少钱: an amount of money, without its unit.
fn asks_for_money(tokens: &[Token]) -> bool {
    tokens.iter().any(|token| matches!(token.text.as_str(), "worth" | "钱" | "值"))
}

fn han(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| token.kind == TokenKind::Han)
}

/// Whether a question word really asks: Chinese ones do wherever they stand, English ones at the head or the end of a clause; in its
/// middle they relate ("the lady who spoke").
fn interrogates(question: &Question, tokens: &[Token], at: usize, length: usize, clause: u16, cue: Cue) -> bool {
    // 咋 after a number at the end of a Cantonese sentence says that it is little.
    if matches!(tokens[at].text.as_str(), "咋" | "嘛")
        && tokens[at + length..].iter().filter(|token| token.is_text()).count() <= 1
        && at > 0
    {
        return false;
    }
    // "did the number of orders grow": named, not asked for.
    let asks_before = || question.cues.iter().any(|other| other.token < at && INTERROGATIVES.contains(&other.cue));
    if cue == Cue::HowMany
        && !han(tokens, at)
        && !tokens[at].text.starts_with("ho")
        && (opens_as_claim(tokens) || asks_before())
    {
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
    let asks_again = tokens.get(at + length).is_some_and(|next| AUXILIARIES.contains(&next.text.as_str()));
    let others = question.cues.iter().any(|other| other.token < at && INTERROGATIVES.contains(&other.cue));
    before == 0 || ends || (!others && !opens_as_claim(tokens) && (asks_again || !question.has(Cue::Whether)))
}

fn is_light(kb: &KnowledgeBase, concept: ConceptId) -> bool {
    matches!(kb.class_of(concept).effect, Effect::Light | Effect::Action)
}

/// The items that directly follow a question word: "which new formats", "how many fresh food orders", 哪些品牌.
fn heads(kb: &KnowledgeBase, question: &Question, tokens: &[Token], at: usize, length: usize) -> Vec<usize> {
    let mut end = at + length;
    let mut out = Vec::new();
    while end < tokens.len() {
        if let Some((index, item)) = question.items.iter().enumerate().find(|(_, item)| item.token == end) {
            // "which document frames the next steps": a verb behind what is asked of.
            let after = tokens.get(item.token + item.length).map_or("", |token| token.text.as_str());
            let verb = item.what == What::Unknown
                && tokens[end].kind == TokenKind::Word
                && matches!(
                    after,
                    "the" | "a" | "an" | "its" | "their" | "her" | "his" | "this" | "that" | "these" | "those"
                );
            if verb && !out.is_empty() {
                break;
            }
            let light = item.concepts().iter().any(|&concept| is_light(kb, concept));
            if !light || out.is_empty() {
                out.push(index);
            }
            end = item.token + item.length;
            continue;
        }
        let word = tokens[end].text.as_str();
        // "names of the reporter and the editor"
        let last = out.last().and_then(|&index| question.items[index].concepts().first());
        let next = question.items.iter().find(|item| item.token > end && item.token <= end + 2);
        let same =
            next.and_then(|item| item.concepts().first()).zip(last).is_some_and(|(a, b)| kb[*a].class == kb[*b].class);
        if question.joints.contains(&end) && same {
            end = next.map_or(end + 1, |item| item.token);
            continue;
        }
        let verb = AUXILIARIES.contains(&word)
            || matches!(word, "is" | "'s" | "是" | "有" | "在" | "会" | "要" | "to" | "for" | "in" | "at" | "of");
        let cue = question.cues.iter().any(|cue| cue.token == end);
        // Chinese puts what is asked of directly after the question word.
        if !out.is_empty() || verb || cue || !tokens[end].is_text() || tokens[end].kind == TokenKind::Han {
            break;
        }
        end += 1;
    }
    out.retain(|&index| question.items[index].weight >= LEAST_HEAD);
    // "which rose faster", "the number of orders go up": which way it went isn't what is asked of.
    if out
        .first()
        .is_some_and(|&index| question.items[index].concepts().iter().any(|&concept| super::is_direction(kb, concept)))
    {
        out.clear();
    }
    out.retain(|&index| {
        let concepts = question.items[index].concepts();
        concepts.is_empty() || !concepts.iter().all(|&concept| is_light(kb, concept))
    });
    out
}
