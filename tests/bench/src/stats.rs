//! Many measurements → the few figures that are printed.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// What many values come to.
#[derive(Debug, Clone, Copy)]
pub struct Summary {
    /// Half of them are below.
    pub median: f64,
    /// 99% of them are below.
    pub late: f64,
    /// The greatest.
    pub most: f64,
}

impl Summary {
    /// Of these values; sorts them.
    pub fn of(values: &mut [f64]) -> Self {
        let [median, late, most] = [0.5, 0.99, 1.0].map(|part| share(values, part));
        Self { median, late, most }
    }
}

/// The value below which a share of the values lies: 0.5 for the median. Sorts them.
pub fn share(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let last = values.len().saturating_sub(1);
    values.get((last as f64 * share).round() as usize).copied().unwrap_or(f64::NAN)
}

/// How long `code` takes, in microseconds.
pub fn micros<T>(code: impl FnOnce() -> T) -> f64 {
    let start = Instant::now();
    black_box(code());
    as_micros(start.elapsed())
}

/// A duration in microseconds.
pub fn as_micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

/// The median time of `rounds` runs, in microseconds.
pub fn median_of<T>(rounds: usize, mut code: impl FnMut() -> T) -> f64 {
    let mut times: Vec<f64> = (0..rounds).map(|_| micros(&mut code)).collect();
    share(&mut times, 0.5)
}

/// The time of the fastest of `rounds` runs, in microseconds: what other work on the machine adds isn't in it.
pub fn fastest_of<T>(rounds: usize, mut code: impl FnMut() -> T) -> f64 {
    (0..rounds).map(|_| micros(&mut code)).fold(f64::INFINITY, f64::min)
}

/// How long each code takes with each item, in microseconds: the median of its rounds.
///
/// In every round each code takes all items in turn, so that no item finds its own traces in the caches; the codes take their
/// turns within the round, so that what else goes on in the machine is met by all of them.
pub fn in_turns<I, T>(rounds: usize, items: &[I], codes: &[&dyn Fn(&I) -> T]) -> Vec<Vec<f64>> {
    let mut times = vec![vec![Vec::with_capacity(rounds); items.len()]; codes.len()];
    for _ in 0..rounds {
        for (code, times) in codes.iter().zip(&mut times) {
            for (item, times) in items.iter().zip(times) {
                times.push(micros(|| code(item)));
            }
        }
    }
    let medians = |mut times: Vec<Vec<f64>>| times.iter_mut().map(|times| share(times, 0.5)).collect();
    times.into_iter().map(medians).collect()
}

#[cfg(test)]
mod tests {
    use super::{Summary, in_turns, share};
    use std::cell::RefCell;

    #[test]
    fn a_share_is_one_of_the_values() {
        for (part, expected) in [(0.0, 1.0), (0.5, 51.0), (0.99, 100.0), (1.0, 101.0)] {
            let mut values: Vec<f64> = (1..=101).rev().map(f64::from).collect();
            assert!((share(&mut values, part) - expected).abs() < f64::EPSILON, "{part}");
        }
        assert!((share(&mut [7.0], 0.99) - 7.0).abs() < f64::EPSILON);
        assert!(share(&mut [], 0.5).is_nan());
        assert!(Summary::of(&mut []).most.is_nan());
    }

    #[test]
    fn codes_take_turns_by_round() {
        let said = RefCell::new(String::new());
        let (a, b) = (|item: &char| said.borrow_mut().push(*item), |_: &char| said.borrow_mut().push('.'));
        let times = in_turns(2, &['x', 'y'], &[&a, &b]);
        assert_eq!(said.into_inner(), "xy..xy..");
        assert_eq!(times.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2]);
    }
}
