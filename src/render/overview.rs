//! The knowledge as a whole → [`Block`]s: its topics, its figures, its quotes. What a command shows, not the reply to a question.
//!
//! Figures become one line each, `• 300 books a day (How many books are lent?)`, since a phone has no room for columns.

use super::block::{Block, Item};
use super::document::{Words, in_script};
use super::told::{capitalised, headline, source, widest};
use crate::answer::Reply;
use crate::knowledge::{Basis, Fact, FactId, KnowledgeBase, Localised};
use crate::text::Unit;

/// A quote that is longer, in bytes, is collapsed: there are many of them.
const LONG_QUOTE: usize = 200;

/// What an overview is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overview {
    /// The questions that have an answer, by topic.
    Topics,
    /// Every figure, stated and computed.
    Figures,
    /// Every quote with who said it.
    Quotes,
}

/// An overview in the language and script of `reader`, an empty reply.
pub fn overview(kb: &KnowledgeBase, reader: &Reply, of: Overview) -> Vec<Block> {
    let words = Words { kb, lang: reader.lang };
    let blocks = match of {
        Overview::Topics => topics(&words),
        Overview::Figures => figures(&words),
        Overview::Quotes => quotes(&words),
    };
    blocks.into_iter().map(|block| block.map(|text| in_script(reader, text))).collect()
}

/// The facts with a figure other than a date: those of the summary first, then the others that are stated, then what is computed.
pub fn main_figures(kb: &KnowledgeBase) -> Vec<FactId> {
    let computed = |id: &FactId| matches!(kb[*id].basis, Basis::Derived { .. });
    let mut facts: Vec<_> = kb.fact_ids().filter(|id| measured(&kb[*id])).collect();
    facts.sort_by_key(|id| (!kb.announcement.summary.contains(id), computed(id)));
    facts
}

/// Whether a fact has a figure other than a date.
fn measured(fact: &Fact) -> bool {
    fact.figures.iter().any(|figure| figure.unit != Unit::Date)
}

/// The questions under the name of their topic, topics in the order of their first facts.
fn topics(words: &Words<'_>) -> Vec<Block> {
    let mut order = Vec::new();
    for fact in &words.kb.facts {
        if !order.contains(&fact.topic) {
            order.push(fact.topic);
        }
    }
    let mut blocks = vec![title(words, &words.kb.phrases.topics_title)];
    for topic in order {
        let facts = words.kb.facts.iter().filter(|fact| fact.topic == topic);
        let questions = facts.map(|fact| Item::bullet("", words.text(&fact.question))).collect();
        blocks.push(Block::Hint(capitalised(words.text(&words.kb[topic].name))));
        blocks.push(Block::List(questions));
    }
    blocks
}

/// The stated figures, then the computed ones.
fn figures(words: &Words<'_>) -> Vec<Block> {
    let phrases = &words.kb.phrases;
    let computed = |id: &FactId| matches!(words.kb[*id].basis, Basis::Derived { .. });
    let (computed, stated): (Vec<_>, Vec<_>) =
        words.kb.fact_ids().filter(|id| measured(&words.kb[*id])).partition(computed);
    let lines = |ids: Vec<FactId>| ids.into_iter().map(|id| line(words, &words.kb[id])).collect::<Vec<_>>();
    let mut blocks = vec![title(words, &phrases.figures_title), Block::List(lines(stated))];
    if !computed.is_empty() {
        blocks.push(Block::Hint(words.phrase(&phrases.figures_computed, &[])));
        blocks.push(Block::List(lines(computed)));
    }
    blocks
}

/// A figure, and the question that tells what it is of.
fn line(words: &Words<'_>, fact: &Fact) -> Item {
    let question = words.text(&fact.question);
    let rest = words.phrase(&words.kb.phrases.with_question, &[("question", question)]);
    Item::bullet(headline(words, fact), rest)
}

/// The quotes of each voice, without those that are part of another one.
fn quotes(words: &Words<'_>) -> Vec<Block> {
    let mut blocks = vec![title(words, &words.kb.phrases.quotes_title)];
    for voice in 0..words.kb.announcement.voices.len() {
        let spans = words.kb.facts.iter().filter_map(|fact| match fact.basis {
            Basis::Stated { quote, voice: by } if by == voice => Some(quote),
            _ => None,
        });
        let quotes = widest(spans);
        if !quotes.is_empty() {
            blocks.push(Block::Hint(source(words, voice)));
            blocks.extend(quotes.into_iter().map(|quote| Block::Quote {
                text: quote.of(&words.kb.source).to_owned(),
                collapsed: quote.len() > LONG_QUOTE,
            }));
        }
    }
    blocks
}

fn title(words: &Words<'_>, phrase: &Localised) -> Block {
    Block::Headline(words.phrase(phrase, &[]))
}
