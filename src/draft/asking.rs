//! A fact of a draft → a question that it answers, in both languages.
//!
//! "More than 2,300 trees" is asked for as "How many trees?", "42 million euros" for the renovation as "What amount is given for the
//! renovation?": wording that holds whatever the thing is, until its author writes a better one.

use super::known::Known;
use super::{Amount, Entry};
use crate::text::Unit;
use crate::text::unit::Dimension;

/// Plural words without an s.
const PLURALS: [&str; 7] = ["people", "men", "women", "children", "staff", "police", "media"];

/// The question in English and in Chinese.
pub(super) fn question(entry: &Entry, known: &Known) -> (String, String) {
    let about = &entry.about;
    // A name needs no article.
    let the = if about.starts_with(|c: char| c.is_ascii_lowercase()) { "the " } else { "" };
    let Some(figure) = entry.figures.first() else {
        return (format!("What is said about {the}{about}?"), format!("关于{about}说了什么？"));
    };
    match figure.unit.dimension() {
        Dimension::Date => (format!("What date is given for {the}{about}?"), format!("{about}是什么时候？")),
        Dimension::Percent if known.direction(&entry.quote).is_some() => {
            (format!("How did {the}{about} change?"), format!("{about}变化了多少？"))
        }
        Dimension::Percent => (format!("What percentage is given for {the}{about}?"), format!("{about}占百分之几？")),
        Dimension::Count if is_plural(about) => (format!("How many {about}?"), format!("有多少{about}？")),
        Dimension::Count => (format!("What number is given for {the}{about}?"), format!("有多少{about}？")),
        Dimension::Mass if is_of_measured(figure, entry) => (format!("How much {about}?"), format!("{about}有多少？")),
        Dimension::Money | Dimension::ForeignMoney => {
            (format!("What amount is given for {the}{about}?"), format!("{about}有多少？"))
        }
        _ => (format!("What figure is given for {the}{about}?"), format!("{about}有多少？")),
    }
}

/// "trees", "people on board", "brands from abroad".
fn is_plural(about: &str) -> bool {
    let noun = about.split(" of ").next().unwrap_or(about);
    let last = noun.rsplit(' ').next().unwrap_or(noun);
    PLURALS.contains(&last) || last.ends_with('s') && !last.ends_with("ss")
}

/// "150 tons of pork": what is measured stands after the figure.
fn is_of_measured(figure: &Amount, entry: &Entry) -> bool {
    matches!(figure.unit, Unit::Ton | Unit::Kilogram | Unit::Gram)
        && entry.quote.get(figure.read.span.end..).is_some_and(|after| after.contains(entry.about.as_str()))
}
