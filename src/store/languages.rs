//! The languages that chats have chosen, in memory: every reply needs its chat's, and few chats choose one.
//!
//! `languages.of(chat)` is `Some(Lang::Zh)` after `/language zh` there.

use std::sync::{PoisonError, RwLock};

use rustc_hash::FxHashMap;

use super::{Store, StoreError};
use crate::text::Lang;

/// What each chat has chosen.
#[derive(Debug)]
pub struct Languages(RwLock<FxHashMap<i64, Lang>>);

impl Languages {
    /// Reads them all.
    pub async fn load(store: &Store) -> Result<Self, StoreError> {
        Ok(Self(RwLock::new(store.languages().await?.into_iter().collect())))
    }

    /// Reads them anew: another process has gone on with them.
    pub async fn reload(&self, store: &Store) -> Result<(), StoreError> {
        let read = store.languages().await?.into_iter().collect();
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = read;
        Ok(())
    }

    /// The choice of a chat, where it has made one.
    pub fn of(&self, chat: i64) -> Option<Lang> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(&chat).copied()
    }

    /// What a chat has chosen now; `None`: each question's own.
    pub fn set(&self, chat: i64, language: Option<Lang>) {
        let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
        match language {
            Some(language) => drop(all.insert(chat, language)),
            None => drop(all.remove(&chat)),
        }
    }
}
