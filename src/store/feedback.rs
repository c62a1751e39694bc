//! What people asked in vain and what they thought of replies, in words that belong to nobody.
//!
//! `Feedback::new(Opinion::Unknown, Lang::En, "How much BEEF, @ann?")` keeps `how much beef, @...`: normalised, with what may name
//! or reach somebody taken out, and cut. The store adds the day and how often.

use crate::text::Lang;
use crate::text::normalise::normalised;

/// Characters that are kept of a question: enough to tell what it is about.
const LONGEST: usize = 300;
/// From so many digits on a number can be somebody's telephone. Figures of an announcement have commas or words.
const TELEPHONE: usize = 8;
/// Between two digits of a telephone number there are at most so many other characters.
const GAP: usize = 2;

/// What is thought of a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Opinion {
    /// The announcement doesn't say.
    Unknown,
    /// 👎
    Down,
    /// 👍
    Up,
}

impl Opinion {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Unknown, Self::Down, Self::Up];

    /// Its name in the database and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Down => "down",
            Self::Up => "up",
        }
    }

    /// The opinion of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }
}

/// One question's words and what is thought of its reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feedback {
    opinion: Opinion,
    lang: Lang,
    text: String,
}

impl Feedback {
    /// Makes a question nobody's; `None` where nothing is left of it.
    pub fn new(opinion: Opinion, lang: Lang, question: &str) -> Option<Self> {
        let words: Vec<&str> = question.split_whitespace().map(anonymous).collect();
        let words = normalised(&without_telephones(&words.join(" ")));
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let text: String = words.chars().take(LONGEST).collect();
        text.chars().any(char::is_alphanumeric).then_some(Self { opinion, lang, text })
    }

    /// What is thought.
    pub fn opinion(&self) -> Opinion {
        self.opinion
    }

    /// The language of the question.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// The words.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// A word, or what stands for an account or an address.
fn anonymous(word: &str) -> &str {
    let starts = |with: &&str| word.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    let address = ["http://", "https://", "www.", "t.me/"].iter().any(starts);
    match () {
        () if word.contains('@') => "@…",
        () if address => "…",
        () => word,
    }
}

/// The text with `…` for each telephone number.
fn without_telephones(text: &str) -> String {
    if text.chars().filter(|c| c.is_numeric()).count() < TELEPHONE {
        return text.to_owned();
    }
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let (end, digits) = number(&chars[at..]);
        if digits >= TELEPHONE {
            out.push('…');
            at += end;
        } else {
            let next = at + end.max(1);
            out.extend(&chars[at..next]);
            at = next;
        }
    }
    out
}

/// How long the number is that a text begins with, gaps included, and how many digits it has.
fn number(chars: &[char]) -> (usize, usize) {
    let (mut end, mut digits) = (0, 0);
    for (at, c) in chars.iter().enumerate() {
        if c.is_numeric() {
            (end, digits) = (at + 1, digits + 1);
        } else if digits == 0 || at - end >= GAP || !matches!(c, ' ' | '(' | ')' | '.' | '/' | '-') {
            break;
        }
    }
    (end, digits)
}

/// What is kept: words, and how often they came on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Days since 1970.
    pub day: i64,
    /// What is thought.
    pub opinion: Opinion,
    /// The language of the question.
    pub lang: Lang,
    /// The words.
    pub text: String,
    /// How often.
    pub count: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(question: &str, expected: Option<&str>) {
        let kept = Feedback::new(Opinion::Unknown, Lang::En, question);
        assert_eq!(kept.as_ref().map(Feedback::text), expected, "{question}");
    }

    #[test]
    fn what_is_kept_names_nobody() {
        check("How much  BEEF\n was sold?", Some("how much beef was sold?"));
        check("多少牛肉？", Some("多少牛肉?"));
        check("ask @Some_One about beef", Some("ask @... about beef"));
        check("write to ann.other@example.org please", Some("write to @... please"));
        check("see https://example.org/?u=ann now", Some("see ... now"));
        check("call +49 (170) 1234567 or 0049-170-1234567", Some("call +... or ..."));
        check("打13812345678问牛肉", Some("打...问牛肉"));
        check("HTTPS://example.org www.example.org t.me/ann beef", Some("... ... ... beef"));
        check("was it 8.8 billion or 500,000 in 2020?", Some("was it 8.8 billion or 500,000 in 2020?"));
        check("on 13 April 2020", Some("on 13 april 2020"));
        check("  \u{200b} ?! ", None);
        check("@ann", None);
        assert_eq!(Feedback::new(Opinion::Up, Lang::Zh, &"牛".repeat(4096)).unwrap().text().chars().count(), LONGEST);
    }

    #[test]
    fn names_of_opinions() {
        assert_eq!(Opinion::ALL.map(|it| Opinion::named(it.name())), Opinion::ALL.map(Some));
        assert_eq!(Opinion::named("x"), None);
    }
}
