//! A message → what the bot is asked in it, or nothing, where it isn't asked.
//!
//! In a private chat everything is for the bot. In a group only a command, a mention, or an answer to one of its messages is:
//! `"@herald_bot how much pork?"` is the question `how much pork?`, and `"how much pork?"` is nobody's business.

use std::borrow::Cow;
use std::ops::Range;

use super::command;
use super::overview::{Paged, Show};
use super::update::{Entity, Message};

/// Who the bot is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Me {
    /// Its id.
    pub id: i64,
    /// Its name, without the `@`.
    pub username: String,
    /// Whether it answers inline queries.
    pub inline: bool,
    /// Whether it counts votes.
    pub votes: bool,
}

/// What the bot is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// A question about the announcement.
    Question(String),
    /// To introduce itself, or to open on what a link names.
    Start(String),
    /// How to ask.
    Help,
    /// The knowledge as a whole.
    Show(Show),
    /// What is shown page by page.
    Pages(Paged),
    /// A chart, the one of this name.
    Chart(String),
    /// To keep a language for the chat.
    Language(String),
    /// To say nothing in this chat where there is no answer, or to speak again.
    Quiet(bool),
    /// To erase what is kept of whoever asks.
    Forget,
    /// Nothing that can be read: a picture, a voice.
    Unreadable,
    /// Nothing: the group has become this supergroup.
    Moved(i64),
}

/// What the message asks of the bot.
pub fn request(message: &Message, me: &Me) -> Option<Request> {
    if let Some(to) = message.migrated_to {
        return Some(Request::Moved(to));
    }
    if message.text.trim().is_empty() {
        let asked = message.private && message.media && message.from.as_ref().is_some_and(|it| !it.bot);
        return asked.then_some(Request::Unreadable);
    }
    if message.from.as_ref().is_none_or(|it| it.bot) {
        return None;
    }
    if !message.private && (message.via_bot || message.automatic_forward) {
        return None;
    }
    let (text, mentioned) = without_mentions(message, me);
    if let Some(command) = command::split(&text) {
        let mine = command.to.is_none_or(|to| to.eq_ignore_ascii_case(&me.username));
        return match command.name.as_str() {
            "ask" if mine => Some(question(command.rest)),
            name if mine && known(name, command.rest).is_some() => known(name, command.rest),
            _ if message.private => Some(Request::Help),
            _ => None,
        };
    }
    let addressed = message.private || message.guest.is_some() || mentioned || message.reply_to == Some(me.id);
    addressed.then(|| question(&text))
}

/// What a command asks for, other than a question.
fn known(name: &str, rest: &str) -> Option<Request> {
    Some(match name {
        "start" => Request::Start(rest.to_owned()),
        "help" => Request::Help,
        "topics" => Request::Pages(Paged::Topics),
        "figures" => Request::Show(Show::Figures),
        "summary" => Request::Show(Show::Summary),
        "quotes" => Request::Show(Show::Quotes),
        "about" => Request::Show(Show::About),
        "source" => Request::Pages(Paged::Source),
        "chart" | "charts" => Request::Chart(rest.to_owned()),
        "language" => Request::Language(rest.to_owned()),
        "quiet" => Request::Quiet(!rest.eq_ignore_ascii_case("off")),
        "forget" => Request::Forget,
        _ => return None,
    })
}

/// A question, or the way to ask one where there is none.
fn question(text: &str) -> Request {
    let text = text.trim();
    if text.is_empty() { Request::Help } else { Request::Question(text.to_owned()) }
}

/// The text without the mentions of the bot, and whether there was one.
fn without_mentions<'m>(message: &'m Message, me: &Me) -> (Cow<'m, str>, bool) {
    let text = &message.text;
    if !message.entities.iter().any(|it| matches!(it.kind.as_str(), "mention" | "text_mention")) {
        return (text.into(), false);
    }
    let starts = utf16_starts(text);
    let mut out = String::with_capacity(text.len());
    let (mut at, mut mentioned) = (0, false);
    for entity in &message.entities {
        let Some(span) = span(entity, &starts) else {
            continue;
        };
        let named = || text[span.clone()].strip_prefix('@').is_some_and(|it| it.eq_ignore_ascii_case(&me.username));
        let mine = match entity.kind.as_str() {
            "mention" => named(),
            "text_mention" => entity.user == Some(me.id),
            _ => false,
        };
        if mine && span.start >= at {
            out.push_str(&text[at..span.start]);
            out.push(' ');
            at = span.end;
            mentioned = true;
        }
    }
    out.push_str(&text[at..]);
    (out.trim().to_owned().into(), mentioned)
}

/// For each UTF-16 unit of a text and its end, the byte at which its character starts; `None` within a character.
fn utf16_starts(text: &str) -> Vec<Option<usize>> {
    let mut starts = Vec::with_capacity(text.len() + 1);
    for (at, c) in text.char_indices() {
        starts.push(Some(at));
        starts.extend(std::iter::repeat_n(None, c.len_utf16() - 1));
    }
    starts.push(Some(text.len()));
    starts
}

/// The bytes that an entity marks; `None` where it does not fit the text.
fn span(entity: &Entity, starts: &[Option<usize>]) -> Option<Range<usize>> {
    let start = (*starts.get(entity.offset)?)?;
    let end = (*starts.get(entity.offset.checked_add(entity.length)?)?)?;
    Some(start..end)
}

#[cfg(test)]
mod tests {
    use super::super::update::Author;
    use super::*;

    const ME: i64 = 42;

    fn me() -> Me {
        Me { id: ME, username: "herald_bot".into(), inline: true, votes: true }
    }

