//! When the next message to a chat may go, by Telegram's published limits and by what a 429 said.
//!
//! `pacing.turn(chat, &stop).await` returns when it is this message's turn; keep what it gives until the call has ended. A chat's own
//! waits come first and cost nobody else anything; only then it takes its place in the order of all sends. So a chat that must
//! wait a minute holds up no other.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rustc_hash::FxHashMap;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use tokio::time::{Instant, timeout};

use super::stop::{Stop, Stopped};
use super::window::{Limit, Window};

/// One message a second in a chat, two where the last was longer ago.
const CHAT: Limit = Limit { max: 2, span: Duration::from_millis(2050) };
/// 20 messages a minute in a group. The spans are a little longer than Telegram's, since what leaves evenly arrives unevenly.
const GROUP: Limit = Limit { max: 20, span: Duration::from_millis(60_500) };
/// 30 messages a second in all. A place is free again so long after its call has ended: when it arrived is not known better.
const ALL: Limit = Limit { max: 30, span: Duration::from_millis(1010) };
/// A call that takes longer than this has arrived, or never will: it doesn't keep others waiting.
const LONG_CALL: Duration = Duration::from_secs(2);
/// How far back sends matter.
pub const MEMORY: Duration = GROUP.span;
/// Chats to remember before those that may send at once are forgotten.
const CHATS: usize = 10_000;

/// The state of all limits.
#[derive(Debug)]
pub struct Pacing {
    /// Off: only 429s make anyone wait.
    on: bool,
    all: Arc<Semaphore>,
    state: Mutex<State>,
}

/// A message's turn: drop it when its call has ended.
#[derive(Debug)]
pub struct Turn {
    _ends: Option<oneshot::Sender<()>>,
}

impl Turn {
    /// Takes a place among all sends until a while after the turn has ended.
    fn with(place: OwnedSemaphorePermit) -> Self {
        let (ends, ended) = oneshot::channel();
        tokio::spawn(async move {
            let _ = timeout(LONG_CALL, ended).await;
            tokio::time::sleep(ALL.span).await;
            drop(place);
        });
        Self { _ends: Some(ends) }
    }
}

#[derive(Debug, Default)]
struct State {
    chats: FxHashMap<i64, Chat>,
}

#[derive(Debug, Default)]
struct Chat {
    recent: Window,
    minute: Window,
    held_until: Option<Instant>,
}

impl Pacing {
    /// With or without the published limits.
    pub fn new(on: bool) -> Self {
        Self { on, all: Arc::new(Semaphore::new(ALL.max)), state: Mutex::default() }
    }

    /// Waits until a message may go to this chat.
    pub async fn turn(&self, chat: i64, stop: &Stop) -> Result<Turn, Stopped> {
        loop {
            if let Some(until) = self.held_until(chat) {
                stop.sleep_until(until).await?;
            }
            if !self.on {
                return Ok(Turn { _ends: None });
            }
            let then = self.state().next(chat, Instant::now());
            stop.sleep_until(then).await?;
            let place = tokio::select! {
                biased;
                place = Arc::clone(&self.all).acquire_owned() => place.map_err(|_| Stopped)?,
                () = stop.overdue() => return Err(Stopped),
            };
            // Waiting for the place took its time. A 429 may have come meanwhile, or a message of another topic gone first.
            if self.held_until(chat).is_none() && self.state().take(chat, Instant::now()) {
                return Ok(Turn::with(place));
            }
        }
    }

    /// Takes up what another run or process has sent, oldest first: the chat, and how long ago at least. What was known before is part of
    /// that, where it was sent.
    pub fn recall(&self, sends: &[(i64, Duration)]) {
        if !self.on {
            return;
        }
        let now = Instant::now();
        let mut state = self.state();
        for chat in state.chats.values_mut() {
            (chat.recent, chat.minute) = (Window::default(), Window::default());
        }
        for (chat, ago) in sends {
            state.count(*chat, now.checked_sub(*ago).unwrap_or(now));
        }
        for _ in sends.iter().filter(|(_, ago)| *ago < ALL.span).take(ALL.max) {
            // Its call has ended; its place is free again after a while.
            drop(Arc::clone(&self.all).try_acquire_owned().map(Turn::with));
        }
    }

    /// Telegram wants no message to this chat for so long.
    pub fn hold(&self, chat: i64, wait: Duration) {
        self.state().chats.entry(chat).or_default().held_until = Some(Instant::now() + wait);
    }

