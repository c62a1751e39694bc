//! Surface forms → the lexicon's list, with every form that two concepts claim.
//!
//! `crane*` below `[product]` and `crane*` below `[thing]` are fine; without the mark in one of them, that one is reported
//! with the place of the other. An announcement can't mark the common part's forms: there its own mark is enough.

use std::borrow::Cow;

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::vocabulary::{Depth, Place, Source, Vocabulary};
use crate::knowledge::diagnostic::{Diagnostic, within};
use crate::knowledge::lexicon::SurfaceForm;
use crate::knowledge::schema::vocabulary::{RawConcept, RawForm, forms};
use crate::knowledge::schema::{File, Text};
use crate::knowledge::{ConceptId, Localised};
use crate::text::normalise::{is_traditional, normalised};
use crate::text::{Lang, Span};

/// How many bytes of a vocabulary file there are to a surface form, roughly.
const BYTES_A_FORM: usize = 14;

/// The forms so far. The announcement's own come first.
#[derive(Debug)]
pub struct Forms<'t> {
    depth: Depth,
    list: Vec<SurfaceForm<'t>>,
    claims: Vec<Claim<'t>>,
    /// The first claim on each form.
    first: FxHashMap<Cow<'t, str>, usize>,
}

/// A concept's claim on a form that another one may claim too.
#[derive(Debug)]
struct Claim<'t> {
    concept: ConceptId,
    form: RawForm<'t>,
    literal: &'t Text<'t>,
    file: File<'t>,
    own: bool,
    /// The first claim on the same form; its own place for the first.
    first: usize,
    /// For the first claim on a form, the first claim of another concept.
    rival: Option<usize>,
}

