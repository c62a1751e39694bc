//! Updates → one at a time in each lane, many lanes at once.
//!
//! A lane is a chat and topic. `lanes.push(lane, seq, job)` puts a job behind the others of its lane; a lane that has any is a
//! task that hands them to the handler one by one and ends when there are no more. So messages of a chat keep their order, and
//! a chat that must wait holds up nobody else.
//!
//! Memory is bounded: while too many jobs wait no more are fetched, which is cheap, since Telegram keeps them. A lane alone holds back
//! nobody: of a job that would be too many there only its place in the inbox is kept, and the handler reads it back.

use std::collections::VecDeque;
use std::collections::hash_map::Entry;
use std::future::Future;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashMap;
use tokio::sync::Notify;

/// Jobs of one lane that are held in memory.
const HELD_OF_A_LANE: usize = 16;
/// Jobs of all lanes that are held in memory. With so many, no more are fetched, those not counted that are too many in their lane.
const HELD: usize = 2_048;
/// Jobs of all lanes, held or not, above which no more are fetched whosever they are.
const QUEUED: usize = 200_000;

/// What has one order: a chat and topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Lane {
    /// The chat.
    pub chat: i64,
    /// The topic; 0 where there is none.
    pub topic: i64,
}

/// A job in a lane: its place in the inbox, and itself, where memory had room for it.
#[derive(Debug)]
pub struct Queued<J> {
    /// The place in the inbox.
    pub seq: i64,
    /// The lane.
    pub lane: Lane,
    /// The job.
    pub job: Option<J>,
}

/// What is done with a job. Breaking ends the lane: the jobs behind stay in the inbox.
pub trait Handler: Send + Sync + 'static {
    /// What waits in the lanes.
    type Job: Send;

    /// Does one job.
    fn handle(&self, queued: Queued<Self::Job>) -> impl Future<Output = ControlFlow<()>> + Send;
}

/// The lanes that have jobs, and what handles those.
pub struct Lanes<H: Handler> {
    state: Mutex<State<H::Job>>,
    changed: Notify,
    handler: H,
}

/// What waits: a place in the inbox and perhaps the job, in a box, since most places of a long queue have none.
type Place<J> = (i64, Option<Box<J>>);

struct State<J> {
    lanes: FxHashMap<Lane, VecDeque<Place<J>>>,
    queued: usize,
    held: usize,
    /// Of those queued the ones that are too many in their lane.
    beyond: usize,
}

impl<H: Handler> Lanes<H> {
    /// No jobs yet.
    pub fn new(handler: H) -> Arc<Self> {
        let state = State { lanes: FxHashMap::default(), queued: 0, held: 0, beyond: 0 };
        Arc::new(Self { state: Mutex::new(state), changed: Notify::new(), handler })
    }

    /// Puts a job behind the others of its lane.
    pub fn push(self: &Arc<Self>, lane: Lane, seq: i64, job: H::Job) {
        let mut state = self.state();
        let all_held = state.held;
        let (queue, new) = match state.lanes.entry(lane) {
            Entry::Occupied(entry) => (entry.into_mut(), false),
            Entry::Vacant(entry) => (entry.insert(VecDeque::new()), true),
        };
        let beyond = queue.len() >= HELD_OF_A_LANE;
        let room = all_held < HELD && !beyond;
        queue.push_back((seq, room.then(|| Box::new(job))));
        state.queued += 1;
        state.held += usize::from(room);
        state.beyond += usize::from(beyond);
        drop(state);
        if new {
            tokio::spawn(Arc::clone(self).run(lane));
        }
    }

    /// Whether a lane has a job, waiting or under way.
    pub fn has(&self, lane: Lane) -> bool {
        self.state().lanes.contains_key(&lane)
    }

    /// Waits until there is room for another batch.
    pub async fn room(&self) {
        self.until(|state| state.queued - state.beyond < HELD && state.queued < QUEUED).await;
    }

    /// Waits until no lane has a job.
    pub async fn idle(&self) {
        self.until(|state| state.lanes.is_empty()).await;
    }

    async fn until(&self, condition: impl Fn(&State<H::Job>) -> bool) {
        loop {
            let changed = self.changed.notified();
            tokio::pin!(changed);
            changed.as_mut().enable();
            if condition(&self.state()) {
                return;
            }
            changed.await;
        }
    }

    async fn run(self: Arc<Self>, lane: Lane) {
        while let Some(job) = self.next(lane) {
            if self.handler.handle(job).await.is_break() {
                while self.next(lane).is_some() {}
                return;
            }
        }
    }

