//! A reply → the buttons under it: at most two rows, and no label that a phone would cut off.
//!
//! Under an answer: what can be asked next, and below that copy, share and the votes. Under a clarification: the numbers that its list
//! has, and below them "none of these".

use teloxide::types::{CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup};

use super::address::Me;
use super::button::Press;
use super::edition::Edition;
use crate::answer::{Kind, Reply};
use crate::knowledge::{FactId, KnowledgeBase, Localised};
use crate::render;

/// UTF-16 units that a button copies at most: Telegram's limit.
const LONGEST_COPY: usize = 256;
/// UTF-16 units of an inline query at most: Telegram's limit.
const LONGEST_QUERY: usize = 256;
/// Columns that a label may have, by how many share a row of a phone's screen. A lone one may have any length.
const COLUMNS: [(usize, usize); 2] = [(3, 13), (2, 22)];

/// The buttons under a reply; `None` where it needs none.
pub fn keyboard(kb: &KnowledgeBase, me: &Me, reply: &Reply) -> Option<InlineKeyboardMarkup> {
    if reply.facts.is_empty() {
        return None;
    }
    let rows = match reply.kind {
        Kind::Answer => vec![further(kb, reply), take_along(kb, me, reply)],
        Kind::Clarify => candidates(kb, reply),
        Kind::Unknown | Kind::Smalltalk => return None,
    };
    let rows: Vec<_> = rows.into_iter().filter(|row| !row.is_empty()).collect();
    (!rows.is_empty()).then(|| InlineKeyboardMarkup::new(rows))
}

/// A phrase in the reply's language and script.
fn label(reply: &Reply, phrase: &Localised) -> String {
    render::in_script(reply, phrase.get(reply.lang))
}

/// The chart that shows the figure, where there is one, and as many of the related questions as the row has room for.
fn further(kb: &KnowledgeBase, reply: &Reply) -> Vec<InlineKeyboardButton> {
    let chart = reply.facts.first().and_then(|id| kb.chart_of(*id)).map(|at| {
        InlineKeyboardButton::callback(
            label(reply, &kb.phrases.chart_button),
            Press::Chart(at).data(kb, Edition::of(reply)),
        )
    });
    let mut row = related(kb, reply, usize::from(chart.is_some()));
    row.extend(chart);
    row
}

/// As many of the related questions as one row shows whole, `beside` others.
fn related(kb: &KnowledgeBase, reply: &Reply, beside: usize) -> Vec<InlineKeyboardButton> {
    let questions: Vec<(FactId, String)> =
        render::related(kb, reply).into_iter().map(|id| (id, render::question(kb, reply, id))).collect();
    let row = COLUMNS.iter().find_map(|&(count, columns)| {
        let fitting = questions.iter().filter(|(_, question)| width(question) <= columns);
        let row: Vec<_> = fitting.take(count - beside).collect();
        (row.len() + beside == count).then_some(row)
    });
    let alone = usize::from(beside == 0);
    let row = row.unwrap_or_else(|| questions.iter().take(alone).collect());
    let data = |id: FactId| Press::Fact(id).data(kb, Edition::of(reply));
    row.into_iter().map(|(id, question)| InlineKeyboardButton::callback(question, data(*id))).collect()
}

/// Copy, share, and the votes.
fn take_along(kb: &KnowledgeBase, me: &Me, reply: &Reply) -> Vec<InlineKeyboardButton> {
    let copied = shortened(&render::citations(kb, reply), LONGEST_COPY);
    let copy = InlineKeyboardButton::copy_text_button(label(reply, &kb.phrases.copy), CopyTextButton { text: copied });
    let share = reply.facts.first().filter(|_| me.inline).map(|id| {
        let question = shortened(&[render::question(kb, reply, *id)], LONGEST_QUERY);
        InlineKeyboardButton::switch_inline_query(label(reply, &kb.phrases.share), question)
    });
    let vote = |sign: &str, press: Press| InlineKeyboardButton::callback(sign, press.data(kb, Edition::of(reply)));
    let votes = reply.facts.first().filter(|_| me.votes).into_iter();
    let votes = votes.flat_map(|id| [vote("👍", Press::Vote(true, *id)), vote("👎", Press::Vote(false, *id))]);
    std::iter::once(copy).chain(share).chain(votes).collect()
}

