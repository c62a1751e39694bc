//! Many measurements → the few figures that are printed.

use std::hint::black_box;
use std::time::{Duration, Instant};

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
