//! A command that shows the knowledge → its text: `/figures` → a line for each figure; `/source` and `/topics` → the first page, with ▶.

use teloxide::types::{InlineKeyboardButton, InlineKeyboardMarkup};

use super::button::Press;
use super::edition::Edition;
use super::split::{MESSAGE, split};
use crate::answer::correct::correct;
use crate::answer::{Kind, Reply, Smalltalk};
use crate::knowledge::phrases::fill;
use crate::knowledge::{KnowledgeBase, Localised};
use crate::render::{self, Block, Html, Overview};

/// UTF-16 units of a page: about a phone's screen.
const PAGE: usize = 900;

/// UTF-16 units that are left for a title beside what one message holds.
const LONGEST_TITLE: usize = 96;

/// What a command shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Show {
    /// The figures.
    Figures,
    /// What it is all about.
    Summary,
    /// The quotes.
    Quotes,
    /// What the bot is.
    About,
    /// How to ask.
    Help,
    /// The greeting.
    Greeting,
}

/// What a command shows page by page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paged {
    /// The whole text of the announcement.
    Source,
    /// The questions by topic.
    Topics,
}

/// The text of a command, as HTML.
pub fn show(kb: &KnowledgeBase, edition: Edition, what: Show) -> String {
    let reader = edition.reply(Kind::Smalltalk);
    let smalltalk = |about| render::html(kb, &Reply { smalltalk: Some(about), ..reader.clone() });
    let overview = |of| Html::write(&render::overview(kb, &reader, of)).into_string();
    match what {
        Show::Figures => overview(Overview::Figures),
        Show::Quotes => overview(Overview::Quotes),
        Show::Summary => {
            let mut reply = Reply { facts: kb.announcement.summary.clone(), ..edition.reply(Kind::Answer) };
            correct(kb, &mut reply);
            render::html(kb, &reply)
        }
        Show::About => {
            let paragraphs = [&kb.phrases.about_bot, &kb.phrases.about_kept, &kb.phrases.about_packages];
            let title = kb.announcement.title.get(reader.lang);
            let blocks = paragraphs.map(|it| Block::Hint(text(edition, it, &[("title", title)])));
            Html::write(&blocks).into_string()
        }
        Show::Help => smalltalk(Smalltalk::Help),
        Show::Greeting => smalltalk(Smalltalk::Greeting),
    }
}

/// A phrase in an edition.
pub fn text(edition: Edition, phrase: &Localised, values: &[(&str, &str)]) -> String {
    let reader = edition.reply(Kind::Smalltalk);
    render::in_script(&reader, &fill(phrase.get(reader.lang), values))
}

/// A phrase in an edition, as HTML.
pub fn html(edition: Edition, phrase: &Localised, values: &[(&str, &str)]) -> String {
    Html::write(&[Block::Hint(text(edition, phrase, values))]).into_string()
}

/// How many pages there are.
pub fn pages(kb: &KnowledgeBase, edition: Edition, of: Paged) -> usize {
    parts(kb, edition, of, PAGE).1.len()
}

/// A page with its buttons; `None` where there is no such page. Pages count from 0.
pub fn page(
    kb: &KnowledgeBase,
    edition: Edition,
    of: Paged,
    page: usize,
) -> Option<(String, Option<InlineKeyboardMarkup>)> {
    let (title, parts) = parts(kb, edition, of, PAGE);
    let part = parts.get(page)?;
    let title = match of {
        Paged::Source => {
            let (number, of) = ((page + 1).to_string(), parts.len().to_string());
            text(edition, &kb.phrases.source_page, &[("page", &number), ("pages", &of)])
        }
        Paged::Topics if parts.len() > 1 => format!("{title} · {}/{}", page + 1, parts.len()),
        Paged::Topics => title,
    };
    let title = Html::write(&[Block::Headline(title)]).into_string();
    let turn = |label: &str, to: usize| InlineKeyboardButton::callback(label, Press::Page(of, to).data(kb, edition));
    let back = page.checked_sub(1).map(|to| turn("◀", to));
    let on = (page + 1 < parts.len()).then(|| turn("▶", page + 1));
    let row: Vec<_> = back.into_iter().chain(on).collect();
    Some((format!("{title}\n\n{part}"), (!row.is_empty()).then(|| InlineKeyboardMarkup::new([row]))))
}

