//! The concepts of all vocabulary files → [`Vocabulary`]: classes, concepts with what they are under, surface forms.
//!
//! The announcement's file comes last: a concept of the common part that it gives again gets further forms.

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::forms::Forms;
use super::hierarchy;
use crate::knowledge::class::CUE;
use crate::knowledge::diagnostic::{Diagnostic, nearest};
use crate::knowledge::lexicon::SurfaceForm;
use crate::knowledge::schema::classes::RawClass;
use crate::knowledge::schema::fields::RawLocalised;
use crate::knowledge::schema::vocabulary::RawConcept;
use crate::knowledge::schema::{File, Text};
use crate::knowledge::{Class, ClassId, Concept, ConceptId, Cue, Effect, Localised};
use crate::text::Span;

/// How much of the vocabulary is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// The announcement's own, by itself and against the common part.
    Announcement,
    /// The common part's surface forms against one another as well: it is built in, so a test is the time for that.
    Everything,
}

/// One file of vocabulary.
#[derive(Debug)]
pub struct Source<'t> {
    /// The file.
    pub file: File<'t>,
    /// Its concepts.
    pub concepts: Vec<RawConcept<'t>>,
    /// Whether it is the announcement's own, not the common part's.
    pub own: bool,
}

/// Every concept, resolved.
#[derive(Debug, Default)]
pub struct Vocabulary<'t> {
    /// The classes.
    pub classes: Vec<Class>,
    /// The concepts: the common ones first.
    pub concepts: Vec<Concept>,
    /// Where each concept is first defined.
    pub places: Vec<Place<'t>>,
    /// Concepts by their id.
    pub ids: FxHashMap<&'t str, ConceptId>,
    /// Ids that stand below an unknown class: reported once, with the class.
    pub lost: FxHashSet<&'t str>,
    /// Every surface form.
    pub forms: Vec<SurfaceForm<'t>>,
}

/// Where something is defined.
#[derive(Debug, Clone, Copy)]
pub struct Place<'t> {
    /// The file.
    pub file: File<'t>,
    /// The place in it.
    pub span: Span,
    /// Whether the file is the announcement's own.
    pub own: bool,
}

impl Place<'_> {
    /// "common/products.toml:12"
    pub fn line(&self) -> String {
        let before = self.file.text.get(..self.span.start).unwrap_or_default();
        let line = before.bytes().filter(|&b| b == b'\n').count() + 1;
        format!("{}:{line}", self.file.name)
    }
}

/// What a concept says that it is under.
#[derive(Debug, Clone, Copy)]
pub struct Under<'t> {
    /// The narrower concept.
    pub concept: ConceptId,
    /// The file that says so.
    pub file: File<'t>,
    /// Whether the file is the announcement's own.
    pub own: bool,
    /// The id of the broader one.
    pub broader: &'t Text<'t>,
}

/// Resolves the classes and the concepts of all files; the announcement's own file is the last.
pub fn build<'t>(
    classes_file: File<'_>,
    classes: &[RawClass<'_>],
    sources: &'t [Source<'t>],
    depth: Depth,
    out: &mut Vec<Diagnostic>,
) -> Vocabulary<'t> {
    let room = sources.iter().map(|source| source.concepts.len()).sum();
    let mut vocabulary = Vocabulary {
        classes: classes.iter().map(class).collect(),
        concepts: Vec::with_capacity(room),
        places: Vec::with_capacity(room),
        ids: FxHashMap::with_capacity_and_hasher(room, FxBuildHasher),
        ..Vocabulary::default()
    };
    let class_ids: FxHashMap<&str, ClassId> =
        classes.iter().enumerate().map(|(at, class)| (&*class.id.value, ClassId(at as u16))).collect();
    let mut unders: Vec<Under<'t>> = Vec::with_capacity(room);
    let mut added: Vec<(ConceptId, &'t Source<'t>, &'t RawConcept<'t>)> = Vec::with_capacity(room);
    for source in sources {
        let mut unknown_class = None;
        for raw in &source.concepts {
            let Some(&class) = class_ids.get(&*raw.class.value) else {
                // Once for the table, not for each concept in it.
                if unknown_class.replace(raw.class.span) != Some(raw.class.span) {
                    out.push(no_such_class(source.file, &raw.class, class_ids.keys().copied()));
                }
                vocabulary.lost.insert(&raw.id.value);
                continue;
            };
            let Some(concept) = vocabulary.add(source, raw, class, out) else { continue };
            if let Some(broader) = &raw.under {
                unders.push(Under { concept, file: source.file, own: source.own, broader });
            }
            added.push((concept, source, raw));
        }
    }
    hierarchy::link(&mut vocabulary, &unders, out);
    vocabulary.check_cues(classes_file, out);

    let mut forms = Forms::new(depth, sources);
    let (own, common): (Vec<_>, Vec<_>) = added.into_iter().partition(|(_, source, _)| source.own);
    for (concept, source, raw) in own.into_iter().chain(common) {
        let name = forms.add(concept, source, raw, out);
        let known = &mut vocabulary.concepts[concept.0 as usize].name;
        // A common concept keeps its name, whatever an announcement adds to it.
        let new = vocabulary.places[concept.0 as usize].own;
        if new && !raw.faulty {
            out.extend(one_language(source.file, raw));
        }
        if !source.own || new {
            *known = name;
        }
    }
    vocabulary.forms = forms.finish(&vocabulary, out);
    vocabulary.concepts.iter_mut().for_each(fill_name);
    vocabulary
}