/// One number for each candidate, then "none of these".
fn candidates(kb: &KnowledgeBase, reply: &Reply) -> Vec<Vec<InlineKeyboardButton>> {
    let edition = Edition::of(reply);
    let candidate = |(at, id): (usize, &FactId)| {
        InlineKeyboardButton::callback((at + 1).to_string(), Press::Fact(*id).data(kb, edition))
    };
    let none =
        InlineKeyboardButton::callback(label(reply, &kb.phrases.none_of_these), Press::NoneOfThese.data(kb, edition));
    vec![reply.facts.iter().enumerate().map(candidate).collect(), vec![none]]
}

/// The lines up to a length in UTF-16 units; a first line that is too long itself is cut.
fn shortened(lines: &[String], longest: usize) -> String {
    let units = |text: &str| text.encode_utf16().count();
    let mut out = String::new();
    for line in lines {
        let line_break = usize::from(!out.is_empty());
        if units(&out) + line_break + units(line) <= longest {
            out.push_str(&"\n"[..line_break]);
            out.push_str(line);
        } else if out.is_empty() {
            let mut room = longest - 1;
            let fits = |c: &char| {
                let left = room.checked_sub(c.len_utf16());
                room = left.unwrap_or(0);
                left.is_some()
            };
            out = line.chars().take_while(fits).collect();
            out.push('…');
            break;
        }
    }
    out
}

/// The columns of a label: a Chinese character has two.
fn width(text: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::built_in;

    #[test]
    fn under_every_fact_in_every_edition() {
        let kb = built_in();
        let (all, none) = (Me { inline: true, votes: true, ..Me::default() }, Me::default());
        for edition in [Edition::English, Edition::Simplified, Edition::Traditional] {
            for id in kb.fact_ids() {
                let reply = Reply { facts: vec![id], ..edition.reply(Kind::Answer) };
                let rows = keyboard(&kb, &all, &reply).expect("an answer has buttons").inline_keyboard;
                assert!(rows.len() <= 2 && rows[0].len() <= 3, "{rows:?}");
                assert_eq!(rows.last().map(Vec::len), Some(4), "{rows:?}");
                let without = keyboard(&kb, &none, &reply).expect("an answer has buttons").inline_keyboard;
                assert_eq!(without.last().map(Vec::len), Some(1), "{without:?}");
            }
            let reply = Reply { facts: kb.fact_ids().take(3).collect(), ..edition.reply(Kind::Clarify) };
            let rows = keyboard(&kb, &all, &reply).expect("a clarification has buttons").inline_keyboard;
            assert_eq!(rows.iter().map(Vec::len).collect::<Vec<_>>(), [3, 1]);
            assert_eq!(keyboard(&kb, &all, &edition.reply(Kind::Smalltalk)), None);
            assert_eq!(keyboard(&kb, &all, &edition.reply(Kind::Unknown)), None);
        }
    }

    #[test]
    fn what_is_too_long_is_shortened() {
        let check = |lines: &[&str], expected: &str| {
            let lines: Vec<_> = lines.iter().map(|it| (*it).to_owned()).collect();
            assert_eq!(shortened(&lines, 5), expected, "{lines:?}");
        };
        check(&[], "");
        check(&["abcde"], "abcde");
        check(&["abcdef"], "abcd…");
        check(&["ab", "cd"], "ab\ncd");
        check(&["ab", "cde", "c"], "ab\nc");
        check(&["😀😀😀"], "😀😀…");
    }
}
