//! Characters → normalised tokens with spans into the original, and the quantities in them.
//!
//! `"８.８ Billion元"` becomes the tokens `8.8`, `billion`, `元`, and the quantity 8,800,000,000 yuan.

mod date;
pub mod language;
pub mod list;
pub mod normalise;
pub mod numeral;
pub mod quantity;
pub mod token;
pub mod unit;
pub mod wording;

pub use language::{Lang, Script};
pub use list::WordList;
pub use quantity::{Bound, Quantity};
pub use token::{Token, TokenKind};
pub use unit::{Dimension, Unit};

/// A range of bytes in some text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` up to, not including, `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Length in bytes.
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether nothing is in it.
    pub const fn is_empty(self) -> bool {
        self.end == self.start
    }

    /// The text it covers; empty where the span does not fit the text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}