fn class(raw: &RawClass<'_>) -> Class {
    Class {
        id: raw.id.value.clone().into_owned(),
        effect: raw.effect.as_ref().map_or(Effect::Content, |effect| effect.value),
        label: raw.label.as_ref().map(localised).unwrap_or_default(),
    }
}

/// A text in both languages without its places.
pub fn localised(raw: &RawLocalised<'_>) -> Localised {
    Localised { en: raw.en.value.clone().into_owned(), zh: raw.zh.value.clone().into_owned() }
}

/// The announcement's own concept that can be named in one language only.
fn one_language(file: File<'_>, raw: &RawConcept<'_>) -> Option<Diagnostic> {
    let (language, field) = match (&raw.en, &raw.zh) {
        (Some(_), None) => ("Chinese", "zh"),
        (None, Some(_)) => ("English", "en"),
        _ => return None,
    };
    let message = format!("concept `{}` has no {language}", raw.id.value);
    Some(
        Diagnostic::warning(file.name, raw.id.span, "language-missing", message)
            .help(format!("add {field} = \"…\": how people name it in {language}")),
    )
}

/// A concept without forms in a language is called there as in the other.
fn fill_name(concept: &mut Concept) {
    let Concept { id, name: Localised { en, zh }, .. } = concept;
    match (en.is_empty(), zh.is_empty()) {
        (true, true) => (*en, *zh) = (id.clone(), id.clone()),
        (true, false) => en.clone_from(zh),
        (false, true) => zh.clone_from(en),
        (false, false) => {}
    }
}

fn no_such_class<'n>(file: File<'_>, class: &Text<'_>, names: impl Iterator<Item = &'n str>) -> Diagnostic {
    let mut names: Vec<_> = names.collect();
    names.sort_unstable();
    let message = format!("there is no class `{}`", class.value);
    Diagnostic::error(file.name, class.span, "unknown-class", message)
        .suggest(nearest(&class.value, names.iter().copied()), format!("the classes are: {}", names.join(", ")))
}

impl<'t> Vocabulary<'t> {
    /// The concept with this id.
    pub fn concept(&self, id: &str) -> Option<ConceptId> {
        self.ids.get(id).copied()
    }

    /// Adds a concept, or finds the common one that the announcement gives again.
    fn add(
        &mut self,
        source: &Source<'t>,
        raw: &'t RawConcept<'t>,
        class: ClassId,
        out: &mut Vec<Diagnostic>,
    ) -> Option<ConceptId> {
        let id = &*raw.id.value;
        let Some(&known) = self.ids.get(id) else {
            let concept = ConceptId(self.concepts.len() as u32);
            self.ids.insert(id, concept);
            self.places.push(Place { file: source.file, span: raw.id.span, own: source.own });
            self.concepts.push(Concept {
                id: id.to_owned(),
                class,
                under: None,
                cue: if raw.class.value == CUE { Cue::from_id(id) } else { None },
                name: Localised::default(),
            });
            return Some(concept);
        };
        let first = self.places[known.0 as usize];
        if !source.own || first.own {
            let message = format!("concept `{id}` is there twice: also in {}", first.line());
            out.push(
                Diagnostic::error(source.file.name, raw.id.span, "duplicate-id", message)
                    .help("give one of the two another id, or make them one"),
            );
            return None;
        }
        let known_class = self.concepts[known.0 as usize].class;
        if known_class != class {
            let is = &self.classes[known_class.0 as usize].id;
            let message = format!("`{id}` is of the class `{is}` in {}, not of `{}`", first.line(), raw.class.value);
            let help = format!("put it below [{is}] to add forms to it, or give another id to a new concept");
            out.push(Diagnostic::error(source.file.name, raw.id.span, "class-mismatch", message).help(help));
            return None;
        }
        Some(known)
    }

    /// The class of cues holds what the program knows, no more and no less.
    fn check_cues(&self, classes_file: File<'_>, out: &mut Vec<Diagnostic>) {
        let Some(class) = self.classes.iter().position(|class| class.id == CUE) else {
            let message = format!("there is no class `{CUE}`");
            out.push(
                Diagnostic::error(classes_file.name, Span::new(0, 0), "unknown-class", message)
                    .help(format!("add [class.{CUE}]: the program's own grammar is in it")),
            );
            return;
        };
        let mut place = None;
        for (concept, at) in self.concepts.iter().zip(&self.places) {
            if concept.class.0 as usize != class {
                continue;
            }
            place.get_or_insert(*at);
            if concept.cue.is_none() {
                let message = format!("the program knows no cue `{}`", concept.id);
                let near = nearest(&concept.id, Cue::ALL.iter().map(|cue| cue.id()));
                out.push(
                    Diagnostic::error(at.file.name, at.span, "unknown-cue", message)
                        .suggest(near, "put it into another class: cues are what the program itself understands"),
                );
            }
        }
        let has_forms = |cue: &Cue| self.concept(cue.id()).is_some_and(|at| self.concepts[at.0 as usize].cue.is_some());
        let missing: Vec<&str> = Cue::ALL.iter().filter(|cue| !has_forms(cue)).map(|cue| cue.id()).collect();
        if !missing.is_empty() {
            let (name, span) = place.map_or((classes_file.name, Span::new(0, 0)), |at| (at.file.name, at.span));
            let message = format!("these cues have no surface forms: {}", missing.join(", "));
            out.push(
                Diagnostic::error(name, span, "missing-cue", message)
                    .help(format!("add each of them below [{CUE}] with its forms")),
            );
        }
    }
}
