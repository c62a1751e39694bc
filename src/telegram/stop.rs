//! SIGTERM and SIGINT → a stop that everyone sees, with the time by which to be done. A second signal ends the process.
//!
//! `stop.asked().await` returns at the first signal; `stop.sleep_until(then).await` is an error once `then` is too late.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

/// How long after the first signal the work that has begun may take.
const DRAIN: Duration = Duration::from_secs(10);
/// The exit code after a second signal, as shells give it for one that ended a process.
const EXIT_NOW: i32 = 130;

/// Whether to stop, and by when.
#[derive(Debug, Clone)]
pub struct Stop(watch::Receiver<Option<Instant>>);

/// There is no time left for it: the process is stopping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stopped;

impl Stop {
    /// Listens for the signals from now on.
    pub fn listen() -> std::io::Result<Self> {
        let (ask, asked) = watch::channel(None);
        let mut signals = Signals::new()?;
        tokio::spawn(async move {
            signals.next().await;
            tracing::info!("stopping: finishing what has begun, at most {} s", DRAIN.as_secs());
            ask.send_replace(Some(Instant::now() + DRAIN));
            signals.next().await;
            std::process::exit(EXIT_NOW);
        });
        Ok(Self(asked))
    }

    /// Returns when a stop is asked for; never, where nobody can ask any more.
    pub async fn asked(&self) {
        if self.0.clone().wait_for(Option::is_some).await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    /// Returns when the time to stop is up.
    pub async fn overdue(&self) {
        self.asked().await;
        if let Some(deadline) = self.deadline() {
            tokio::time::sleep_until(deadline).await;
        }
    }

    /// By when to be done, once a stop has been asked for.
    pub fn deadline(&self) -> Option<Instant> {
        *self.0.borrow()
    }

    /// Sleeps, unless a stop is asked for.
    pub async fn sleep(&self, duration: Duration) -> Result<(), Stopped> {
        tokio::select! {
            biased;
            () = self.asked() => Err(Stopped),
            () = tokio::time::sleep(duration) => Ok(()),
        }
    }

    /// Sleeps, unless the process will have stopped by then.
    pub async fn sleep_until(&self, then: Instant) -> Result<(), Stopped> {
        if then <= Instant::now() {
            return Ok(());
        }
        let too_late = async {
            self.asked().await;
            if self.deadline().is_none_or(|deadline| then <= deadline) {
                std::future::pending::<()>().await;
            }
        };
        tokio::select! {
            biased;
            () = too_late => Err(Stopped),
            () = tokio::time::sleep_until(then) => Ok(()),
        }
    }
}

/// The signals that ask to stop.
struct Signals {
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => (),
            _ = self.interrupt.recv() => (),
        }
    }
}

#[cfg(not(unix))]
impl Signals {
    fn new() -> std::io::Result<Self> {
        Ok(Self {})
    }

    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

#[cfg(test)]
impl Stop {
    /// A stop for tests, and how to ask for it.
    pub fn by_hand() -> (watch::Sender<Option<Instant>>, Self) {
        let (ask, asked) = watch::channel(None);
        (ask, Self(asked))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_sleep_ends_early_only_where_there_is_no_time_for_it() {
        for (asked_after, sleep, expected) in [
            (None, 60, Ok(())),
            (Some(1), 5, Ok(())),
            (Some(1), 12, Err(Stopped)),
            (Some(0), 11, Err(Stopped)),
            (Some(0), 0, Ok(())),
        ] {
            let (ask, stop) = Stop::by_hand();
            let now = Instant::now();
            let asking = async {
                if let Some(seconds) = asked_after {
                    tokio::time::sleep(Duration::from_secs(seconds)).await;
                    ask.send_replace(Some(Instant::now() + DRAIN));
                }
            };
            let (slept, ()) = tokio::join!(stop.sleep_until(now + Duration::from_secs(sleep)), asking);
            assert_eq!(slept, expected, "asked after {asked_after:?}, sleeping {sleep}");
        }
    }
}
