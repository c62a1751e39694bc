//! A question → ranked candidate facts, each with its evidence.
