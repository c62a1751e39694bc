//! Arguments → command → exit code.

pub mod check;
