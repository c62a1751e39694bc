//! A small announcement of its own for the tests of rendering: a library that opens, in facts of every form.

use crate::answer::{Kind, Reply};
use crate::knowledge::{
    Announcement, Basis, Class, ClassId, Concept, ConceptId, Direction, Effect, Fact, FactId, Figure, Frame, Index,
    KnowledgeBase, Lexicon, Localised, Phrases, Voice,
};
use crate::text::{Bound, Lang, Script, Span, Unit};

/// The source of the sample.
const SOURCE: &str = "\
Ann Lee, librarian, said that the <new> library & café had 1,200 visitors a day, up 25% year-on-year. \
\"We lend more than 300 books a day,\" she said. \
In the next step, the library will open its reading rooms on Sundays, extend the opening hours of the children's \
section until eight in the evening, lend e-books to readers who live outside the city, invite authors to read from \
their work on the first Monday of each month, and ask the readers what else they would like. Photo: Bo Chen";

fn words(en: &str, zh: &str) -> Localised {
    Localised { en: en.to_owned(), zh: zh.to_owned() }
}

fn quote(from: &str, to: &str, voice: usize) -> Basis {
    let start = SOURCE.find(from).expect("the quote's first words are in the source");
    let end = SOURCE[start..].find(to).expect("so are its last") + start + to.len();
    Basis::Stated { quote: Span::new(start, end), voice }
}

fn figure(name: &str, value: f64, unit: Unit) -> Figure {
    let (bound, direction) = (Bound::Exact, None);
    Figure { name: name.to_owned(), value, unit, bound, measure: None, period: None, basis: None, direction }
}

fn fact(id: &str, basis: Basis, headline: Localised, wording: Localised, question: Localised) -> Fact {
    let (topic, figures, related, frame) = (ConceptId(0), Vec::new(), Vec::new(), Frame::default());
    let (as_of, superseded_by) = (None, None);
    Fact { id: id.to_owned(), basis, topic, figures, headline, wording, question, as_of, superseded_by, related, frame }
}

/// The sample's knowledge.
pub(super) fn knowledge() -> KnowledgeBase {
    let visitors = Fact {
        figures: vec![
            Figure { period: Some(ConceptId(2)), ..figure("visitors", 1_200.0, Unit::Count) },
            Figure {
                basis: Some(ConceptId(3)),
                direction: Some(Direction::Up),
                ..figure("growth", 25.0, Unit::Percent)
            },
        ],
        related: vec![FactId(1), FactId(4)],
        ..fact(
            "visitors",
            quote("the <new>", "year-on-year", 1),
            words("1,200 visitors a day, up 25%", "每天1200名访客，增长25%"),
            words(
                "The library had 1,200 visitors a day, 25% more than a year before.",
                "图书馆每天有1200名访客，同比增长25%。",
            ),
            words("How many visitors come?", "有多少访客？"),
        )
    };
    let books = Fact {
        figures: vec![Figure { bound: Bound::MoreThan, ..figure("books", 300.0, Unit::Count) }],
        related: vec![FactId(0), FactId(4), FactId(2), FactId(3)],
        ..fact(
            "books",
            quote("We lend", "a day,", 0),
            words("More than 300 books a day", "每天300多本书"),
            words("The library lends more than 300 books a day.", "图书馆每天借出300多本书。"),
            words("How many books are lent?", "借出多少书？"),
        )
    };
    let plans = Fact {
        topic: ConceptId(1),
        ..fact(
            "plans",
            quote("In the next", "would like", 1),
            words("Open on Sundays, and more", "周日开放等"),
            words(
                "The library will open on Sundays, extend its hours and lend e-books.",
                "图书馆将在周日开放，延长时间，并出借电子书。",
            ),
            words("What comes next?", "下一步是什么？"),
        )
    };
    let photo = fact(
        "photo",
        quote("Photo", "Chen", 2),
        words("Bo Chen", "Bo Chen（未给出中文姓名）"),
        words("The photo is by Bo Chen.", "照片由 Bo Chen 拍摄。"),
        words("Who took the photo?", "照片是谁拍的？"),
    );
    let per_visitor = Fact {
        figures: vec![Figure { bound: Bound::About, ..figure("books", 0.25, Unit::Count) }],
        related: vec![FactId(0)],
        ..fact(
            "per-visitor",
            Basis::Derived {
                operands: vec![FactId(1), FactId(0)],
                working: words("300 / 1,200 = 0.25", "300 / 1200 = 0.25"),
                assumption: Some(words("visitors alone lend books", "只有访客借书")),
            },
            words("About 0.25 books per visitor", "每名访客约0.25本书"),
            words("That is about 0.25 books per visitor.", "平均每名访客约0.25本书。"),
            words("How many books is that per visitor?", "平均每名访客借多少书？"),
        )
    };
    let voice = |who: (&str, &str), occasion: (&str, &str)| Voice {
        id: who.0.to_owned(),
        who: words(who.0, who.1),
        occasion: words(occasion.0, occasion.1),
    };
    let briefing = ("press briefing, May 2", "5月2日，发布会");
    let concept = |id: &str, zh: &str| Concept {
        id: id.to_owned(),
        class: ClassId(0),
        under: None,
        cue: None,
        name: words(id, zh),
    };
    let facts = vec![visitors, books, plans, photo, per_visitor];
    let concepts = vec![
        concept("library", "图书馆"),
        concept("plans", "计划"),
        concept("per day", "每天"),
        concept("year on year", "同比"),
    ];
    let classes = vec![Class { id: "any".to_owned(), effect: Effect::Content, label: words("thing", "事物") }];
    let announcement = Announcement {
        title: words("How the library opened", "图书馆开放"),
        setting: Vec::new(),
        unsettled: Vec::new(),
        summary: vec![FactId(2), FactId(0)],
        voices: vec![
            voice(("Ann Lee, librarian, in her own words", "馆员 Ann Lee（原话）"), briefing),
            voice(("Ann Lee, librarian, as reported", "馆员 Ann Lee（据报道转述）"), briefing),
            voice(("the report's credits", "报道署名"), ("report on the briefing", "关于发布会的报道")),
        ],
    };
    KnowledgeBase {
        charts: Vec::new(),
        index: Index::new(&announcement, &facts, &concepts, &classes, &[]),
        announcement,
        facts,
        concepts,
        classes,
        lexicon: Lexicon::build(&[], ""),
        forms: 0,
        phrases: Phrases::parse(include_str!("../../knowledge/common/phrases.toml")).expect("the phrases load"),
        source: SOURCE.to_owned(),
        holders: Vec::new(),
    }
}

/// A reply of a kind in English, about the facts with these ids.
pub(super) fn reply(kb: &KnowledgeBase, kind: Kind, facts: &[&str]) -> Reply {
    let facts = facts.iter().filter_map(|id| kb.fact(id)).collect();
    Reply { facts, ..Reply::new(kind, Lang::En, Script::Simplified) }
}
