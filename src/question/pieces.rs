//! Tokens → the pieces that cover them best: surface forms, quantities, units, and what is unknown.
//!
//! Of all ways to cover a sentence the one with the most words covered wins, then the one with the fewest pieces, then the one
//! nearest to the vocabulary's own words.

use super::item::Concepts;
use super::sound::{Heard, Typed, by_sound};
use crate::knowledge::lexicon::spelling::TYPO;
use smallvec::SmallVec;

use crate::knowledge::lexicon::{Node, Spellings};
use crate::knowledge::{ConceptId, Cue, Effect, KnowledgeBase};
use crate::text::quantity::{self, Found};
use crate::text::unit::unit;
use crate::text::{Dimension, Quantity, Token, TokenKind, Unit};

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// What it is.
    pub what: Kind,
    /// Its first token.
    pub start: usize,
    /// One past its last token.
    pub end: usize,
    /// How far the words are from the vocabulary's.
    pub cost: u16,
}

/// What a [`Piece`] is.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// A surface form of these concepts.
    Forms(Concepts),
    /// A number, with its unit.
    Quantity(Quantity),
    /// A unit without a number.
    Unit(Unit),
    /// Words that no vocabulary knows.
    Unknown,
}

/// What covering one token is worth.
const TOKEN_SCORE: i32 = 12;
/// What a piece costs, so that few long pieces win over many short ones: more than an inflection within it.
const PIECE_COST: i32 = 2;

/// The best cover of a sentence.
pub fn cover(kb: &KnowledgeBase, tokens: &[Token], spellings: &[Spellings]) -> Vec<Piece> {
    let quantities = quantity::find(tokens);
    let pinyin = !all_known(tokens, spellings) && super::sentence::is_pinyin(kb, tokens);
    let mut starts: Vec<(usize, &Found)> = Vec::new();
    for found in &quantities {
        let number = number_start(tokens, found);
        starts.push((found.start, found));
        starts.extend((number != found.start).then_some((number, found)));
    }
    starts.sort_by_key(|&(at, _)| at);
    let (mut open, mut heard) = (Vec::new(), Heard::default());
    let mut best: Vec<Best> = vec![Best::default(); tokens.len() + 1];
    for at in (0..tokens.len()).rev() {
        let mut top = Best { score: best[at + 1].score, content: best[at + 1].content, piece: None };
        let mut offer = |piece: Piece, bonus: i32| {
            let words = tokens[piece.start..piece.end].iter().map(|token| i32::from(token.is_text())).sum::<i32>();
            let rest = &best[piece.end];
            let score = words * TOKEN_SCORE - PIECE_COST - i32::from(piece.cost) + bonus + rest.score;
            let content = rest.content + if says(kb, &piece.what) { words } else { 0 };
            // Of two equal covers the one that has more words in what says something, then the one that guesses less.
            let less = || top.piece.as_ref().is_some_and(|other: &Piece| piece.cost < other.cost);
            if (score, content) > (top.score, top.content) || ((score, content) == (top.score, top.content) && less()) {
                top = Best { score, content, piece: Some(piece) };
            }
        };
        if tokens[at].is_text() {
            let written = forms(kb, tokens, spellings, at, &mut open, &mut offer);
            by_sound(kb, tokens, spellings, at, Typed { pinyin, written }, &mut heard, &mut offer);
        }
        let first = starts.partition_point(|&(start, _)| start < at);
        for (_, found) in starts.drain(first..) {
            offer(Piece { what: Kind::Quantity(found.quantity), start: at, end: found.end, cost: 0 }, 0);
        }
        if let Some((unit, length)) = bare_unit(tokens, at) {
            offer(Piece { what: Kind::Unit(unit), start: at, end: at + length, cost: 0 }, 1);
        }
        best[at] = top;
    }
    collect(tokens, best)
}

/// The best cover from a token to the end of the sentence, and its first piece; none where the token stays uncovered.
#[derive(Debug, Clone, Default)]
struct Best {
    score: i32,
    content: i32,
    piece: Option<Piece>,
}

/// Whether each Latin word is one of the vocabulary as it stands: there is no pinyin among them then.
fn all_known(tokens: &[Token], spellings: &[Spellings]) -> bool {
    let known = |spellings: &Spellings| spellings.first().is_some_and(|best| best.cost == 0);
    let mut words = tokens.iter().zip(spellings).filter(|(token, _)| token.kind == TokenKind::Word);
    words.all(|(token, spellings)| known(spellings) && !token.text.contains('\''))
}

