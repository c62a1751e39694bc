//! A reply as blocks, before any markup: `Headline("About 300 books")`, `Sentence("…")`, `Quote("…")`, `Source("…")`.

/// One block of a reply. Its text is plain: each writer marks and escapes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Yes, no or not settled, where that stands on a line of its own.
    Verdict(String),
    /// The figure or name that leads; it opens a new group.
    Headline(String),
    /// A plain sentence.
    Sentence(String),
    /// The source's own words, in the original language.
    Quote {
        /// The words.
        text: String,
        /// Whether a screen may show only its beginning until it is touched.
        collapsed: bool,
    },
    /// Who said it, and on what occasion.
    Source(String),
    /// How a computed figure comes about.
    Working(String),
    /// What must be kept in mind: an assumption, what is missing.
    Note(String),
    /// A line above a list.
    Hint(String),
    /// Facts or questions, one a line.
    List(Vec<Item>),
}

/// One line of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What stands before it.
    pub marker: Marker,
    /// What leads, set off from the rest.
    pub lead: String,
    /// The rest of the line.
    pub rest: String,
}

impl Item {
    /// A line with a bullet.
    pub fn bullet(lead: impl Into<String>, rest: impl Into<String>) -> Self {
        Self { marker: Marker::Bullet, lead: lead.into(), rest: rest.into() }
    }
}

/// What stands before a line of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    /// "• "
    Bullet,
    /// "1. "
    Number(usize),
}

impl std::fmt::Display for Marker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Bullet => f.write_str("• "),
            Self::Number(number) => write!(f, "{number}. "),
        }
    }
}

impl Block {
    /// The block with each of its texts changed; a quote stays as it is.
    #[must_use]
    pub fn map(self, change: impl Fn(&str) -> String) -> Self {
        match self {
            Self::Verdict(text) => Self::Verdict(change(&text)),
            Self::Headline(text) => Self::Headline(change(&text)),
            Self::Sentence(text) => Self::Sentence(change(&text)),
            Self::Quote { .. } => self,
            Self::Source(text) => Self::Source(change(&text)),
            Self::Working(text) => Self::Working(change(&text)),
            Self::Note(text) => Self::Note(change(&text)),
            Self::Hint(text) => Self::Hint(change(&text)),
            Self::List(items) => Self::List(
                items
                    .into_iter()
                    .map(|item| Item { lead: change(&item.lead), rest: change(&item.rest), ..item })
                    .collect(),
            ),
        }
    }

    /// Whether the block stands apart from the one before it by an empty line.
    pub(super) fn opens_paragraph(&self, before: &Self) -> bool {
        match self {
            Self::Headline(_) => !matches!(before, Self::Verdict(_)),
            Self::Hint(_) => true,
            Self::Note(_) => matches!(before, Self::Source(_) | Self::List(_)),
            Self::Source(_) => matches!(before, Self::List(_)),
            _ => false,
        }
    }
}
