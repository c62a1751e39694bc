//! Schema → knowledge, with every problem collected.
