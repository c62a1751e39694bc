//! A number of facts → a knowledge folder that holds as many, consistent in itself.
//!
//! Each fact is a figure of a subject's measure, in a place and a period: "In the Tarvel season the Orkid output in Brolin was 150
//! tons." A subject has four facts on different measures. There are as many measures, places and periods to choose from as a
//! text of that length would have.

use std::fmt::Write;

use herald::knowledge::{Folder, KnowledgeBase};

use super::dice::Dice;
use super::names::{Name, Names};

/// Facts of one subject.
const FACTS_A_SUBJECT: usize = 4;

/// What a name becomes part of: the words around it in English and in Chinese.
#[derive(Debug, Clone, Copy)]
struct Kind {
    class: &'static str,
    id: &'static str,
    en: &'static [&'static str],
    zh: &'static [&'static str],
}

const SUBJECT: Kind =
    Kind { class: "subject", id: "s", en: &["", " works", " group", " brand"], zh: &["", "厂", "集团", "牌"] };
const MEASURE: Kind = Kind { class: "measure", id: "m", en: &[" output", " rate"], zh: &["产量", "指数"] };
const PLACE: Kind = Kind { class: "place", id: "p", en: &["", " town"], zh: &["市", "镇"] };
const PERIOD: Kind = Kind { class: "period", id: "t", en: &[" season", " term"], zh: &["季", "期"] };

/// The units of the figures, in English and in Chinese.
const UNITS: [(&str, &str, &str); 4] =
    [("ton", " tons", "吨"), ("yuan", " yuan", "元"), ("percent", "%", "%"), ("kilometre", " km", "公里")];

/// What a fact is about, by the places of the names.
#[derive(Debug, Clone, Copy)]
pub struct About {
    /// The subject.
    pub subject: usize,
    /// The measure.
    pub measure: usize,
    /// The place.
    pub place: usize,
    /// The period.
    pub period: usize,
    /// The figure.
    pub value: usize,
}

/// A folder and what is in it.
pub struct Generated {
    /// The folder.
    pub folder: Folder,
    /// Its subjects.
    pub subjects: Vec<Name>,
    /// Names of subjects that it doesn't have.
    pub strangers: Vec<Name>,
    /// Its measures.
    pub measures: Vec<Name>,
    /// Its places.
    pub places: Vec<Name>,
    /// Its periods.
    pub periods: Vec<Name>,
    /// Its facts.
    pub facts: Vec<About>,
}

impl Generated {
    /// The unit of a measure's figures: its words in English and in Chinese.
    pub fn unit(measure: usize) -> (&'static str, &'static str) {
        let (_, en, zh) = UNITS[measure % UNITS.len()];
        (en, zh)
    }

    /// A measure as it is called.
    pub fn measure(&self, at: usize) -> Name {
        called(&self.measures[at], MEASURE)
    }

    /// A place as it is called.
    pub fn place(&self, at: usize) -> Name {
        called(&self.places[at], PLACE)
    }

    /// A period as it is called.
    pub fn period(&self, at: usize) -> Name {
        called(&self.periods[at], PERIOD)
    }
}

fn called(name: &Name, kind: Kind) -> Name {
    Name { en: format!("{}{}", name.en, kind.en[0]), zh: format!("{}{}", name.zh, kind.zh[0]) }
}