impl<'t> Forms<'t> {
    /// No forms yet; room for those of the files.
    pub fn new(depth: Depth, sources: &[Source<'_>]) -> Self {
        let room = |source: &Source<'_>| source.file.text.len() / BYTES_A_FORM;
        let claimed = |source: &&Source<'_>| source.own || depth == Depth::Everything;
        let claims = sources.iter().filter(claimed).map(room).sum();
        Self {
            depth,
            list: Vec::with_capacity(sources.iter().map(room).sum()),
            claims: Vec::with_capacity(claims),
            first: FxHashMap::with_capacity_and_hasher(claims, FxBuildHasher),
        }
    }

    /// Adds the forms of a concept as a file has them; gives the first of each language.
    pub fn add(
        &mut self,
        concept: ConceptId,
        source: &Source<'t>,
        raw: &'t RawConcept<'t>,
        out: &mut Vec<Diagnostic>,
    ) -> Localised {
        let Source { file, own, .. } = *source;
        if raw.en.is_none() && raw.zh.is_none() && !raw.faulty {
            let message = format!("concept `{}` has no surface forms", raw.id.value);
            out.push(
                Diagnostic::error(file.name, raw.id.span, "no-forms", message)
                    .help("add en = \"…\" and zh = \"…\": how people name it"),
            );
        }
        let mut names = Localised::default();
        for (lang, literal, name) in [(Lang::En, &raw.en, &mut names.en), (Lang::Zh, &raw.zh, &mut names.zh)] {
            let Some(literal) = literal else { continue };
            for form in forms(&literal.value, lang) {
                if let Some(problem) = unfit(file, literal, &form, lang) {
                    out.push(problem);
                    continue;
                }
                if name.is_empty() {
                    form.words.clone_into(name);
                }
                self.list.push(SurfaceForm { text: form.words, lang, concept, exact: form.exact });
                let key = key(form.words);
                // What only the common part claims needs no memory: it is trusted by itself.
                if own || self.depth == Depth::Everything || self.first.contains_key(&key) {
                    self.claim(key, Claim { concept, form, literal, file, own, first: 0, rival: None });
                }
            }
        }
        names
    }

    fn claim(&mut self, key: Cow<'t, str>, mut claim: Claim<'t>) {
        let at = self.claims.len();
        claim.first = *self.first.entry(key).or_insert(at);
        if let Some(first) = self.claims.get_mut(claim.first)
            && first.concept != claim.concept
        {
            first.rival.get_or_insert(at);
        }
        self.claims.push(claim);
    }

    /// Reports the rivals that aren't marked and the marks without a rival; gives the lexicon's list.
    pub fn finish(self, vocabulary: &Vocabulary<'_>, out: &mut Vec<Diagnostic>) -> Vec<SurfaceForm<'t>> {
        for (at, claim) in self.claims.iter().enumerate() {
            let first = &self.claims[claim.first];
            match first.rival {
                // The first claimant meets its rival when that one's turn comes.
                Some(_) if claim.concept != first.concept => out.extend(unmarked(claim, first, vocabulary)),
                Some(rival) if at != claim.first => out.extend(unmarked(claim, &self.claims[rival], vocabulary)),
                None if claim.form.shared => {
                    let message = format!("`{}` is marked as shared, but no other concept claims it", claim.form.words);
                    out.push(
                        Diagnostic::warning(claim.file.name, claim.span(), "not-shared", message)
                            .help("take the `*` away"),
                    );
                }
                _ => {}
            }
        }
        self.list
    }
}

/// The problem where two concepts claim a form and don't both say so.
fn unmarked(one: &Claim<'_>, other: &Claim<'_>, vocabulary: &Vocabulary<'_>) -> Option<Diagnostic> {
    let fine = |claim: &Claim<'_>, rival: &Claim<'_>| claim.form.shared || !claim.own && rival.own;
    let (here, there) = match (fine(one, other), fine(other, one)) {
        (true, true) => return None,
        (true, false) => (other, one),
        (false, _) => (one, other),
    };
    let rival = &vocabulary.concepts[there.concept.0 as usize].id;
    let words = here.form.words;
    let place = Place { file: there.file, span: there.span(), own: there.own }.line();
    let both = if fine(there, here) { "" } else { " in both places" };
    let message = format!("`{words}` names `{rival}` too, in {place}");
    // A word that a new version adds to the common part must not make a folder invalid that was valid before.
    let report = if here.own && !there.own { Diagnostic::warning } else { Diagnostic::error };
    Some(
        report(here.file.name, here.span(), "unmarked-shared", message.as_str())
            .help(format!("leave it out, or mark it as shared{both}: `{words}*`")),
    )
}

impl Claim<'_> {
    fn span(&self) -> Span {
        place(self.file, self.literal, self.form.part)
    }
}

fn place(file: File<'_>, literal: &Text<'_>, part: Span) -> Span {
    within(file.text, literal.span, &literal.value, part.start..part.end)
}

/// What is wrong with a form by itself.
fn unfit(file: File<'_>, literal: &Text<'_>, form: &RawForm<'_>, lang: Lang) -> Option<Diagnostic> {
    if form.words.is_empty() {
        let span = place(file, literal, form.part);
        let help = "take one of the separators away, or fill the form in";
        return Some(Diagnostic::error(file.name, span, "empty-form", "there is an empty surface form").help(help));
    }
    let letter = form.words.len() == 1 && form.words.starts_with(|c: char| c.is_ascii_alphabetic());
    (letter && lang == Lang::En && !form.exact).then(|| {
        let span = place(file, literal, form.part);
        let message = format!("`{}` is too short: a single letter is a slip for any other", form.words);
        let help = format!("leave it out, or have it matched as it stands: `={}`", form.words);
        Diagnostic::error(file.name, span, "short-form", message).help(help)
    })
}

/// A form as it is compared: lower case, one script, a hyphen as a space, single spaces.
fn key(words: &str) -> Cow<'_, str> {
    if is_plain(words) && (words.is_ascii() || !is_traditional(words)) {
        return Cow::Borrowed(words);
    }
    let text = normalised(words).replace('-', " ");
    Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Whether a form is of lower-case letters, digits, apostrophes, single spaces and Han alone: nearly all are.
fn is_plain(words: &str) -> bool {
    let (mut kinds, mut before) = (0, 0);
    for byte in words.bytes() {
        let kind = BYTES[byte as usize];
        kinds |= kind | (kind & before & SPACE) << 1;
        before = kind;
    }
    kinds & ODD == 0
}

/// A space.
const SPACE: u8 = 1;
/// A second space, or a byte that is in no plain form.
const ODD: u8 = 2;

/// What each byte is.
const BYTES: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        kinds[byte] = match byte as u8 {
            b' ' => SPACE,
            // Han starts with 0xE4 to 0xE9; what else has a byte from 0x80 to 0xBF on has another first byte before it.
            b'a'..=b'z' | b'0'..=b'9' | b'\'' | 0x80..=0xbf | 0xe4..=0xe9 => 0,
            _ => ODD,
        };
        byte += 1;
    }
    kinds
};

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(one: &str, other: &str, same: bool) {
        assert_eq!(key(one) == key(other), same, "{one:?} {other:?}");
    }

    #[test]
    fn forms_that_match_the_same_text_are_the_same() {
        check("e-commerce", "E Commerce", true);
        check("fresh  food", "fresh food", true);
        check("網路", "网路", true);
        check("ＧＤＰ", "gdp", true);
        check("pork", "porks", false);
        check("猪肉", "猪", false);
        check("re sign", "resign", false);
        check("é clair", "É clair", true);
        check("全球", "Ｘ全球", false);
        check("㐀", "㐀", true);
    }
}
