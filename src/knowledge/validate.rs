//! Schema → knowledge, with every problem collected.
//!
//! Each step resolves what it can and goes on: a fact with an unknown topic still has its quote checked. What comes out is
//! used only where nothing was an error.

pub mod charts;
pub mod corrections;
pub mod derived;
pub mod facts;
pub mod figures;
pub mod forms;
pub mod hierarchy;
pub mod questions;
pub mod quote;
pub mod resolve;
pub mod twins;
pub mod vocabulary;
