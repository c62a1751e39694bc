//! Small folders → knowledge, or the problems of the folder and of the common part, by code and place.
//!
//! A common part of two classes and all cues keeps each row in sight.

use super::*;
use crate::knowledge::{Basis, Cue};
use crate::text::Lang;

const CLASSES: &str = r#"
[class.product]
effect = "contrast"
label = { en = "product", zh = "产品" }
[class.measure]
effect = "contrast"
label = { en = "measure", zh = "指标" }
[class.cue]
effect = "grammar"
label = { en = "question word", zh = "疑问词" }
"#;

const FOLDER: &[(&str, &str)] = &[
    ("source", "Growers picked about 30 tons of moonberries. Sales rose 20% to 3.6 million yuan."),
    (
        "vocabulary",
        r#"
[product]
fruit = { en = "fruit of the moon", zh = "月果" }
moonberries = { en = "moonberry, =mb", zh = "月莓", under = "fruit" }
[measure]
moonberry-sales = { en = "moonberry sales" , zh = "月莓销售额" }
"#,
    ),
    (
        "facts",
        r#"
[announcement]
title = { en = "Moonberries", zh = "月莓" }
[voice.guild]
who = { en = "the guild", zh = "公会" }
occasion = { en = "meeting", zh = "会议" }
[fact.sales]
quote = "Sales rose 20% to 3.6 million yuan"
voice = "guild"
topic = "fruit"
figures = [
  { name = "growth", value = 20, unit = "percent", direction = "up", measure = "moonberry-sales" },
  { name = "sales", value = 3_600_000, unit = "yuan", measure = "moonberry-sales" },
]
headline = { en = "3.6 million yuan", zh = "360万元" }
wording = { en = "Sales rose 20% to 3.6 million yuan.", zh = "销售额增长20%，达到360万元。" }
question = { en = "How much was sold?", zh = "卖了多少钱？" }
needs = [["moonberry-sales"]]
states = ["moonberries"]
answers = ["how"]
[fact.before]
formula = "sales.sales / (1 + sales.growth)"
figure = { name = "sales", unit = "yuan", digits = 2, measure = "moonberry-sales" }
topic = "moonberries"
headline = { en = "{value} before", zh = "上年{value}" }
wording = { en = "It was {value} before.", zh = "上年为{value}。" }
question = { en = "How much was it before?", zh = "上年是多少？" }
related = ["sales"]
needs = [["moonberry-sales"]]
"#,
    ),
];

fn folder() -> Folder {
    let text = |name: &str| FOLDER.iter().find(|(known, _)| *known == name).map_or("", |(_, text)| text).to_owned();
    Folder { source: text("source"), facts: text("facts"), vocabulary: text("vocabulary"), questions: None }
}

