//! A message → [`Question`]s: for each sentence the mentions of concepts, what is asked, what is claimed.
//!
//! "hi, how many tons of pork were sold daily?" becomes one question that asks how many, in tons, and mentions pork, selling
//! and a day. What no vocabulary knows is kept as unknown, with a weight: it counts against an answer.

mod address;
mod alternatives;
pub mod asked;
mod claim;
mod heads;
mod item;
pub mod pieces;
mod respell;
pub mod scene;
pub mod sentence;
pub mod settle;
mod sound;
mod wants;
mod weight;

use smallvec::smallvec;

use crate::knowledge::{ConceptId, Cue, Effect, KnowledgeBase};
use crate::text::token::tokens;
use crate::text::{Bound, Dimension, Lang, Script, Span, Token, TokenKind, Unit, WordList};

use alternatives::{joints, mark_alternatives};
pub use asked::Asked;
pub use item::{Concepts, CueAt, Item, What};
use weight::{
    ADJECTIVE_WEIGHT, AMBIGUOUS_WEIGHT, CONTENT_WEIGHT, DIRECTION_WEIGHT, ENGLISH_WEIGHT, LIGHT_WEIGHT, NAME_WEIGHT,
    is_name, unknown_weight, weighs, weight,
};

/// Words by which the asker speaks of themselves or of the bot.
static PERSONAL: WordList =
    WordList::new(&["i", "i'm", "im", "i've", "you", "u", "me", "we", "my", "我", "你", "您", "咱", "俺"]);

/// Words by which one figure is divided by another.
static DIVIDING: WordList =
    WordList::new(&["divide", "divided", "dividing", "divides", "÷", "split", "share", "shared", "spread", "摊"]);

/// Words that give a reason.
static CAUSAL: WordList = WordList::new(&["because", "cause", "caused", "coz", "cuz", "cos"]);

/// One sentence of a message, understood.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a reading of its own, and all combine")]
pub struct Question {
    /// The language to reply in.
    pub lang: Lang,
    /// The script to reply in.
    pub script: Script,
    /// What it mentions, in order; filler left out.
    pub items: Vec<Item>,
    /// Its grammar, in order.
    pub cues: Vec<CueAt>,
    /// Behind which tokens a list goes on: "and", "or", 和, a comma.
    pub joints: Vec<usize>,
    /// What is asked.
    pub asked: Asked,
    /// How many words and characters it has.
    pub length: usize,
    /// Where it stands in the message.
    pub span: Span,
    /// Whether it ends in a question mark.
    pub marked: bool,
    /// Whether one thing is to be divided by another: "pork divided by orders", 除以, 平分.
    pub divides: bool,
    /// Whether it puts one thing in the place of another: "users, not orders".
    pub denies: bool,
    /// Whether it gives a reason: "because of the virus", 因为.
    pub causal: bool,
    /// Whether it starts with a word that asks for what follows: "give me", "list".
    pub requests: bool,
    /// Whether it speaks of the asker or of the bot: "I", "you", 我.
    pub personal: bool,
}

/// The questions in a message: one for each sentence that says anything.
pub fn parse(kb: &KnowledgeBase, text: &str) -> Vec<Question> {
    parse_tokens(kb, text, tokens(text))
}

/// As [`parse`], for a message whose tokens are known already.
pub fn parse_tokens(kb: &KnowledgeBase, text: &str, tokens: Vec<Token>) -> Vec<Question> {
    let (lang, script) = sentence::language(kb, text, &tokens);
    let sentences = sentence::split(tokens);
    sentences.into_iter().map(|sentence| understand(kb, text, sentence, lang, script)).collect()
}

