//! `facts.toml` as it is written → the announcement and its facts, every id resolved and every quote found.
//!
//! `[fact.speaker]` becomes a [`Fact`] whose quote is a span of the source and whose frame holds concepts.

use super::derived::{Computed, compute};
use super::figures;
use super::quote::{Found, closest, locate};
use super::resolve::Resolver;
use super::vocabulary::localised;
use crate::knowledge::diagnostic::{Diagnostic, within};
use crate::knowledge::folder::SOURCE;
use crate::knowledge::schema::Text;
use crate::knowledge::schema::facts::{RawAnnouncement, RawBasis, RawFact, RawFacts, RawVoice};
use crate::knowledge::schema::fields::RawLocalised;
use crate::knowledge::{Announcement, Basis, ConceptId, Fact, Figure, Frame, Localised, Voice};
use crate::text::wording::amount;
use crate::text::{Lang, Span};

/// Where a derived fact's texts have its figure.
const VALUE: &str = "{value}";
/// How many wrong quotes get the closest passage: looking for one goes through the source several times.
const PASSAGES: usize = 50;

/// Resolves the announcement.
pub fn announcement(raw: &RawFacts<'_>, resolver: &mut Resolver<'_, '_>) -> Announcement {
    let RawAnnouncement { title, setting, unsettled, summary } = &raw.announcement;
    Announcement {
        title: title.as_ref().map(localised).unwrap_or_default(),
        setting: resolver.concepts(setting),
        unsettled: resolver.concepts(unsettled),
        summary: resolver.facts(summary),
        voices: raw.voices.iter().map(voice).collect(),
    }
}

fn voice(raw: &RawVoice<'_>) -> Voice {
    Voice {
        id: raw.id.value.clone().into_owned(),
        who: raw.who.as_ref().map(localised).unwrap_or_default(),
        occasion: raw.occasion.as_ref().map(localised).unwrap_or_default(),
    }
}

