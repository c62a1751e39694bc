//! The entries of a draft → the text of its files, in the form that a person goes on editing.
//!
//! A fact begins with `# bytes 10–74 of source.txt`; what a person must decide stands behind `# TODO:`.

use std::fmt::Write as _;

use super::asking::question;
use super::counted::amounts;
use super::known::Known;
use super::speaker::Speakers;
use super::{Amount, Concept, Entry};
use crate::text::wording::amount;
use crate::text::{Bound, Lang, Unit};

/// Facts that the summary begins with.
const SUMMARY: usize = 5;
/// Facts offered after one.
const RELATED: usize = 3;
/// Characters of a title.
const TITLE: usize = 60;
/// Words of a dateline at most.
const DATELINE: usize = 5;
/// Characters of a headline without a figure.
const HEADLINE: usize = 70;

/// `facts.toml`.
pub(super) fn facts(entries: &[Entry], speakers: &Speakers, known: &Known, source: &str, lang: Lang) -> String {
    let mut out = String::from(HEAD);
    // Writing to a string doesn't fail.
    _ = announcement(&mut out, entries, lang);
    _ = voices(&mut out, entries, speakers, source, lang);
    for (at, entry) in entries.iter().enumerate() {
        _ = fact(&mut out, entry, at, entries, known, lang);
    }
    out
}

const HEAD: &str = "\
# A draft. knowledge/README.md explains every field; `herald check DIR` says what is wrong and what to do.
# TODO: go through the facts: join, split and rename them, write the wording, and take the TODO lines away.
";

fn announcement(out: &mut String, entries: &[Entry], lang: Lang) -> std::fmt::Result {
    // "Bern, May 3" says where and when, not what.
    let first = entries.iter().find(|entry| entry.quote.split(' ').count() > DATELINE || lang == Lang::Zh);
    let title = first.or_else(|| entries.first()).map_or("", |entry| shortened(&entry.quote, TITLE));
    let facts = |entries: &mut dyn Iterator<Item = &Entry>| {
        entries.take(SUMMARY).map(|entry| literal(&entry.id)).collect::<Vec<_>>().join(", ")
    };
    let told = entries.iter().filter(|entry| !entry.figures.is_empty()).count();
    let summary = if told > 0 {
        facts(&mut entries.iter().filter(|entry| !entry.figures.is_empty()))
    } else {
        facts(&mut entries.iter())
    };
    writeln!(out, "\n[announcement]\n# TODO: what it is about, in a few words.")?;
    writeln!(out, "title = {}", both(title, title, lang))?;
    writeln!(out, "# TODO: concepts that hold for every fact: the place, the occasion, the speaker.")?;
    writeln!(out, "setting = []\nsummary = [{summary}]")
}

fn voices(out: &mut String, entries: &[Entry], speakers: &Speakers, source: &str, lang: Lang) -> std::fmt::Result {
    let date = amounts(source).into_iter().find(|read| read.unit == Some(Unit::Date));
    let on = |lang: Lang| date.map(|read| amount(read.value, Unit::Date, lang));
    let en = on(Lang::En).map_or_else(|| "announcement".to_owned(), |day| format!("announcement, {day}"));
    let zh = on(Lang::Zh).map_or_else(|| "公告".to_owned(), |day| format!("{day}公告"));
    let occasion = format!("{{ en = {}, zh = {} }}", literal(&en), literal(&zh));
    let used = |id: &str| entries.iter().any(|entry| entry.voice == id);
    let mut voice = |id: &str, who_en: &str, who_zh: &str| -> std::fmt::Result {
        if !used(id) {
            return Ok(());
        }
        writeln!(out, "\n# TODO: who speaks, and on what occasion, as the source line of a reply says it.")?;
        writeln!(out, "[voice.{id}]\nwho = {{ en = {}, zh = {} }}", literal(who_en), literal(who_zh))?;
        writeln!(out, "occasion = {occasion}")
    };
    voice("report", "the announcement", "公告")?;
    for (at, person) in speakers.people.iter().enumerate() {
        let who = match lang {
            Lang::En => person.label(),
            Lang::Zh => format!("{}{}", person.role, person.name),
        };
        voice(&format!("own-{}", at + 1), &format!("{who}, in their own words"), &format!("{who}（原话）"))?;
        voice(&format!("reported-{}", at + 1), &format!("{who}, as reported"), &format!("{who}（据报道转述）"))?;
    }
    Ok(())
}

