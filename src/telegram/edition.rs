//! The language and script that a reader is written to.
//!
//! `Edition::of_app(Some("zh-TW"))` is Chinese in traditional characters; everything that is no Chinese is English.

use crate::answer::{Kind, Reply};
use crate::text::{Lang, Script};

/// A language and its script.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Edition {
    /// English.
    #[default]
    English,
    /// Chinese in simplified characters.
    Simplified,
    /// Chinese in traditional characters.
    Traditional,
}

impl Edition {
    /// The edition for a person whose app has this language.
    pub fn of_app(language: Option<&str>) -> Self {
        let language = language.unwrap_or_default().to_lowercase();
        let traditional = || ["hant", "tw", "hk", "mo"].iter().any(|it| language.contains(it));
        match () {
            () if !language.starts_with("zh") => Self::English,
            () if traditional() => Self::Traditional,
            () => Self::Simplified,
        }
    }

    /// The edition of a reader whose chat has chosen a language; who reads traditional characters goes on doing so.
    #[must_use]
    pub fn chosen(self, choice: Option<Lang>) -> Self {
        match (choice, self) {
            (None, own) => own,
            (Some(Lang::En), _) => Self::English,
            (Some(Lang::Zh), Self::Traditional) => Self::Traditional,
            (Some(Lang::Zh), _) => Self::Simplified,
        }
    }

    /// The edition that a reply is written in.
    pub fn of(reply: &Reply) -> Self {
        match (reply.lang, reply.script) {
            (Lang::En, _) => Self::English,
            (Lang::Zh, Script::Simplified) => Self::Simplified,
            (Lang::Zh, Script::Traditional) => Self::Traditional,
        }
    }

    /// An empty reply in this edition.
    pub fn reply(self, kind: Kind) -> Reply {
        match self {
            Self::English => Reply::new(kind, Lang::En, Script::Simplified),
            Self::Simplified => Reply::new(kind, Lang::Zh, Script::Simplified),
            Self::Traditional => Reply::new(kind, Lang::Zh, Script::Traditional),
        }
    }

    /// The letter that stands for it in the data of a button.
    pub fn letter(self) -> &'static str {
        match self {
            Self::English => "e",
            Self::Simplified => "s",
            Self::Traditional => "t",
        }
    }

    /// The edition that a letter stands for.
    pub fn from_letter(letter: &str) -> Option<Self> {
        [Self::English, Self::Simplified, Self::Traditional].into_iter().find(|it| it.letter() == letter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(language: &str, expected: Edition) {
        assert_eq!(Edition::of_app(Some(language)), expected, "{language}");
        assert_eq!(Edition::of(&expected.reply(Kind::Unknown)), expected);
        assert_eq!(Edition::from_letter(expected.letter()), Some(expected));
    }

    #[test]
    fn the_app_decides() {
        check("en", Edition::English);
        check("de", Edition::English);
        check("", Edition::English);
        check("zh", Edition::Simplified);
        check("zh-hans", Edition::Simplified);
        check("ZH-Hant", Edition::Traditional);
        check("zh-TW", Edition::Traditional);
        check("hk", Edition::English);
        assert_eq!(Edition::from_letter("x"), None);
        assert_eq!(Edition::Traditional.chosen(Some(Lang::Zh)), Edition::Traditional);
        assert_eq!(Edition::Traditional.chosen(Some(Lang::En)), Edition::English);
        assert_eq!(Edition::English.chosen(Some(Lang::Zh)), Edition::Simplified);
        assert_eq!(Edition::Simplified.chosen(None), Edition::Simplified);
    }
}