/// As much as one message holds, for a place where no button works.
pub fn at_once(kb: &KnowledgeBase, edition: Edition, of: Paged) -> String {
    let (title, parts) = parts(kb, edition, of, MESSAGE - LONGEST_TITLE);
    let title = if title.is_empty() { Vec::new() } else { vec![Block::Headline(title)] };
    let part = parts.into_iter().next().unwrap_or_default();
    format!("{}\n\n{part}", Html::write(&title).into_string()).trim_start().to_owned()
}

/// The title, where the knowledge has one, and the parts of so many units, cut where a paragraph or a line ends.
fn parts(kb: &KnowledgeBase, edition: Edition, of: Paged, limit: usize) -> (String, Vec<String>) {
    match of {
        Paged::Source => {
            let mut html = Html::default();
            html.push_text(&kb.source.replace("\r\n", "\n"));
            (String::new(), split(html.as_str(), limit))
        }
        Paged::Topics => {
            let mut blocks = render::overview(kb, &edition.reply(Kind::Smalltalk), Overview::Topics).into_iter();
            let title = match blocks.next() {
                Some(Block::Headline(title)) => title,
                _ => String::new(),
            };
            let questions: Vec<Block> = blocks.collect();
            (title, split(Html::write(&questions).as_str(), limit))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::built_in;

    const EDITIONS: [Edition; 3] = [Edition::English, Edition::Simplified, Edition::Traditional];

    #[test]
    fn the_pages_are_the_whole() {
        let mut kb = built_in();
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let mut escaped = Html::default();
        escaped.push_text(&kb.source);
        let (_, source) = parts(&kb, Edition::English, Paged::Source, PAGE);
        assert_eq!(words(&source.join("\n")), words(escaped.as_str()));
        // Questions so long that no message holds them all.
        for fact in &mut kb.facts {
            for text in [&mut fact.question.en, &mut fact.question.zh] {
                text.push_str(&" <and & so on>".repeat(15));
            }
        }
        for edition in EDITIONS {
            for of in [Paged::Source, Paged::Topics] {
                let count = pages(&kb, edition, of);
                assert!(count > 1);
                assert_eq!(split(&at_once(&kb, edition, of), MESSAGE).len(), 1);
                assert_eq!(page(&kb, edition, of, count), None);
                for at in 0..count {
                    let (html, buttons) = page(&kb, edition, of, at).expect("a page");
                    assert_eq!(split(&html, 1000).len(), 1, "{of:?} {at} is longer than a screen");
                    let labels = buttons.expect("buttons").inline_keyboard.concat();
                    let labels: Vec<_> = labels.iter().map(|it| it.text.as_str()).collect();
                    let expected =
                        ["◀", "▶"].into_iter().filter(|it| (*it == "◀" && at > 0) || (*it == "▶" && at + 1 < count));
                    assert_eq!(labels, expected.collect::<Vec<_>>());
                }
            }
            let (_, shown) = parts(&kb, edition, Paged::Topics, PAGE);
            let shown = shown.join("\n");
            let lang = edition.reply(Kind::Smalltalk).lang;
            let lines = kb.facts.iter().map(|fact| fact.question.get(lang)).filter(|it| !it.is_empty()).count();
            assert_eq!(shown.matches('•').count(), lines);
        }
    }

    #[test]
    fn a_short_list_has_one_page_and_no_buttons() {
        let mut kb = built_in();
        kb.facts.truncate(5);
        let (html, buttons) = page(&kb, Edition::English, Paged::Topics, 0).expect("a page");
        assert!(html.starts_with("<b>What you can ask</b>\n\n") && buttons.is_none(), "{html}");
    }

    #[test]
    fn every_text_fits_a_message_or_two() {
        let kb = built_in();
        for edition in EDITIONS {
            for what in [Show::Figures, Show::Summary, Show::Quotes, Show::About] {
                let html = show(&kb, edition, what);
                assert_eq!(split(&html, MESSAGE).len(), 1, "{what:?}: {}", html.len());
                assert!(!html.contains(['{', '}']), "{html}");
            }
        }
    }
}
