//! The lines of a built-in list, by their first word: `abandon v` is found by `abandon`, and `v` is what follows.
//!
//! A word that isn't there is what is asked for most, again and again in one message: a table answers at once.

use hashbrown::HashTable;

use super::words::hash;

/// Lines by their first word.
#[derive(Debug)]
pub struct Lines {
    text: &'static str,
    /// Where each line starts.
    starts: HashTable<u32>,
}

impl Lines {
    /// The lines of `text`; those that start with `#` say something about it and are left out.
    pub fn new(text: &'static str) -> Self {
        let mut starts = HashTable::with_capacity(text.len() / BYTES_A_LINE);
        let mut at = 0;
        for line in text.split('\n') {
            if !line.is_empty() && !line.starts_with('#') {
                let rehash = |&start: &u32| hash(first_word(&text.as_bytes()[start as usize..]));
                starts.insert_unique(hash(first_word(line.as_bytes())), at as u32, rehash);
            }
            at += line.len() + 1;
        }
        Self { text, starts }
    }

    /// What follows `word` in the line that starts with it: nothing where it stands alone. `None` where no line does.
    pub fn after(&self, word: &str) -> Option<&'static str> {
        let rest = &self.text[self.end(word)?..];
        Some(rest[..rest.find('\n').unwrap_or(rest.len())].trim_start_matches(' '))
    }

    /// Whether `word` is a line of its own.
    pub fn have(&self, word: &str) -> bool {
        self.end(word).is_some_and(|end| self.text.as_bytes().get(end).is_none_or(|&next| next == b'\n'))
    }

    /// Where `word` ends that a line starts with.
    fn end(&self, word: &str) -> Option<usize> {
        let text = self.text.as_bytes();
        let same = |&start: &u32| {
            let line = &text[start as usize..];
            line.starts_with(word.as_bytes()) && line.get(word.len()).is_none_or(|&next| matches!(next, b'\n' | b' '))
        };
        Some(*self.starts.find(hash(word.as_bytes()), same)? as usize + word.len())
    }
}

/// How many bytes a line takes, at least, roughly.
const BYTES_A_LINE: usize = 8;

fn first_word(line: &[u8]) -> &[u8] {
    &line[..line.iter().position(|b| matches!(b, b' ' | b'\n')).unwrap_or(line.len())]
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn lines_are_found_by_their_first_word() {
        let lines = Lines::new("# a comment\nbee\nbeef v\n\nzoo");
        for (word, rest) in [
            ("bee", Some("")),
            ("beef", Some("v")),
            ("zoo", Some("")),
            ("be", None),
            ("beef v", None),
            ("#", None),
            ("", None),
        ] {
            assert_eq!(lines.after(word), rest, "{word:?}");
            assert_eq!(lines.have(word), rest == Some(""), "{word:?}");
        }
    }
}
