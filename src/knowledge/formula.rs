//! Formulas over figures, for derived facts.
