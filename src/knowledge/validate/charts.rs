//! `[chart.<id>]` as it is written → charts whose bars are figures of one unit.
//!
//! A chart of percentages and tons is an error: unlike units have no axis in common.

use super::resolve::Resolver;
use super::vocabulary::localised;
use crate::knowledge::diagnostic::{Diagnostic, nearest};
use crate::knowledge::schema::Text;
use crate::knowledge::schema::charts::RawChart;
use crate::knowledge::{Bar, Chart, Fact};

/// Bars of a chart at least and at most: one alone compares nothing, more don't fit a phone.
const BARS: std::ops::RangeInclusive<usize> = 2..=8;

/// Resolves the charts.
pub fn charts(raw: &[RawChart<'_>], facts: &[Fact], resolver: &mut Resolver<'_, '_>) -> Vec<Chart> {
    raw.iter().map(|chart| resolve(chart, facts, resolver)).collect()
}

fn resolve(raw: &RawChart<'_>, facts: &[Fact], resolver: &mut Resolver<'_, '_>) -> Chart {
    let file = resolver.file.name;
    let mut bars: Vec<Bar> = Vec::new();
    for bar in &raw.bars {
        let Some((fact, figure)) = figure(&bar.figure, facts, resolver) else { continue };
        let unit = |bar: &Bar| facts[bar.fact.0 as usize].figures[bar.figure].unit;
        let next = Bar { fact, figure, label: localised(&bar.label) };
        if let Some(first) = bars.first()
            && unit(first) != unit(&next)
        {
            let message = format!("the bars of chart `{}` have different units", raw.id.value);
            let help = "put figures of another unit into a chart of their own: they can't share an axis";
            resolver.report(Diagnostic::error(file, bar.span, "chart-units", message).help(help));
        }
        bars.push(next);
    }
    if !BARS.contains(&raw.bars.len()) {
        let bars = if raw.bars.len() == 1 { "bar" } else { "bars" };
        let message = format!("chart `{}` has {} {bars}", raw.id.value, raw.bars.len());
        let help = format!("give it between {} and {}", BARS.start(), BARS.end());
        resolver.report(Diagnostic::error(file, raw.id.span, "chart-bars", message).help(help));
    }
    Chart {
        id: raw.id.value.clone().into_owned(),
        title: raw.title.as_ref().map(localised).unwrap_or_default(),
        note: raw.note.as_ref().map(localised),
        bars,
    }
}

/// The figure that `fact-id.figure-name` names.
fn figure(
    named: &Text<'_>,
    facts: &[Fact],
    resolver: &mut Resolver<'_, '_>,
) -> Option<(crate::knowledge::FactId, usize)> {
    let file = resolver.file.name;
    let Some((fact, figure)) = named.value.split_once('.') else {
        let message = format!("`{}` names no figure", named.value);
        let help = "write fact-id.figure-name";
        resolver.report(Diagnostic::error(file, named.span, "unknown-figure", message).help(help));
        return None;
    };
    let Some(id) = resolver.fact_named(fact) else {
        let near = resolver.near_fact(fact);
        let message = format!("there is no fact `{fact}`");
        let help = near.map_or_else(|| "add [fact.<id>] first".to_owned(), |near| format!("did you mean `{near}`?"));
        resolver.report(Diagnostic::error(file, named.span, "unknown-fact", message).help(help));
        return None;
    };
    let figures = &facts[id.0 as usize].figures;
    let found = figures.iter().position(|it| it.name == figure);
    if found.is_none() {
        let message = format!("fact `{fact}` has no figure `{figure}`");
        let own: Vec<&str> = figures.iter().map(|it| it.name.as_str()).collect();
        let help = match (nearest(figure, own.iter().copied()), own.as_slice()) {
            (Some(near), _) => format!("did you mean `{near}`?"),
            (None, []) => "give the fact a figure, or take the bar away".to_owned(),
            (None, own) => format!("it has {}", own.join(", ")),
        };
        resolver.report(Diagnostic::error(file, named.span, "unknown-figure", message).help(help));
    }
    Some((id, found?))
}