    /// Takes the lane's next job; a lane without one is no lane any more.
    fn next(&self, lane: Lane) -> Option<Queued<H::Job>> {
        let mut state = self.state();
        let queue = state.lanes.get_mut(&lane);
        let beyond = queue.as_ref().is_some_and(|queue| queue.len() > HELD_OF_A_LANE);
        let next = queue.and_then(VecDeque::pop_front);
        match &next {
            Some((_, job)) => {
                state.queued -= 1;
                state.beyond -= usize::from(beyond);
                state.held -= usize::from(job.is_some());
            }
            None => drop(state.lanes.remove(&lane)),
        }
        drop(state);
        self.changed.notify_waiters();
        next.map(|(seq, job)| Queued { seq, lane, job: job.map(|job| *job) })
    }

    fn state(&self) -> MutexGuard<'_, State<H::Job>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// Notes what it is given; waits as long as the job says. Job 0 breaks.
    struct Note(Mutex<Vec<(i64, bool)>>);

    impl Handler for Note {
        type Job = u64;

        async fn handle(&self, queued: Queued<u64>) -> ControlFlow<()> {
            if queued.job == Some(0) {
                return ControlFlow::Break(());
            }
            tokio::time::sleep(Duration::from_secs(queued.job.unwrap_or(1))).await;
            self.0.lock().unwrap().push((queued.seq, queued.job.is_some()));
            ControlFlow::Continue(())
        }
    }

    /// Runs jobs of (chat, seconds); gives the places in the order in which they were done, and how long it took.
    async fn run(jobs: impl IntoIterator<Item = (i64, u64)>) -> (Vec<(i64, bool)>, Duration) {
        let start = tokio::time::Instant::now();
        let lanes = Lanes::new(Note(Mutex::default()));
        for (seq, (chat, seconds)) in (0..).zip(jobs) {
            lanes.push(Lane { chat, topic: 0 }, seq, seconds);
        }
        lanes.idle().await;
        let done = std::mem::take(&mut *lanes.handler.0.lock().unwrap());
        let left = lanes.state();
        assert_eq!((left.queued, left.held, left.beyond), (0, 0, 0));
        (done, start.elapsed())
    }

    async fn check(jobs: &[(i64, u64)], expected: &[i64], seconds: u64) {
        let (done, took) = run(jobs.iter().copied()).await;
        assert_eq!(done.iter().map(|it| it.0).collect::<Vec<_>>(), expected, "{jobs:?}");
        assert_eq!(took, Duration::from_secs(seconds), "{jobs:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn one_at_a_time_in_a_lane_and_many_lanes_at_once() {
        check(&[], &[], 0).await;
        check(&[(1, 3), (1, 2), (1, 1)], &[0, 1, 2], 6).await;
        check(&[(1, 3), (2, 2), (3, 1)], &[2, 1, 0], 3).await;
        check(&[(1, 9), (2, 1), (2, 1), (1, 1)], &[1, 2, 0, 3], 10).await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_break_ends_its_lane_only() {
        check(&[(1, 1), (1, 0), (1, 1), (2, 3)], &[0, 3], 3).await;
    }

    #[tokio::test(start_paused = true)]
    async fn no_more_is_fetched_than_is_held() {
        let lanes = Lanes::new(Note(Mutex::default()));
        let room = |seconds| tokio::time::timeout(Duration::from_secs(seconds), lanes.room());
        // Each of many has one under way, and one that waits.
        for turn in 0..2 {
            for chat in (0..).take(HELD) {
                assert!(room(0).await.is_ok(), "{turn} {chat}");
                lanes.push(Lane { chat, topic: 0 }, 0, 9);
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        assert!(room(6).await.is_err());
        assert!(room(2).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn a_lane_with_too_many_jobs_holds_back_nobody() {
        let lanes = Lanes::new(Note(Mutex::default()));
        (0..).take(3 * HELD).for_each(|seq| lanes.push(Lane { chat: 1, topic: 0 }, seq, 9));
        assert!(tokio::time::timeout(Duration::ZERO, lanes.room()).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn of_too_many_jobs_only_the_place_is_kept() {
        let (done, _) = run((0..100).map(|_| (1, 1))).await;
        assert_eq!(done.iter().map(|it| it.0).collect::<Vec<_>>(), (0..100).collect::<Vec<_>>());
        assert_eq!(done.iter().filter(|it| it.1).count(), HELD_OF_A_LANE);
    }
}