fn understand(kb: &KnowledgeBase, text: &str, sentence: sentence::Sentence, lang: Lang, script: Script) -> Question {
    let (tokens, spellings) = respell::respell(kb, sentence.tokens);
    let clauses = sentence::clauses(&tokens);
    let pieces = pieces::cover(kb, &tokens, &spellings);
    let mut question = Question {
        lang,
        script,
        items: Vec::with_capacity(pieces.len() + 1),
        cues: Vec::with_capacity(pieces.len()),
        joints: joints(&tokens),
        asked: Asked::default(),
        length: tokens.iter().filter(|token| token.is_text()).count(),
        span: sentence.span,
        marked: sentence.marked,
        divides: tokens.iter().any(|token| DIVIDING.has(&token.text))
            || tokens.windows(2).any(|pair| {
                matches!((pair[0].text.as_str(), pair[1].text.as_str()), ("除", "以") | ("平", "分" | "摊"))
            }),
        denies: false,
        causal: tokens.iter().any(|token| CAUSAL.has(&token.text))
            || tokens.windows(2).any(|pair| {
                matches!(
                    (pair[0].text.as_str(), pair[1].text.as_str()),
                    ("因", "为") | ("由", "于") | ("thanks" | "due", "to")
                )
            }),
        requests: sentence.numbered || tokens.first().is_some_and(|token| sentence::REQUESTING.has(&token.text)),
        personal: tokens.iter().any(|token| PERSONAL.has(&token.text)),
    };
    for piece in &pieces {
        let words = &tokens[piece.start..piece.end];
        let span = Span::new(words[0].span.start, words[words.len() - 1].span.end);
        let clause = clauses[piece.start];
        let item = |what, weight, hard| Item {
            what,
            span,
            token: piece.start,
            length: piece.end - piece.start,
            clause,
            weight,
            hard,
            cost: piece.cost,
            text: span.of(text).into(),
            alternative: false,
            inherited: false,
        };
        match &piece.what {
            pieces::Kind::Forms(concepts) => {
                if let Some((cue, from, length)) = pieces::cue_within(kb, words, concepts) {
                    question.cues.push(CueAt { cue, token: piece.start + from, length, clause, span });
                }
                for &concept in concepts {
                    if let Some(cue) = kb.cue_of(concept) {
                        let length = piece.end - piece.start;
                        question.cues.push(CueAt { cue, token: piece.start, length, clause, span });
                    }
                }
                // "Grab 有没有参加": in a Chinese sentence a deed with a capital is somebody's name.
                if words.len() == 1 && is_borrowed_name(kb, text, &tokens, &words[0], concepts) {
                    question.items.push(item(What::Unknown, NAME_WEIGHT, true));
                    continue;
                }
                let content: Concepts = concepts.iter().copied().filter(|&concept| weighs(kb, concept)).collect();
                if let Some(&moves) = concepts.iter().find(|&&concept| is_direction(kb, concept)) {
                    question.items.push(item(What::Concepts(smallvec![moves]), DIRECTION_WEIGHT, true));
                    continue;
                }
                if let Some(weight) = content.iter().map(|&concept| weight(kb, concept)).reduce(f32::max) {
                    let contrast = |&concept: &ConceptId| kb.effect(concept) == Effect::Contrast;
                    let filler = concepts.iter().any(|&concept| kb.effect(concept) == Effect::Filler);
                    let grammar = concepts.iter().any(|&concept| kb.cue_of(concept).is_some());
                    let hard = !filler && !grammar && content.iter().all(contrast);
                    let light = content.iter().any(|&concept| kb.effect(concept) == Effect::Light);
                    let weight = if filler {
                        0.0
                    } else if grammar || light {
                        weight.min(AMBIGUOUS_WEIGHT)
                    } else {
                        weight
                    };
                    let thing = content
                        .iter()
                        .any(|&concept| matches!(kb.effect(concept), Effect::Contrast) && kb.is_held(concept));
                    // 卖掉 and "ring up" are deeds: which way they go is no part of what they say.
                    let deed = content.iter().any(|&concept| kb.effect(concept) == Effect::Action);
                    let thing = thing && !deed;
                    // "recorded", "outlined": a detail that is done is hardly the detail that is asked for.
                    let done = piece.end - piece.start == 1 && piece.cost > 0 && is_participle(&words[0]);
                    let (weight, hard) =
                        if done && hard && !thing { (weight.min(LIGHT_WEIGHT), false) } else { (weight, hard) };
                    question.items.push(item(What::Concepts(content), weight, hard));
                    if thing && let Some(moves) = pieces::direction_within(kb, words) {
                        question.items.push(item(What::Concepts(smallvec![moves]), DIRECTION_WEIGHT, true));
                    }
                }
            }
            pieces::Kind::Quantity(quantity) => {
                let bare = quantity.unit.is_none() && quantity.value < asked::LEAST_CLAIMED;
                let weight = if bare { LIGHT_WEIGHT } else { CONTENT_WEIGHT };
                question.items.push(item(What::Quantity(*quantity), weight, false));
                // "tripled" says that it grew.
                if quantity.unit == Some(Unit::Times)
                    && quantity.bound == Bound::AtLeast
                    && let Some(up) = kb.cue(if quantity.value < 1.0 { Cue::Down } else { Cue::Up })
                {
                    question.items.push(item(What::Concepts(smallvec![up]), DIRECTION_WEIGHT, true));
                }
            }
            pieces::Kind::Unit(unit) => {
                let hard = unit.dimension() != Dimension::Percent;
                question.items.push(item(What::Unit(*unit), CONTENT_WEIGHT, hard));
            }
            pieces::Kind::Unknown => {
                let weight = unknown_weight(kb, text, words, piece.start == 0);
                let name = is_name(kb, text, &words[0], piece.start == 0);
                question.items.push(item(What::Unknown, weight, name));
            }
        }
    }
    address::leave_out(kb, &mut question, &tokens);
    broaden(kb, &mut question);
    mark_alternatives(kb, &mut question, &tokens);
    question.asked = asked::asked(kb, &question, &tokens);
    scene::set(kb, &mut question, &tokens);
    settle::settle(kb, &mut question, &tokens);
    question
}