/// Whether a piece names something, rather than holding a sentence together.
fn says(kb: &KnowledgeBase, what: &Kind) -> bool {
    match what {
        Kind::Forms(concepts) => {
            let content = |&concept: &ConceptId| matches!(kb.effect(concept), Effect::Content | Effect::Contrast);
            concepts.iter().any(content) && concepts.iter().all(|&concept| kb.cue_of(concept).is_none())
        }
        Kind::Quantity(_) | Kind::Unit(_) => true,
        Kind::Unknown => false,
    }
}

/// The pieces chosen, with the uncovered stretches between them.
fn collect(tokens: &[Token], mut best: Vec<Best>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        if let Some(piece) = best[at].piece.take() {
            at = piece.end;
            out.push(piece);
            continue;
        }
        if tokens[at].is_text() {
            let han = tokens[at].kind == TokenKind::Han;
            match out.last_mut() {
                Some(last)
                    if han && last.what == Kind::Unknown && last.end == at && tokens[at - 1].kind == TokenKind::Han =>
                {
                    last.end += 1;
                }
                _ => out.push(Piece { what: Kind::Unknown, start: at, end: at + 1, cost: 0 }),
            }
        }
        at += 1;
    }
    out
}

/// The start of a form: where it leads, the token after it, its cost, whether it counts only with more, how many words it has.
type Open = (Node, usize, u16, bool, usize);

/// Offers every surface form that starts at `at`; which lengths, a bit for each, are forms as they stand.
fn forms(
    kb: &KnowledgeBase,
    tokens: &[Token],
    spellings: &[Spellings],
    at: usize,
    open: &mut Vec<Open>,
    offer: &mut impl FnMut(Piece, i32),
) -> u32 {
    // Two spellings as likely as each other leave open which is meant.
    let mut guesses: SmallVec<[(usize, u16, Concepts); 4]> = SmallVec::new();
    open.push((Node::ROOT, at, 0, false, 0));
    while let Some((node, next, cost, phrase_only, words)) = open.pop() {
        if words > 0 && !(phrase_only && words < 2) && kb.lexicon.is_form(node) {
            let altered = cost > 0;
            let named = kb.lexicon.named(node).iter().filter(|named| !(named.exact() && altered));
            let concepts: Concepts = named.map(|named| named.concept()).collect();
            if !concepts.is_empty() {
                let filler =
                    |concepts: &[ConceptId]| concepts.iter().all(|&concept| kb.effect(concept) == Effect::Filler);
                match guesses.iter_mut().find(|(end, other, _)| (*end, *other) == (next, cost) && cost >= TYPO) {
                    Some((.., all)) if filler(all) => *all = concepts,
                    Some(_) if filler(&concepts) => {}
                    Some((.., all)) => all.extend(concepts),
                    None => guesses.push((next, cost, concepts)),
                }
            }
        }
        let mut place = next;
        // Within a form hyphens, stops and articles may be left out or added.
        while words > 0 && tokens.get(place).is_some_and(is_skippable) && place < next + 2 {
            // A stop may belong to an abbreviation, "no. of", and a hyphen joins as a space does.
            let skipped = u16::from(!tokens[place].is_mark(".") && !tokens[place].is_mark("-"));
            place += 1;
            follow(kb, spellings, place, (node, cost + skipped, phrase_only, words), open);
        }
        follow(kb, spellings, next, (node, cost, phrase_only, words), open);
    }
    let mut written = 0;
    for (end, cost, concepts) in guesses {
        written |= u32::from(cost == 0) << (end - at).min(u32::BITS as usize - 1);
        offer(Piece { what: Kind::Forms(concepts), start: at, end, cost }, 0);
    }
    written
}

fn follow(
    kb: &KnowledgeBase,
    spellings: &[Spellings],
    at: usize,
    (node, cost, phrase_only, words): (Node, u16, bool, usize),
    open: &mut Vec<Open>,
) {
    for spelling in spellings.get(at).map_or(&[][..], |spellings| spellings) {
        if let Some(next) = kb.lexicon.walk(node, spelling.word) {
            open.push((next, at + 1, cost + spelling.cost, phrase_only || spelling.phrase_only, words + 1));
        }
    }
}

fn is_skippable(token: &Token) -> bool {
    matches!(token.text.as_str(), "-" | "." | "/" | ";" | "'" | "\"" | "the" | "a" | "an" | "'s" | "儿")
}

