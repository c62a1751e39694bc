//! Steps of long work → a bar on a terminal, and nothing in a pipe.
//!
//! `[##########          ] 458 of 916`

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

/// Columns of the bar.
const WIDTH: usize = 30;
/// Work that ends sooner shows no bar, and a bar moves no more often.
const PAUSE: Duration = Duration::from_millis(200);

/// How far long work has come.
pub(super) struct Progress {
    done: usize,
    total: usize,
    drawn: bool,
    next: Instant,
    visible: bool,
}

impl Progress {
    /// For so many steps; shown where a person looks at the complaints.
    pub fn new(total: usize) -> Self {
        let visible = std::io::stderr().is_terminal();
        Self { done: 0, total, drawn: false, next: Instant::now() + PAUSE, visible }
    }

    /// One step more.
    pub fn step(&mut self) {
        self.done += 1;
        if self.visible && Instant::now() >= self.next {
            self.next = Instant::now() + PAUSE;
            self.drawn = true;
            write(&format!("\r{}", bar(self.done, self.total)));
        }
    }

    /// Takes the bar away before anything else is written.
    pub fn clear(&mut self) {
        if std::mem::take(&mut self.drawn) {
            write(&format!("\r{}\r", " ".repeat(bar(self.total, self.total).len())));
        }
    }
}

/// A bar that can't be drawn is no error.
fn write(text: &str) {
    let mut stderr = std::io::stderr();
    drop(stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush()));
}

fn bar(done: usize, total: usize) -> String {
    let full = (WIDTH * done).checked_div(total).unwrap_or(WIDTH).min(WIDTH);
    format!("[{}{}] {done} of {total}", "#".repeat(full), " ".repeat(WIDTH - full))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_fills_up() {
        let check = |done, total, full| assert_eq!(bar(done, total).matches('#').count(), full, "{done} of {total}");
        check(0, 10, 0);
        check(5, 10, 15);
        check(10, 10, 30);
        check(11, 10, 30);
        check(0, 0, 30);
    }
}
