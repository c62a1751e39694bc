//! A folder's files → a [`KnowledgeBase`] or [`Diagnostic`]s.
//!
//! `load(&Folder::built_in())` gives the knowledge that is in the binary. Every problem is collected, in the order of the
//! files and of the places in them.

use rustc_hash::FxHashMap;

pub use super::folder::Folder;
use super::folder::{FACTS, VOCABULARY};
use super::schema::{self, File};
use super::validate::vocabulary::{Depth, Source, Vocabulary};
use super::validate::{facts, resolve::Resolver, vocabulary};
use super::{ConceptId, Diagnostic, Fact, FactId, KnowledgeBase, Lexicon, Phrases, common};

/// What loading gives: the knowledge and the warnings, or every problem.
pub type Loaded = Result<(KnowledgeBase, Vec<Diagnostic>), Vec<Diagnostic>>;

/// Loads an announcement on top of the common part. On success also the warnings; otherwise every problem.
pub fn load(folder: &Folder) -> Loaded {
    collect(folder, Depth::Announcement)
}

/// As [`load`], and checks the surface forms of the common part against one another too.
pub fn check(folder: &Folder) -> Loaded {
    collect(folder, Depth::Everything)
}

fn collect(folder: &Folder, depth: Depth) -> Loaded {
    let mut out = Vec::new();
    let loaded = read(folder, depth, &mut out);
    sort(&mut out);
    match loaded {
        Some(knowledge) if !out.iter().any(Diagnostic::is_error) => Ok((knowledge, out)),
        _ => Err(out),
    }
}

fn read(folder: &Folder, depth: Depth, out: &mut Vec<Diagnostic>) -> Option<KnowledgeBase> {
    let classes_file = file(common::CLASSES);
    let classes = schema::classes::read(classes_file, out);
    let mut sources = Vec::with_capacity(common::VOCABULARY.len() + 1);
    for &common in common::VOCABULARY {
        let file = file(common);
        sources.push(Source { file, concepts: schema::vocabulary::read(file, out).unwrap_or_default(), own: false });
    }
    let own = File { name: VOCABULARY, text: &folder.vocabulary };
    let own_concepts = schema::vocabulary::read(own, out);
    let has_own = own_concepts.is_some();
    sources.push(Source { file: own, concepts: own_concepts.unwrap_or_default(), own: true });
    let vocabulary = vocabulary::build(classes_file, &classes, &sources, depth, out);

    let phrases = Phrases::parse(common::PHRASES.1).map_err(|problems| out.extend(problems)).ok();

    let facts_file = File { name: FACTS, text: &folder.facts };
    let raw = schema::facts::read(facts_file, out)?;
    // Without the vocabulary every id of its concepts would be unknown: that says nothing.
    if !has_own {
        return None;
    }
    let mut resolver = Resolver::new(facts_file, &raw, &vocabulary, out);
    let announcement = facts::announcement(&raw, &mut resolver);
    let facts = facts::facts(&raw.facts, &folder.source, &mut resolver);
    resolver.report_unused(&raw);
    if out.iter().any(Diagnostic::is_error) {
        return None;
    }
    let phrases = phrases?;
    let holders = holders(&vocabulary, &facts);
    let Vocabulary { classes, concepts, forms, .. } = vocabulary;
    Some(KnowledgeBase {
        announcement,
        facts,
        concepts,
        classes,
        lexicon: Lexicon::build(&forms, common::WORDS),
        forms: forms.len(),
        phrases,
        source: folder.source.clone(),
        holders,
    })
}

fn file((name, text): (&'static str, &'static str)) -> File<'static> {
    File { name, text }
}

/// For each concept the facts that hold it, itself or a narrower one.
fn holders(vocabulary: &Vocabulary<'_>, facts: &[Fact]) -> Vec<Vec<FactId>> {
    let mut holders: Vec<Vec<FactId>> = vec![Vec::new(); vocabulary.concepts.len()];
    for (at, fact) in facts.iter().enumerate() {
        let id = FactId(at as u32);
        for &concept in &fact.frame.helps {
            let mut at: Option<ConceptId> = Some(concept);
            while let Some(concept) = at {
                let known = &mut holders[concept.0 as usize];
                if known.last() == Some(&id) {
                    // So are all the broader ones.
                    break;
                }
                known.push(id);
                at = vocabulary.concepts[concept.0 as usize].under;
            }
        }
    }
    holders
}

/// The announcement's files first, then the common ones; each from top to bottom.
fn sort(problems: &mut [Diagnostic]) {
    let order: FxHashMap<&str, usize> = [FACTS, VOCABULARY, common::CLASSES.0]
        .into_iter()
        .chain(common::VOCABULARY.iter().map(|&(name, _)| name))
        .enumerate()
        .map(|(at, name)| (name, at))
        .collect();
    problems.sort_by_key(|problem| (order.get(problem.file.as_str()).copied(), problem.span));
}
