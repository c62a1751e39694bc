//! A vocabulary file in its plain form → its concepts, ten times as fast as by way of a TOML document.
//!
//! Plain is one concept a line, `pork = { en = "pork", zh = "猪肉", under = "meat" }`, below `[class]` headers, with comments
//! and blank lines between. Anything else gives nothing here and is read as TOML, which also tells what is wrong with it; so
//! this reader decides nothing about the form, it only recognises the usual case. The common part has thousands of concepts,
//! which a one-shot command reads at its start.

use std::borrow::Cow;

use super::vocabulary::RawConcept;
use super::{At, Text};
use crate::text::Span;

/// Reads the whole file, or nothing where a single line isn't plain.
pub fn read(text: &str) -> Option<Vec<RawConcept<'_>>> {
    let mut classes: Vec<Text<'_>> = Vec::new();
    let mut concepts = Vec::with_capacity(text.len() / 100);
    let mut start = 0;
    for line in text.split('\n') {
        let mut rest = Rest { text, at: start, end: start + line.len() };
        start = rest.end + 1;
        rest.blanks();
        match rest.peek() {
            None => {}
            Some(b'#') => rest.comment()?,
            Some(b'[') => {
                rest.take(b'[')?;
                let class = rest.key()?;
                rest.take(b']')?;
                rest.comment()?;
                if classes.iter().any(|known| known.value == class.value) {
                    return None;
                }
                classes.push(class);
            }
            Some(_) => concepts.push(concept(&mut rest, classes.last()?)?),
        }
    }
    Some(concepts)
}

/// `id = { field = "text", … }`
fn concept<'t>(rest: &mut Rest<'t>, class: &Text<'t>) -> Option<RawConcept<'t>> {
    let id = rest.key()?;
    let mut concept = RawConcept { id, class: class.clone(), en: None, zh: None, under: None };
    rest.take(b'=')?;
    rest.take(b'{')?;
    loop {
        let field = rest.key()?;
        rest.take(b'=')?;
        let slot = match &*field.value {
            "en" => &mut concept.en,
            "zh" => &mut concept.zh,
            "under" => &mut concept.under,
            _ => return None,
        };
        if slot.replace(rest.literal()?).is_some() {
            return None;
        }
        if rest.peek() == Some(b'}') {
            rest.take(b'}')?;
            rest.comment()?;
            return Some(concept);
        }
        rest.take(b',')?;
    }
}

/// What is left of a line.
struct Rest<'t> {
    text: &'t str,
    at: usize,
    end: usize,
}

impl<'t> Rest<'t> {
    fn peek(&self) -> Option<u8> {
        self.bytes().first().copied()
    }

    fn bytes(&self) -> &'t [u8] {
        &self.text.as_bytes()[self.at..self.end]
    }

    fn blanks(&mut self) {
        self.at += self.bytes().iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    }

    /// This byte and the blanks after it.
    fn take(&mut self, byte: u8) -> Option<()> {
        if self.peek()? != byte {
            return None;
        }
        self.at += 1;
        self.blanks();
        Some(())
    }

    /// A bare key and the blanks after it.
    fn key(&mut self) -> Option<Text<'t>> {
        let bare = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        let length = self.bytes().iter().take_while(bare).count();
        if length == 0 {
            return None;
        }
        let span = Span::new(self.at, self.at + length);
        self.at = span.end;
        self.blanks();
        Some(At { value: Cow::Borrowed(span.of(self.text)), span })
    }

    /// A literal without escapes that isn't blank, and the blanks after it.
    fn literal(&mut self) -> Option<Text<'t>> {
        if self.peek()? != b'"' {
            return None;
        }
        let inner = &self.bytes()[1..];
        let length = inner.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=8 | 10..=31 | 127))?;
        let value = &self.text[self.at + 1..self.at + 1 + length];
        if inner[length] != b'"' || value.trim().is_empty() {
            return None;
        }
        let span = Span::new(self.at, self.at + length + 2);
        self.at = span.end;
        self.blanks();
        Some(At { value: Cow::Borrowed(value), span })
    }

    /// Nothing more, or a comment.
    fn comment(&mut self) -> Option<()> {
        match self.bytes() {
            [] => Some(()),
            [b'#', comment @ ..] => {
                comment.iter().all(|byte| matches!(byte, b'\t' | 32..=126 | 128..)).then(|| self.at = self.end)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::schema::{File, vocabulary};

    /// Checks whether `text` is plain, and that what is plain reads the same as TOML.
    #[track_caller]
    fn check(text: &str, plain: bool) {
        let read = read(text);
        assert_eq!(read.is_some(), plain, "{text:?}");
        let mut problems = Vec::new();
        let as_toml = vocabulary::read_as_toml(File { name: "vocabulary.toml", text }, &mut problems);
        if let Some(read) = read {
            assert_eq!(problems, [], "{text:?}");
            assert_eq!(Some(read), as_toml, "{text:?}");
        }
    }

    #[test]
    fn one_concept_a_line_is_plain() {
        check("", true);
        check("# food\n[product]\npork = { en = \"pork\", zh = \"猪肉、=肉*\", under = \"meat\" }\n\n", true);
        check("[product] # food\n  pork={en=\"pork\"} # 猪\n\t\n[place]\nbeijing = { zh = \"北京\" }", true);
        check("[product]\n5g-phone = { en = \"5g phone\" }", true);
    }

    #[test]
    fn anything_else_is_for_toml() {
        for text in [
            "[product]\npork = { en = \"pork\", en = \"ham\" }",
            "[product]\npork = { en = \"\" }",
            "[product]\npork = { en = \"a \\\"b\\\"\" }",
            "[product]\npork = { en = \"\"\"pork\"\"\" }",
            "[product]\npork = { en = \"\"\"pork,\nham\"\"\" }",
            "[product]\npork = { en = 'pork' }",
            "[product]\npork = { en = \"pork\", }",
            "[product]\npork = { name = \"pork\" }",
            "[product]\npork = {}",
            "[product]\npork.en = \"pork\"",
            "[product]\r\npork = { en = \"pork\" }",
            "[product]\n\"pork\" = { en = \"pork\" }",
            "[product]\npork = { en = \"pork\" } ham",
            "[product.pork]\nen = \"pork\"",
            "[product]\n[product]",
            "pork = { en = \"pork\" }",
            "# \u{7f}",
        ] {
            check(text, false);
        }
    }
}
