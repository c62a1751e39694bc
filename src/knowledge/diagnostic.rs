//! What is wrong with a knowledge folder, where, and what to do about it.

use crate::text::Span;

/// One problem in a knowledge folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The file, relative to the folder.
    pub file: String,
    /// The place in it.
    pub span: Span,
    /// A stable code: "unknown-concept".
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
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
