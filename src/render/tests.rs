//! Snapshots of every kind of reply about the sample announcement, as plain text and as Telegram HTML.

use super::sample::{knowledge, reply};
use super::{html, related, terminal, text};
use crate::answer::{Focus, Kind, Refusal, Reply, Smalltalk, Verdict};
use crate::knowledge::KnowledgeBase;
use crate::text::{Lang, Script};

/// The reply in English, simplified and traditional Chinese, with the markup and without.
#[track_caller]
fn check(name: &str, kb: &KnowledgeBase, reply: &Reply) {
    let mut page = Vec::new();
    for (lang, script) in
        [(Lang::En, Script::Simplified), (Lang::Zh, Script::Simplified), (Lang::Zh, Script::Traditional)]
    {
        let reply = Reply { lang, script, ..reply.clone() };
        let (text, html) = (text(kb, &reply), html(kb, &reply));
        assert_eq!(text, without_markup(&html));
        page.push(format!("---- {lang:?} {script:?}\n{text}\n---- HTML\n{html}"));
    }
    insta::with_settings!({ snapshot_path => "../../tests/it/snapshots/render", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(name, page.join("\n"));
    });
}

/// What Telegram shows of its HTML.
fn without_markup(html: &str) -> String {
    let mut text = String::new();
    for (at, part) in html.split('<').enumerate() {
        text.push_str(if at == 0 { part } else { part.split_once('>').map_or("", |(_, text)| text) });
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

fn with(reply: Reply, change: impl FnOnce(&mut Reply)) -> Reply {
    let mut reply = reply;
    change(&mut reply);
    reply
}

#[test]
fn answers() {
    let kb = knowledge();
    let answer = |facts: &[&str]| reply(&kb, Kind::Answer, facts);
    check("one-fact", &kb, &answer(&["visitors"]));
    check("one-fact-long-quote", &kb, &answer(&["plans"]));
    check("two-facts", &kb, &answer(&["visitors", "plans"]));
    check("two-facts-two-voices", &kb, &answer(&["books", "photo"]));
    check("many-facts", &kb, &answer(&["visitors", "books", "plans", "photo", "visitors"]));
    check("computed", &kb, &answer(&["per-visitor"]));
    check("partly-missing", &kb, &with(answer(&["books"]), |reply| reply.missing = vec!["films".to_owned()]));
}

#[test]
fn verdicts() {
    let kb = knowledge();
    let judged = |facts: &[&str], verdict| {
        with(reply(&kb, Kind::Answer, facts), |reply| (reply.whether, reply.verdict) = (true, verdict))
    };
    check("yes", &kb, &judged(&["visitors"], Some(Verdict::Yes)));
    check("no", &kb, &judged(&["photo"], Some(Verdict::No)));
    check("not-settled", &kb, &judged(&["visitors"], None));
    check("no-to-two-facts", &kb, &judged(&["visitors", "books"], Some(Verdict::No)));
    let computed = judged(&["per-visitor"], Some(Verdict::No));
    check("no-not-stated", &kb, &with(computed, |reply| reply.focus = Focus::Computed));
}

#[test]
fn sides_of_a_fact() {
    let kb = knowledge();
    for (name, fact, focus) in [
        ("focus-quote", "plans", Focus::Quote),
        ("focus-quote-computed", "per-visitor", Focus::Quote),
        ("focus-source", "books", Focus::Source),
        ("focus-source-computed", "per-visitor", Focus::Source),
        ("focus-basis", "visitors", Focus::Basis),
        ("focus-no-basis", "books", Focus::Basis),
        ("focus-period", "visitors", Focus::Period),
        ("focus-no-period", "books", Focus::Period),
        ("focus-stated", "books", Focus::Computed),
        ("focus-computed", "per-visitor", Focus::Computed),
    ] {
        check(name, &kb, &with(reply(&kb, Kind::Answer, &[fact]), |reply| reply.focus = focus));
    }
}

#[test]
fn questions_back_and_refusals() {
    let kb = knowledge();
    check("clarify", &kb, &reply(&kb, Kind::Clarify, &["visitors", "books"]));
    let refused = |refusal| with(reply(&kb, Kind::Unknown, &[]), |reply| reply.refusal = refusal);
    check("not-said", &kb, &refused(Refusal::NotSaid));
    let near = with(refused(Refusal::NotSaid), |reply| {
        reply.missing = vec!["films".to_owned(), "<b>Paris & Rome".to_owned()];
        reply.near = vec![crate::knowledge::FactId(1), crate::knowledge::FactId(0)];
    });
    check("not-said-near", &kb, &near);
    check("off-topic", &kb, &refused(Refusal::OffTopic));
    check("not-understood", &kb, &refused(Refusal::NotUnderstood));
}

#[test]
fn a_refusal_repeats_only_plain_words() {
    let kb = knowledge();
    let check = |missing: &[&str], expected: &str| {
        let reply = with(reply(&kb, Kind::Unknown, &[]), |reply| {
            reply.missing = missing.iter().map(|word| (*word).to_owned()).collect();
        });
        assert_eq!(text(&kb, &reply), expected);
    };
    check(&["films"], "The announcement says nothing about “films”.");
    check(&["films", "Paris"], "The announcement says nothing about “films”, “Paris”.");
    check(&["@someone", "/start", "evil.example", " "], "The announcement doesn't say.");
    check(&["fi\0lms\u{202e}\n"], "The announcement says nothing about “films”.");
    check(&["{title}"], "The announcement says nothing about “{title}”.");
    check(&[&"x".repeat(41)], "The announcement doesn't say.");
    check(&["a", "b", "c", "d", "e"], "The announcement says nothing about “a”, “b”, “c”, “d”.");
}

#[test]
fn small_talk() {
    let kb = knowledge();
    for (name, about) in [
        ("greeting", Smalltalk::Greeting),
        ("thanks", Smalltalk::Thanks),
        ("goodbye", Smalltalk::Goodbye),
        ("identity", Smalltalk::Identity),
        ("help", Smalltalk::Help),
        ("other", Smalltalk::Other),
    ] {
        let reply = with(reply(&kb, Kind::Smalltalk, &[]), |reply| reply.smalltalk = Some(about));
        check(name, &kb, &reply);
        assert!(!text(&kb, &reply).contains(|character: char| character.is_ascii_digit()));
    }
}

#[test]
fn on_a_terminal() {
    let kb = knowledge();
    let books = reply(&kb, Kind::Answer, &["books"]);
    let plain = |reply: &Reply, width| anstream::adapter::strip_str(&terminal(&kb, reply, width)).to_string();
    let zh = with(reply(&kb, Kind::Answer, &["plans"]), |reply| reply.lang = Lang::Zh);
    let page = format!("{}\n{}\n{}", terminal(&kb, &books, None), plain(&books, Some(40)), plain(&zh, Some(40)));
    assert!(plain(&zh, Some(40)).lines().all(|line| unicode_width::UnicodeWidthStr::width(line) <= 40));
    insta::with_settings!({ snapshot_path => "../../tests/it/snapshots/render", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("terminal", page.replace('\u{1b}', "ESC"));
    });
}

#[test]
fn what_can_be_asked_next_is_new() {
    let kb = knowledge();
    let check = |facts: &[&str], expected: &[&str]| {
        let related = related(&kb, &reply(&kb, Kind::Answer, facts));
        assert_eq!(related.iter().map(|id| kb[*id].id.as_str()).collect::<Vec<_>>(), expected);
    };
    check(&["books"], &["visitors", "per-visitor", "plans"]);
    check(&["visitors", "books"], &["per-visitor", "plans", "photo"]);
    check(&["photo"], &[]);
    assert_eq!(related(&kb, &reply(&kb, Kind::Clarify, &["books"])), []);
}

#[test]
fn a_reply_without_facts_is_a_refusal() {
    let kb = knowledge();
    for kind in [Kind::Answer, Kind::Clarify] {
        assert_eq!(text(&kb, &reply(&kb, kind, &[])), "The announcement doesn't say.");
    }
}
