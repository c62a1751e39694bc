//! Herald answers questions about one announcement from a structured knowledge base of its facts and quotes.
//!
//! # Reading order
//!
//! A question flows through the modules in this order; imports go the other way only:
//!
//! 1. [`text`]: characters → normalised tokens with spans into the original; quantities.
//! 2. [`knowledge`]: the folder `knowledge/` → a [`knowledge::KnowledgeBase`], or diagnostics; [`draft`]: an announcement →
//!    such a folder.
//! 3. [`question`]: tokens → [`question::Question`]: mentions of concepts, what is asked, what is claimed.
//! 4. [`matching`]: a question → candidate facts, each with its evidence.
//! 5. [`answer`]: candidates → [`answer::Reply`]: answer, clarify, unknown or small talk.
//! 6. [`dialogue`]: the turns of a conversation; [`dialogue::respond`] is the whole pipeline.
//! 7. [`render`]: a reply → plain text, Telegram HTML, JSON; a chart → a picture.
//! 8. [`store`], [`telegram`]: the inbox and the bot.
//! 9. [`cli`], [`settings`], [`metrics`]: the command line, the environment, and what is counted.
//!
//! Before any of it `src/build.rs` runs the second step on the announcement that is built in, when the program is built:
//! [`knowledge::built_in`] only takes up what that left.
//!
//! # Invariants
//!
//! - Up to [`render`] everything is values in, values out: no I/O, no clock, no error. "Unknown" is a reply. Only
//!   [`knowledge::Folder::read`] reads files, before any question.
//! - No fact, name or subject of an announcement is in the code: another `knowledge/` folder makes another bot.
//! - A quote is a span of the source; a derived figure is computed when the knowledge is loaded.
//!
//! # Deliberately absent
//!
//! A language model, similarity scores as a reason to answer, and any network but Telegram's.

pub mod answer;
pub mod cli;
pub mod dialogue;
pub mod draft;
pub mod knowledge;
pub mod matching;
pub mod metrics;
pub mod question;
pub mod render;
pub mod settings;
pub mod store;
pub mod telegram;
pub mod text;
