//! Facts that a question can't tell apart, and texts that are still unfinished.
//!
//! Two facts with the same `needs` and the same kind of figure answer the same questions: one of them is never given, or the
//! reply asks back each time. `"TODO translate: …"` is a text that a reader would see.

use rustc_hash::FxHashMap;

use super::resolve::Resolver;
use crate::knowledge::diagnostic::Diagnostic;
use crate::knowledge::schema::facts::{RawBasis, RawFact};
use crate::knowledge::schema::fields::RawLocalised;
use crate::knowledge::{Basis, Direction, Fact};
use crate::text::{Dimension, Unit};

/// What a draft leaves where a person must write.
const UNFINISHED: &str = "TODO";

/// Reports facts that are nearly the same.
pub fn near_identical(raw: &[RawFact<'_>], facts: &[Fact], resolver: &mut Resolver<'_, '_>) {
    // With errors the facts aren't yet what their author means.
    if resolver.out.iter().any(Diagnostic::is_error) {
        return;
    }
    let mut first: FxHashMap<Trait, usize> = FxHashMap::default();
    for (at, fact) in facts.iter().enumerate() {
        // A fact that was corrected asks for the same on purpose.
        if fact.superseded_by.is_some() || fact.frame.needs.is_empty() {
            continue;
        }
        let before = *first.entry(Trait::of(fact)).or_insert(at);
        if before != at {
            let message = format!("fact `{}` asks for the same as fact `{}`", fact.id, facts[before].id);
            let help = "a question can't tell them apart: give one of them a further group in `needs`, or another period or \
                        measure, or make them one; if one corrects the other, write superseded_by";
            resolver
                .report(Diagnostic::warning(resolver.file.name, raw[at].id.span, "near-identical", message).help(help));
        }
    }
}

/// Of a figure what a question goes by: dimension, measure, period, direction.
type Measured = (Option<Dimension>, Option<u32>, Option<u32>, Option<Direction>);

/// What a question goes by.
#[derive(PartialEq, Eq, Hash)]
struct Trait {
    needs: Vec<Vec<u32>>,
    helps: Vec<u32>,
    figures: Vec<Measured>,
    derived: bool,
}

impl Trait {
    fn of(fact: &Fact) -> Self {
        let sorted = |concepts: &[crate::knowledge::ConceptId]| {
            let mut ids: Vec<u32> = concepts.iter().map(|concept| concept.0).collect();
            ids.sort_unstable();
            ids
        };
        let mut needs: Vec<_> = fact.frame.needs.iter().map(|group| sorted(group)).collect();
        needs.sort_unstable();
        let figures = fact.figures.iter().map(|figure| {
            let dimension = (figure.unit != Unit::Count).then(|| figure.unit.dimension());
            (dimension, figure.measure.map(|it| it.0), figure.period.map(|it| it.0), figure.direction)
        });
        Self {
            needs,
            helps: sorted(&fact.frame.helps),
            figures: figures.collect(),
            derived: matches!(fact.basis, Basis::Derived { .. }),
        }
    }
}

/// Reports texts that still have a draft's mark.
pub fn unfinished(raw: &[RawFact<'_>], title: Option<&RawLocalised<'_>>, resolver: &mut Resolver<'_, '_>) {
    let mut check = |text: Option<&RawLocalised<'_>>| {
        for literal in text.into_iter().flat_map(|text| [&text.en, &text.zh]) {
            if literal.value.contains(UNFINISHED) {
                resolver.report(
                    Diagnostic::warning(
                        resolver.file.name,
                        literal.span,
                        "unfinished",
                        "this text still has a TODO in it",
                    )
                    .help("write what a reader should see in this language"),
                );
            }
        }
    };
    check(title);
    for fact in raw {
        check(fact.headline.as_ref());
        check(fact.wording.as_ref());
        check(fact.question.as_ref());
        if let RawBasis::Derived { assumption, .. } = &fact.basis {
            check(assumption.as_ref());
        }
    }
}
