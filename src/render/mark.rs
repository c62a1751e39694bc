//! [`Block`]s → stretches of text with at most one mark each, which is all that Telegram's markup needs.
//!
//! `[Headline("300 books"), Sentence("…")]` becomes `300 books` in bold, a line break, and `…` without a mark.

use super::block::Block;

/// How a stretch of text is set off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Strong.
    Bold,
    /// Aside.
    Italic,
    /// A quotation.
    Quote,
    /// A quotation of which a screen may show the beginning only.
    CollapsedQuote,
}

/// A stretch of text with its mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Marked {
    /// The mark, if any.
    pub mark: Option<Mark>,
    /// The text, as a person reads it.
    pub text: String,
}

/// The stretches of a reply, line breaks included.
pub(super) fn marked(blocks: &[Block]) -> Vec<Marked> {
    let mut stretches = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        if let Some(before) = at.checked_sub(1).and_then(|before| blocks.get(before)) {
            push(&mut stretches, None, if block.opens_paragraph(before) { "\n\n" } else { "\n" });
        }
        write(&mut stretches, block);
    }
    stretches
}

fn write(stretches: &mut Vec<Marked>, block: &Block) {
    match block {
        Block::Verdict(text) | Block::Headline(text) => push(stretches, Some(Mark::Bold), text),
        Block::Source(text) => push(stretches, Some(Mark::Italic), text),
        Block::Quote { text, collapsed: true } => push(stretches, Some(Mark::CollapsedQuote), text),
        Block::Quote { text, collapsed: false } => push(stretches, Some(Mark::Quote), text),
        Block::Sentence(text) | Block::Working(text) | Block::Note(text) | Block::Hint(text) => {
            push(stretches, None, text);
        }
        Block::List(items) => {
            for (at, item) in items.iter().enumerate() {
                let line_break = if at == 0 { "" } else { "\n" };
                push(stretches, None, &format!("{line_break}{}", item.marker));
                push(stretches, Some(Mark::Bold), &item.lead);
                push(stretches, None, &item.rest);
            }
        }
    }
}

/// Adds a stretch without the control characters, which Telegram refuses or drops.
fn push(stretches: &mut Vec<Marked>, mark: Option<Mark>, text: &str) {
    let text: String = text.chars().filter(|character| *character == '\n' || !character.is_control()).collect();
    if !text.is_empty() {
        stretches.push(Marked { mark, text });
    }
}
