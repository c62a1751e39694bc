//! [`Block`]s → stretches of text with at most one mark each, which is all that Telegram's markup needs.
//!
//! `[Headline("300 books"), Sentence("…")]` becomes `300 books` in bold, a line break, and `…` without a mark.

use std::borrow::Cow;

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
pub(super) struct Marked<'b> {
    /// The mark, if any.
    pub mark: Option<Mark>,
    /// The text, as a person reads it.
    pub text: Cow<'b, str>,
}

/// The stretches of a reply, line breaks included.
pub(super) fn marked(blocks: &[Block]) -> Vec<Marked<'_>> {
    let mut stretches = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        if let Some(before) = at.checked_sub(1).and_then(|before| blocks.get(before)) {
            push(&mut stretches, None, if block.opens_paragraph(before) { "\n\n" } else { "\n" });
        }
        write(&mut stretches, block);
    }
    stretches
}

fn write<'b>(stretches: &mut Vec<Marked<'b>>, block: &'b Block) {
    match block {
        Block::Verdict(text) | Block::Headline(text) => push(stretches, Some(Mark::Bold), text.as_str()),
        Block::Source(text) => push(stretches, Some(Mark::Italic), text.as_str()),
        Block::Quote { text, collapsed: true } => push(stretches, Some(Mark::CollapsedQuote), text.as_str()),
        Block::Quote { text, collapsed: false } => push(stretches, Some(Mark::Quote), text.as_str()),
        Block::Sentence(text) | Block::Working(text) | Block::Note(text) | Block::Hint(text) => {
            push(stretches, None, text.as_str());
        }
        Block::List(items) => {
            for (at, item) in items.iter().enumerate() {
                let line_break = if at == 0 { "" } else { "\n" };
                push(stretches, None, format!("{line_break}{}", item.marker));
                push(stretches, Some(Mark::Bold), item.lead.as_str());
                push(stretches, None, item.rest.as_str());
            }
        }
    }
}

/// Adds a stretch without the control characters, which Telegram refuses or drops.
fn push<'b>(stretches: &mut Vec<Marked<'b>>, mark: Option<Mark>, text: impl Into<Cow<'b, str>>) {
    let refused = |character: char| character != '\n' && character.is_control();
    // The bytes that a control character begins with, one of them with others too: most texts have none.
    let suspect = |byte: u8| byte != b'\n' && matches!(byte, ..b' ' | 0x7f | 0xc2);
    let mut text = text.into();
    if text.bytes().any(suspect) && text.contains(refused) {
        text.to_mut().retain(|character| !refused(character));
    }
    if !text.is_empty() {
        stretches.push(Marked { mark, text });
    }
}
