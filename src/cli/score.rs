//! A labelled question and the reply to it → right, harm, partial, missed, or other.
//!
//! `{"turns": ["and in May?"], "kind": "unknown"}` with an answer about June is harm: it states what the label contradicts.

use std::collections::HashSet;

use serde::{Deserialize, Deserializer};

use crate::answer::{Kind, Reply, Verdict};
use crate::knowledge::{Fact, KnowledgeBase};
use crate::render;
use crate::text::Unit;
use crate::text::quantity::quantities;
use crate::text::token::is_han;

/// A labelled question; the label is about the reply to the last turn.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Labelled {
    /// Its id, unique over all files.
    pub id: String,
    /// "en", "zh" or "mixed": the language that the reply must have; where it isn't given, any.
    #[serde(default)]
    pub lang: String,
    /// What sort of question it is.
    #[serde(default)]
    pub group: String,
    /// The user's messages, in order.
    pub turns: Vec<String>,
    /// The kind of the right reply.
    pub kind: Kind,
    /// The facts that a right answer has.
    #[serde(default)]
    pub facts: Vec<String>,
    /// Facts that may stand in for them.
    #[serde(default)]
    also_ok: Vec<String>,
    /// Other kinds that are fair.
    #[serde(default)]
    kinds_ok: Vec<Kind>,
    /// For a yes/no question its verdict, if it is settled.
    #[serde(default, deserialize_with = "given")]
    pub verdict: Wanted,
    /// One of these is in the text of a right reply.
    #[serde(default)]
    text_any: Vec<String>,
    /// None of these is asserted by it.
    #[serde(default)]
    must_not: Vec<String>,
}

/// The verdict that a label wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Wanted {
    /// The label says nothing of one.
    #[default]
    Any,
    /// This one, or none where the question isn't settled.
    Just(Option<Verdict>),
}

/// Tells a null from nothing.
fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Wanted, D::Error> {
    Deserialize::deserialize(deserializer).map(Wanted::Just)
}

/// How good a reply is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Outcome {
    /// As the label wants it.
    Right,
    /// It states what the label contradicts: a wrong fact first, a wrong verdict, an answer to what has none.
    Harm,
    /// A right fact, but not all, too many, no verdict, or not in the text.
    Partial,
    /// Answerable, but refused.
    Missed,
    /// Anything else.
    Other,
}

impl Outcome {
    /// All of them, in the order of the table.
    pub const ALL: [Self; 5] = [Self::Right, Self::Harm, Self::Partial, Self::Missed, Self::Other];

    /// Its name in the table.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Harm => "harm",
            Self::Partial => "partial",
            Self::Missed => "missed",
            Self::Other => "other",
        }
    }
}

/// Facts beyond those of the label that a reply to one question may state.
const MOST_BEYOND: usize = 1;
/// The same where the question asks for several.
const MOST_BEYOND_BROAD: usize = 3;

/// How good the reply is.
pub(super) fn score(kb: &KnowledgeBase, label: &Labelled, reply: &Reply) -> Outcome {
    let text = render::text(kb, reply);
    let got: Vec<&str> = reply.facts.iter().map(|id| kb[*id].id.as_str()).collect();
    let set: HashSet<&str> = got.iter().copied().collect();
    let want: HashSet<&str> = label.facts.iter().map(String::as_str).collect();
    let also: HashSet<&str> = label.also_ok.iter().map(String::as_str).collect();
    let fits = |id: &&str| want.contains(*id) || also.contains(*id);
    let kind_fits = |kind: Kind| kind == label.kind || label.kinds_ok.contains(&kind);
    let holds = |parts: &[String]| parts.iter().any(|part| text.to_lowercase().contains(&part.to_lowercase()));
    if reply.kind != Kind::Answer {
        let asked_back = reply.kind == Kind::Clarify && label.kind == Kind::Clarify;
        return match (kind_fits(reply.kind), reply.kind) {
            (true, _) if asked_back && !set.iter().any(fits) => Outcome::Other,
            (true, _) => Outcome::Right,
            (false, Kind::Unknown) => Outcome::Missed,
            (false, _) => Outcome::Other,
        };
    }
    if reply.verdict != Some(Verdict::No) && holds(&label.must_not) {
        return Outcome::Harm;
    }
    if !kind_fits(Kind::Answer) {
        return if label.kind == Kind::Unknown { Outcome::Harm } else { Outcome::Other };
    }
    if label.kind == Kind::Unknown {
        return Outcome::Right;
    }
    if !got.first().is_some_and(fits) {
        return Outcome::Harm;
    }
    if label.verdict != Wanted::Any && label.verdict != Wanted::Just(reply.verdict) {
        return if reply.verdict.is_none() { Outcome::Partial } else { Outcome::Harm };
    }
    let among = set.iter().filter(|id| fits(id)).count();
    let beyond = set.len() - among;
    let broad = ["broad", "compare"].contains(&label.group.as_str());
    let most = if broad { among.max(MOST_BEYOND_BROAD) } else { MOST_BEYOND };
    let whole = want.is_subset(&set) || !also.is_disjoint(&set);
    let said = label.text_any.is_empty() || holds(&label.text_any);
    if whole && beyond <= most && said && shows(kb, label, reply, &text) { Outcome::Right } else { Outcome::Partial }
}

/// Whether the text is in the question's language and holds the figure of the first fact.
fn shows(kb: &KnowledgeBase, label: &Labelled, reply: &Reply, text: &str) -> bool {
    let han = text.chars().filter(|character| is_han(*character)).count();
    let asked_in_han = label.turns.last().is_some_and(|turn| turn.chars().any(is_han));
    match label.lang.as_str() {
        "zh" if asked_in_han && han < 4 => return false,
        "en" if han * 4 > text.chars().count() => return false,
        _ => {}
    }
    let Some(fact) = reply.facts.first().map(|id| &kb[*id]) else { return false };
    let figures = worded_figures(fact, reply);
    !text.trim().is_empty() && (figures.is_empty() || figures.iter().any(|figure| text.contains(figure)))
}

/// The fact's figures as its headline or sentence words them: "1.2 million", "25%".
fn worded_figures(fact: &Fact, reply: &Reply) -> Vec<String> {
    let fits = |value: f64, unit: Option<Unit>| {
        fact.figures.iter().any(|figure| {
            let same = (value - figure.value).abs() <= 1e-9 * figure.value.abs();
            same && unit.is_none_or(|unit| unit == figure.unit)
        })
    };
    [&fact.headline, &fact.wording]
        .into_iter()
        .map(|text| text.get(reply.lang))
        .flat_map(|text| quantities(text).into_iter().map(move |quantity| (text, quantity)))
        .filter(|(_, quantity)| fits(quantity.value, quantity.unit))
        .map(|(text, quantity)| render::in_script(reply, quantity.span.of(text)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_null_verdict_is_not_a_missing_one() {
        let read = |extra: &str| {
            let line = format!(r#"{{"id": "a", "lang": "en", "turns": ["b"], "kind": "answer"{extra}}}"#);
            serde_json::from_str::<Labelled>(&line).expect("a labelled question").verdict
        };
        assert_eq!(read(""), Wanted::Any);
        assert_eq!(read(r#", "verdict": null"#), Wanted::Just(None));
        assert_eq!(read(r#", "verdict": "no""#), Wanted::Just(Some(Verdict::No)));
    }
}
