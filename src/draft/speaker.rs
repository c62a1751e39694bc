//! A text → who speaks in it, and in whose voice each clause is told.
//!
//! "Ann Lee, head of the guild, said …" makes her statement a reported one; «"We are glad," Lee said» is in her own words, and so
//! is every line below a line that has only her label, as transcripts mark a sound bite.

use std::sync::LazyLock;

use regex::Regex;

use super::clause::{CLOSING, Clause, OPENING, lines, without_label};
use crate::text::Span;

/// A word of a name, in the letters of Europe's languages: "Núñez", "O'Brien".
const NAME: &str = "[A-ZÀ-ÖØ-ÞĀ-Ž][A-Za-zÀ-ÖØ-öø-ž’'-]+";
/// Words that say that somebody speaks.
const SAYS: &str = r"(?:said|says|announced|announces|told|added|promised|stated|explained|noted|stressed)";
/// The same in Chinese.
const SAYS_HAN: &str = "(?:表示|介绍|指出|宣布|强调|说)";
/// How Chinese names of roles end.
const ROLES_HAN: &str = "(?:主任|局长|市长|馆长|经理|董事长|发言人|部长|总裁|院长|教授|会长|主席|处长|校长)";
/// What the name of an organisation has in it.
const ORGANISATIONS: &str = "Commission Museum Foundation Bureau Ministry University Company Group Bank Committee Guild Council \
Department Institute Association Office Agency School Hospital Authority";

/// Titles before a name.
const TITLES: [&str; 20] = [
    "Mayor",
    "President",
    "Vice-President",
    "Minister",
    "Chancellor",
    "Governor",
    "Senator",
    "Councillor",
    "Secretary",
    "Commissioner",
    "Director",
    "Professor",
    "Prof",
    "Chairman",
    "Chairwoman",
    "Chair",
    "Dr",
    "Mr",
    "Mrs",
    "Ms",
];
/// The fewest words of something said: less in quotation marks is a name.
const SPOKEN: usize = 3;

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
    /// What stands in quotation marks, and the person who says it.
    said: Vec<(Span, usize)>,
}

/// Finds who speaks in a text.
pub(super) fn speakers(source: &str) -> Speakers {
    static PATTERNS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
        let name = format!(r"(?P<name>{NAME}(?: (?:(?:van|von|der|den|de|da|di|la|al|bin) )*{NAME}){{1,2}})");
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
    speakers.add_by_family_name(source);
    for line in lines(source) {
        speakers.listen(source, line);
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

/// A name and the title before it: "Mayor Petra Hollmann" is ("Mayor", "Petra Hollmann").
pub(super) fn without_title(name: &str) -> (&str, &str) {
    match name.split_once([' ', '.']) {
        Some((title, rest)) if TITLES.contains(&title) => (title, rest.trim_start_matches(['.', ' '])),
        _ => ("", name),
    }
}

impl Person {
    /// "Ann Lee, head of the guild"
    pub fn label(&self) -> String {
        if self.role.is_empty() { self.name.clone() } else { format!("{}, {}", self.name, self.role) }
    }

    /// "Lee" of "Ann Lee"; a Chinese name as it is.
    fn family(&self) -> &str {
        self.name.rsplit(' ').next().unwrap_or(&self.name)
    }
}

impl Speakers {
    fn add(&mut self, name: &str, role: &str) {
        let (title, name) = without_title(name);
        let role = if role.is_empty() { title.to_lowercase() } else { role.to_owned() };
        // Who comes again is the same person; the first description that there is stays.
        match self.people.iter_mut().find(|person| person.name == name) {
            Some(person) if person.role.is_empty() => person.role = role,
            Some(_) => {}
            None => self.people.push(Person { name: name.to_owned(), role }),
        }
    }

    /// "…," said Hollmann: whose full name stands elsewhere in the text.
    fn add_by_family_name(&mut self, source: &str) {
        static FAMILY: LazyLock<Regex> =
            LazyLock::new(|| Regex::new(&format!(r"\b{SAYS} ({NAME})|\b({NAME}) {SAYS}\b")).expect("a pattern"));
        for found in FAMILY.captures_iter(source) {
            let Some(family) = found.get(1).or_else(|| found.get(2)).map(|family| family.as_str()) else { continue };
            if self.people.iter().any(|person| person.name.split(' ').any(|word| word == family)) {
                continue;
            }
            let full = format!(r"(?:{NAME} ){{1,2}}{}\b", regex::escape(family));
            let full = Regex::new(&full).ok().and_then(|full| full.find(source));
            if let Some(full) = full.map(|full| full.as_str()).filter(|full| without_title(full).1.contains(' ')) {
                self.add(full, "");
            }
        }
    }

    /// Who says what stands in quotation marks in a line: whoever is named after it, or else in the line before it.
    fn listen(&mut self, source: &str, line: Span) {
        let text = line.of(source);
        let mut at = 0;
        while let Some(open) = text[at..].find(OPENING).map(|open| at + open) {
            let inner = open + text[open..].chars().next().map_or(1, char::len_utf8);
            // What isn't closed goes on to the end of the line.
            let close = text[inner..].find(CLOSING).map_or(text.len(), |close| inner + close);
            at = (close + 1..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
            let words = &text[inner..close];
            let spoken = words.ends_with([',', '.', '!', '?', '，', '。', '！', '？']) || close == text.len();
            if !spoken || words.split_whitespace().count() < SPOKEN && words.is_ascii() {
                continue;
            }
            let next = text[at..].find(OPENING).map_or(text.len(), |next| at + next);
            let sentence = text[at..next].find(". ").map_or(next, |stop| at + stop);
            let speaker = self.first_in(&text[at..sentence]).or_else(|| self.last_in(&text[..open]));
            if let Some(person) = speaker {
                self.said.push((Span::new(line.start + open, line.start + close), person));
            }
        }
    }

    /// The person who is named first.
    fn first_in(&self, text: &str) -> Option<usize> {
        let named = (0..).zip(&self.people).filter_map(|(at, person)| Some((text.find(person.family())?, at)));
        named.min().map(|(_, person)| person)
    }

    /// The person who is named last.
    fn last_in(&self, text: &str) -> Option<usize> {
        let named = (0..).zip(&self.people).filter_map(|(at, person)| Some((text.rfind(person.family())?, at)));
        named.max().map(|(_, person)| person)
    }

    /// The id of the voice that a clause is told in: `own-1`, `reported-1`, or `report`.
    pub fn voice_of(&self, clause: &Clause<'_>) -> String {
        static SAID: LazyLock<Regex> =
            LazyLock::new(|| Regex::new(&format!(r"\b{SAYS}\b|{SAYS_HAN}")).expect("a pattern"));
        if let Some(person) = self.bites.get(clause.line).copied().flatten() {
            return format!("own-{}", person + 1);
        }
        if let Some((_, person)) = self.said.iter().find(|(span, _)| (span.start..span.end).contains(&clause.start)) {
            return format!("own-{}", person + 1);
        }
        match self.first_in(clause.text) {
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
