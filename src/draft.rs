//! An announcement → the draft of its knowledge folder, for a person to finish.
//!
//! "Sales rose by 20% to 3.6 million yuan." becomes a fact with both figures, the sentence as its quote, a guessed subject
//! ("sales"), wording to edit, a concept in the vocabulary and a question. Everything is found by rule: sentences and their
//! clauses, quantities by the reader that also checks the folder, who speaks, lists, and names by their capital letters.
//! What a rule can't know (a Chinese wording of an English text, what else people call a thing) is marked with TODO.

mod asking;
mod clause;
mod counted;
mod known;
mod speaker;
mod subject;
mod write;

use rustc_hash::FxHashMap;

use self::clause::{Clause, clauses};
use self::counted::amounts;
use self::known::Known;
use self::speaker::{Speakers, speakers};
use self::subject::{Subject, listed, named, opening, subject};
use crate::knowledge::Folder;
use crate::knowledge::lexicon::part;
use crate::text::token::is_han;
use crate::text::{Lang, Quantity, Unit};

/// Letters of an id at most: more are no name to type.
const LONGEST_ID: usize = 40;
/// How many concepts of a sentence without a figure a question may ask by.
const MOST_NEEDS: usize = 6;

/// A drafted folder, and what is in it.
#[derive(Debug)]
pub struct Draft {
    /// Its files.
    pub folder: Folder,
    /// How many facts there are.
    pub facts: usize,
    /// How many figures they have.
    pub figures: usize,
    /// The speakers that were found.
    pub speakers: Vec<String>,
}

/// A fact of the draft.
#[derive(Debug)]
struct Entry {
    id: String,
    /// The words of the source.
    quote: String,
    /// Where they start in the source, in bytes.
    start: usize,
    /// The line that they stand in.
    line: usize,
    /// Its figures: what was read, and what each is of.
    figures: Vec<Amount>,
    /// Ids of the concepts that a question names.
    needs: Vec<String>,
    /// Ids of further concepts that fit.
    helps: Vec<String>,
    /// Ids of the listed things.
    listed: Vec<String>,
    /// What it is about, in words of the source.
    about: String,
    /// The voice that it is told in.
    voice: String,
}

/// A figure of a fact.
#[derive(Debug)]
struct Amount {
    read: Quantity,
    unit: Unit,
    /// The concept that is counted or measured.
    measure: Option<String>,
}

/// A concept that the vocabulary of the draft adds.
#[derive(Debug)]
struct Concept {
    id: String,
    class: &'static str,
    form: String,
}

/// The concepts so far, by their form.
struct Concepts<'k> {
    known: &'k Known,
    new: Vec<Concept>,
    by_form: FxHashMap<String, String>,
}

/// Drafts the folder of an announcement; `step` is called after each sentence.
pub fn draft(source: &str, mut step: impl FnMut()) -> Draft {
    let lang = language(source);
    let known = Known::built_in();
    let speakers = speakers(source);
    let mut concepts = Concepts { known: &known, new: Vec::new(), by_form: FxHashMap::default() };
    let mut entries: Vec<Entry> = Vec::new();
    for clause in clauses(source) {
        // A line that comes again ("Ann Lee, librarian" above each of her statements) says nothing new.
        if entries.iter().all(|entry| entry.quote != clause.text) {
            let entry = entry(&clause, &speakers, &mut concepts, &entries, lang);
            entries.push(entry);
        }
        step();
    }
    let folder = Folder {
        source: source.to_owned(),
        facts: write::facts(&entries, &speakers, &known, source, lang),
        vocabulary: write::vocabulary(&concepts.new, lang),
        questions: Some(write::questions(&entries, &known, lang)),
    };
    Draft {
        folder,
        facts: entries.len(),
        figures: entries.iter().map(|entry| entry.figures.len()).sum(),
        speakers: speakers.people.iter().map(|person| person.name.clone()).collect(),
    }
}

/// How many steps [`draft`] takes.
pub fn steps(source: &str) -> usize {
    clauses(source).len()
}

/// Chinese, where more than a few of its characters are: an English text may name a person in them.
fn language(source: &str) -> Lang {
    let han = source.chars().filter(|&c| is_han(c)).count();
    if han * 4 > source.chars().filter(|c| c.is_alphabetic()).count() { Lang::Zh } else { Lang::En }
}

