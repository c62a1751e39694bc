//! [`Block`]s → lines for a terminal: the headline in bold, the quote behind a bar, wrapped at the width.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use super::block::Block;
use super::wrap::wrap;
use super::{document, question, related};
use crate::answer::Reply;
use crate::knowledge::KnowledgeBase;

const PLAIN: Style = Style::new();
const STRONG: Style = Style::new().bold();
const ASIDE: Style = Style::new().dimmed();
const QUOTED: Style = AnsiColor::Cyan.on_default();

/// The reply with ANSI styles, and what can be asked next. Lines are wrapped at `width` columns; none leaves them whole.
pub fn terminal(kb: &KnowledgeBase, reply: &Reply, width: Option<usize>) -> String {
    let mut blocks = document(kb, reply);
    let next = related(kb, reply);
    if !next.is_empty() {
        let questions = next.iter().map(|id| super::Item::bullet("", question(kb, reply, *id))).collect();
        let heading = super::in_script(reply, kb.phrases.ask_next.get(reply.lang));
        blocks.extend([Block::Hint(heading), Block::List(questions)]);
    }
    let mut page = Page { lines: String::new(), width };
    for (at, block) in blocks.iter().enumerate() {
        if at.checked_sub(1).is_some_and(|before| block.opens_paragraph(&blocks[before])) {
            page.lines.push('\n');
        }
        page.block(block);
    }
    page.lines
}

struct Page {
    lines: String,
    width: Option<usize>,
}

impl Page {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Verdict(text) | Block::Headline(text) => self.text("", "", text, STRONG),
            Block::Quote { text, .. } => self.text("│ ", "│ ", text, QUOTED),
            Block::Source(text) | Block::Hint(text) => self.text("", "", text, ASIDE),
            Block::Sentence(text) | Block::Working(text) | Block::Note(text) => self.text("", "", text, PLAIN),
            Block::List(items) => {
                for item in items {
                    let marker = item.marker.to_string();
                    let indent = " ".repeat(marker.chars().count());
                    self.text(&marker, &indent, &format!("{}{}", item.lead, item.rest), PLAIN);
                }
            }
        }
    }

    /// A text behind a prefix on its first line and another on the next ones.
    fn text(&mut self, first: &str, next: &str, text: &str, style: Style) {
        let room = self.width.map(|width| width.saturating_sub(first.chars().count()));
        for (at, line) in wrap(text, room).into_iter().enumerate() {
            self.lines.push_str(if at == 0 { first } else { next });
            // Writing to a string can't fail.
            let _ = writeln!(self.lines, "{style}{line}{style:#}");
        }
    }
}
