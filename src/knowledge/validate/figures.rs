//! Figures as the file has them → figures that their quote and their wording bear out.
//!
//! A figure of 8.8 billion yuan must be read in its quote by the program's own reader; "about 150 tons" in the quote doesn't
//! bear out 150 tons flat. A wording that leaves the figure out is a warning.

use super::resolve::Resolver;
use crate::knowledge::Figure;
use crate::knowledge::diagnostic::Diagnostic;
use crate::knowledge::schema::Text;
use crate::knowledge::schema::facts::RawFigure;
use crate::knowledge::schema::fields::RawLocalised;
use crate::text::quantity::quantities;
use crate::text::wording::amount;
use crate::text::{Bound, Dimension, Lang, Quantity, Unit};

/// How far two readings of one number may be apart, as a share of it: no more than rounding in the calculation.
const SAME: f64 = 1e-9;

/// A figure with its concepts resolved; `value` is its number.
pub fn resolve(raw: &RawFigure<'_>, value: f64, resolver: &mut Resolver<'_, '_>) -> Figure {
    let mut concept = |id: &Option<Text<'_>>| id.as_ref().and_then(|id| resolver.concept(id));
    Figure {
        name: raw.name.value.clone().into_owned(),
        value,
        unit: raw.unit.value,
        bound: raw.bound.as_ref().map_or(Bound::Exact, |bound| bound.value),
        measure: concept(&raw.measure),
        period: concept(&raw.period),
        basis: concept(&raw.basis),
        direction: raw.direction.as_ref().map(|direction| direction.value),
    }
}