/// A common part of all cues and what `more` adds.
fn with_common<T>(more: &str, read: impl FnOnce(&Common<'_>) -> T) -> T {
    let cues: Vec<String> =
        Cue::ALL.iter().map(|cue| format!("{} = {{ en = \"cue {}\" }}\n", cue.id(), cue.id())).collect();
    let grammar = format!("[cue]\n{}", cues.concat());
    let grammar = File { name: "common/grammar.toml", text: &grammar };
    let classes = File { name: "common/classes.toml", text: CLASSES };
    read(&Common { classes, vocabulary: vec![grammar, File { name: "common/more.toml", text: more }] })
}

#[test]
fn a_good_folder_becomes_knowledge() {
    let (kb, warnings) =
        with_common("", |common| collect(&folder(), common, Depth::Everything)).expect("a good folder");
    assert_eq!(warnings, []);
    let concept = |id: &str| {
        let at = kb.concepts.iter().position(|concept| concept.id == id).expect("a concept");
        ConceptId(at as u32)
    };
    let (sales, before) = (FactId(0), FactId(1));
    assert_eq!((kb.fact("sales"), kb.fact("before")), (Some(sales), Some(before)));
    assert_eq!(kb[concept("moonberries")].name.get(Lang::En), "moonberry");
    assert_eq!(kb[concept("who")].cue, Some(Cue::Who));
    assert_eq!(kb[sales].frame.helps, [concept("moonberry-sales"), concept("moonberries")]);
    assert_eq!(kb[sales].frame.answers, [Cue::How]);
    assert_eq!(kb[before].related, [sales]);
    assert_eq!(kb.holders[concept("fruit").0 as usize], [sales]);
    assert_eq!(kb.holders[concept("moonberry-sales").0 as usize], [sales, before]);
    let Basis::Stated { quote, voice } = kb[sales].basis else { panic!("a stated fact") };
    assert_eq!((quote.of(&kb.source), voice), ("Sales rose 20% to 3.6 million yuan", 0));
    let Basis::Derived { operands, working, assumption } = &kb[before].basis else { panic!("a derived fact") };
    assert_eq!((operands.as_slice(), assumption.is_none()), ([sales].as_slice(), true));
    assert_eq!(working.en, "3.6 million yuan / (1 + 20%) = 3 million yuan");
    assert_eq!(working.zh, "360万元 / (1 + 20%) = 300万元");
    assert!((kb[before].figures[0].value - 3e6).abs() < 1.0);
    assert_eq!(
        (kb[before].headline.en.as_str(), kb[before].wording.zh.as_str()),
        ("3 million yuan before", "上年为300万元。")
    );
}

/// Checks the codes and places of what is wrong when the common part has `more`.
#[track_caller]
fn check_common(more: &str, expected: &[(&str, &str)]) {
    let problems = with_common(more, |common| collect(&folder(), common, Depth::Everything).err().unwrap_or_default());
    let found: Vec<_> = problems.iter().map(|problem| (problem.code, problem.span.of(more))).collect();
    assert_eq!(found, expected, "{more}: {problems:#?}");
    assert!(problems.iter().all(|problem| problem.file == "common/more.toml"));
}

#[test]
fn the_common_part_is_checked_too() {
    check_common("[cue]\nwherefrom = { en = \"wherefrom\" }", &[("unknown-cue", "wherefrom")]);
    check_common("[product]\nwho = { en = \"doctor\" }", &[("duplicate-id", "who")]);
    check_common(
        "[product]\nyam = { en = \"yam\", under = \"moonberries\" }",
        &[("unknown-concept", "\"moonberries\"")],
    );
    check_common("[product]\nyam = { en = \"yam, taro\" }\ntaro = { en = \"taro\" }", &[("unmarked-shared", "taro")]);
    check_common("[fruit]\nyam = { en = \"yam\" }", &[("unknown-class", "fruit")]);
}

#[test]
fn every_cue_must_have_its_forms() {
    let classes = File { name: "common/classes.toml", text: CLASSES };
    let grammar = File { name: "common/grammar.toml", text: "[cue]\nwho = { en = \"who\" }" };
    let problems = collect(&folder(), &Common { classes, vocabulary: vec![grammar] }, Depth::Announcement)
        .expect_err("cues are missing");
    let codes: Vec<_> = problems.iter().map(|problem| (problem.code, problem.file.as_str())).collect();
    assert_eq!(codes, [("missing-cue", "common/grammar.toml")]);
    assert!(problems[0].message.contains("when, where"), "{}", problems[0].message);
}

#[test]
fn only_what_the_announcement_adds_is_checked_at_each_start() {
    let more = "[product]\nyam = { en = \"yam, taro\" }\ntaro = { en = \"taro, moonberry\" }";
    let codes = |depth| {
        let (Ok((_, problems)) | Err(problems)) = with_common(more, |common| collect(&folder(), common, depth));
        let shared = problems.iter().filter(|problem| problem.code == "unmarked-shared");
        shared.map(|problem| (problem.file.clone(), problem.is_error())).collect::<Vec<_>>()
    };
    // What a new version adds to the common part makes no folder invalid.
    let own = ("vocabulary.toml".to_owned(), false);
    assert_eq!(codes(Depth::Announcement), [own.clone()]);
    assert_eq!(codes(Depth::Everything), [own, ("common/more.toml".to_owned(), true)]);
}

proptest::proptest! {
    #[test]
    fn nothing_in_a_file_makes_it_panic(
        file in 0..FOLDER.len(),
        at in 0..2000_usize,
        out in 0..60_usize,
        put in r"[ -~\n“”猪，、é\u{200b}😀]{0,12}",
    ) {
        let mut folder = folder();
        let text = match FOLDER[file].0 {
            "source" => &mut folder.source,
            "facts" => &mut folder.facts,
            _ => &mut folder.vocabulary,
        };
        let start = text.floor_char_boundary(at % text.len());
        let end = text.ceil_char_boundary((start + out).min(text.len()));
        text.replace_range(start..end, &put);
        let problems = match with_common("", |common| collect(&folder, common, Depth::Everything)) {
            Ok((_, warnings)) => warnings,
            Err(problems) => problems,
        };
        for problem in problems {
            let text = folder.text(&problem.file).unwrap_or_default();
            proptest::prop_assert!(text.get(problem.span.start..problem.span.end).is_some(), "{problem:?}");
        }
    }
}
