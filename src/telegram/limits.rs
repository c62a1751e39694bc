//! How much one person and one chat may ask in a minute: within, over for the first time, or over.
//!
//! With a limit of 30, `limits.ask(person, chat, now)` is [`Verdict::Within`] for thirty questions of a minute, then once
//! [`Verdict::Notice`], then [`Verdict::Over`] until a minute no longer holds thirty. The next notice comes only after a quieter
//! minute, so that one who goes on and on is told once.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashMap;

use crate::metrics::Dropped;

/// Seconds that a limit is for.
const SPAN: i64 = 60;
/// A chat may ask as much as so many people.
const PEOPLE_OF_A_CHAT: u32 = 10;
/// Inline queries come with every letter that is typed: so many of them count as a question.
const LETTERS_OF_A_QUESTION: u32 = 10;
/// People and chats to remember before those that have been quiet are forgotten.
const HELD: usize = 20_000;

/// What a limit says of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is to be answered.
    Within,
    /// It is the first that is too much: that is worth a word.
    Notice(Dropped),
    /// It is too much.
    Over(Dropped),
}

/// Who is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Asker {
    Person(i64),
    Chat(i64),
    Typist(i64),
}

/// The last minute of everybody.
#[derive(Debug)]
pub struct Limits {
    person: Option<u32>,
    minutes: Mutex<FxHashMap<Asker, Minute>>,
}

/// What somebody asked in the last minute: how much in each second that had something.
#[derive(Debug, Default)]
struct Minute {
    seconds: VecDeque<(i64, u32)>,
    total: u32,
    told: bool,
}

impl Limits {
    /// So many questions a minute from one person; `None` for any number.
    pub fn new(person: Option<u32>) -> Self {
        Self { person, minutes: Mutex::default() }
    }

    /// Counts a question that was asked at this second. Who asks for nobody has the number 0 and no limit of their own.
    pub fn ask(&self, person: i64, chat: i64, now: i64) -> Verdict {
        let Some(limit) = self.person else { return Verdict::Within };
        let mut minutes = self.minutes(now);
        if person != 0 {
            let verdict = minutes.entry(Asker::Person(person)).or_default().ask(limit, now, Dropped::PersonLimit);
            if verdict != Verdict::Within {
                return verdict;
            }
        }
        let limit = limit.saturating_mul(PEOPLE_OF_A_CHAT);
        minutes.entry(Asker::Chat(chat)).or_default().ask(limit, now, Dropped::ChatLimit)
    }

    /// Counts an inline query; there is no way to send a notice.
    pub fn may_type(&self, person: i64, now: i64) -> bool {
        let Some(limit) = self.person else { return true };
        let limit = limit.saturating_mul(LETTERS_OF_A_QUESTION);
        let mut minutes = self.minutes(now);
        minutes.entry(Asker::Typist(person)).or_default().ask(limit, now, Dropped::InlineLimit) == Verdict::Within
    }

    /// Forgets a person.
    pub fn forget(&self, person: i64) {
        let mut minutes = self.minutes.lock().unwrap_or_else(PoisonError::into_inner);
        minutes.retain(|asker, _| !matches!(asker, Asker::Person(it) | Asker::Typist(it) if *it == person));
    }

    fn minutes(&self, now: i64) -> MutexGuard<'_, FxHashMap<Asker, Minute>> {
        let mut minutes = self.minutes.lock().unwrap_or_else(PoisonError::into_inner);
        if minutes.len() >= HELD {
            minutes.retain(|_, it| it.seconds.back().is_some_and(|last| last.0 > now - SPAN));
            // So many at once are nobody's fault in particular.
            if minutes.len() >= HELD {
                minutes.clear();
            }
        }
        minutes
    }
}

impl Minute {
    fn ask(&mut self, limit: u32, now: i64, rule: Dropped) -> Verdict {
        // Messages come a little out of order.
        let now = self.seconds.back().map_or(now, |last| last.0.max(now));
        while let Some((_, count)) = self.seconds.pop_front_if(|it| it.0 <= now - SPAN) {
            self.total -= count;
        }
        if self.total >= limit {
            let told = std::mem::replace(&mut self.told, true);
            return if told { Verdict::Over(rule) } else { Verdict::Notice(rule) };
        }
        if self.total < limit / 2 {
            self.told = false;
        }
        self.total += 1;
        match self.seconds.back_mut() {
            Some(last) if last.0 == now => last.1 += 1,
            _ => self.seconds.push_back((now, 1)),
        }
        Verdict::Within
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What becomes of questions (person, chat, second): `.` within, `n` a notice, `x` over.
    fn check(limit: Option<u32>, questions: impl IntoIterator<Item = (i64, i64, i64)>, expected: &str) {
        let limits = Limits::new(limit);
        let sign = |it: (i64, i64, i64)| match limits.ask(it.0, it.1, it.2) {
            Verdict::Within => '.',
            Verdict::Notice(_) => 'n',
            Verdict::Over(_) => 'x',
        };
        assert_eq!(questions.into_iter().map(sign).collect::<String>(), expected);
    }

    #[test]
    fn a_person_may_ask_so_much_in_a_minute() {
        check(None, (0..9).map(|_| (1, 1, 0)), ".........");
        check(Some(3), (0..6).map(|_| (1, 1, 0)), "...nxx");
        check(Some(3), (0..8).map(|at| (1, 1, at * 20)), "........");
        check(Some(3), [0, 0, 0, 59, 60, 60].map(|at| (1, 1, at)), "...n..");
        // Whoever goes on and on is told once; after a quiet minute, again.
        check(Some(2), (0..9).map(|at| (1, 1, at * 10)), "..nxxx..x");
        check(Some(2), [0, 0, 0, 90, 90, 90].map(|at| (1, 1, at)), "..n..n");
        // Another person isn't held up, nor the same one elsewhere let go.
        check(Some(2), [(1, -5, 0), (1, -6, 0), (2, -5, 0), (1, -7, 0), (2, -5, 0)], "...n.");
        // What comes late counts as if it had come with the rest.
        check(Some(2), [5, 3, 4].map(|at| (1, 1, at)), "..n");
    }

    #[test]
    fn a_chat_may_ask_as_much_as_ten_people() {
        check(Some(2), (0..23).map(|at| (at, -5, 0)), "....................nxx");
        check(Some(2), (0..4).map(|_| (0, -5, 0)), "....");
    }

    #[test]
    fn a_person_is_forgotten() {
        let limits = Limits::new(Some(1));
        assert_eq!(limits.ask(1, 1, 0), Verdict::Within);
        assert_eq!(limits.ask(1, 2, 0), Verdict::Notice(Dropped::PersonLimit));
        limits.forget(1);
        assert_eq!(limits.ask(1, 3, 0), Verdict::Within);
    }

    #[test]
    fn letters_are_not_questions() {
        let limits = Limits::new(Some(2));
        assert_eq!((0..22).filter(|_| limits.may_type(1, 0)).count(), 20);
        assert!(limits.may_type(2, 0));
        assert!(limits.may_type(1, 60));
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let limits = Limits::new(Some(2));
        for person in 1..50_000 {
            limits.ask(person, 1, person / 1000);
            assert!(limits.minutes.lock().unwrap().len() <= HELD + 2);
        }
    }
}