/// A folder of so many facts.
pub fn generate(common: &KnowledgeBase, facts: usize) -> Generated {
    let mut dice = Dice::new(facts as u64);
    let mut names = Names::new(common);
    let mut some = |dice: &mut Dice, count: usize| (0..count).map(|_| names.make(dice)).collect::<Vec<Name>>();
    let mut out = Generated {
        folder: Folder::default(),
        subjects: some(&mut dice, facts.div_ceil(FACTS_A_SUBJECT)),
        strangers: some(&mut dice, 200),
        measures: some(&mut dice, (facts / 100).clamp(4, 400)),
        places: some(&mut dice, (facts / 20).clamp(4, 2_000)),
        periods: some(&mut dice, (facts / 250).clamp(4, 80)),
        facts: Vec::with_capacity(facts),
    };
    for at in 0..facts {
        // The measures of a subject are different ones.
        let measure = (at / FACTS_A_SUBJECT * 7 + at % FACTS_A_SUBJECT) % out.measures.len();
        out.facts.push(About {
            subject: at / FACTS_A_SUBJECT,
            measure,
            place: dice.below(out.places.len()),
            period: dice.below(out.periods.len()),
            value: 11 + dice.below(9_989),
        });
    }
    out.folder.vocabulary = vocabulary(&out);
    for (at, about) in out.facts.clone().into_iter().enumerate() {
        fact(&mut out, at, about);
    }
    out
}

fn vocabulary(generated: &Generated) -> String {
    let mut text = String::new();
    let kinds = [
        (SUBJECT, &generated.subjects),
        (MEASURE, &generated.measures),
        (PLACE, &generated.places),
        (PERIOD, &generated.periods),
    ];
    for (kind, names) in kinds {
        _ = writeln!(text, "[{}]", kind.class);
        for (at, name) in names.iter().enumerate() {
            let en: Vec<String> = kind.en.iter().map(|around| format!("{}{around}", name.en)).collect();
            let zh: Vec<String> = kind.zh.iter().map(|around| format!("{}{around}", name.zh)).collect();
            let (en, zh) = (en.join(", "), zh.join("、"));
            _ = writeln!(text, "{}-{at} = {{ en = \"{en}\", zh = \"{zh}\" }}", kind.id);
        }
    }
    text
}

/// Adds a fact to the texts of the folder.
fn fact(generated: &mut Generated, at: usize, about: About) {
    let About { subject, measure, place, period, value } = about;
    let (unit, unit_en, unit_zh) = UNITS[measure % UNITS.len()];
    let subject_name = generated.subjects[subject].clone();
    let (what, town) = (generated.measure(measure), generated.place(place));
    let quote = format!(
        "In the {} season the {} {} in {} was {value}{unit_en}",
        generated.periods[period].en, subject_name.en, what.en, town.en
    );
    let source = &mut generated.folder.source;
    source.push_str(&quote);
    source.push_str(".\n");
    let text = &mut generated.folder.facts;
    if at == 0 {
        text.push_str(HEAD);
    }
    let first = at - at % FACTS_A_SUBJECT;
    let related = if at == first { at + 1 } else { first };
    let related = if related < generated.facts.len() { format!("\"f-{related}\"") } else { String::new() };
    _ = write!(
        text,
        r#"
[fact.f-{at}]
quote = "{quote}"
voice = "report"
topic = "s-{subject}"
figures = [{{ name = "figure", value = {value}, unit = "{unit}", measure = "m-{measure}", period = "t-{period}" }}]
headline = {{ en = "{value}{unit_en}", zh = "{value}{unit_zh}" }}
wording = {{ en = "The {} of {} in {} was {value}{unit_en}.", zh = "{}{}的{}是{value}{unit_zh}。" }}
question = {{ en = "What was the {} of {}?", zh = "{}的{}是多少？" }}
related = [{related}]
needs = [["s-{subject}"], ["m-{measure}"]]
helps = ["p-{place}", "t-{period}"]
states = ["p-{place}"]
"#,
        what.en,
        subject_name.en,
        town.en,
        town.zh,
        subject_name.zh,
        what.zh,
        what.en,
        subject_name.en,
        subject_name.zh,
        what.zh,
    );
}

/// The announcement as a whole.
const HEAD: &str = r#"[announcement]
title = { en = "The year's figures", zh = "年度数据" }
setting = []
summary = ["f-0", "f-1"]

[voice.report]
who = { en = "the report", zh = "报告" }
occasion = { en = "yearbook", zh = "年鉴" }
"#;
