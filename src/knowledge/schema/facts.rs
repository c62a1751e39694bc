//! `facts.toml` → the announcement, its voices and its facts, each text with its place.
//!
//! `[fact.speaker]` with `quote = "…"` becomes a [`RawFact`] of [`RawBasis::Stated`]; one with `formula = "…"` is derived.
//! What is missing is reported here and absent in the result, so that everything else can still be checked.

use toml::de::DeTable;

use super::charts::{RawChart, read_chart};
use super::fields::{Fields, RawLocalised, entries};
use super::{At, File, Text, parse};
use crate::knowledge::{Diagnostic, Direction};
use crate::text::{Bound, Span, Unit};

/// The whole file.
#[derive(Debug, Default)]
pub struct RawFacts<'t> {
    /// `[announcement]`.
    pub announcement: RawAnnouncement<'t>,
    /// `[voice.<id>]`, in the order of the file.
    pub voices: Vec<RawVoice<'t>>,
    /// `[fact.<id>]`, in the order of the file.
    pub facts: Vec<RawFact<'t>>,
    /// `[chart.<id>]`, in the order of the file.
    pub charts: Vec<RawChart<'t>>,
}

/// `[announcement]`.
#[derive(Debug, Default)]
pub struct RawAnnouncement<'t> {
    /// What it is about.
    pub title: Option<RawLocalised<'t>>,
    /// Concepts that hold for every fact.
    pub setting: Vec<Text<'t>>,
    /// Concepts that fit but aren't stated.
    pub unsettled: Vec<Text<'t>>,
    /// The facts that sum it up.
    pub summary: Vec<Text<'t>>,
}

/// `[voice.<id>]`.
#[derive(Debug)]
pub struct RawVoice<'t> {
    /// Its id.
    pub id: Text<'t>,
    /// Who speaks.
    pub who: Option<RawLocalised<'t>>,
    /// Where and when.
    pub occasion: Option<RawLocalised<'t>>,
}

/// `[fact.<id>]`.
#[derive(Debug)]
pub struct RawFact<'t> {
    /// Its id.
    pub id: Text<'t>,
    /// Where it comes from.
    pub basis: RawBasis<'t>,
    /// What it is about.
    pub topic: Option<Text<'t>>,
    /// What leads the reply.
    pub headline: Option<RawLocalised<'t>>,
    /// One plain sentence.
    pub wording: Option<RawLocalised<'t>>,
    /// A question that it answers.
    pub question: Option<RawLocalised<'t>>,
    /// The day that it holds for.
    pub as_of: Option<RawLocalised<'t>>,
    /// The fact that corrects it.
    pub superseded_by: Option<Text<'t>>,
    /// Facts to offer next.
    pub related: Vec<Text<'t>>,
    /// Groups of alternatives that a question must name; nothing where they are missing or malformed.
    pub needs: Option<Vec<At<Vec<Text<'t>>>>>,
    /// Concepts that fit it.
    pub helps: Vec<Text<'t>>,
    /// Question words that it answers.
    pub answers: Vec<Text<'t>>,
    /// Concepts whose members it names.
    pub identifies: Vec<Text<'t>>,
    /// Parts of the whole.
    pub parts: Vec<Text<'t>>,
    /// Concepts that it contradicts.
    pub contrary: Vec<Text<'t>>,
    /// Concepts that fit but aren't stated.
    pub unsettled: Vec<Text<'t>>,
    /// Concepts that it asserts alone of their class.
    pub states: Vec<Text<'t>>,
}

/// Where a fact comes from, as the file has it.
#[derive(Debug)]
pub enum RawBasis<'t> {
    /// The source states it.
    Stated {
        /// The source's own words.
        quote: Option<Text<'t>>,
        /// Who says it.
        voice: Option<Text<'t>>,
        /// Its figures.
        figures: Vec<RawFigure<'t>>,
    },
    /// It is computed.
    Derived {
        /// How.
        formula: Option<Text<'t>>,
        /// The figure that comes out.
        figure: Option<Box<RawFigure<'t>>>,
        /// What must be assumed.
        assumption: Option<RawLocalised<'t>>,
    },
}

/// One figure: of a stated fact with its value, of a derived one with the digits to show.
#[derive(Debug)]
pub struct RawFigure<'t> {
    /// The whole table.
    pub span: Span,
    /// Its name within the fact.
    pub name: Text<'t>,
    /// Its value, or for a derived fact its digits.
    pub number: At<f64>,
    /// Its unit.
    pub unit: At<Unit>,
    /// How the number bounds it.
    pub bound: Option<At<Bound>>,
    /// Which way a change goes.
    pub direction: Option<At<Direction>>,
    /// What is counted or measured.
    pub measure: Option<Text<'t>>,
    /// The period or rate.
    pub period: Option<Text<'t>>,
    /// What a change is measured against.
    pub basis: Option<Text<'t>>,
}

