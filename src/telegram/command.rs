//! A text → the command that it begins with: `"/Ask@Herald_Bot\nhow much?"` → `ask`, to `Herald_Bot`, with `how much?`.
//!
//! teloxide's parser knows only a plain space and the exact case.

/// A command and what follows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command<'a> {
    /// Its name, lower case.
    pub name: String,
    /// The bot it is for, where it says so.
    pub to: Option<&'a str>,
    /// The text behind it, trimmed.
    pub rest: &'a str,
}

/// The longest name that Telegram lets a command have.
const LONGEST_NAME: usize = 32;

/// The command that a text begins with; `None` for any other text.
pub fn split(text: &str) -> Option<Command<'_>> {
    let text = text.trim().strip_prefix('/')?;
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    let (name, to) = match word.split_once('@') {
        Some((name, to)) => (name, Some(to)),
        None => (word, None),
    };
    let is_name = |it: &str| !it.is_empty() && it.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if !is_name(name) || name.len() > LONGEST_NAME || !to.is_none_or(is_name) {
        return None;
    }
    Some(Command { name: name.to_ascii_lowercase(), to, rest: rest.trim() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<(&str, Option<&str>, &str)>) {
        let expected = expected.map(|(name, to, rest)| Command { name: name.into(), to, rest });
        assert_eq!(split(text), expected, "{text:?}");
    }

    #[test]
    fn commands_are_split_from_what_follows() {
        check("/ask how much", Some(("ask", None, "how much")));
        check("/ask\nhow much", Some(("ask", None, "how much")));
        check("/ask\u{3000}多少", Some(("ask", None, "多少")));
        check("/ask\u{a0}how", Some(("ask", None, "how")));
        check("/ASK\t how\nmuch ", Some(("ask", None, "how\nmuch")));
        check("/Ask@Herald_Bot how", Some(("ask", Some("Herald_Bot"), "how")));
        check("  /ask", Some(("ask", None, "")));
        check("/ask@x", Some(("ask", Some("x"), "")));
        check("/start deep-link_1", Some(("start", None, "deep-link_1")));
    }

    #[test]
    fn other_texts_are_no_commands() {
        for text in ["", "/", "/ ask", "ask", "a /ask", "/ask, how", "/多少", "/ask@", "/ask@a@b", "//ask", "/usr/bin"]
        {
            check(text, None);
        }
        check(&format!("/{}", "a".repeat(33)), None);
        check("1/2", None);
    }
}