/// Resolves the facts. Where something is missing, it was reported and a blank stands for it.
pub fn facts(raw: &[RawFact<'_>], source: &str, resolver: &mut Resolver<'_, '_>) -> Vec<Fact> {
    let quotes = find_quotes(raw, source, resolver);
    let mut computed: Vec<Computed> = raw.iter().map(|fact| stated_figures(fact, resolver)).collect();
    compute(raw, &mut computed, resolver);
    raw.iter().zip(quotes).zip(computed).map(|((raw, quote), computed)| fact(raw, quote, computed, resolver)).collect()
}

/// The place of each fact's quote; empty for a derived fact.
fn find_quotes(raw: &[RawFact<'_>], source: &str, resolver: &mut Resolver<'_, '_>) -> Vec<Span> {
    let quotes: Vec<&str> = raw.iter().map(|fact| quote_of(fact).map_or("", |quote| &*quote.value)).collect();
    let mut passages = PASSAGES;
    let mut spans = Vec::with_capacity(raw.len());
    for (fact, found) in raw.iter().zip(locate(source, &quotes)) {
        let Some(quote) = quote_of(fact) else {
            spans.push(Span::new(0, 0));
            continue;
        };
        match found {
            Some(Found { again: true, .. }) => {
                let message = "the quote is in the source more than once; the first place is taken";
                resolver.report(
                    Diagnostic::warning(resolver.file.name, quote.span, "quote-ambiguous", message)
                        .help("quote some more words around it, until it is there only once"),
                );
            }
            Some(_) => {}
            None => {
                let problem = not_in_source(quote, source, passages > 0, resolver);
                passages = passages.saturating_sub(1);
                resolver.report(problem);
            }
        }
        spans.push(found.map_or(Span::new(0, 0), |found| found.span));
    }
    spans
}

fn quote_of<'r, 't>(fact: &'r RawFact<'t>) -> Option<&'r Text<'t>> {
    match &fact.basis {
        RawBasis::Stated { quote, .. } => quote.as_ref(),
        RawBasis::Derived { .. } => None,
    }
}

fn not_in_source(quote: &Text<'_>, source: &str, look: bool, resolver: &Resolver<'_, '_>) -> Diagnostic {
    let file = resolver.file;
    let message = "the quote isn't in source.txt, character for character";
    let Some(close) = look.then(|| closest(source, &quote.value)).flatten() else {
        return Diagnostic::error(file.name, quote.span, "quote-not-found", message)
            .help("copy the words out of source.txt, odd spacing and signs included");
    };
    let place = within(file.text, quote.span, &quote.value, close.at.start..close.at.end);
    Diagnostic::error(file.name, place, "quote-not-found", message).beside(SOURCE, close.there).help(
        match (close.quote, close.source) {
            ("", _) => "the source goes on otherwise".to_owned(),
            (ours, "") => format!("the source ends its line where the quote has “{ours}”"),
            (ours, theirs) => {
                format!("the source has “{theirs}” where the quote has “{ours}”{}", look_alike(ours, theirs))
            }
        },
    )
}

/// Names the characters where the first ones look alike or can't be seen.
fn look_alike(ours: &str, theirs: &str) -> String {
    match (ours.chars().next(), theirs.chars().next()) {
        (Some(ours), Some(theirs)) if !(ours.is_alphanumeric() && theirs.is_alphanumeric()) => {
            format!(" (U+{:04X}, not U+{:04X})", u32::from(theirs), u32::from(ours))
        }
        _ => String::new(),
    }
}

/// The figures of a stated fact, checked against its quote and its texts.
fn stated_figures(raw: &RawFact<'_>, resolver: &mut Resolver<'_, '_>) -> Computed {
    let RawBasis::Stated { quote, figures: raw_figures, .. } = &raw.basis else { return Computed::default() };
    let found: Vec<Figure> =
        raw_figures.iter().map(|figure| figures::resolve(figure, figure.number.value, resolver)).collect();
    if quote.as_ref().is_some_and(|quote| figures::check_quote(raw_figures, &found, quote, resolver)) {
        figures::check_wording(&found, raw.headline.as_ref(), raw.wording.as_ref(), resolver);
    }
    Computed::stated(found)
}

fn fact(raw: &RawFact<'_>, quote: Span, computed: Computed, resolver: &mut Resolver<'_, '_>) -> Fact {
    let figure = computed.figures.first();
    let derived = matches!(raw.basis, RawBasis::Derived { .. });
    let headline = worded("headline", raw.headline.as_ref(), figure, derived, resolver);
    let wording = worded("wording", raw.wording.as_ref(), figure, derived, resolver);
    let basis = match &raw.basis {
        RawBasis::Stated { voice, .. } => {
            let voice = voice.as_ref().and_then(|voice| resolver.voice(voice)).unwrap_or_default();
            Basis::Stated { quote, voice }
        }
        RawBasis::Derived { assumption, .. } => Basis::Derived {
            operands: computed.operands,
            working: computed.working,
            assumption: assumption.as_ref().map(localised),
        },
    };
    let topic = raw.topic.as_ref().and_then(|topic| resolver.concept(topic)).unwrap_or(ConceptId(0));
    let frame = frame(raw, &computed.figures, resolver);
    Fact {
        id: raw.id.value.clone().into_owned(),
        basis,
        topic,
        figures: computed.figures,
        headline,
        wording,
        question: raw.question.as_ref().map(localised).unwrap_or_default(),
        as_of: raw.as_of.as_ref().map(localised),
        superseded_by: raw.superseded_by.as_ref().and_then(|id| resolver.fact(id)),
        related: resolver.facts(&raw.related),
        frame,
    }
}

/// A text with the computed figure put in, for a derived fact; as it is, for a stated one.
fn worded(
    what: &str,
    raw: Option<&RawLocalised<'_>>,
    figure: Option<&Figure>,
    derived: bool,
    resolver: &mut Resolver<'_, '_>,
) -> Localised {
    let Some(raw) = raw else { return Localised::default() };
    let mut text = |literal: &Text<'_>, lang: Lang| {
        let file = resolver.file;
        if let Some(at) = stray_brace(&literal.value, derived) {
            let place = within(file.text, literal.span, &literal.value, at..at + 1);
            let message =
                if derived { "only {value} can be filled in" } else { "a stated fact has nothing to fill in" };
            resolver.report(
                Diagnostic::error(file.name, place, "unknown-placeholder", message)
                    .help("write {value} for the computed figure of a derived fact, and no other braces"),
            );
        }
        if derived && !literal.value.contains(VALUE) {
            let message = format!("the {what} leaves out the computed figure");
            resolver.report(
                Diagnostic::warning(file.name, literal.span, "figure-unworded", message)
                    .help("write {value} where the figure stands: it is put in with its unit"),
            );
        }
        match figure {
            Some(figure) if derived => literal.value.replace(VALUE, &amount(figure.value, figure.unit, lang)),
            _ => literal.value.clone().into_owned(),
        }
    };
    Localised { en: text(&raw.en, Lang::En), zh: text(&raw.zh, Lang::Zh) }
}

/// The first brace that isn't part of what is filled in.
fn stray_brace(text: &str, derived: bool) -> Option<usize> {
    let mut from = 0;
    for piece in text.split(VALUE) {
        if let Some(at) = piece.find(['{', '}']) {
            return Some(from + at);
        }
        from += piece.len();
        if !derived && from < text.len() {
            return Some(from);
        }
        from += VALUE.len();
    }
    None
}

/// What a question must mention and may.
fn frame(raw: &RawFact<'_>, figures: &[Figure], resolver: &mut Resolver<'_, '_>) -> Frame {
    let groups = raw.needs.as_deref().unwrap_or_default();
    let nothing = raw.needs.as_ref().is_some_and(Vec::is_empty).then_some(raw.id.span);
    if let Some(span) = groups.iter().find(|group| group.value.is_empty()).map(|group| group.span).or(nothing) {
        let message = format!("`needs` of fact `{}` is empty: any question would fit", raw.id.value);
        resolver.report(
            Diagnostic::error(resolver.file.name, span, "needs-empty", message)
                .help("name the concepts that a question about this fact mentions: needs = [[\"one\", \"of-these\"]]"),
        );
    }
    let needs: Vec<Vec<ConceptId>> = groups.iter().map(|group| resolver.concepts(&group.value)).collect();
    let states = resolver.concepts(&raw.states);
    let identifies = resolver.concepts(&raw.identifies);
    let parts = resolver.concepts(&raw.parts);
    let of_figures = figures.iter().flat_map(|figure| [figure.measure, figure.period, figure.basis]).flatten();
    let mut helps: Vec<ConceptId> = Vec::new();
    let named = resolver.concepts(&raw.helps);
    for concept in
        needs.iter().flatten().chain(&named).chain(&states).chain(&identifies).chain(&parts).copied().chain(of_figures)
    {
        if !helps.contains(&concept) {
            helps.push(concept);
        }
    }
    Frame {
        needs,
        helps,
        answers: raw.answers.iter().filter_map(|word| resolver.question_word(word)).collect(),
        identifies,
        parts,
        contrary: resolver.concepts(&raw.contrary),
        unsettled: resolver.concepts(&raw.unsettled),
        states,
    }
}