/// The fact that a clause states.
fn entry(clause: &Clause<'_>, speakers: &Speakers, concepts: &mut Concepts<'_>, before: &[Entry], lang: Lang) -> Entry {
    let text = clause.text;
    let mut figures = Vec::new();
    let (mut needs, mut about) = (Vec::new(), String::new());
    let add = |to: &mut Vec<String>, id: Option<String>| {
        if let Some(id) = id.filter(|id| !to.contains(id)) {
            to.push(id);
        }
    };
    for read in amounts(text) {
        let of = subject(text, &read, lang);
        let measure = concepts.take(&of, lang);
        if about.is_empty() {
            about.clone_from(&of.words);
        }
        add(&mut needs, measure.clone());
        figures.push(Amount { unit: read.unit.unwrap_or(Unit::Count), read, measure });
    }
    let mut list = Vec::new();
    for words in listed(text, lang) {
        add(&mut list, concepts.take(&Subject { words, class: "thing" }, lang));
    }
    let mut helps = Vec::new();
    let names = named(text, lang);
    if figures.is_empty() {
        about = names.first().cloned().unwrap_or_default();
        if about.is_empty() {
            about = called(text, lang);
            add(&mut needs, concepts.take(&Subject { words: about.clone(), class: "thing" }, lang));
        }
        for words in names {
            let class = speakers.class_of(&words);
            add(&mut needs, concepts.take(&Subject { words, class }, lang));
        }
        needs.extend(concepts.known.in_text(text).into_iter().filter(|id| !needs.contains(id)).collect::<Vec<_>>());
        needs.truncate(MOST_NEEDS);
        needs.extend(list.iter().filter(|id| !needs.contains(id)).cloned().collect::<Vec<_>>());
    } else {
        for words in names {
            let class = speakers.class_of(&words);
            add(&mut helps, concepts.take(&Subject { words, class }, lang));
        }
        helps.extend(concepts.known.in_text(text));
    }
    // "…, 5% more than a year before" goes on about what the clause before it was about.
    if let Some(last) = before.last().filter(|last| needs.is_empty() && last.line == clause.line) {
        needs.clone_from(&last.needs);
        about.clone_from(&last.about);
    }
    if needs.is_empty() {
        about = called(text, lang);
        needs.extend(concepts.take(&Subject { words: about.clone(), class: "thing" }, lang));
    }
    if needs.is_empty() {
        // A bare number has nothing to ask by: its author gives it a name.
        about = format!("statement {}", before.len() + 1);
        needs.extend(concepts.take(&Subject { words: about.clone(), class: "thing" }, lang));
    }
    if about.is_empty() {
        about = called(text, lang);
    }
    // Braces are for what a computed fact fills in.
    let about = plain(&about.replace(['{', '}'], " "), text, concepts.known);
    helps.retain(|id| !needs.contains(id));
    helps.dedup();
    let taken = |id: &str| before.iter().any(|entry| entry.id == id);
    let id = free(&slug(&about).unwrap_or_else(|| "fact".to_owned()), taken);
    let voice = speakers.voice_of(clause);
    Entry {
        line: clause.line,
        id,
        quote: text.to_owned(),
        start: clause.start,
        figures,
        needs,
        helps,
        listed: list,
        about,
        voice,
    }
}

/// What a clause without a figure and without a name is about: what it begins with.
fn called(text: &str, lang: Lang) -> String {
    let opening = if lang == Lang::En { opening(text) } else { String::new() };
    // "First, …" and "Digitally empowered …" begin with no thing.
    let says = |word: &str| is_ordinal(word) || part(&word.to_lowercase()).is_some();
    if opening.split(' ').all(says) { clause::first_words(text, lang) } else { opening }
}

fn is_ordinal(word: &str) -> bool {
    ["first", "second", "third", "fourth", "fifth", "next", "last", "finally"].contains(&word.to_lowercase().as_str())
}

/// What a fact is about, in the middle of a sentence: the capital letter that a sentence begins with is no part of a word.
fn plain(about: &str, text: &str, known: &Known) -> String {
    let first = about.split(' ').next().unwrap_or_default();
    let rest = &about[first.len()..];
    if known.is_english(&first.to_lowercase()) && text.starts_with(first) && !rest.contains(char::is_uppercase) {
        return format!("{}{rest}", first.to_lowercase());
    }
    about.to_owned()
}

impl Concepts<'_> {
    /// The id of the concept that these words name: a common one, or a new one for the draft's vocabulary.
    fn take(&mut self, subject: &Subject, lang: Lang) -> Option<String> {
        let form = known::key(&subject.words);
        if form.chars().filter(|c| c.is_alphanumeric()).count() < 2 {
            return None;
        }
        if let Some((id, _)) = self.known.form(&form) {
            return Some(id.to_owned());
        }
        if let Some(id) = self.by_form.get(&form) {
            return Some(id.clone());
        }
        let base = slug(&form).unwrap_or_else(|| "term".to_owned());
        let taken = |id: &str| self.known.has_id(id) || self.new.iter().any(|concept| concept.id == id);
        let id = free(&base, taken);
        // A comma parts one form from the next; a mark at its end would be read as one of the file's signs.
        let form_written = subject.words.replace([',', '、', '，', '*', '='], " ");
        let form_written = form_written.split_whitespace().collect::<Vec<_>>().join(" ");
        let form_written = if lang == Lang::En { form_written.to_lowercase() } else { form_written };
        self.new.push(Concept { id: id.clone(), class: subject.class, form: form_written });
        self.by_form.insert(form, id.clone());
        Some(id)
    }
}

/// Words as an id: "Cumulative turnover" becomes `cumulative-turnover`; nothing where no Latin letter is in them.
fn slug(words: &str) -> Option<String> {
    let mut slug = String::new();
    for c in words.chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') && c != '\'' {
            slug.push('-');
        }
        if slug.len() >= LONGEST_ID {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    slug.bytes().any(|b| b.is_ascii_alphabetic()).then(|| slug.to_owned())
}

/// The id itself, or with the first number that nobody has.
fn free(id: &str, taken: impl Fn(&str) -> bool) -> String {
    if !taken(id) {
        return id.to_owned();
    }
    let mut number = 2;
    while taken(&format!("{id}-{number}")) {
        number += 1;
    }
    format!("{id}-{number}")
}

#[cfg(test)]
mod tests;
