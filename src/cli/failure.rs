//! What ends a command with exit code 1: the input or the knowledge has errors. Any other error is exit code 2.

use std::fmt;

/// The input or the knowledge has errors.
#[derive(Debug)]
pub(super) enum Failure {
    /// In one sentence.
    Input(String),
    /// The command has said it already.
    Told,
}

impl Failure {
    /// An error in the input, in one sentence that says what to do.
    pub fn input(message: impl Into<String>) -> anyhow::Error {
        Self::Input(message.into()).into()
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input(message) => f.write_str(message),
            Self::Told => f.write_str("there are errors"),
        }
    }
}

impl std::error::Error for Failure {}
