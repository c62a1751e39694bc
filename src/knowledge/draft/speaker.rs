//! A text → who speaks in it, and in whose voice each clause is told.
//!
//! "Ann Lee, head of the guild, said …" makes her statement a reported one; «"We are glad," Lee said» is in her own words, and so
//! is every line below a line that has only her label, as transcripts mark a sound bite.

use std::sync::LazyLock;

use regex::Regex;

use super::clause::{Clause, lines, without_label};

/// Words that say that somebody speaks.
const SAYS: &str = r"(?:said|says|announced|announces|told|added|promised|stated|explained|noted|stressed)";
/// The same in Chinese.
const SAYS_HAN: &str = "(?:表示|介绍|指出|宣布|强调|说)";
/// How Chinese names of roles end.
const ROLES_HAN: &str = "(?:主任|局长|市长|馆长|经理|董事长|发言人|部长|总裁|院长|教授|会长|主席|处长|校长)";
/// What the name of an organisation has in it.
const ORGANISATIONS: &str = "Commission Museum Foundation Bureau Ministry University Company Group Bank Committee Guild Council \
Department Institute Association Office Agency School Hospital Authority";

/// A shorter line without a full stop, in characters, is a credit or a heading.
const SHORT_LINE: usize = 80;

/// Somebody who speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Person {
    /// The name, as it is first written.
    pub name: String,
    /// What they are; empty where the text doesn't say.
    pub role: String,
}

/// Who speaks, and where.
#[derive(Debug, Default)]
pub(super) struct Speakers {
    /// Those with a name.
    pub people: Vec<Person>,
    /// For each line, the person whose own words it is: those below a label.
    bites: Vec<Option<usize>>,
}

/// Finds who speaks in a text.
pub(super) fn speakers(source: &str) -> Speakers {
    static PATTERNS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
        let name = r"(?P<name>[A-Z][a-z]+(?: [A-Z][a-z]+){1,2})";
        let role = r"(?P<role>[a-z][^,.\n]{3,90})";
        let patterns = [
            format!(r"{name}, {role}, {SAYS}\b"),
            format!(r"(?P<role>(?:[a-z]+ ){{1,3}}){name} {SAYS}\b"),
            format!(r"\b{SAYS} {name}, {role}"),
            format!(r"\b{SAYS} {name}\b"),
            format!(r"\b{name} {SAYS}\b"),
            format!(r"(?m)^(?:\[[^\]\n]*\]|【[^】\n]*】) *{name}, {role}$"),
            format!(r"(?P<role>[一-龥]{{0,16}}{ROLES_HAN})(?P<name>[一-龥]{{2,3}}?){SAYS_HAN}"),
        ];
        patterns.iter().map(|pattern| Regex::new(pattern).expect("a pattern")).collect()
    });
    let mut speakers = Speakers::default();
    for pattern in PATTERNS.iter() {
        for found in pattern.captures_iter(source) {
            let role = found.name("role").map_or("", |role| role.as_str()).trim();
            speakers.add(&found["name"], role);
        }
    }
    let mut speaking = None;
    for line in lines(source) {
        let text = line.of(source);
        let rest = without_label(source, line);
        let credit = text.chars().count() < SHORT_LINE && !text.ends_with(['.', '。', '!', '！', '"', '”']);
        speakers.bites.push(if rest == line && !credit { speaking } else { None });
        if rest != line {
            // Another label ends what was said.
            let rest = rest.of(source);
            speaking = speakers.people.iter().position(|person| rest == person.label() || rest == person.name);
        }
    }
    speakers
}

impl Person {
    /// "Ann Lee, head of the guild"
    pub fn label(&self) -> String {
        if self.role.is_empty() { self.name.clone() } else { format!("{}, {}", self.name, self.role) }
    }
}

impl Speakers {
    fn add(&mut self, name: &str, role: &str) {
        // Who comes again is the same person; the first description that there is stays.
        match self.people.iter_mut().find(|person| person.name == name) {
            Some(person) if person.role.is_empty() => role.clone_into(&mut person.role),
            Some(_) => {}
            None => self.people.push(Person { name: name.to_owned(), role: role.to_owned() }),
        }
    }

    /// The id of the voice that a clause is told in: `own-1`, `reported-1`, or `report`.
    pub fn voice_of(&self, clause: &Clause<'_>) -> String {
        static SAID: LazyLock<Regex> =
            LazyLock::new(|| Regex::new(&format!(r"\b{SAYS}\b|{SAYS_HAN}")).expect("a pattern"));
        if let Some(person) = self.bites.get(clause.line).copied().flatten() {
            return format!("own-{}", person + 1);
        }
        let speaks = |person: &Person| {
            let family = person.name.rsplit(' ').next().unwrap_or(&person.name);
            clause.text.contains(family)
        };
        match self.people.iter().position(speaks) {
            Some(person) if clause.text.starts_with(['"', '“']) => format!("own-{}", person + 1),
            Some(person) if SAID.is_match(clause.text) => format!("reported-{}", person + 1),
            _ => "report".to_owned(),
        }
    }

    /// The class of the vocabulary that a name belongs to.
    pub fn class_of(&self, name: &str) -> &'static str {
        if self.people.iter().any(|person| person.name == name) {
            "person"
        } else if ORGANISATIONS.split_whitespace().any(|word| name.contains(word)) {
            "organisation"
        } else {
            "thing"
        }
    }
}
