//! A vocabulary file in its plain form → its concepts, several times as fast as by way of a TOML document.
//!
//! Plain is one concept after another, `pork = { en = "pork", zh = "猪肉", under = "meat" }`, below `[class]` headers, with
//! comments and blank lines between, and texts in `"` or `"""`. Anything else gives nothing here and is read as TOML, which
//! also tells what is wrong with it; so this reader decides nothing about the form, it only recognises the usual case. The
//! common part has thousands of concepts, which a one-shot command reads at its start.

use std::borrow::Cow;

use super::vocabulary::RawConcept;
use super::{At, Text};
use crate::text::Span;

/// Reads the whole file, or nothing where anything in it isn't plain.
pub fn read(text: &str) -> Option<Vec<RawConcept<'_>>> {
    let mut classes: Vec<Text<'_>> = Vec::new();
    let mut concepts = Vec::with_capacity(text.len() / BYTES_A_CONCEPT);
    let mut rest = Rest { text, at: 0 };
    while rest.at < text.len() {
        rest.blanks();
        match rest.peek() {
            None | Some(b'\n' | b'#') => {}
            Some(b'[') => {
                rest.take(b'[')?;
                let class = rest.key()?;
                rest.take(b']')?;
                if classes.iter().any(|known| known.value == class.value) {
                    return None;
                }
                classes.push(class);
            }
            Some(_) => concepts.push(concept(&mut rest, classes.last()?)?),
        }
        rest.line_end()?;
    }
    Some(concepts)
}

/// How many bytes a concept takes, roughly.
const BYTES_A_CONCEPT: usize = 100;

/// `id = { field = "text", … }`
fn concept<'t>(rest: &mut Rest<'t>, class: &Text<'t>) -> Option<RawConcept<'t>> {
    let id = rest.key()?;
    let mut concept = RawConcept { id, class: class.clone(), en: None, zh: None, under: None, faulty: false };
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
            return Some(concept);
        }
        rest.take(b',')?;
    }
}

/// The text and how far it was read.
struct Rest<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Rest<'t> {
    fn bytes(&self) -> &'t [u8] {
        &self.text.as_bytes()[self.at..]
    }

    fn peek(&self) -> Option<u8> {
        self.bytes().first().copied()
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
        let long = self.bytes().starts_with(LONG);
        let mark: &[u8] = if long { LONG } else { b"\"" };
        let mut inner = self.bytes().strip_prefix(mark)?;
        if long {
            // A line end right after the opening mark is no part of the text.
            inner = inner.strip_prefix(b"\n").unwrap_or(inner);
        }
        let start = self.text.len() - inner.len();
        let length = self.text[start..].find('"')?;
        // Every byte, without stopping at the first odd one: so several are looked at in one go.
        let odd = |byte: u8| byte == b'\\' || byte == 127 || byte < b' ' && byte != b'\t' && !(long && byte == b'\n');
        if inner[..length].iter().fold(false, |any, &byte| any | odd(byte)) {
            return None;
        }
        let after = inner[length..].strip_prefix(mark)?;
        let value = &self.text[start..start + length];
        if value.trim().is_empty() || after.starts_with(b"\"") {
            return None;
        }
        let span = Span::new(self.at, self.text.len() - after.len());
        self.at = span.end;
        self.blanks();
        Some(At { value: Cow::Borrowed(value), span })
    }

    /// The end of the line, perhaps after a comment.
    fn line_end(&mut self) -> Option<()> {
        let length = self.bytes().iter().position(|&byte| byte == b'\n').unwrap_or(self.bytes().len());
        match &self.bytes()[..length] {
            [] => {}
            [b'#', comment @ ..] if comment.iter().all(|byte| matches!(byte, b'\t' | 32..=126 | 128..)) => {}
            _ => return None,
        }
        self.at = (self.at + length + 1).min(self.text.len());
        Some(())
    }
}

/// The mark of a literal of several lines.
const LONG: &[u8] = b"\"\"\"";

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
        check(
            "[product]\npork = { en = \"\"\"\npork,\nham\"\"\", zh = \"\"\"猪肉、\n\t火腿\n\"\"\" } # meat\n# food",
            true,
        );
    }

    #[test]
    fn anything_else_is_for_toml() {
        for text in [
            "[product]\npork = { en = \"pork\", en = \"ham\" }",
            "[product]\npork = { en = \"\" }",
            "[product]\npork = { en = \"a \\\"b\\\"\" }",
            "[product]\npork = { en = \"pork,\nham\" }",
            "[product]\npork = { en = \"\"\"\n\"\"\" }",
            "[product]\npork = { en = \"\"\"pork\"\"\"\" }",
            "[product]\npork = { en = \"\"\"pork \"ham\"\"\"\"\" }",
            "[product]\npork = { en = \"\"\"pork, \\\n  ham\"\"\" }",
            "[product]\npork = { en = \"\"\"pork",
            "[product]\npork = {\n en = \"pork\" }",
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
