//! Quantities in running text: "8.8 billion yuan", "88亿元", "half a million", "一百五十吨", "April 13".

use serde::{Deserialize, Serialize};

use super::{Span, Unit};

/// How a number bounds the quantity that it describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bound {
    /// The number itself.
    #[default]
    Exact,
    /// "about 150".
    About,
    /// "more than 150".
    MoreThan,
    /// "at least 150".
    AtLeast,
    /// "less than 150".
    LessThan,
    /// "at most 150".
    AtMost,
}

/// A quantity read in a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantity {
    /// The number in its unit: 8.8e9 for "8.8 billion yuan".
    pub value: f64,
    /// Its unit, where the text names one.
    pub unit: Option<Unit>,
    /// How the number bounds the quantity.
    pub bound: Bound,
    /// Where it stands.
    pub span: Span,
}