/// Reports the figures of a stated fact that their names confuse or their quote doesn't bear out; true where all are fine.
pub fn check_quote(
    raw: &[RawFigure<'_>],
    figures: &[Figure],
    quote: &Text<'_>,
    resolver: &mut Resolver<'_, '_>,
) -> bool {
    if raw.is_empty() {
        return true;
    }
    let before = resolver.out.len();
    let read = quantities(&quote.value);
    for (at, (raw, figure)) in raw.iter().zip(figures).enumerate() {
        if figures[..at].iter().any(|before| before.name == figure.name) {
            let message = format!("the fact has two figures `{}`", figure.name);
            resolver.report(
                Diagnostic::error(resolver.file.name, raw.name.span, "duplicate-id", message)
                    .help("formulas know a figure by its name: give each its own"),
            );
        }
        if let Some(problem) = unread(raw, figure, &read, resolver.file.name) {
            resolver.report(problem);
        }
    }
    resolver.out.len() == before
}

/// What keeps a figure from being read in its quote.
fn unread(raw: &RawFigure<'_>, figure: &Figure, read: &[Quantity], file: &str) -> Option<Diagnostic> {
    let wanted = amount(figure.value, figure.unit, Lang::En);
    let same_value: Vec<&Quantity> = read.iter().filter(|quantity| has_value(quantity, figure)).collect();
    let same_unit: Vec<&&Quantity> = same_value.iter().filter(|quantity| has_unit(quantity, figure.unit)).collect();
    if same_unit.iter().any(|quantity| bears_out(quantity.bound, figure.bound)) {
        return None;
    }
    if let Some(quantity) = same_unit.first() {
        let span = raw.bound.as_ref().map_or(raw.span, |bound| bound.span);
        let message = format!(
            "the figure is {}, the quote reads {}",
            bounded(&wanted, figure.bound),
            bounded(&wanted, quantity.bound)
        );
        let help = match quantity.bound {
            Bound::Exact => "take `bound` away".to_owned(),
            bound => format!("write bound = \"{}\"", name(&bound)),
        };
        return Some(Diagnostic::error(file, span, "figure-bound", message).help(help));
    }
    if let Some(quantity) = same_value.first() {
        let message = format!("the figure is {wanted}, the quote reads {}", reading(quantity));
        let unit = name(&quantity.unit.unwrap_or(Unit::Count));
        return Some(
            Diagnostic::error(file, raw.unit.span, "figure-unit", message)
                .help(format!("write unit = \"{unit}\", or quote the words that name the unit")),
        );
    }
    let message = format!("the quote doesn't give {wanted}");
    let help = if read.is_empty() {
        "no quantity can be read in the quote: quote the words that give the figure, or take the figure away".to_owned()
    } else {
        let readings: Vec<String> = read.iter().map(reading).collect();
        format!("what can be read in the quote: {}", readings.join("; "))
    };
    Some(Diagnostic::error(file, raw.number.span, "figure-unread", message).help(help))
}

/// Warns of a wording that leaves a figure out, and of a headline that leaves all of them out.
pub fn check_wording(
    figures: &[Figure],
    headline: Option<&RawLocalised<'_>>,
    wording: Option<&RawLocalised<'_>>,
    resolver: &mut Resolver<'_, '_>,
) {
    if figures.is_empty() {
        return;
    }
    for (text, lang) in headline.into_iter().flat_map(languages) {
        let read = quantities(&text.value);
        if !figures.iter().any(|figure| gives(&read, figure)) {
            left_out("headline", text, &figures[0], lang, resolver);
        }
    }
    for (text, lang) in wording.into_iter().flat_map(languages) {
        let read = quantities(&text.value);
        for figure in figures {
            if !gives(&read, figure) {
                left_out("wording", text, figure, lang, resolver);
            } else if let Some(said) = read.iter().find(|said| has_value(said, figure) && has_unit(said, figure.unit))
                && !bears_out(said.bound, figure.bound)
            {
                let number = amount(figure.value, figure.unit, Lang::En);
                let (says, is) = (bounded(&number, said.bound), bounded(&number, figure.bound));
                let message = format!("the wording says {says}, the figure is {is}");
                resolver.report(
                    Diagnostic::warning(resolver.file.name, text.span, "wording-bound", message)
                        .help("a reply must not claim more than the quote"),
                );
            }
        }
    }
}

/// Both languages of a text.
pub fn languages<'r, 't>(text: &'r RawLocalised<'t>) -> [(&'r Text<'t>, Lang); 2] {
    [(&text.en, Lang::En), (&text.zh, Lang::Zh)]
}

fn left_out(what: &str, text: &Text<'_>, figure: &Figure, lang: Lang, resolver: &mut Resolver<'_, '_>) {
    let wanted = amount(figure.value, figure.unit, lang);
    let message = format!("the {what} leaves out {wanted}");
    resolver.report(
        Diagnostic::warning(resolver.file.name, text.span, "figure-unworded", message)
            .help("say the figure: it is what people ask for"),
    );
}

fn gives(read: &[Quantity], figure: &Figure) -> bool {
    read.iter().any(|quantity| has_value(quantity, figure) && has_unit(quantity, figure.unit))
}

/// Whether the numbers are the same, each in its unit: 150 tons are 150,000 kilograms.
fn has_value(quantity: &Quantity, figure: &Figure) -> bool {
    let same = |left: f64, right: f64| (left - right).abs() <= SAME * left.abs().max(right.abs());
    let scaled = quantity.unit.filter(|unit| unit.dimension() == figure.unit.dimension());
    same(quantity.value, figure.value)
        || scaled.is_some_and(|unit| same(quantity.value * unit.scale(), figure.value * figure.unit.scale()))
}

/// Whether the unit read is the figure's, or one that converts into it.
fn has_unit(quantity: &Quantity, unit: Unit) -> bool {
    match (quantity.unit, unit) {
        (None, Unit::Count) => true,
        (Some(read), unit) => {
            read == unit || read.dimension() == unit.dimension() && read.dimension() != Dimension::ForeignMoney
        }
        (None, _) => false,
    }
}

/// Whether a text with one bound bears out a figure with another. "Reached 11 million" states 11 million.
fn bears_out(read: Bound, figure: Bound) -> bool {
    read == figure || figure == Bound::Exact && matches!(read, Bound::AtLeast | Bound::AtMost)
}

/// What was read, in words.
fn reading(quantity: &Quantity) -> String {
    let unit = quantity.unit.unwrap_or(Unit::Count);
    bounded(&amount(quantity.value, unit, Lang::En), quantity.bound)
}

fn bounded(number: &str, bound: Bound) -> String {
    let bound = match bound {
        Bound::Exact => return number.to_owned(),
        Bound::About => "about",
        Bound::MoreThan => "more than",
        Bound::AtLeast => "at least",
        Bound::LessThan => "less than",
        Bound::AtMost => "at most",
    };
    format!("{bound} {number}")
}

/// The name that the file has for a unit or a bound.
pub fn name(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}