fn fact(out: &mut String, entry: &Entry, at: usize, all: &[Entry], known: &Known, lang: Lang) -> std::fmt::Result {
    let end = entry.start + entry.quote.len();
    writeln!(out, "\n# bytes {}–{end} of source.txt\n[fact.{}]", entry.start, entry.id)?;
    writeln!(out, "quote = {}\nvoice = {}", literal(&entry.quote), literal(&entry.voice))?;
    writeln!(out, "topic = {}", literal(entry.needs.first().map_or("", String::as_str)))?;
    if !entry.figures.is_empty() {
        if entry.figures.iter().any(|figure| figure.measure.is_none()) {
            writeln!(out, "# TODO: what is counted or measured: measure = \"…\"")?;
        }
        writeln!(out, "figures = [")?;
        for (at, figure) in entry.figures.iter().enumerate() {
            writeln!(out, "  {},", figure_table(figure, at, entry, known))?;
        }
        writeln!(out, "]")?;
    }
    writeln!(out, "# TODO: the figure or name that leads the reply; one plain sentence; a question that it answers.")?;
    writeln!(out, "headline = {}", headline(entry, lang))?;
    let wording = sentence(&entry.quote, lang);
    writeln!(out, "wording = {}", both(&wording, &wording, lang))?;
    let (en, zh) = question(entry, known);
    writeln!(out, "question = {{ en = {}, zh = {} }}", literal(&en), literal(&zh))?;
    let after = all[at + 1..].iter().chain(&all[..at]).take(RELATED).map(|entry| literal(&entry.id));
    writeln!(out, "related = [{}]", after.collect::<Vec<_>>().join(", "))?;
    writeln!(
        out,
        "# TODO: a question names one of each group; a second group makes the fact harder to take for another."
    )?;
    writeln!(out, "needs = [[{}]]", ids(&entry.needs))?;
    if !entry.helps.is_empty() {
        writeln!(out, "helps = [{}]", ids(&entry.helps))?;
    }
    if !entry.listed.is_empty() {
        writeln!(out, "identifies = [{}]", ids(&entry.listed))?;
    }
    if entry.figures.iter().any(|figure| figure.unit == Unit::Date) {
        writeln!(out, "answers = [\"when\"]")?;
    }
    Ok(())
}

fn figure_table(figure: &Amount, at: usize, entry: &Entry, known: &Known) -> String {
    let name = match figure.unit {
        Unit::Percent if known.direction(&entry.quote).is_some() => "change".to_owned(),
        Unit::Percent => "share".to_owned(),
        Unit::Date => "date".to_owned(),
        _ => "value".to_owned(),
    };
    let name = if at == 0 { name } else { format!("{name}-{}", at + 1) };
    let value = number(figure.read.value);
    let mut table = format!("{{ name = \"{name}\", value = {value}, unit = {}", named(&figure.unit));
    if figure.read.bound != Bound::Exact {
        _ = write!(table, ", bound = {}", named(&figure.read.bound));
    }
    if figure.unit == Unit::Percent
        && let Some(way) = known.direction(&entry.quote)
    {
        _ = write!(table, ", direction = \"{way}\"");
    }
    if let Some(measure) = &figure.measure {
        _ = write!(table, ", measure = {}", literal(measure));
    }
    let around = around(figure, entry);
    let period = known.of_class(&around, "rate").or_else(|| known.of_class(&around, "period"));
    if let Some(period) = period.filter(|_| figure.unit != Unit::Date) {
        _ = write!(table, ", period = {}", literal(period));
    }
    if let Some(basis) = known.of_class(&entry.quote, "basis").filter(|_| figure.unit == Unit::Percent) {
        _ = write!(table, ", basis = {}", literal(basis));
    }
    table + " }"
}

/// The words that may tell a figure's period: up to the next comma after it, days of the year left out.
fn around(figure: &Amount, entry: &Entry) -> String {
    let text = &entry.quote;
    let after = text.get(figure.read.span.end..).unwrap_or_default();
    let end = [", ", "，", "; ", "；"].into_iter().filter_map(|mark| after.find(mark)).min().unwrap_or(after.len());
    let mut around = String::new();
    let mut from = 0;
    let to = figure.read.span.end + end;
    for day in amounts(text).into_iter().filter(|read| read.unit == Some(Unit::Date) && read.span.end <= to) {
        around.push_str(text.get(from..day.span.start).unwrap_or_default());
        from = day.span.end;
    }
    around.push_str(text.get(from..to).unwrap_or_default());
    around
}

