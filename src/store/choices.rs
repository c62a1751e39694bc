//! What chats have chosen, in memory: every reply needs its chat's, and few chats choose anything.
//!
//! `choices.of(chat)` has `language: Some(Lang::Zh)` after `/language zh` there, and `quiet: true` after `/quiet`.

use std::sync::{PoisonError, RwLock};

use rustc_hash::FxHashMap;

use super::{Store, StoreError};
use crate::text::Lang;

/// What one chat has chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Choice {
    /// The language to answer in; `None` for each question's own.
    pub language: Option<Lang>,
    /// Whether to say nothing where there is no answer.
    pub quiet: bool,
}

/// What each chat has chosen.
#[derive(Debug)]
pub struct Choices(RwLock<FxHashMap<i64, Choice>>);

impl Choices {
    /// Reads them all.
    pub async fn load(store: &Store) -> Result<Self, StoreError> {
        Ok(Self(RwLock::new(store.choices().await?.into_iter().collect())))
    }

    /// Reads them anew: another process has gone on with them.
    pub async fn reload(&self, store: &Store) -> Result<(), StoreError> {
        let read = store.choices().await?.into_iter().collect();
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = read;
        Ok(())
    }

    /// What a chat has chosen.
    pub fn of(&self, chat: i64) -> Choice {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(&chat).copied().unwrap_or_default()
    }

    /// What a chat has chosen now.
    pub fn set(&self, chat: i64, choice: Choice) {
        let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if choice == Choice::default() {
            all.remove(&chat);
        } else {
            all.insert(chat, choice);
        }
    }
}
