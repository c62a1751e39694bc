//! The TOML form of a knowledge folder.