/// The direction that a mention swallows: "user growth", 用户增长.
pub fn direction_within(kb: &KnowledgeBase, words: &[Token]) -> Option<ConceptId> {
    let moves = |node: Node| {
        let concepts = kb.lexicon.named(node).iter().map(|named| named.concept());
        let mut moves = concepts.filter(|&concept| matches!(kb.cue_of(concept), Some(Cue::Up | Cue::Down)));
        moves.next()
    };
    // "line-up" doesn't go up.
    let bare = |word: &Token| matches!(word.text.as_str(), "up" | "down" | "上" | "下");
    let from = |start: usize| {
        if bare(&words[start]) {
            return None;
        }
        let mut node = Node::ROOT;
        words[start..].iter().find_map(|word| {
            node = kb.lexicon.known(&word.text).and_then(|word| kb.lexicon.walk(node, word)).unwrap_or(Node::NOWHERE);
            moves(node)
        })
    };
    // A single word or character is only what it is.
    if words.len() < 2 { None } else { (0..words.len()).filter(|&at| at > 0 || words.len() > 2).find_map(from) }
}

/// Those of the concepts that a fact holds or that are grammar: only they are worth a guess by sound.
pub(super) fn guessable(kb: &KnowledgeBase, concepts: &[ConceptId]) -> Concepts {
    concepts.iter().copied().filter(|&concept| is_guessable(kb, concept)).collect()
}

pub(super) fn is_guessable(kb: &KnowledgeBase, concept: ConceptId) -> bool {
    kb.cue_of(concept).is_some() || kb.is_held(concept)
}

/// The question word that a mention swallows, from which of its words on and how long: "number of active users" asks how many, 卖多少 too.
pub fn cue_within(kb: &KnowledgeBase, words: &[Token], concepts: &[ConceptId]) -> Option<(Cue, usize, usize)> {
    const SWALLOWED: [Cue; 3] = [Cue::HowMany, Cue::HowMuch, Cue::Who];
    let cue = |concept: ConceptId| kb.cue_of(concept);
    let asks = |&concept: &ConceptId| cue(concept).is_some_and(|cue| super::asked::INTERROGATIVES.contains(&cue));
    let han = words.iter().all(|word| word.kind == TokenKind::Han);
    if words.len() < 2 || concepts.iter().any(asks) || (!han && concepts.iter().any(|&concept| cue(concept).is_some()))
    {
        return None;
    }
    // In English it is the head of the mention; in Chinese it stands anywhere in it.
    let starts = if han { words.len() } else { 1 };
    (0..starts).find_map(|start| {
        let mut node = Node::ROOT;
        let mut found = None;
        for (at, word) in words.iter().enumerate().skip(start) {
            let Some(next) = kb.lexicon.known(&word.text).and_then(|word| kb.lexicon.walk(node, word)) else { break };
            node = next;
            let cues = kb.lexicon.named(node).iter().filter_map(|named| cue(named.concept()));
            found = cues.filter(|cue| SWALLOWED.contains(cue)).map(|cue| (cue, start, at + 1 - start)).next().or(found);
        }
        // 谁 and 几个 within a form belong to it, 多少 and 几多 don't.
        let text = |at: usize| words.get(at).map_or("", |word| word.text.as_str());
        found.filter(|&(cue, ..)| start == 0 || (cue != Cue::Who && (text(start) == "多" || text(start + 1) == "多")))
    })
}

/// Where the number itself starts, without the words that bound it.
fn number_start(tokens: &[Token], found: &Found) -> usize {
    (found.start..found.end).find(|&at| tokens[at].span.start >= found.quantity.span.start).unwrap_or(found.start)
}

/// A unit that stands without a number: "how many tons", 多少公斤. Units of time are left to the vocabulary.
fn bare_unit(tokens: &[Token], at: usize) -> Option<(Unit, usize)> {
    let (unit, length) = unit(&tokens[at..])?;
    let measured = matches!(
        unit.dimension(),
        Dimension::Percent
            | Dimension::Money
            | Dimension::ForeignMoney
            | Dimension::Mass
            | Dimension::Length
            | Dimension::Area
    );
    let before = at.checked_sub(1).map_or("", |before| tokens[before].text.as_str());
    let single = length == 1 && (tokens[at].kind == TokenKind::Han || tokens[at].text.len() == 1);
    let counted = matches!(before, "少" | "多" | "几" | "每" | "论" | "万" | "亿" | "千" | "百");
    (measured && (!single || counted || tokens[at].is_mark("%"))).then_some((unit, length))
}
