//! A folder's files → a [`KnowledgeBase`] or [`Diagnostic`]s.
//!
//! `load(&Folder::built_in())` gives the knowledge that is in the binary. Every problem is collected, in the order of the
//! files and of the places in them.

pub use super::folder::Folder;
use super::folder::{FACTS, VOCABULARY};
use super::schema::{self, File};
use super::validate::vocabulary::{Depth, Source, Vocabulary};
use super::validate::{charts, corrections, facts, questions, resolve::Resolver, twins, vocabulary};
use super::{ConceptId, Diagnostic, Fact, FactId, Index, KnowledgeBase, Lexicon, Phrases, common};

/// What loading gives: the knowledge and the warnings, or every problem.
pub type Loaded = Result<(KnowledgeBase, Vec<Diagnostic>), Vec<Diagnostic>>;

/// Loads an announcement on top of the common part. On success also the warnings; otherwise every problem.
pub fn load(folder: &Folder) -> Loaded {
    collect(folder, &Common::built_in(), Depth::Announcement)
}

/// As [`load`], and checks the surface forms of the common part against one another too.
pub fn check(folder: &Folder) -> Loaded {
    collect(folder, &Common::built_in(), Depth::Everything)
}

/// The common part's concepts: built in, but for tests of what is wrong with them.
struct Common<'c> {
    classes: File<'c>,
    vocabulary: Vec<File<'c>>,
}

impl Common<'static> {
    fn built_in() -> Self {
        let file = |(name, text)| File { name, text };
        Self { classes: file(common::CLASSES), vocabulary: common::vocabulary().iter().copied().map(file).collect() }
    }
}

fn collect(folder: &Folder, common: &Common<'_>, depth: Depth) -> Loaded {
    let mut out = Vec::new();
    let loaded = read(folder, common, depth, &mut out);
    sort(&mut out);
    match loaded {
        Some(knowledge) if !out.iter().any(Diagnostic::is_error) => Ok((knowledge, out)),
        _ => Err(out),
    }
}

fn read(folder: &Folder, common: &Common<'_>, depth: Depth, out: &mut Vec<Diagnostic>) -> Option<KnowledgeBase> {
    let classes = schema::classes::read(common.classes, out);
    let mut sources = Vec::with_capacity(common.vocabulary.len() + 1);
    for &file in &common.vocabulary {
        sources.push(Source { file, concepts: schema::vocabulary::read(file, out).unwrap_or_default(), own: false });
    }
    let own = File { name: VOCABULARY, text: &folder.vocabulary };
    let own_concepts = schema::vocabulary::read(own, out);
    let has_own = own_concepts.is_some();
    sources.push(Source { file: own, concepts: own_concepts.unwrap_or_default(), own: true });
    let vocabulary = vocabulary::build(common.classes, &classes, &sources, depth, out);

    let phrases = Phrases::parse(common::PHRASES.1).map_err(|problems| out.extend(problems)).ok();

    let facts_file = File { name: FACTS, text: &folder.facts };
    let raw = schema::facts::read(facts_file, out)?;
    // Without the vocabulary every id of its concepts would be unknown: that says nothing.
    if !has_own {
        return None;
    }
    let mut resolver = Resolver::new(facts_file, &raw, &vocabulary, out);
    let announcement = facts::announcement(&raw, &mut resolver);
    let mut facts = facts::facts(&raw.facts, &folder.source, &mut resolver);
    corrections::check(&raw.facts, &mut facts, &mut resolver);
    let charts = charts::charts(&raw.charts, &facts, &mut resolver);
    twins::near_identical(&raw.facts, &facts, &mut resolver);
    twins::unfinished(&raw.facts, raw.announcement.title.as_ref(), &mut resolver);
    resolver.report_unused(&raw);
    if let Some(text) = &folder.questions {
        questions::check(text, facts_file, &raw.facts, out);
    }
    if out.iter().any(Diagnostic::is_error) {
        return None;
    }
    let phrases = phrases?;
    let holders = holders(&vocabulary, &facts);
    let Vocabulary { classes, concepts, forms, .. } = vocabulary;
    let index = Index::new(&announcement, &facts, &concepts, &classes, &holders);
    Some(KnowledgeBase {
        announcement,
        facts,
        charts,
        concepts,
        classes,
        lexicon: Lexicon::build(&forms, common::WORDS),
        forms: forms.len(),
        phrases,
        source: folder.source.clone(),
        holders,
        index,
    })
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
    let order = |file: &str| [FACTS, VOCABULARY].iter().position(|own| *own == file).unwrap_or(2);
    problems.sort_by(|one, other| {
        let files = order(&one.file).cmp(&order(&other.file)).then_with(|| one.file.cmp(&other.file));
        files.then(one.span.cmp(&other.span))
    });
}

#[cfg(test)]
mod tests;
