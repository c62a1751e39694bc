//! A [`Reply`] → [`Block`]s in its language: an answer, a question back, a refusal, or small talk.
//!
//! A refusal becomes `Sentence("The announcement says nothing about “films”.")`, `Hint("Near it, but not the same:")` and a
//! `List` of the facts that it points to.

use super::block::{Block, Item, Marker};
use super::told;
use crate::answer::{Kind, Refusal, Reply, Smalltalk};
use crate::knowledge::phrases::fill;
use crate::knowledge::{Basis, Fact, FactId, KnowledgeBase, Localised};
use crate::text::normalise::to_traditional;
use crate::text::{Lang, Script};

/// How many examples of questions a reply offers.
const EXAMPLES: usize = 3;
/// How many words of the question a refusal names.
const MOST_MISSING: usize = 4;
/// A longer one, in characters, is no word to repeat.
const LONGEST_MISSING: usize = 40;

/// The reply as blocks, in its language and script. Quotes stay as the source has them.
pub fn document(kb: &KnowledgeBase, reply: &Reply) -> Vec<Block> {
    let words = Words { kb, lang: reply.lang };
    let blocks = match reply.kind {
        Kind::Answer if !reply.facts.is_empty() => told::answer(&words, reply),
        Kind::Clarify if !reply.facts.is_empty() => clarify(&words, &reply.facts),
        Kind::Smalltalk => smalltalk(&words, reply.smalltalk.unwrap_or(Smalltalk::Other)),
        Kind::Answer | Kind::Clarify | Kind::Unknown => refusal(&words, reply),
    };
    blocks.into_iter().map(|block| block.map(|text| in_script(reply, text))).collect()
}

/// A text of the knowledge in the script of the reply's reader.
pub fn in_script(reply: &Reply, text: &str) -> String {
    match (reply.lang, reply.script) {
        (Lang::Zh, Script::Traditional) => to_traditional(text),
        _ => text.to_owned(),
    }
}

/// The knowledge's words in one language.
pub(super) struct Words<'a> {
    /// Where they are from.
    pub kb: &'a KnowledgeBase,
    /// The language.
    pub lang: Lang,
}

impl<'a> Words<'a> {
    /// A text of the knowledge.
    pub fn text(&self, text: &'a Localised) -> &'a str {
        text.get(self.lang)
    }

    /// A phrase with its placeholders filled in.
    pub fn phrase(&self, phrase: &Localised, values: &[(&str, &str)]) -> String {
        fill(phrase.get(self.lang), values)
    }
}

/// "Which do you mean?", with the candidates by the question that each answers.
fn clarify(words: &Words<'_>, candidates: &[FactId]) -> Vec<Block> {
    let items = candidates.iter().enumerate().map(|(at, id)| Item {
        marker: Marker::Number(at + 1),
        lead: String::new(),
        rest: words.text(&words.kb[*id].question).to_owned(),
    });
    vec![Block::Sentence(words.phrase(&words.kb.phrases.which, &[])), Block::List(items.collect())]
}

fn refusal(words: &Words<'_>, reply: &Reply) -> Vec<Block> {
    let phrases = &words.kb.phrases;
    match reply.refusal {
        Refusal::NotSaid => {
            let first = match missing(words, &reply.missing) {
                Some(missing) => words.phrase(&phrases.not_said_about, &[("missing", &missing)]),
                None => words.phrase(&phrases.not_said, &[]),
            };
            let mut blocks = vec![Block::Sentence(first)];
            if !reply.near.is_empty() {
                blocks.push(Block::Hint(words.phrase(&phrases.near, &[])));
                blocks.push(Block::List(reply.near.iter().map(|id| near(words, &words.kb[*id])).collect()));
            }
            blocks
        }
        Refusal::OffTopic => {
            vec![Block::Sentence(words.phrase(&phrases.off_topic, &[])), Block::Sentence(about(words, &phrases.about))]
        }
        Refusal::NotUnderstood => {
            let mut blocks = vec![Block::Sentence(words.phrase(&phrases.not_understood, &[]))];
            blocks.extend(examples(words));
            blocks
        }
    }
}

/// What is near, with the question that it does answer.
fn near(words: &Words<'_>, fact: &Fact) -> Item {
    let question = words.text(&fact.question);
    let rest = words.phrase(&words.kb.phrases.with_question, &[("question", question)]);
    Item::bullet(words.text(&fact.headline), rest)
}

/// The missing words, quoted and joined; none where nothing can be named.
pub(super) fn missing(words: &Words<'_>, missing: &[String]) -> Option<String> {
    let phrases = &words.kb.phrases;
    let named = missing.iter().filter_map(|word| nameable(word)).take(MOST_MISSING);
    let quoted: Vec<_> = named.map(|word| words.phrase(&phrases.quoted, &[("word", &word)])).collect();
    (!quoted.is_empty()).then(|| quoted.join(words.text(&phrases.separator)))
}

/// A word of the question as a reply may repeat it: short, on one line, and nothing that Telegram makes a link, a
/// mention or a command of.
fn nameable(word: &str) -> Option<String> {
    let shown = |character: &char| {
        let direction =
            matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}');
        !character.is_control() && !direction
    };
    let word: String = word.chars().filter(shown).collect();
    let word = word.trim();
    let plain = !word.is_empty() && !word.contains(['@', '/', '.']);
    (plain && word.chars().count() <= LONGEST_MISSING).then(|| word.to_owned())
}

fn smalltalk(words: &Words<'_>, about_what: Smalltalk) -> Vec<Block> {
    let phrases = &words.kb.phrases;
    let plain = |phrase| vec![Block::Sentence(words.phrase(phrase, &[]))];
    match about_what {
        Smalltalk::Greeting => plain(&phrases.greeting),
        Smalltalk::Thanks => plain(&phrases.thanks),
        Smalltalk::Goodbye => plain(&phrases.goodbye),
        Smalltalk::Other => plain(&phrases.other),
        Smalltalk::Identity => vec![Block::Sentence(about(words, &phrases.identity))],
        Smalltalk::Help => {
            let mut blocks = vec![Block::Sentence(about(words, &phrases.help))];
            blocks.extend(examples(words));
            blocks
        }
    }
}

fn about(words: &Words<'_>, phrase: &Localised) -> String {
    words.phrase(phrase, &[("title", words.text(&words.kb.announcement.title))])
}

/// A few questions that have an answer.
fn examples(words: &Words<'_>) -> Vec<Block> {
    let items = example_facts(words.kb).map(|id| Item::bullet("", words.text(&words.kb[id].question)));
    vec![Block::Hint(words.phrase(&words.kb.phrases.for_example, &[])), Block::List(items.collect())]
}

/// Facts of different topics to offer as examples: stated ones, those of the summary with figures first.
fn example_facts(kb: &KnowledgeBase) -> impl Iterator<Item = FactId> {
    let with_figures = kb.announcement.summary.iter().filter(|id| !kb[**id].figures.is_empty());
    let mut seen = Vec::new();
    with_figures
        .chain(&kb.announcement.summary)
        .copied()
        .chain(kb.fact_ids())
        .filter(|id| matches!(kb[*id].basis, Basis::Stated { .. }))
        .filter(|id| {
            let new = !seen.contains(&kb[*id].topic);
            seen.push(kb[*id].topic);
            new
        })
        .take(EXAMPLES)
        .collect::<Vec<_>>()
        .into_iter()
}
