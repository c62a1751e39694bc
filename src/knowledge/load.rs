//! A folder's files → a [`KnowledgeBase`] or [`Diagnostic`]s.
//!
//! `load(&Folder::built_in())` gives the knowledge that is in the binary. Every problem is collected, in the order of the
//! files and of the places in them.

pub use super::folder::Folder;
use super::folder::{FACTS, VOCABULARY};
use super::schema::{self, File};
use super::validate::vocabulary::{Depth, Source, Vocabulary};
use super::validate::{facts, resolve::Resolver, vocabulary};
use super::{ConceptId, Diagnostic, Fact, FactId, KnowledgeBase, Lexicon, Phrases, common};

/// What loading gives: the knowledge and the warnings, or every problem.
pub type Loaded = Result<(KnowledgeBase, Vec<Diagnostic>), Vec<Diagnostic>>;

/// Loads an announcement on top of the common part. On success also the warnings; otherwise every problem.
pub fn load(folder: &Folder) -> Loaded {
    collect(folder, &Common::built_in(), Depth::Announcement)
}

/// As [`load`], and checks the surface forms of the common part against one another too.
pub fn check(folder: &Folder) -> Loaded {
    collect(folder, &Common::built_in(), Depth::Everything)
}

/// The common part's concepts: built in, but for tests of what is wrong with them.
struct Common<'c> {
    classes: File<'c>,
    vocabulary: Vec<File<'c>>,
}

impl Common<'static> {
    fn built_in() -> Self {
        let file = |(name, text)| File { name, text };
        Self { classes: file(common::CLASSES), vocabulary: common::VOCABULARY.iter().copied().map(file).collect() }
    }
}

fn collect(folder: &Folder, common: &Common<'_>, depth: Depth) -> Loaded {
    let mut out = Vec::new();
    let loaded = read(folder, common, depth, &mut out);
    sort(&mut out);
    match loaded {
        Some(knowledge) if !out.iter().any(Diagnostic::is_error) => Ok((knowledge, out)),
        _ => Err(out),
    }
}

fn read(folder: &Folder, common: &Common<'_>, depth: Depth, out: &mut Vec<Diagnostic>) -> Option<KnowledgeBase> {
    let classes = schema::classes::read(common.classes, out);
    let mut sources = Vec::with_capacity(common.vocabulary.len() + 1);
    for &file in &common.vocabulary {
        sources.push(Source { file, concepts: schema::vocabulary::read(file, out).unwrap_or_default(), own: false });
    }
    let own = File { name: VOCABULARY, text: &folder.vocabulary };
    let own_concepts = schema::vocabulary::read(own, out);
    let has_own = own_concepts.is_some();
    sources.push(Source { file: own, concepts: own_concepts.unwrap_or_default(), own: true });
    let vocabulary = vocabulary::build(common.classes, &classes, &sources, depth, out);

    let phrases = Phrases::parse(common::PHRASES.1).map_err(|problems| out.extend(problems)).ok();

    let facts_file = File { name: FACTS, text: &folder.facts };
    let raw = schema::facts::read(facts_file, out)?;
    // Without the vocabulary every id of its concepts would be unknown: that says nothing.
    if !has_own {
        return None;
    }
    let mut resolver = Resolver::new(facts_file, &raw, &vocabulary, out);
    let announcement = facts::announcement(&raw, &mut resolver);
    let facts = facts::facts(&raw.facts, &folder.source, &mut resolver);
    resolver.report_unused(&raw);
    if out.iter().any(Diagnostic::is_error) {
        return None;
    }
    let phrases = phrases?;
    let holders = holders(&vocabulary, &facts);
    let Vocabulary { classes, concepts, forms, .. } = vocabulary;
    Some(KnowledgeBase {
        announcement,
        facts,
        concepts,
        classes,
        lexicon: Lexicon::build(&forms, common::WORDS),
        forms: forms.len(),
        phrases,
        source: folder.source.clone(),
        holders,
    })
}

/// For each concept the facts that hold it, itself or a narrower one.
fn holders(vocabulary: &Vocabulary<'_>, facts: &[Fact]) -> Vec<Vec<FactId>> {
    let mut holders: Vec<Vec<FactId>> = vec![Vec::new(); vocabulary.concepts.len()];
    for (at, fact) in facts.iter().enumerate() {
        let id = FactId(at as u32);
        for &concept in &fact.frame.helps {
            let mut at: Option<ConceptId> = Some(concept);
            while let Some(concept) = at {
                let known = &mut holders[concept.0 as usize];
                if known.last() == Some(&id) {
                    // So are all the broader ones.
                    break;
                }
                known.push(id);
                at = vocabulary.concepts[concept.0 as usize].under;
            }
        }
    }
    holders
}

/// The announcement's files first, then the common ones; each from top to bottom.
fn sort(problems: &mut [Diagnostic]) {
    let order = |file: &str| [FACTS, VOCABULARY].iter().position(|own| *own == file).unwrap_or(2);
    problems.sort_by(|one, other| {
        let files = order(&one.file).cmp(&order(&other.file)).then_with(|| one.file.cmp(&other.file));
        files.then(one.span.cmp(&other.span))
    });
}

#[cfg(test)]
mod tests {
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
        let problems =
            with_common(more, |common| collect(&folder(), common, Depth::Everything).err().unwrap_or_default());
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
        check_common(
            "[product]\nyam = { en = \"yam, taro\" }\ntaro = { en = \"taro\" }",
            &[("unmarked-shared", "taro")],
        );
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
            let loaded = with_common(more, |common| collect(&folder(), common, depth));
            loaded.err().unwrap_or_default().iter().map(|problem| problem.file.clone()).collect::<Vec<_>>()
        };
        assert_eq!(codes(Depth::Announcement), ["vocabulary.toml"]);
        assert_eq!(codes(Depth::Everything), ["vocabulary.toml", "common/more.toml"]);
    }

    proptest::proptest! {
        #[test]
        fn nothing_in_a_file_makes_it_panic(
            file in 0..FOLDER.len(),
            at in 0..2000_usize,
            out in 0..60_usize,
            put in r#"[ -~\n“”猪，、é\u{200b}😀]{0,12}"#,
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
}