fn headline(entry: &Entry, lang: Lang) -> String {
    let Some(figure) = entry.figures.first() else {
        let short = shortened(&entry.quote, HEADLINE);
        return both(short, short, lang);
    };
    let (value, unit, bound) = (figure.read.value, figure.unit, figure.read.bound);
    let (before_en, before_zh) = match bound {
        Bound::Exact => ("", ""),
        Bound::About => ("About ", "约"),
        Bound::MoreThan => ("More than ", "超过"),
        Bound::AtLeast => ("At least ", "至少"),
        Bound::LessThan => ("Less than ", "低于"),
        Bound::AtMost => ("At most ", "至多"),
    };
    let en = format!("{before_en}{} ({})", amount(value, unit, Lang::En), entry.about);
    let zh = format!("{before_zh}{}（{}）", amount(value, unit, Lang::Zh), entry.about);
    format!("{{ en = {}, zh = {} }}", literal(&en), literal(&zh))
}

/// `vocabulary.toml`.
pub(super) fn vocabulary(concepts: &[Concept], lang: Lang) -> String {
    let mut out = String::from(
        "# What people may call the things of this announcement. Words that everybody uses are in knowledge/common already.\n\
         # TODO: add further names to each, in both languages, parted by commas.\n",
    );
    let field = if lang == Lang::Zh { "zh" } else { "en" };
    for class in ["measure", "thing", "person", "organisation"] {
        let of_class: Vec<&Concept> = concepts.iter().filter(|concept| concept.class == class).collect();
        if !of_class.is_empty() {
            _ = writeln!(out, "\n[{class}]");
        }
        for concept in of_class {
            _ = writeln!(out, "{} = {{ {field} = {} }}", concept.id, literal(&concept.form));
        }
    }
    out
}

/// `questions.jsonl`: for each fact the question that it offers.
pub(super) fn questions(entries: &[Entry], known: &Known, lang: Lang) -> String {
    let mut out = String::new();
    for entry in entries {
        let (en, zh) = question(entry, known);
        let (code, turn) = if lang == Lang::Zh { ("zh", zh) } else { ("en", en) };
        let line = serde_json::json!({
            "id": format!("draft-{}", entry.id), "lang": code, "group": "draft",
            "turns": [turn], "kind": "answer", "facts": [entry.id],
        });
        _ = writeln!(out, "{line}");
    }
    out
}

/// A text for both languages: the one that isn't the source's is marked as waiting for its translation.
fn both(en: &str, zh: &str, lang: Lang) -> String {
    let (en, zh) = match lang {
        Lang::En => (en.to_owned(), format!("TODO（待译）{zh}")),
        Lang::Zh => (format!("TODO translate: {en}"), zh.to_owned()),
    };
    format!("{{ en = {}, zh = {} }}", literal(&braceless(&en)), literal(&braceless(&zh)))
}

/// Braces are for what a computed fact fills in.
fn braceless(text: &str) -> String {
    text.replace('{', "(").replace('}', ")")
}

fn ids(ids: &[String]) -> String {
    ids.iter().map(|id| literal(id)).collect::<Vec<_>>().join(", ")
}

/// The name that the file has for a unit or a bound, as a literal.
fn named(value: &impl serde::Serialize) -> String {
    literal(&crate::knowledge::validate::figures::name(value))
}

/// A text as TOML writes it.
fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => _ = write!(out, "\\u{:04X}", u32::from(c)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A number as TOML takes it: whole ones only up to a size.
fn number(value: f64) -> String {
    const LARGEST_WHOLE: f64 = 1e15;
    if value < LARGEST_WHOLE { value.to_string() } else { format!("{value:e}") }
}

/// A clause as a sentence: with a capital letter and a full stop.
fn sentence(clause: &str, lang: Lang) -> String {
    let stop = match lang {
        _ if clause.ends_with(['.', '!', '?', '。', '！', '？', '"', '”']) => "",
        Lang::En => ".",
        Lang::Zh => "。",
    };
    let mut letters = clause.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}{stop}", letters.as_str())
}

/// The beginning of a text, up to a word's end.
fn shortened(text: &str, characters: usize) -> &str {
    let Some((end, _)) = text.char_indices().nth(characters) else { return text };
    let cut = &text[..end];
    cut.rfind(' ').map_or(cut, |at| &cut[..at])
}