    /// What is asked, as the rows below write it: a question with a question mark before it.
    fn told(request: Option<Request>) -> String {
        match request {
            Some(Request::Question(text)) => format!("?{text}"),
            Some(Request::Start(payload)) => format!("start {payload}").trim_end().to_owned(),
            Some(Request::Help) => "help".to_owned(),
            Some(Request::Show(what)) => format!("{what:?}").to_lowercase(),
            Some(Request::Pages(of)) => format!("{of:?}").to_lowercase(),
            Some(Request::Chart(name)) => format!("chart {name}").trim_end().to_owned(),
            Some(Request::Language(language)) => format!("language {language}"),
            Some(Request::Forget) => "forget".to_owned(),
            Some(Request::Quiet(quiet)) => format!("quiet {quiet}"),
            Some(Request::Unreadable) => "unreadable".to_owned(),
            Some(Request::Moved(to)) => format!("moved {to}"),
            None => "nothing".to_owned(),
        }
    }

    /// What a message asks of the bot in a group, and in a private chat.
    fn check(text: &str, marks: &[(&str, usize, usize)], group: &str, private: &str) {
        let mark = |&(kind, offset, length): &(&str, usize, usize)| Entity {
            kind: kind.into(),
            offset,
            length,
            user: Some(ME),
        };
        let mut message = Message {
            text: text.into(),
            entities: marks.iter().map(mark).collect(),
            from: Some(Author { id: 3, ..Author::default() }),
            ..Message::default()
        };
        assert_eq!(told(request(&message, &me())), group, "in a group: {text:?} {marks:?}");
        message.private = true;
        assert_eq!(told(request(&message, &me())), private, "in private: {text:?} {marks:?}");
    }

    #[test]
    fn commands() {
        check("/ask how much?", &[], "?how much?", "?how much?");
        check("/ASK@Herald_Bot\nhow much?", &[], "?how much?", "?how much?");
        check("/ask@other_bot how much?", &[], "nothing", "help");
        check("/ask", &[], "help", "help");
        check("/start x", &[], "start x", "start x");
        check("/start", &[], "start", "start");
        check("/Figures@herald_bot", &[], "figures", "figures");
        check("/TOPICS", &[], "topics", "topics");
        check("/source@herald_bot", &[], "source", "source");
        check("/figures@other_bot", &[], "nothing", "help");
        check("/language\nzh", &[], "language zh", "language zh");
        check("/forget", &[], "forget", "forget");
        check("/help", &[], "help", "help");
        check("/weather", &[], "nothing", "help");
        check("@herald_bot /ask how?", &[("mention", 0, 11)], "?how?", "?how?");
    }

    #[test]
    fn mentions() {
        check("how much?", &[], "nothing", "?how much?");
        check("@herald_bot how much?", &[("mention", 0, 11)], "?how much?", "?how much?");
        check("@herald_bot how much?", &[], "nothing", "?@herald_bot how much?");
        check("@HERALD_bot", &[("mention", 0, 11)], "help", "help");
        check("how much, @herald_bot?", &[("mention", 10, 11)], "?how much,  ?", "?how much,  ?");
        check("😀多少 @herald_bot", &[("mention", 5, 11)], "?😀多少", "?😀多少");
        check("@other_bot how?", &[("mention", 0, 10)], "nothing", "?@other_bot how?");
        check("@herald_bot2 how?", &[("mention", 0, 12)], "nothing", "?@herald_bot2 how?");
        check("Herald, how?", &[("text_mention", 0, 6)], "?, how?", "?, how?");
        check("@herald_bot how?", &[("code", 0, 11)], "nothing", "?@herald_bot how?");
    }

    #[test]
    fn entities_that_do_not_fit_are_passed_over() {
        check("😀 how?", &[("mention", 1, 3), ("mention", 0, 99), ("mention", usize::MAX, 2)], "nothing", "?😀 how?");
        let twice = [("mention", 0, 11), ("mention", 0, 11)];
        check("@herald_bot how?", &twice, "?how?", "?how?");
    }

    #[test]
    fn who_is_not_answered() {
        let message = |change: fn(&mut Message)| {
            let from = Some(Author { id: 3, ..Author::default() });
            let mut message = Message { text: "how?".into(), reply_to: Some(ME), from, ..Message::default() };
            change(&mut message);
            told(request(&message, &me()))
        };
        assert_eq!(message(|_| ()), "?how?");
        assert_eq!(message(|it| it.reply_to = Some(ME + 1)), "nothing");
        assert_eq!(message(|it| it.via_bot = true), "nothing");
        assert_eq!(message(|it| it.automatic_forward = true), "nothing");
        assert_eq!(message(|it| it.from = None), "nothing");
        assert_eq!(message(|it| it.from = Some(Author { id: 5, bot: true, language: None })), "nothing");
        assert_eq!(message(|it| it.text = " \n".into()), "nothing");
    }

    proptest::proptest! {
        #[test]
        fn any_text_and_entities_are_read(text in "(\\PC|@herald_bot|/ask|[😀\\s]){0,20}", marks: Vec<(bool, u8, u8)>) {
            let mark = |(text_mention, offset, length): (bool, u8, u8)| Entity {
                kind: if text_mention { "text_mention".into() } else { "mention".into() },
                offset: offset.into(),
                length: length.into(),
                user: Some(ME),
            };
            let entities = marks.into_iter().map(mark).collect();
            let from = Some(Author { id: 3, ..Author::default() });
            let message = Message { text: text.clone(), entities, private: true, from, ..Message::default() };
            assert_eq!(request(&message, &me()).is_some(), !text.trim().is_empty());
        }
    }
}
