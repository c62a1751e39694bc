//! Pairs of a number and a value → the values of each number, all in one block of memory.
//!
//! `(2, 'a'), (0, 'b'), (2, 'c')` gives `b` for 0, nothing for 1, and `a`, `c` for 2. The numbers are small and dense: of
//! words, of nodes, of sounds.

use std::ops::Range;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::words::{ends, lengths};

/// Values by a number.
#[derive(Debug)]
pub struct Groups<T> {
    /// Where each number's values end; they start where the ones before end.
    ends: Vec<u32>,
    values: Vec<T>,
}

impl<T: Copy> Groups<T> {
    /// Groups pairs whose numbers are below `count`, in their order, without values that are the `same` as an earlier one.
    pub fn new(count: usize, pairs: &[(u32, T)], same: impl Fn(&T, &T) -> bool) -> Self {
        let mut room = vec![0; count + 1];
        for &(number, _) in pairs {
            room[number as usize + 1] += 1;
        }
        for at in 0..count {
            room[at + 1] += room[at];
        }
        // Until all are in, a number's values end before its room does.
        let mut ends = room[..count].to_vec();
        let mut values = pairs.first().map_or_else(Vec::new, |&(_, any)| vec![any; pairs.len()]);
        for &(number, value) in pairs {
            let (start, end) = (room[number as usize] as usize, &mut ends[number as usize]);
            if !values[start..*end as usize].iter().any(|known| same(known, &value)) {
                values[*end as usize] = value;
                *end += 1;
            }
        }
        let mut kept = 0;
        for (end, &start) in ends.iter_mut().zip(&room) {
            values.copy_within(start as usize..*end as usize, kept);
            kept += (*end - start) as usize;
            *end = kept as u32;
        }
        values.truncate(kept);
        Self { ends, values }
    }

    /// Of the values of each number, one number after the other: where they end, and all of them.
    pub fn from_parts(ends: Vec<u32>, values: Vec<T>) -> Self {
        Self { ends, values }
    }

    /// Brings the values of each number in order.
    pub fn sort(&mut self)
    where
        T: Ord,
    {
        let mut start = 0;
        for &end in &self.ends {
            self.values[start as usize..end as usize].sort_unstable();
            start = end;
        }
    }

    /// The values of a number; none where it is out of range.
    pub fn of(&self, number: u32) -> &[T] {
        &self.values[self.range(number)]
    }

    /// Where the values of a number are among all values.
    pub fn range(&self, number: u32) -> Range<usize> {
        let at = number as usize;
        let end = self.ends.get(at).copied().unwrap_or_default();
        let start = if at == 0 || end == 0 { 0 } else { self.ends[at - 1] };
        start as usize..end as usize
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.values.len()
    }
}

/// Stored as how many values each number has, and the values.
impl<T: Serialize> Serialize for Groups<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (lengths(&self.ends), &self.values).serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Groups<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (lengths, values): (Vec<u32>, Vec<T>) = Deserialize::deserialize(deserializer)?;
        Ok(Self { ends: ends(&lengths), values })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pairs: &[(u32, char)], expected: [&str; 3]) {
        let groups = Groups::new(3, pairs, |one, other| one == other);
        let found: Vec<String> = (0..3).map(|number| groups.of(number).iter().collect()).collect();
        assert_eq!(found, expected, "{pairs:?}");
        assert_eq!(groups.len(), expected.concat().len());
        assert!(groups.of(3).is_empty());
    }

    #[test]
    fn each_number_has_its_values_in_their_order() {
        check(&[(2, 'a'), (0, 'b'), (2, 'c')], ["b", "", "ac"]);
        check(&[(1, 'a'), (1, 'b'), (1, 'a'), (0, 'a')], ["a", "ab", ""]);
        check(&[], ["", "", ""]);
    }
}
