//! The TOML form of a knowledge folder: a file's text → its tables and fields with their places, nothing resolved yet.
//!
//! `[fact.speaker]` with its fields becomes a [`facts::RawFact`] whose every text knows where it stands. The documents are
//! walked field by field rather than through serde, which stops at the first problem: here each one is collected.

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
    for error in errors {
        let end = file.text.len();
        let span = error.span().map_or(Span::new(end, end), |range| Span::new(range.start, range.end));
        let message = error.message();
        out.push(if message.starts_with("duplicate key") {
            let name = span.of(file.text);
            Diagnostic::error(file.name, span, "duplicate-id", format!("`{name}` is there twice"))
                .help("give one of the two another name, or make them one")
        } else {
            let message = format!("this is not TOML: {message}");
            Diagnostic::error(file.name, span, "syntax", message)
                .help("texts stand in \"quotation marks\", lists in [ ], each field on a line of its own")
        });
    }
    None
}
