//! Questions as they are kept → groups of similar ones, the most frequent first.
//!
//! `how much beef?` and `how much beef is it?` are one group: the words are alike, and so is what is missing. `how much milk?` is
//! another, however alike the words are.

use std::collections::BTreeMap;

use crate::store::{Kept, Opinion};
use crate::text::Lang;

/// How alike two texts are at least that miss the same, and two that miss nothing, from 0 to 1.
const ALIKE_MISSING: f64 = 0.5;
const ALIKE: f64 = 0.75;
/// How alike two words are at least that are missing: one can be a misspelling of the other.
const SAME_WORD: f64 = 0.7;
/// Texts that are compared with each other, the most frequent ones; the rest stand for themselves.
const COMPARED: usize = 2_000;

/// Similar questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What is thought of their replies.
    pub opinion: Opinion,
    /// Their language.
    pub lang: Lang,
    /// The most frequent wording.
    pub text: String,
    /// The other wordings, the most frequent first.
    pub others: Vec<String>,
    /// How often they came, all together.
    pub count: u64,
    /// When they came first and last, in days since 1970.
    pub first_day: i64,
    /// See `first_day`.
    pub last_day: i64,
}

/// One wording on all its days.
struct Wording {
    group: Group,
    missing: Vec<String>,
}

/// Puts similar questions together; `missing` tells what the announcement doesn't give of one.
pub fn groups(kept: &[Kept], missing: impl Fn(&str) -> Vec<String>) -> Vec<Group> {
    let mut wordings: Vec<Group> = over_days(kept);
    wordings.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.text.cmp(&b.text)));
    let mut heads: Vec<Wording> = Vec::new();
    for (rank, group) in wordings.into_iter().enumerate() {
        let missing = if rank < COMPARED { missing(&group.text) } else { Vec::new() };
        let wording = Wording { group, missing };
        let head = if rank < COMPARED { heads.iter_mut().find(|it| it.is_like(&wording)) } else { None };
        match head {
            Some(head) => head.take_in(wording.group),
            None => heads.push(wording),
        }
    }
    let mut groups: Vec<Group> = heads.into_iter().map(|it| it.group).collect();
    groups.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.text.cmp(&b.text)));
    groups
}

/// The same words on several days as one.
fn over_days(kept: &[Kept]) -> Vec<Group> {
    let mut all: BTreeMap<(Opinion, &str, &str), Group> = BTreeMap::new();
    for it in kept {
        let lang = if it.lang == Lang::En { "en" } else { "zh" };
        let group = all.entry((it.opinion, lang, it.text.as_str())).or_insert_with(|| Group {
            opinion: it.opinion,
            lang: it.lang,
            text: it.text.clone(),
            others: Vec::new(),
            count: 0,
            first_day: it.day,
            last_day: it.day,
        });
        group.count += u64::from(it.count);
        group.first_day = group.first_day.min(it.day);
        group.last_day = group.last_day.max(it.day);
    }
    all.into_values().collect()
}

impl Wording {
    fn is_like(&self, other: &Self) -> bool {
        let same_sort = self.group.opinion == other.group.opinion && self.group.lang == other.group.lang;
        let least = if self.missing.is_empty() { ALIKE } else { ALIKE_MISSING };
        same_sort && self.misses_the_same(other) && alike(&self.group.text, &other.group.text, least)
    }

    fn misses_the_same(&self, other: &Self) -> bool {
        let pairs = || self.missing.iter().zip(&other.missing);
        self.missing.len() == other.missing.len() && pairs().all(|(a, b)| alike(a, b, SAME_WORD))
    }

    fn take_in(&mut self, other: Group) {
        let own = &mut self.group;
        own.count += other.count;
        own.first_day = own.first_day.min(other.first_day);
        own.last_day = own.last_day.max(other.last_day);
        own.others.push(other.text);
    }
}

/// Whether two texts are alike. Texts of very different length aren't, and need no comparison.
fn alike(a: &str, b: &str, least: f64) -> bool {
    let (shorter, longer) = (a.len().min(b.len()) as f64, a.len().max(b.len()) as f64);
    shorter >= longer * least * 0.5 && strsim::normalized_damerau_levenshtein(a, b) >= least
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Groups of texts, each with how often it came; what is missing is a word of four letters in it that begins with `b` or `m`.
    fn check(texts: &[(&str, u32)], expected: &[(u64, &str, &[&str])]) {
        let one = |(text, count): &(&str, u32)| Kept {
            day: i64::from(*count),
            opinion: Opinion::Unknown,
            lang: Lang::En,
            text: (*text).to_owned(),
            count: *count,
        };
        let missing = |text: &str| {
            let words =
                text.split([' ', '?']).filter(|it| it.len() == 4 && it.starts_with(['b', 'm']) && *it != "much");
            words.map(str::to_owned).collect()
        };
        let found = groups(&texts.iter().map(one).collect::<Vec<_>>(), missing);
        let found: Vec<_> = found.iter().map(|it| (it.count, it.text.as_str(), it.others.clone())).collect();
        let expected: Vec<_> =
            expected.iter().map(|it| (it.0, it.1, it.2.iter().map(|it| (*it).to_owned()).collect())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn similar_questions_are_one_group() {
        check(&[], &[]);
        check(
            &[("how much beef?", 2), ("how much beef is it?", 3), ("how much milk?", 4), ("how much beef?", 1)],
            &[(6, "how much beef is it?", &["how much beef?"]), (4, "how much milk?", &[])],
        );
        check(
            &[("who is ann", 1), ("who is anne", 2), ("who was there", 1)],
            &[(3, "who is anne", &["who is ann"]), (1, "who was there", &[])],
        );
    }

    #[test]
    fn opinions_and_languages_stay_apart() {
        let kept = |opinion, lang, day| Kept { day, opinion, lang, text: "how much?".to_owned(), count: 1 };
        let all = [
            kept(Opinion::Up, Lang::En, 5),
            kept(Opinion::Down, Lang::En, 5),
            kept(Opinion::Up, Lang::Zh, 5),
            kept(Opinion::Up, Lang::En, 9),
        ];
        let groups = groups(&all, |_| Vec::new());
        assert_eq!(groups.len(), 3);
        assert_eq!((groups[0].count, groups[0].first_day, groups[0].last_day), (2, 5, 9));
    }
}
