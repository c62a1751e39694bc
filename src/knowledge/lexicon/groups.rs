//! Pairs of a number and a value → the values of each number, all in one block of memory.
//!
//! `(2, 'a'), (0, 'b'), (2, 'c')` gives `b` for 0, nothing for 1, and `a`, `c` for 2. The numbers are small and dense: of
//! words, of nodes, of sounds.

/// Values by a number.
#[derive(Debug)]
pub struct Groups<T> {
    /// Where each number's values start and end.
    ranges: Vec<(u32, u32)>,
    values: Vec<T>,
}

impl<T: Copy> Groups<T> {
    /// Groups pairs whose numbers are below `count`, in their order, without values that are the `same` as an earlier one.
    pub fn new(count: usize, pairs: &[(u32, T)], same: impl Fn(&T, &T) -> bool) -> Self {
        let mut ranges = vec![(0, 0); count];
        for &(number, _) in pairs {
            ranges[number as usize].1 += 1;
        }
        let mut next = 0;
        for range in &mut ranges {
            let length = range.1;
            *range = (next, next);
            next += length;
        }
        let mut values = pairs.first().map_or_else(Vec::new, |&(_, any)| vec![any; pairs.len()]);
        for &(number, value) in pairs {
            let (start, end) = &mut ranges[number as usize];
            if !values[*start as usize..*end as usize].iter().any(|known| same(known, &value)) {
                values[*end as usize] = value;
                *end += 1;
            }
        }
        Self { ranges, values }
    }

    /// The values of a number; none where it is out of range.
    pub fn of(&self, number: u32) -> &[T] {
        let range = self.ranges.get(number as usize);
        range.map_or(&[], |&(start, end)| &self.values[start as usize..end as usize])
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.ranges.iter().map(|(start, end)| (end - start) as usize).sum()
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
