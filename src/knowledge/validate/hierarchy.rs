//! What each concept is under: ids → concepts, without cycles.
//!
//! `pork` under `meat` under `food` is a chain; `food` under `pork` on top of it would come back to itself.

use rustc_hash::FxHashMap;

use super::vocabulary::{Under, Vocabulary};
use crate::knowledge::ConceptId;
use crate::knowledge::diagnostic::{Diagnostic, nearest};

/// Resolves what each concept is under.
pub fn link(vocabulary: &mut Vocabulary<'_>, unders: &[Under<'_>], out: &mut Vec<Diagnostic>) {
    for Under { concept, file, own, broader } in unders {
        if vocabulary.lost.contains(&*broader.value) {
            continue;
        }
        // The common part goes with any announcement: nothing in it is under an announcement's own concept.
        let found = vocabulary.concept(&broader.value).filter(|at| *own || !vocabulary.places[at.0 as usize].own);
        let Some(found) = found else {
            let message = format!("there is no concept `{}`", broader.value);
            let near = nearest(&broader.value, vocabulary.ids.keys().copied());
            out.push(
                Diagnostic::error(file.name, broader.span, "unknown-concept", message)
                    .suggest(near, "`under` names the id of a broader concept"),
            );
            continue;
        };
        let slot = &mut vocabulary.concepts[concept.0 as usize].under;
        if slot.is_some_and(|known| known != found) {
            let place = vocabulary.places[concept.0 as usize].line();
            let message = format!("the concept is under another one already, in {place}");
            out.push(
                Diagnostic::error(file.name, broader.span, "under-changed", message)
                    .help("leave `under` out here: an announcement only adds to a common concept"),
            );
        } else {
            *slot = Some(found);
        }
    }
    break_cycles(vocabulary, unders, out);
}

/// Reports each chain that comes back to itself, once, and cuts it.
fn break_cycles(vocabulary: &mut Vocabulary<'_>, unders: &[Under<'_>], out: &mut Vec<Diagnostic>) {
    let mut cycles = Vec::new();
    // For each concept the first walk that came by: a walk that meets its own mark has gone round.
    let mut walks = vec![0_u32; vocabulary.concepts.len()];
    for start in 0..walks.len() as u32 {
        let walk = start + 1;
        let mut at = Some(ConceptId(start));
        while let Some(concept) = at {
            let mark = &mut walks[concept.0 as usize];
            if *mark == walk {
                cycles.push(concept);
            }
            if *mark != 0 {
                break;
            }
            *mark = walk;
            at = vocabulary.concepts[concept.0 as usize].under;
        }
    }
    if cycles.is_empty() {
        return;
    }
    let said: FxHashMap<ConceptId, &Under<'_>> = unders.iter().map(|under| (under.concept, under)).collect();
    for first in cycles {
        let mut chain = vec![vocabulary.concepts[first.0 as usize].id.clone()];
        let mut at = vocabulary.concepts[first.0 as usize].under.take();
        while let Some(next) = at {
            chain.push(vocabulary.concepts[next.0 as usize].id.clone());
            at = vocabulary.concepts[next.0 as usize].under;
        }
        if let Some(under) = said.get(&first) {
            let message = format!("a concept is under itself: {}", chain.join(" under "));
            out.push(
                Diagnostic::error(under.file.name, under.broader.span, "under-cycle", message)
                    .help("take `under` away from the broadest of them"),
            );
        }
    }
}
