//! [`Block`]s → Telegram HTML: `<b>300 books</b>`, a sentence, `<blockquote>…</blockquote>`, `<i>who · occasion</i>`.
//!
//! [`Html`] can only be made of tags written here and of escaped text, so nothing that a person wrote gets into the markup.

use super::block::Block;
use super::mark::{Mark, marked};

/// Bytes that the markup of a stretch mostly takes.
const MARKUP: usize = 16;

/// Well-formed Telegram HTML.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// The blocks with Telegram's markup.
    pub fn write(blocks: &[Block]) -> Self {
        let stretches = marked(blocks);
        let length: usize = stretches.iter().map(|it| it.text.len() + MARKUP).sum();
        let mut html = Self(String::with_capacity(length));
        for stretch in stretches {
            let (open, close) = match stretch.mark {
                None => ("", ""),
                Some(Mark::Bold) => ("<b>", "</b>"),
                Some(Mark::Italic) => ("<i>", "</i>"),
                Some(Mark::Quote) => ("<blockquote>", "</blockquote>"),
                Some(Mark::CollapsedQuote) => ("<blockquote expandable>", "</blockquote>"),
            };
            html.0.push_str(open);
            html.push_text(&stretch.text);
            html.0.push_str(close);
        }
        html
    }

    /// Adds text as text, whatever is in it.
    pub fn push_text(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.bytes().position(|it| matches!(it, b'<' | b'>' | b'&' | b'"')) {
            self.0.push_str(&rest[..at]);
            self.0.push_str(match rest.as_bytes()[at] {
                b'<' => "&lt;",
                b'>' => "&gt;",
                b'&' => "&amp;",
                _ => "&quot;",
            });
            rest = &rest[at + 1..];
        }
        self.0.push_str(rest);
    }

    /// The markup.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The markup.
    pub fn into_string(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(Html::write(&[Block::Sentence(text.to_owned())]).as_str(), expected);
    }

    #[test]
    fn text_stays_text() {
        check("a < b && \"c\" > d", "a &lt; b &amp;&amp; &quot;c&quot; &gt; d");
        check("</b><script>", "&lt;/b&gt;&lt;script&gt;");
        check("&amp;", "&amp;amp;");
        check("上海 🛒\n’", "上海 🛒\n’");
        check("a\0b\u{1b}[31m", "ab[31m");
        check("a\u{85}b\u{7f}c·", "abc·");
    }

    #[test]
    fn marks_become_tags() {
        let quote = |collapsed| Block::Quote { text: "<q>".to_owned(), collapsed };
        let html =
            Html::write(&[Block::Headline("1 & 2".into()), quote(false), quote(true), Block::Source("s".into())]);
        assert_eq!(
            html.as_str(),
            "<b>1 &amp; 2</b>\n<blockquote>&lt;q&gt;</blockquote>\n<blockquote expandable>&lt;q&gt;</blockquote>\n<i>s</i>"
        );
    }
}
