//! A reply → what a person or a program reads: plain text, Telegram HTML, terminal, JSON.
//!
//! [`document`] chooses what is said, as [`Block`]s in the reply's language; the writers only mark it up. The plain text
//! is the Telegram text without its markup, character for character.

mod block;
pub mod chart;
mod document;
mod html;
mod json;
mod mark;
mod overview;
mod terminal;
mod told;
mod wrap;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

pub use block::{Block, Item, Marker};
pub use document::{document, in_script};
pub use html::Html;
pub use json::json;
pub use overview::{Overview, main_figures, overview};
pub use terminal::terminal;

use crate::answer::{Kind, Reply};
use crate::knowledge::{FactId, KnowledgeBase};

/// How many related questions a reply offers.
const MOST_RELATED: usize = 3;

/// The reply as Telegram HTML: the headline in bold, a sentence, the quote in a blockquote, the source line.
pub fn html(kb: &KnowledgeBase, reply: &Reply) -> String {
    Html::write(&document(kb, reply)).into_string()
}

/// The reply as plain text: the Telegram text without its markup.
pub fn text(kb: &KnowledgeBase, reply: &Reply) -> String {
    mark::marked(&document(kb, reply)).into_iter().map(|marked| marked.text.into_owned()).collect()
}

/// What can be asked next: facts related to those of an answer that are not in it themselves, nearest first.
pub fn related(kb: &KnowledgeBase, reply: &Reply) -> Vec<FactId> {
    let mut related = Vec::new();
    if reply.kind == Kind::Answer {
        for id in reply.facts.iter().flat_map(|id| &kb[*id].related) {
            if !reply.facts.contains(id) && !related.contains(id) {
                related.push(*id);
            }
        }
    }
    related.truncate(MOST_RELATED);
    related
}

/// The question that a fact answers, in the reply's language and script.
pub fn question(kb: &KnowledgeBase, reply: &Reply, id: FactId) -> String {
    in_script(reply, kb[id].question.get(reply.lang))
}

/// The facts of an answer, each in one line with who said it and on what occasion: what a reader may want to copy.
pub fn citations(kb: &KnowledgeBase, reply: &Reply) -> Vec<String> {
    let words = document::Words { kb, lang: reply.lang };
    told::citations(&words, reply).iter().map(|line| in_script(reply, line)).collect()
}
