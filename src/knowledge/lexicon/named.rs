//! What a surface form names, in four bytes: there are more forms than anything else.

use serde::{Deserialize, Serialize};

use crate::knowledge::ConceptId;

/// A concept that a form names, and whether the form is only matched as it stands.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Named(u32);

impl Named {
    /// A form's concept, and whether the form is exact. Concepts are numbered from 0, so the bit that this takes is never missed.
    pub(super) fn new(ConceptId(concept): ConceptId, exact: bool) -> Self {
        Self(concept << 1 | u32::from(exact))
    }

    /// The concept.
    pub fn concept(self) -> ConceptId {
        ConceptId(self.0 >> 1)
    }

    /// Whether no inflection and no typo of the form is forgiven.
    pub fn exact(self) -> bool {
        self.0 & 1 == 1
    }
}
