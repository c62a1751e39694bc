//! `superseded_by` of each fact → a chain that ends, or the facts that go round in a circle.
//!
//! `superseded_by = "sales"` in `[fact.sales]` itself is an error: the last fact of a chain is the one that holds.

use super::resolve::Resolver;
use crate::knowledge::Fact;
use crate::knowledge::diagnostic::Diagnostic;
use crate::knowledge::schema::facts::RawFact;

/// Reports the facts whose correction leads back to them; their field is taken out, so that what follows ends.
pub fn check(raw: &[RawFact<'_>], facts: &mut [Fact], resolver: &mut Resolver<'_, '_>) {
    for at in 0..facts.len() {
        let mut next = facts[at].superseded_by;
        // A chain that is longer than there are facts goes round.
        for _ in 0..facts.len() {
            let Some(id) = next else { break };
            if id.0 as usize == at {
                let span = raw[at].superseded_by.as_ref().map_or(raw[at].id.span, |id| id.span);
                let message = format!("fact `{}` is in the end superseded by itself", facts[at].id);
                let help = "take superseded_by away from the fact that holds now";
                resolver.report(Diagnostic::error(resolver.file.name, span, "superseded-cycle", message).help(help));
                facts[at].superseded_by = None;
                break;
            }
            next = facts[id.0 as usize].superseded_by;
        }
    }
}
