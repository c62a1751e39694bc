//! A command that shows the knowledge → its text: `/figures` → a line for each figure; `/source` → the first page, with ▶.

use teloxide::types::{InlineKeyboardButton, InlineKeyboardMarkup};

use super::button::Press;
use super::edition::Edition;
use super::split::split;
use crate::answer::correct::correct;
use crate::answer::{Kind, Reply, Smalltalk};
use crate::knowledge::phrases::fill;
use crate::knowledge::{KnowledgeBase, Localised};
use crate::render::{self, Block, Html, Overview};

/// UTF-16 units of a page of the source: about a phone's screen.
const PAGE: usize = 900;

/// What a command shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Show {
    /// The questions by topic.
    Topics,
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

/// The text of a command, as HTML.
pub fn show(kb: &KnowledgeBase, edition: Edition, what: Show) -> String {
    let reader = edition.reply(Kind::Smalltalk);
    let smalltalk = |about| render::html(kb, &Reply { smalltalk: Some(about), ..reader.clone() });
    let overview = |of| Html::write(&render::overview(kb, &reader, of)).into_string();
    match what {
        Show::Topics => overview(Overview::Topics),
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

/// How many pages the source has.
pub fn pages(kb: &KnowledgeBase) -> usize {
    parts(kb).len()
}

/// A page of the source with its buttons; `None` where there is no such page. Pages count from 0.
pub fn source(kb: &KnowledgeBase, edition: Edition, page: usize) -> Option<(String, Option<InlineKeyboardMarkup>)> {
    let parts = parts(kb);
    let part = parts.get(page)?;
    let (number, of) = ((page + 1).to_string(), parts.len().to_string());
    let title = text(edition, &kb.phrases.source_page, &[("page", &number), ("pages", &of)]);
    let title = Html::write(&[Block::Headline(title)]).into_string();
    let turn = |label: &str, to: usize| InlineKeyboardButton::callback(label, Press::Page(to).data(kb, edition));
    let back = page.checked_sub(1).map(|to| turn("◀", to));
    let on = (page + 1 < parts.len()).then(|| turn("▶", page + 1));
    let row: Vec<_> = back.into_iter().chain(on).collect();
    Some((format!("{title}\n\n{part}"), (!row.is_empty()).then(|| InlineKeyboardMarkup::new([row]))))
}

/// The source in pages, cut where a paragraph or a line ends.
fn parts(kb: &KnowledgeBase) -> Vec<String> {
    let mut html = Html::default();
    html.push_text(&kb.source.replace("\r\n", "\n"));
    split(html.as_str(), PAGE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::{Folder, load};

    #[test]
    fn the_pages_are_the_whole_source() {
        let kb = load(&Folder::built_in()).expect("the announcement built in loads").0;
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let mut escaped = Html::default();
        escaped.push_text(&kb.source);
        assert_eq!(words(&parts(&kb).join("\n")), words(escaped.as_str()));
        assert!(pages(&kb) > 1);
        assert_eq!(source(&kb, Edition::English, pages(&kb)), None);
    }

    #[test]
    fn every_text_fits_a_message_or_two() {
        let kb = load(&Folder::built_in()).expect("the announcement built in loads").0;
        for edition in [Edition::English, Edition::Simplified, Edition::Traditional] {
            for what in [Show::Topics, Show::Figures, Show::Summary, Show::Quotes, Show::About] {
                let html = show(&kb, edition, what);
                assert_eq!(split(&html, super::super::split::MESSAGE).len(), 1, "{what:?}: {}", html.len());
                assert!(!html.contains(['{', '}']), "{html}");
            }
        }
    }
}
