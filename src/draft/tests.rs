//! Drafts of four announcements: they load, every figure is in them, and each rule has a row and a near miss.

use super::*;
use crate::knowledge::{built_in, load};
use crate::text::Bound;

const MUSEUM: &str = include_str!("../../tests/fixtures/museum/source.txt");
const RELEASE: &str = "Hallbrook, May 4 - Sales of bicycles rose by 20% to 3.6 million euros in the first quarter, the maker \
Velo Works said on Monday. \"We sold more than 1,200 bicycles a week,\" Ann Lee, head of sales, said.\n\n\
The plant makes frames, such as steel frames, alloy frames and carbon frames.";
const CHINESE: &str = "5月4日，城市图书馆馆长王小明表示，今年第一季度读者人数同比增长25%，达到120万人次。\n\n\
图书馆平均每天借出约3000册图书，销售额突破5亿元。新服务包括送书上门、夜间阅览、亲子课堂等。";

/// The draft of a source, loaded.
#[track_caller]
fn check(source: &str) -> (Draft, crate::knowledge::KnowledgeBase) {
    let draft = draft(source, || {});
    match load(&draft.folder) {
        Ok((kb, _)) => (draft, kb),
        Err(problems) => {
            let errors: Vec<_> = problems.iter().filter(|problem| problem.is_error()).collect();
            panic!("{errors:#?}\n{}\n{}", draft.folder.facts, draft.folder.vocabulary)
        }
    }
}

#[test]
fn every_quantity_of_the_source_is_a_figure() {
    const ENORMOUS: &str = "读者人数达到1亿亿亿。";
    for source in [Folder::built_in().source.as_str(), MUSEUM, RELEASE, CHINESE, ENORMOUS] {
        let (_, kb) = check(source);
        let has = |read: &Quantity| {
            let figures = kb.facts.iter().flat_map(|fact| &fact.figures);
            let unit = read.unit.unwrap_or(Unit::Count);
            figures.into_iter().any(|it| (it.value, it.unit, it.bound) == (read.value, unit, read.bound))
        };
        let lost: Vec<_> = amounts(source).into_iter().filter(|read| !has(read)).collect();
        assert!(lost.is_empty(), "{lost:?}");
    }
}

#[test]
fn the_draft_of_the_announcement_built_in_has_every_figure_that_its_facts_have() {
    let known = built_in();
    let (_, kb) = check(&known.source);
    let drafted: Vec<_> = kb.facts.iter().flat_map(|fact| &fact.figures).collect();
    let stated = known.facts.iter().filter(|fact| matches!(fact.basis, crate::knowledge::Basis::Stated { .. }));
    for figure in stated.flat_map(|fact| &fact.figures) {
        let same = |it: &&crate::knowledge::Figure| (it.value, it.unit) == (figure.value, figure.unit);
        let found = drafted.iter().copied().find(same);
        assert!(found.is_some(), "{figure:?}");
        let bounds = found.map(|it| it.bound);
        assert!(bounds == Some(figure.bound) || bounds == Some(Bound::AtLeast), "{figure:?}: {bounds:?}");
    }
}

#[test]
fn what_is_not_an_announcement_still_makes_a_valid_folder() {
    for source in
        ["Hello there everybody", "12%", "{value} costs 5 euros.", "a\u{1}b \\ \"c\" costs 3 tons", "猪猪猪猪猪猪"]
    {
        check(source);
    }
}

