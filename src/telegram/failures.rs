//! A failed attempt to answer → the wait before the next, or that there is to be none.
//!
//! `failures.failed(true)` is `TryIn(1 s)` at first; the fifth that counts is `SetAside`. A failure counts only where the fault can be
//! the update's own.

use std::time::Duration;

/// How often an update may fail.
const ATTEMPTS: u32 = 5;
/// The waits after failures that time may mend.
const WAITS: [Duration; 4] =
    [Duration::from_secs(1), Duration::from_secs(2), Duration::from_secs(4), Duration::from_secs(8)];

/// How often an update has failed.
#[derive(Debug, Default)]
pub struct Failures {
    all: usize,
    counted: u32,
}

/// What follows a failure.
#[derive(Debug, PartialEq, Eq)]
pub enum Next {
    /// Another attempt, after this wait.
    TryIn(Duration),
    /// No more attempts.
    SetAside,
}

impl Failures {
    /// Sending failed. Where that says nothing about this update, it is tried for as long as it takes.
    pub fn failed(&mut self, counts: bool) -> Next {
        let wait = WAITS[self.all.min(WAITS.len() - 1)];
        self.next(counts, wait)
    }

    /// Answering panicked. The same question panics the same way, so there is no use in waiting.
    pub fn panicked(&mut self) -> Next {
        self.next(true, Duration::ZERO)
    }

    /// How many failures can be the update's own.
    pub fn counted(&self) -> u32 {
        self.counted
    }

    fn next(&mut self, counts: bool, wait: Duration) -> Next {
        self.all += 1;
        self.counted += u32::from(counts);
        if self.counted < ATTEMPTS { Next::TryIn(wait) } else { Next::SetAside }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What follows each failure: the seconds until the next attempt, or -1 where it is set aside. `p` is a panic, `f` a failure
    /// that counts, `u` one that doesn't.
    fn check(failed: &str, expected: &[i64]) {
        let mut failures = Failures::default();
        let next = failed.chars().map(|it| match it {
            'p' => failures.panicked(),
            it => failures.failed(it == 'f'),
        });
        let seconds = next.map(|it| match it {
            Next::TryIn(wait) => i64::try_from(wait.as_secs()).unwrap(),
            Next::SetAside => -1,
        });
        assert_eq!(seconds.collect::<Vec<_>>(), expected, "{failed}");
    }

    #[test]
    fn what_fails_five_times_is_set_aside() {
        check("ppppp", &[0, 0, 0, 0, -1]);
        check("fffff", &[1, 2, 4, 8, -1]);
        check("ppfff", &[0, 0, 4, 8, -1]);
        check("uuuuuuuuuu", &[1, 2, 4, 8, 8, 8, 8, 8, 8, 8]);
        check("ufufufuff", &[1, 2, 4, 8, 8, 8, 8, 8, -1]);
    }
}
