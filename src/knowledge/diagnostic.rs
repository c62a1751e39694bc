//! What is wrong with a knowledge folder, where, and what to do about it.
//!
//! `voice = "onw"` in `facts.toml` becomes an error at the word `onw`, with the code `unknown-voice`, the message "there is no
//! voice `onw`" and the help "did you mean `own`?".

use std::ops::Range;

use crate::text::Span;

/// One problem in a knowledge folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The file, relative to the folder; the common part's are below `common/`.
    pub file: String,
    /// The place in it.
    pub span: Span,
    /// A stable code: "unknown-concept".
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// Another place that explains it: a file and what to look at there.
    pub beside: Option<(&'static str, Span)>,
    /// What to do.
    pub help: Option<String>,
    /// Whether it stops the folder from being used.
    pub severity: Severity,
}

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The folder can't be used.
    Error,
    /// The folder works, but less well.
    Warning,
}

impl Diagnostic {
    /// Something that stops the folder from being used.
    pub fn error(file: &str, span: Span, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            span,
            code,
            message: message.into(),
            beside: None,
            help: None,
            severity: Severity::Error,
        }
    }

    /// Something that the folder works with, but less well.
    pub fn warning(file: &str, span: Span, code: &'static str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(file, span, code, message) }
    }

    /// With what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// With another place to look at.
    #[must_use]
    pub fn beside(mut self, file: &'static str, span: Span) -> Self {
        self.beside = Some((file, span));
        self
    }

    /// With "did you mean", where a name is near; otherwise with the help given.
    #[must_use]
    pub fn suggest(self, nearest: Option<&str>, otherwise: impl Into<String>) -> Self {
        match nearest {
            Some(name) => self.help(format!("did you mean `{name}`?")),
            None => self.help(otherwise),
        }
    }

    /// Whether it stops the folder from being used.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// The name that `wanted` is most likely a slip for, if one is near enough.
///
/// One slip in three letters is near; a name that goes on with further words is near too ("orders-growth" for "orders").
pub fn nearest<'n>(wanted: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let length = wanted.chars().count();
    if length == 0 {
        return None;
    }
    let allowed = (length / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    for name in names {
        let apart = name.chars().count().abs_diff(length);
        let distance = if apart <= allowed {
            strsim::osa_distance(wanted, name)
        } else if goes_on(wanted, name) || goes_on(name, wanted) {
            allowed
        } else {
            continue;
        };
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, name));
        }
    }
    best.map(|(_, name)| name)
}

/// Whether `long` is `short` with further words: "orders-growth" and "orders".
fn goes_on(short: &str, long: &str) -> bool {
    long.strip_prefix(short).is_some_and(|rest| rest.starts_with('-'))
}

/// The place of a part of a string literal: `part` are bytes of `decoded`, which the literal at `literal` in `text` stands for.
///
/// A literal with escapes doesn't hold its text as it is: then the whole literal is the place.
pub fn within(text: &str, literal: Span, decoded: &str, part: Range<usize>) -> Span {
    match literal.of(text).find(decoded) {
        Some(at) if !decoded.is_empty() => {
            let start = literal.start + at;
            Span::new(start + part.start, start + part.end)
        }
        _ => literal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_nearest(wanted: &str, names: &[&str], expected: Option<&str>) {
        assert_eq!(nearest(wanted, names.iter().copied()), expected, "{wanted:?}");
    }

    #[test]
    fn a_slip_is_near_and_another_word_is_not() {
        check_nearest("book-lendigns", &["book-loans", "book-lendings"], Some("book-lendings"));
        check_nearest("onw", &["reported", "own"], Some("own"));
        check_nearest("visits", &["daily-visits", "visits-growth"], Some("visits-growth"));
        check_nearest("city", &["manchester-city"], None);
        check_nearest("beef", &["pork", "vegetables"], None);
        check_nearest("up", &["on", "upgrade"], None);
        check_nearest("", &["a", "bc"], None);
    }

    #[test]
    fn a_part_of_a_literal_has_its_own_place() {
        let text = r#"en = "pork, ham""#;
        let literal = Span::new(5, text.len());
        assert_eq!(within(text, literal, "pork, ham", 6..9).of(text), "ham");
        let escaped = r#"en = "\u0070ork, ham""#;
        let literal = Span::new(5, escaped.len());
        assert_eq!(within(escaped, literal, "pork, ham", 6..9), literal);
    }
}
