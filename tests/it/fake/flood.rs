//! Telegram's limits as it publishes them: about one message a second in a chat with short bursts, 20 a minute in a group, 30 a
//! second in all. Who sends more gets a 429.

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

/// Messages to a chat that may come at once before it is one a second.
const BURST: f64 = 3.0;
/// Messages to a group in a minute, and to all in a second.
const GROUP: usize = 20;
const ALL: usize = 30;

/// The sends of late.
#[derive(Debug, Default)]
pub struct Flood {
    all: VecDeque<Instant>,
    chats: HashMap<i64, Chat>,
}

#[derive(Debug)]
struct Chat {
    /// Messages that may come at once now, and since when it is so.
    left: f64,
    since: Instant,
    minute: VecDeque<Instant>,
}

impl Flood {
    /// Counts a message to a chat; the seconds to wait where it is one too many.
    pub fn wait(&mut self, chat: i64) -> Option<u64> {
        let now = Instant::now();
        let new = || Chat { left: BURST, since: now, minute: VecDeque::new() };
        let state = self.chats.entry(chat).or_insert_with(new);
        state.left = (state.left + (now - state.since).as_secs_f64()).min(BURST);
        state.since = now;
        forget(&mut self.all, now, 1);
        forget(&mut state.minute, now, 60);
        if state.left < 1.0 || self.all.len() >= ALL {
            return Some(1);
        }
        if chat < 0 && state.minute.len() >= GROUP {
            return Some(60 - (now - state.minute[0]).as_secs());
        }
        state.left -= 1.0;
        state.minute.push_back(now);
        self.all.push_back(now);
        None
    }
}

/// Lets go of what is so many seconds old.
fn forget(times: &mut VecDeque<Instant>, now: Instant, seconds: u64) {
    while times.pop_front_if(|it| now - *it >= Duration::from_secs(seconds)).is_some() {}
}