/// "carrots, cabbages etc" stand for vegetables: members of one kind, named as examples, mean their kind too.
fn broaden(kb: &KnowledgeBase, question: &mut Question) {
    if !question.has(Cue::Etcetera) {
        return;
    }
    for item in &mut question.items {
        if let What::Concepts(concepts) = &mut item.what {
            let held = |kind: &ConceptId| kb.index.is_needed(*kind);
            let kinds: Vec<ConceptId> =
                concepts.iter().flat_map(|&concept| kb.broader(concept).skip(1)).filter(held).collect();
            concepts.extend(kinds);
        }
    }
}

/// Whether a word is a name by its capital in a sentence that is mostly Chinese, and a deed or a light word otherwise.
fn is_borrowed_name(kb: &KnowledgeBase, text: &str, tokens: &[Token], word: &Token, concepts: &[ConceptId]) -> bool {
    let typed = word.span.of(text);
    let capital = typed.starts_with(|c: char| c.is_ascii_uppercase()) && typed.chars().skip(1).any(char::is_lowercase);
    let han = tokens.iter().filter(|token| token.kind == TokenKind::Han).count();
    let deed = |&concept: &ConceptId| matches!(kb.effect(concept), Effect::Action | Effect::Light);
    capital && typed.len() > 2 && han > tokens.len() / 2 && concepts.iter().all(deed)
}

/// Whether an English word has the ending of what is done or being done.
fn is_participle(word: &Token) -> bool {
    word.kind == TokenKind::Word && word.text.len() > 4 && (word.text.ends_with("ed") || word.text.ends_with("ing"))
}

/// Whether a concept says which way something went: grammar, but content too.
fn is_direction(kb: &KnowledgeBase, concept: ConceptId) -> bool {
    matches!(kb.cue_of(concept), Some(Cue::Up | Cue::Down | Cue::Flat))
}

impl Question {
    /// Whether it has this piece of grammar.
    pub fn has(&self, cue: Cue) -> bool {
        self.cues.iter().any(|at| at.cue == cue)
    }

    /// Whether it has one of these.
    pub fn has_any(&self, cues: &[Cue]) -> bool {
        cues.iter().any(|&cue| self.has(cue))
    }

    /// Whether two of its items stand in one list, "pork and beef": joined by a word or mark that lists, or named in different clauses.
    pub fn listed(&self, a: usize, b: usize) -> bool {
        self.joined(a, b) || self.items[a].clause != self.items[b].clause
    }

    /// Whether a word or mark that lists stands right behind one of two items, somewhere between them.
    pub fn joined(&self, a: usize, b: usize) -> bool {
        let (a, b) = (a.min(b), a.max(b));
        (a..b).any(|at| self.joints.contains(&self.items[at].token.wrapping_add(self.items[at].length)))
    }

    /// Whether anything in it carries weight.
    pub fn has_content(&self) -> bool {
        self.items.iter().any(|item| item.weight >= CONTENT_WEIGHT.min(ENGLISH_WEIGHT))
    }
}
