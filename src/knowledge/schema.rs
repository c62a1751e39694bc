//! The TOML form of a knowledge folder: a file's text → its tables and fields with their places, nothing resolved yet.
//!
//! `[fact.speaker]` with its fields becomes a [`facts::RawFact`] whose every text knows where it stands. The documents are
//! walked field by field rather than through serde, which stops at the first problem: here each one is collected.

pub mod charts;
pub mod classes;
pub mod facts;
pub mod fields;
pub mod plain;
mod values;
pub mod vocabulary;

use std::borrow::Cow;

use toml::de::DeTable;

use super::Diagnostic;
use crate::text::Span;

/// A value and its place in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

/// A text and its place in the file: for a literal, quotation marks included.
pub type Text<'t> = At<Cow<'t, str>>;

/// One file of a knowledge folder.
#[derive(Debug, Clone, Copy)]
pub struct File<'t> {
    /// Its name in diagnostics.
    pub name: &'t str,
    /// Its text.
    pub text: &'t str,
}

/// Parses a file as TOML; where it isn't, reports every error and gives nothing.
pub(super) fn parse<'t>(file: File<'t>, out: &mut Vec<Diagnostic>) -> Option<DeTable<'t>> {
    let (table, errors) = DeTable::parse_recoverable(file.text);
    if errors.is_empty() {
        return Some(table.into_inner());
    }
    // Below a table that is there twice every field is as well: that says nothing new.
    let mut doubled = 0..0;
    for error in errors {
        let end = file.text.len();
        let span = error.span().map_or(Span::new(end, end), |range| Span::new(range.start, range.end));
        if !error.message().starts_with("duplicate key") {
            let message = format!("this is not TOML: {}", error.message());
            out.push(Diagnostic::error(file.name, span, "syntax", message).help(FORM));
        } else if !doubled.contains(&span.start) {
            if line_before(file.text, span).starts_with('[') {
                doubled = span.end..file.text[span.end..].find("\n[").map_or(end, |next| span.end + next);
            }
            let message = format!("`{}` is there twice", span.of(file.text));
            out.push(
                Diagnostic::error(file.name, span, "duplicate-id", message)
                    .help("give one of the two another name, or make them one"),
            );
        }
    }
    None
}

/// What to say of a text that isn't TOML.
const FORM: &str = "texts stand in \"quotation marks\", lists in [ ], each field on a line of its own";

/// The text of the line up to a place.
fn line_before(text: &str, span: Span) -> &str {
    let before = text.get(..span.start).unwrap_or_default();
    &before[before.rfind('\n').map_or(0, |at| at + 1)..]
}
