//! `[chart.<id>]` of `facts.toml` → the charts, each text with its place.
//!
//! `bars = [{ figure = "visitors.growth", label = { en = "…", zh = "…" } }]` becomes a [`RawBar`] for each table.

use toml::de::DeTable;

use super::fields::{Fields, RawLocalised};
use super::{File, Text};
use crate::knowledge::Diagnostic;
use crate::text::Span;

/// `[chart.<id>]`.
#[derive(Debug)]
pub struct RawChart<'t> {
    /// Its id.
    pub id: Text<'t>,
    /// What it shows.
    pub title: Option<RawLocalised<'t>>,
    /// What a reader must know to read it rightly.
    pub note: Option<RawLocalised<'t>>,
    /// Its bars, in order.
    pub bars: Vec<RawBar<'t>>,
}

/// One bar of a chart.
#[derive(Debug)]
pub struct RawBar<'t> {
    /// The whole table.
    pub span: Span,
    /// `fact-id.figure-name`.
    pub figure: Text<'t>,
    /// What the bar is.
    pub label: RawLocalised<'t>,
}

pub(super) fn read_chart<'t>(
    file: File<'t>,
    id: Text<'t>,
    table: DeTable<'t>,
    out: &mut Vec<Diagnostic>,
) -> RawChart<'t> {
    let what = format!("chart `{}`", id.value);
    let mut fields = Fields::new(file, what, id.span, table, out);
    let title = fields.localised("title");
    let note = fields.optional_localised("note");
    let tables = fields.require("bars").map(|()| fields.tables("bars")).unwrap_or_default();
    let bars = tables
        .into_iter()
        .filter_map(|table| {
            let span = table.span;
            let what = format!("a bar of chart `{}`", id.value);
            let mut fields = Fields::new(file, what, span, table.value, fields.out());
            let (figure, label) = (fields.text("figure"), fields.localised("label"));
            fields.finish();
            Some(RawBar { span, figure: figure?, label: label? })
        })
        .collect();
    fields.finish();
    RawChart { id, title, note, bars }
}