    fn held_until(&self, chat: i64) -> Option<Instant> {
        let now = Instant::now();
        self.state().chats.get(&chat)?.held_until.filter(|until| *until > now)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// When the next message may go to a chat as far as the chat's own limits go.
    fn next(&self, chat: i64, now: Instant) -> Instant {
        self.chats.get(&chat).map_or(now, |it| it.minute.next(GROUP, it.recent.next(CHAT, now)))
    }

    /// Counts a message that goes to a chat now, if one may.
    fn take(&mut self, chat: i64, now: Instant) -> bool {
        if self.next(chat, now) > now {
            return false;
        }
        if self.chats.len() >= CHATS {
            self.chats.retain(|_, it| !it.may_send_at_once(now));
        }
        self.count(chat, now);
        true
    }

    /// Counts a message to a chat.
    fn count(&mut self, chat: i64, then: Instant) {
        let state = self.chats.entry(chat).or_default();
        state.recent.push(CHAT, then);
        // A group's id is negative.
        if chat < 0 {
            state.minute.push(GROUP, then);
        }
    }
}

impl Chat {
    fn may_send_at_once(&self, now: Instant) -> bool {
        self.recent.is_idle(CHAT, now)
            && self.minute.is_idle(GROUP, now)
            && self.held_until.is_none_or(|until| until < now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// When messages to these chats, all ready at once, go: in seconds, rounded.
    async fn check(on: bool, chats: &[i64], expected: &[u64]) {
        let pacing = Pacing::new(on);
        let (_ask, stop) = Stop::by_hand();
        let start = Instant::now();
        let mut times = Vec::new();
        for &chat in chats {
            pacing.turn(chat, &stop).await.unwrap();
            times.push((Instant::now() - start).as_millis().div_ceil(1000) as u64);
        }
        assert_eq!(times, expected, "{chats:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn limits() {
        check(true, &[1, 1, 2, 2], &[0, 0, 0, 0]).await;
        check(true, &[1, 1, 1, 1, 1], &[0, 0, 3, 3, 5]).await;
        check(false, &[1; 40], &[0; 40]).await;
        let many: Vec<i64> = (1..=61).collect();
        let expected: Vec<u64> = (0..61).map(|at| [0, 2, 3][at / 30]).collect();
        check(true, &many, &expected).await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_that_takes_long_keeps_its_place() {
        let pacing = Pacing::new(true);
        let (_ask, stop) = Stop::by_hand();
        let start = Instant::now();
        let mut turns = Vec::new();
        for chat in 1..=30 {
            turns.push(pacing.turn(chat, &stop).await.unwrap());
        }
        let next = async { pacing.turn(31, &stop).await.map(|_| Instant::now() - start) };
        let ended = async {
            tokio::time::sleep(Duration::from_secs(1)).await;
            turns.pop();
        };
        let (took, ()) = tokio::join!(next, ended);
        assert_eq!(took, Ok(Duration::from_secs(1) + ALL.span));
        // One that takes very long doesn't.
        let next = pacing.turn(32, &stop).await.map(|_| Instant::now() - start);
        assert_eq!((next, turns.len()), (Ok(LONG_CALL + ALL.span), 29));
    }

    #[tokio::test(start_paused = true)]
    async fn a_chat_counts_from_when_its_messages_went() {
        let pacing = Arc::new(Pacing::new(true));
        let (_ask, stop) = Stop::by_hand();
        // Many others are before the group's messages.
        for chat in 1..=300 {
            let (pacing, stop) = (Arc::clone(&pacing), stop.clone());
            tokio::spawn(async move { drop(pacing.turn(chat, &stop).await) });
        }
        tokio::task::yield_now().await;
        let mut times = Vec::new();
        for _ in 0..25 {
            drop(pacing.turn(-5, &stop).await.unwrap());
            times.push(Instant::now());
        }
        let minute = times.windows(21).map(|it| it[20] - it[0]).min().unwrap();
        assert!(minute >= Duration::from_mins(1), "21 messages within {minute:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn no_window_holds_more_than_its_limit() {
        let pacing = Pacing::new(true);
        let (_ask, stop) = Stop::by_hand();
        let mut times = Vec::new();
        for _ in 0..70 {
            pacing.turn(-5, &stop).await.unwrap();
            times.push(Instant::now());
        }
        for (max, span) in [(2, 2), (20, 60)] {
            let closest = times.windows(max + 1).map(|it| it[max] - it[0]).min().unwrap();
            assert!(closest >= Duration::from_secs(span), "{} messages within {closest:?}", max + 1);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn what_another_run_has_sent_counts() {
        let (_ask, stop) = Stop::by_hand();
        let took = async |sends: &[(i64, u64)], chat| {
            tokio::time::advance(Duration::from_mins(5)).await;
            let pacing = Pacing::new(true);
            pacing.turn(9, &stop).await.unwrap();
            let sends: Vec<_> = sends.iter().map(|(chat, ago)| (*chat, Duration::from_secs(*ago))).collect();
            pacing.recall(&sends);
            let start = Instant::now();
            pacing.turn(chat, &stop).await.unwrap();
            (Instant::now() - start).as_millis().div_ceil(1000) as u64
        };
        assert_eq!(took(&[], 1).await, 0);
        assert_eq!(took(&[(1, 0)], 1).await, 0);
        assert_eq!(took(&[(1, 1), (1, 0)], 1).await, 2);
        assert_eq!(took(&[(1, 9), (1, 8)], 1).await, 0);
        let group: Vec<_> = (0..20).map(|at| (-5, 50 - at * 2)).collect();
        assert_eq!(took(&group, -5).await, 11);
        assert_eq!(took(&group, -6).await, 0);
        let many: Vec<_> = (10..40).map(|chat| (chat, 0)).collect();
        assert_eq!(took(&many, 1).await, 2);
    }

    #[tokio::test(start_paused = true)]
    async fn a_chat_that_is_held_holds_up_no_other() {
        let pacing = Pacing::new(false);
        let (_ask, stop) = Stop::by_hand();
        let start = Instant::now();
        pacing.hold(1, Duration::from_secs(30));
        pacing.turn(2, &stop).await.unwrap();
        assert_eq!(Instant::now() - start, Duration::ZERO);
        pacing.turn(1, &stop).await.unwrap();
        assert!(Instant::now() - start >= Duration::from_secs(30));
    }
}
