//! Replies about the announcement built in, as people read them: each fact in both languages and scripts, and what must
//! hold for every one of them.

use std::sync::LazyLock;

use herald::answer::{Focus, Kind, Reply, Verdict};
use herald::knowledge::{Basis, FactId, KnowledgeBase, built_in};
use herald::render::{self, Html, Overview};
use herald::text::{Lang, Script, quantity::quantities};

static KNOWLEDGE: LazyLock<KnowledgeBase> = LazyLock::new(built_in);

const EDITIONS: [(Lang, Script); 3] =
    [(Lang::En, Script::Simplified), (Lang::Zh, Script::Simplified), (Lang::Zh, Script::Traditional)];

const SIDES: [Focus; 6] = [Focus::Fact, Focus::Quote, Focus::Source, Focus::Basis, Focus::Period, Focus::Computed];

fn answer(facts: &[FactId], (lang, script): (Lang, Script)) -> Reply {
    Reply { facts: facts.to_vec(), ..Reply::new(Kind::Answer, lang, script) }
}

/// Every fact's reply in one language and script.
fn page(edition: (Lang, Script)) -> String {
    let kb = &*KNOWLEDGE;
    let reply = |id: FactId| format!("---- {}\n{}", kb[id].id, render::html(kb, &answer(&[id], edition)));
    kb.fact_ids().map(reply).collect::<Vec<_>>().join("\n")
}

#[test]
fn each_fact_in_english() {
    insta::assert_snapshot!(page(EDITIONS[0]));
}

#[test]
fn each_fact_in_simplified_chinese() {
    insta::assert_snapshot!(page(EDITIONS[1]));
}

#[test]
fn each_fact_in_traditional_chinese() {
    insta::assert_snapshot!(page(EDITIONS[2]));
}

/// The overviews in one language and script.
fn overviews((lang, script): (Lang, Script)) -> String {
    let reader = Reply::new(Kind::Smalltalk, lang, script);
    let page = |of| Html::write(&render::overview(&KNOWLEDGE, &reader, of)).into_string();
    [Overview::Topics, Overview::Figures, Overview::Quotes].map(page).join("\n\n----\n")
}

#[test]
fn the_overviews_in_english() {
    insta::assert_snapshot!(overviews(EDITIONS[0]));
}

#[test]
fn the_overviews_in_simplified_chinese() {
    insta::assert_snapshot!(overviews(EDITIONS[1]));
}

#[test]
fn the_figure_shows_whichever_side_was_asked_for() {
    let kb = &*KNOWLEDGE;
    for (id, side) in kb.fact_ids().flat_map(|id| SIDES.map(|side| (id, side))) {
        for (lang, script) in [EDITIONS[0], EDITIONS[1]] {
            let fact = &kb[id];
            let reply = Reply { focus: side, ..answer(&[id], (lang, script)) };
            let text = render::text(kb, &reply);
            let figure =
                quantities(fact.headline.get(lang)).first().map(|figure| figure.span.of(fact.headline.get(lang)));
            let shown = figure.is_none_or(|figure| text.contains(figure));
            assert!(shown, "{} {side:?} {lang:?} lacks {figure:?}: {text}", fact.id);
            assert!(!text.contains(['{', '}']), "{text}");
        }
    }
}

#[test]
fn a_stated_fact_comes_with_its_words_and_a_computed_one_with_its_working() {
    let kb = &*KNOWLEDGE;
    for (id, side) in kb.fact_ids().flat_map(|id| SIDES.map(|side| (id, side))) {
        for edition in EDITIONS {
            let reply = Reply { focus: side, ..answer(&[id], edition) };
            let text = render::text(kb, &reply);
            match &kb[id].basis {
                Basis::Stated { quote, voice } => {
                    assert!(text.contains(quote.of(&kb.source)), "{text}");
                    assert!(
                        edition.0 == Lang::Zh
                            || text.to_lowercase().contains(&kb.announcement.voices[*voice].occasion.en.to_lowercase()),
                        "{text}"
                    );
                }
                Basis::Derived { working, .. } => {
                    assert!(text.contains(working.get(edition.0)) || edition.1 == Script::Traditional, "{text}");
                }
            }
        }
    }
}

#[test]
fn everything_at_once_is_a_list_that_fits_a_message() {
    let kb = &*KNOWLEDGE;
    let summary = Reply { verdict: Some(Verdict::Yes), ..answer(&kb.announcement.summary, EDITIONS[0]) };
    insta::assert_snapshot!(render::text(kb, &summary));
    for edition in EDITIONS {
        let all: Vec<_> = kb.fact_ids().collect();
        let text = render::text(kb, &answer(&all, edition));
        assert!(text.encode_utf16().count() <= 4096, "{}", text.encode_utf16().count());
    }
}
