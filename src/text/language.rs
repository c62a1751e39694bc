//! Which language and script a text is in.
//!
//! The main script decides; a mixed text goes by the grammar around: "fashion week 销售额多少" is Chinese.

use serde::{Deserialize, Serialize};

/// A language that Herald speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Chinese.
    Zh,
}

/// Which Chinese script a reader uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Script {
    /// Simplified, and every other script.
    #[default]
    Simplified,
    /// Traditional.
    Traditional,
}