/// Reads the file. `None` where it isn't TOML.
pub fn read<'t>(file: File<'t>, out: &mut Vec<Diagnostic>) -> Option<RawFacts<'t>> {
    let document = parse(file, out)?;
    let mut fields = Fields::new(file, "the file", Span::new(0, 0), document, out);
    let announcement = fields.table("announcement");
    let voices = fields.table("voice");
    let facts = fields.table("fact");
    let charts = if fields.has("chart") { fields.table("chart") } else { None };
    fields.finish();
    Some(RawFacts {
        announcement: announcement.map(|table| read_announcement(file, table, out)).unwrap_or_default(),
        voices: voices
            .map(|table| entries(file, "voice", table.value, out))
            .unwrap_or_default()
            .into_iter()
            .map(|(id, table)| read_voice(file, id, table, out))
            .collect(),
        facts: facts
            .map(|table| entries(file, "fact", table.value, out))
            .unwrap_or_default()
            .into_iter()
            .map(|(id, table)| read_fact(file, id, table, out))
            .collect(),
        charts: charts
            .map(|table| entries(file, "chart", table.value, out))
            .unwrap_or_default()
            .into_iter()
            .map(|(id, table)| read_chart(file, id, table, out))
            .collect(),
    })
}

fn read_announcement<'t>(file: File<'t>, table: At<DeTable<'t>>, out: &mut Vec<Diagnostic>) -> RawAnnouncement<'t> {
    let mut fields = Fields::new(file, "the announcement", table.span, table.value, out);
    let announcement = RawAnnouncement {
        title: fields.localised("title"),
        setting: fields.texts("setting"),
        unsettled: fields.texts("unsettled"),
        summary: fields.texts("summary"),
    };
    fields.finish();
    announcement
}

fn read_voice<'t>(file: File<'t>, id: Text<'t>, table: DeTable<'t>, out: &mut Vec<Diagnostic>) -> RawVoice<'t> {
    let what = format!("voice `{}`", id.value);
    let mut fields = Fields::new(file, what, id.span, table, out);
    let who = fields.localised("who");
    let occasion = fields.localised("occasion");
    fields.finish();
    RawVoice { id, who, occasion }
}

fn read_fact<'t>(file: File<'t>, id: Text<'t>, table: DeTable<'t>, out: &mut Vec<Diagnostic>) -> RawFact<'t> {
    let what = format!("fact `{}`", id.value);
    let mut fields = Fields::new(file, what, id.span, table, out);
    let basis = read_basis(file, &id, &mut fields);
    let fact = RawFact {
        basis,
        topic: fields.text("topic"),
        headline: fields.localised("headline"),
        wording: fields.localised("wording"),
        question: fields.localised("question"),
        as_of: fields.optional_localised("as_of"),
        superseded_by: fields.optional_text("superseded_by"),
        related: fields.texts("related"),
        needs: read_needs(&mut fields),
        helps: fields.texts("helps"),
        answers: fields.texts("answers"),
        identifies: fields.texts("identifies"),
        parts: fields.texts("parts"),
        contrary: fields.texts("contrary"),
        unsettled: fields.texts("unsettled"),
        states: fields.texts("states"),
        id,
    };
    fields.finish();
    fact
}

fn read_needs<'t>(fields: &mut Fields<'t, '_>) -> Option<Vec<At<Vec<Text<'t>>>>> {
    fields.require("needs")?;
    let before = fields.out().len();
    let groups = fields.groups("needs");
    (fields.out().len() == before).then_some(groups)
}

fn read_basis<'t>(file: File<'t>, id: &Text<'t>, fields: &mut Fields<'t, '_>) -> RawBasis<'t> {
    if fields.has("formula") {
        let formula = fields.text("formula");
        let assumption = fields.optional_localised("assumption");
        let figure =
            fields.table("figure").and_then(|table| read_figure(file, id, "digits", table, fields)).map(Box::new);
        RawBasis::Derived { formula, figure, assumption }
    } else {
        let quote = fields
            .require_or("quote", "add quote = … to a stated fact, formula = … to a computed one")
            .and_then(|()| fields.text("quote"));
        let voice = fields.text("voice");
        let figures = fields
            .tables("figures")
            .into_iter()
            .filter_map(|table| read_figure(file, id, "value", table, fields))
            .collect();
        RawBasis::Stated { quote, voice, figures }
    }
}

fn read_figure<'t>(
    file: File<'t>,
    fact: &Text<'t>,
    number: &'static str,
    table: At<DeTable<'t>>,
    outer: &mut Fields<'t, '_>,
) -> Option<RawFigure<'t>> {
    let span = table.span;
    let what = format!("a figure of `{}`", fact.value);
    let mut fields = Fields::new(file, what, span, table.value, outer.out());
    let name = fields.text("name");
    let number = fields.number(number);
    let unit = fields.required_named("unit");
    let bound = fields.named("bound");
    let direction = fields.named("direction");
    let measure = fields.optional_text("measure");
    let period = fields.optional_text("period");
    let basis = fields.optional_text("basis");
    fields.finish();
    Some(RawFigure { span, name: name?, number: number?, unit: unit?, bound, direction, measure, period, basis })
}
