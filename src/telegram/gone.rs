//! Chats that the bot has left, so that what still waited there is dropped: each message would only be refused.
//!
//! `gone.mark(chat, seq)` when an update says so, before anything of its batch is answered; then `gone.has_left(chat, seq)` is true of
//! everything that came before it. What comes later came because the bot is back.

use rustc_hash::FxHashMap;
use tokio::sync::watch;

/// Chats to remember before the older half is forgotten.
const HELD: usize = 10_000;

/// The place in the inbox of the update that says so, by chat.
#[derive(Debug, Default)]
pub struct Gone(watch::Sender<FxHashMap<i64, i64>>);

impl Gone {
    /// The bot has left a chat, as the update at this place says.
    pub fn mark(&self, chat: i64, seq: i64) {
        self.0.send_modify(|chats| {
            if chats.len() >= HELD {
                let mut places: Vec<i64> = chats.values().copied().collect();
                let (_, &mut median, _) = places.select_nth_unstable(HELD / 2);
                chats.retain(|_, place| *place > median);
            }
            let place = chats.entry(chat).or_insert(seq);
            *place = seq.max(*place);
        });
    }

    /// Whether the bot has left the chat after the update at this place came.
    pub fn has_left(&self, chat: i64, seq: i64) -> bool {
        is_behind(&self.0.borrow(), chat, seq)
    }

    /// Returns when it has.
    pub async fn left(&self, chat: i64, seq: i64) {
        // It can't fail: the sender is here.
        let _ = self.0.subscribe().wait_for(|chats| is_behind(chats, chat, seq)).await;
    }
}

fn is_behind(chats: &FxHashMap<i64, i64>, chat: i64, seq: i64) -> bool {
    chats.get(&chat).is_some_and(|place| seq < *place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_before_is_dropped_and_what_comes_later_is_not() {
        let gone = Gone::default();
        assert!(!gone.has_left(-5, 3));
        gone.mark(-5, 7);
        gone.mark(-5, 4);
        let found = [(-5, 6), (-5, 7), (-5, 8), (-6, 1)].map(|(chat, seq)| gone.has_left(chat, seq));
        assert_eq!(found, [true, false, false, false]);
    }

    #[tokio::test]
    async fn who_waits_is_told() {
        let gone = Gone::default();
        let mark = async {
            tokio::task::yield_now().await;
            gone.mark(-6, 9);
            gone.mark(-5, 9);
        };
        tokio::join!(gone.left(-5, 3), mark);
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let gone = Gone::default();
        let count = i64::try_from(HELD).unwrap() * 3;
        for seq in 1..=count {
            gone.mark(-seq, seq);
            assert!(gone.0.borrow().len() <= HELD);
        }
        assert!(gone.has_left(-count, count - 1));
    }
}
