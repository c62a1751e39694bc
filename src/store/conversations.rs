//! The conversations of the last while, in memory: a lone question needs no read of the database.
//!
//! `conversations.of(&store, person)` is what the person said before, `remember` what it has become. Within its bound
//! the memory knows everyone who can be known; past it the oldest are read back from the database.

use std::sync::{Arc, Mutex};

use rustc_hash::FxHashMap;

use super::writer::CONVERSATION_SECONDS;
use super::{Person, Store, StoreError};
use crate::dialogue::Conversation;

/// Conversations in memory at most.
const HELD: usize = 20_000;

/// The conversations of the last while.
#[derive(Debug)]
pub struct Conversations {
    held: Mutex<Held>,
}

#[derive(Debug)]
struct Held {
    /// When each was saved, in seconds since 1970, and what is remembered.
    by_person: FxHashMap<Person, (i64, Arc<Conversation>)>,
    /// Nobody but these can have a conversation worth remembering.
    complete: bool,
    /// How many there may be.
    bound: usize,
}

impl Conversations {
    /// Reads the recent ones.
    pub async fn load(store: &Store, now: i64) -> Result<Self, StoreError> {
        Self::with_room_for(HELD, store, now).await
    }

    /// Reads the recent ones, and never holds more than so many.
    pub(super) async fn with_room_for(bound: usize, store: &Store, now: i64) -> Result<Self, StoreError> {
        let recent = store.recent(now - CONVERSATION_SECONDS, bound as u32).await?;
        let complete = recent.len() < bound;
        let by_person =
            recent.into_iter().map(|(person, at, conversation)| (person, (at, Arc::new(conversation)))).collect();
        Ok(Self { held: Mutex::new(Held { by_person, complete, bound }) })
    }

    /// Reads the recent ones anew: another process has gone on with them.
    pub async fn reload(&self, store: &Store, now: i64) -> Result<(), StoreError> {
        let bound = self.held().bound;
        let read = Self::with_room_for(bound, store, now).await?;
        *self.held() = read.held.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        Ok(())
    }

    /// What is remembered of this person; nothing, where nothing is.
    pub async fn of(&self, store: &Store, person: Person) -> Result<Arc<Conversation>, StoreError> {
        {
            let held = self.held();
            match held.by_person.get(&person) {
                Some((_, conversation)) => return Ok(conversation.clone()),
                None if held.complete => return Ok(Arc::default()),
                None => {}
            }
        }
        Ok(Arc::new(store.conversation(person).await?.unwrap_or_default()))
    }

    /// Forgets what was said in a chat.
    pub fn leave(&self, chat: i64) {
        self.held().by_person.retain(|person, _| person.chat != chat);
    }

    /// Forgets everything that this person said, wherever it was.
    pub fn forget(&self, user: i64) {
        self.held().by_person.retain(|person, _| person.user != user);
    }

    /// What the conversation has become.
    pub fn remember(&self, person: Person, conversation: Conversation, now: i64) {
        let mut held = self.held();
        if held.by_person.len() >= held.bound && !held.by_person.contains_key(&person) {
            held.make_room(now);
        }
        held.by_person.insert(person, (now, Arc::new(conversation)));
    }

    fn held(&self) -> std::sync::MutexGuard<'_, Held> {
        // A panic elsewhere leaves the map whole: every change of it is one call.
        self.held.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Held {
    /// Lets go of what is too old to matter, and of the older half where that is not enough.
    fn make_room(&mut self, now: i64) {
        self.by_person.retain(|_, (at, _)| *at > now - CONVERSATION_SECONDS);
        if self.by_person.len() < self.bound {
            return;
        }
        let mut times: Vec<i64> = self.by_person.values().map(|(at, _)| *at).collect();
        let middle = times.len() / 2;
        let (_, &mut median, _) = times.select_nth_unstable(middle);
        self.by_person.retain(|_, (at, _)| *at > median);
        self.complete = false;
    }
}
