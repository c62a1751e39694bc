//! A reply → what a person or a program reads: plain text, Telegram HTML, JSON.

use crate::answer::Reply;
use crate::knowledge::KnowledgeBase;

/// The reply as Telegram HTML: the headline in bold, a sentence, the quote in a blockquote, the source line.
pub fn html(_kb: &KnowledgeBase, _reply: &Reply) -> String {
    String::new()
}