#[track_caller]
fn check_subject(text: &str, expected: &[&str]) {
    let lang = language(text);
    let found: Vec<_> = amounts(text).iter().map(|read| subject(text, read, lang).words).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn a_figure_has_its_subject() {
    check_subject("selling about 150 tons of pork", &["pork"]);
    check_subject("the platforms had 500,000 orders per day", &["orders"]);
    check_subject("the order volume increased by 80%", &["order volume"]);
    check_subject("sales exceeded 500 million yuan", &["sales"]);
    check_subject("The renovation cost 42 million euros", &["renovation"]);
    check_subject("the turnover of fish in Hallbrook rose by 5%", &["turnover of fish"]);
    check_subject("销售额突破5亿元", &["销售额"]);
    check_subject("售出150吨猪肉", &["猪肉"]);
    check_subject("About 12,000 passengers rode the new line", &["passengers"]);
    check_subject("some 300 guests attended the opening", &["guests"]);
    check_subject("more than 150 domestic and foreign brands", &["domestic and foreign brands"]);
    check_subject("5 trees and bushes", &["trees"]);
    check_subject(
        "the turnover of fresh food e-commerce in Bern increased by 167% year-on-year to 8.8 billion yuan",
        &["turnover of fresh food e-commerce", "turnover of fresh food e-commerce"],
    );
    check_subject("It has 12 fixed cameras", &["fixed cameras"]);
    check_subject("22 of them women", &["women"]);
    check_subject("cost 186 million euros, 4 million less than planned", &["", ""]);
    check_subject("The new museum will open to the public on May 4", &["new museum"]);
}

#[track_caller]
fn check_clauses(text: &str, expected: &[&str]) {
    let found: Vec<_> = clauses(text).into_iter().map(|clause| clause.text).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn sentences_are_cut_between_figures() {
    check_clauses(
        "Sales rose by 20% to 3 million yuan, and orders rose by 80%.",
        &["Sales rose by 20% to 3 million yuan", "orders rose by 80%"],
    );
    check_clauses("It sold 5 tons of pork and 6 tons of fish.", &["It sold 5 tons of pork", "6 tons of fish"]);
    check_clauses(
        "Mr. Smith paid 8.8 million euros. He was glad.",
        &["Mr. Smith paid 8.8 million euros", "He was glad"],
    );
    check_clauses(
        "\u{feff}Bern, May 3 - Exports rose by 12%. 5 - 10 tons",
        &["Bern, May 3", "Exports rose by 12%", "5 - 10 tons"],
    );
    check_clauses(
        "Bern, 14 May – The city opened a line. It opens on 3 June, he said.",
        &["Bern, 14 May", "The city opened a line", "It opens on 3 June, he said"],
    );
    check_clauses(
        "\"We hired 64 drivers, 22 of them women,\" she said.",
        &["We hired 64 drivers", "22 of them women,\" she said"],
    );
    check_clauses("\"We are glad,\" she said.", &["\"We are glad,\" she said"]);
    check_clauses("Line 2 runs to the port and serves 17 stops.", &["Line 2 runs to the port and serves 17 stops"]);
    check_clauses("[Note] They came, and they went.", &["They came, and they went"]);
    check_clauses("销售额增长5%，订单增长6%。谢谢大家光临。", &["销售额增长5%", "订单增长6%", "谢谢大家光临"]);
}

#[test]
fn speakers_are_found_and_their_words_are_theirs() {
    let (museum, kb) = check(MUSEUM);
    assert_eq!(museum.speakers, ["Helena Brandt"]);
    let own = kb.facts.iter().filter(|fact| match fact.basis {
        crate::knowledge::Basis::Stated { voice, .. } => kb.announcement.voices[voice].id == "own-1",
        crate::knowledge::Basis::Derived { .. } => false,
    });
    assert!(own.count() >= 3, "{}", museum.folder.facts);
    assert_eq!(check(RELEASE).0.speakers, ["Ann Lee", "Velo Works"]);
    let said = "\"We are proud,\" said Anna Keller, head of exports. Nobody said Monday.";
    assert_eq!(check(said).0.speakers, ["Anna Keller"]);
    assert_eq!(check(CHINESE).0.speakers, ["王小明"]);
    let mayor =
        "Mayor Petra Núñez cut the ribbon. \"We hired 64 drivers, 22 of them women,\" said Núñez. Monday told all.";
    let (draft, kb) = check(mayor);
    assert_eq!(draft.speakers, ["Petra Núñez"]);
    let voices = kb.facts.iter().map(|fact| match fact.basis {
        crate::knowledge::Basis::Stated { voice, .. } => kb.announcement.voices[voice].id.as_str(),
        crate::knowledge::Basis::Derived { .. } => "",
    });
    assert_eq!(voices.collect::<Vec<_>>(), ["report", "own-1", "own-1", "report"]);
}

#[test]
fn a_period_is_of_the_figure_beside_it() {
    let period = |text: &str, fact: usize, figure: usize| {
        let (_, kb) = check(text);
        kb.facts[fact].figures[figure].period.map(|id| kb.concepts[id.0 as usize].id.clone())
    };
    assert_eq!(period("In the first quarter, turnover rose by 5%.", 0, 0).as_deref(), Some("q1"));
    assert_eq!(period("A ticket costs 3 euros, and rides are free until the end of September.", 0, 0), None);
    assert_eq!(period("The hall opens on September 28 after work of three years.", 0, 1), None);
}

#[test]
fn each_figure_has_a_question_that_reads_well() {
    let question = |text: &str, expected: &str| {
        let (_, kb) = check(text);
        assert_eq!(kb.facts[0].question.en, expected, "{text}");
    };
    question("More than 2,300 trees were planted", "How many trees?");
    question("Construction took three years", "What figure is given for the construction?");
    question("Lindau paid 5 million euros", "What amount is given for Lindau?");
    question("The order volume rose by 80%", "How did the order volume change?");
    question("The state paid 60% of it", "What percentage is given for the state?");
    question("The council will decide in spring", "What is said about the council?");
    question("First, exports rise in spring", "What is said about the first exports rise spring?");
    question("They sold 150 tons of pork", "How much pork?");
    question("The new museum will open on May 4", "What date is given for the new museum?");
}

#[test]
fn lists_are_taken_apart() {
    let list = |text: &str| listed(text, language(text));
    assert_eq!(
        list("frames, such as steel frames, alloy frames and carbon frames"),
        ["steel frames", "alloy frames", "carbon frames"]
    );
    assert_eq!(list("It has frames, wheels and bells"), [""; 0]);
    assert_eq!(list("新服务包括送书上门、夜间阅览、亲子课堂等").len(), 3);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(24))]
    #[test]
    fn any_text_makes_a_folder_that_loads(text in "(([a-zA-Z]{1,6}|[0-9]{1,4}%?|\\. |, |\"| and |\n|猪|亿|吨|，|。|\\[|\\]|\\{|¥|[\u{0}-\u{7f}]) ?){0,40}") {
        let draft = draft(&text, || {});
        if draft.facts > 0 {
            let loaded = load(&draft.folder);
            if let Err(problems) = loaded {
                let errors: Vec<_> = problems.iter().filter(|problem| problem.is_error()).collect();
                proptest::prop_assert!(false, "{errors:#?}\n{}\n{}", draft.folder.facts, draft.folder.vocabulary);
            }
        }
    }
}
