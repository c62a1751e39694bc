//! A fact that was corrected after publishing: the correction first, the old figure as corrected.

use herald::dialogue::{Conversation, respond};
use herald::knowledge::{Folder, load};
use herald::render;

use crate::fake::Fake;
use crate::process::Home;
use crate::scene::private;

/// The sample folder of the diagnostics, with a figure that was corrected the day after.
fn folder() -> Folder {
    let good = |file: &str| match file {
        "source.txt" => include_str!("../bad-knowledge/good/source.txt"),
        "facts.toml" => include_str!("../bad-knowledge/good/facts.toml"),
        _ => include_str!("../bad-knowledge/good/vocabulary.toml"),
    };
    let source = format!("{}\nCorrection: the guild had 1,350 orders a day.\n", good("source.txt"));
    let old = "[fact.orders]\n";
    let new = "[fact.orders-corrected]\nquote = \"the guild had 1,350 orders a day\"\nvoice = \"guild\"\ntopic = \"moonberries\"\n\
               figures = [{ name = \"orders\", value = 1_350, unit = \"count\", measure = \"moonberry-orders\" }]\n\
               as_of = { en = \"May 5\", zh = \"5月5日\" }\n\
               headline = { en = \"1,350 a day\", zh = \"每天1350单\" }\n\
               wording = { en = \"The guild had 1,350 orders a day.\", zh = \"公会每天有1350单。\" }\n\
               question = { en = \"How many orders?\", zh = \"有多少订单？\" }\nneeds = [[\"moonberry-orders\"]]\n\n\
               [fact.orders]\nsuperseded_by = \"orders-corrected\"\n";
    let facts = good("facts.toml").replacen(old, new, 1);
    Folder { source, facts, vocabulary: good("vocabulary.toml").to_owned(), questions: None }
}

#[track_caller]
fn check(question: &str, expected: &[&str], texts: &[&str]) {
    let kb = load(&folder()).expect("it loads").0;
    let reply = respond(&kb, &mut Conversation::default(), question, 0);
    let facts: Vec<&str> = reply.facts.iter().map(|&fact| kb[fact].id.as_str()).collect();
    let text = render::text(&kb, &reply);
    assert_eq!(facts, expected, "{question}\n{text}");
    let mut from = 0;
    for part in texts {
        let at = text[from..].find(part);
        assert!(at.is_some(), "{question}: {part:?} is not next in\n{text}");
        from += at.unwrap_or_default();
    }
}

#[test]
fn the_correction_comes_first_and_the_old_figure_as_corrected() {
    let both = ["orders-corrected", "orders"];
    check("How many moonberry orders?", &both, &["1,350 a day (as of May 5)", "Corrected since: 1,200 a day"]);
    check("月莓订单有多少？", &both, &["每天1350单（截至5月5日）", "已更正：每天1200单"]);
    check("Were there 1,200 moonberry orders?", &both, &["No", "1,350 a day", "Corrected since: 1,200"]);
    check("Were there 1,350 moonberry orders?", &both[..1], &["Yes", "1,350 a day"]);
    // A fact without a correction is told as ever.
    check("How many moonberries were picked?", &["harvest"], &["About 30 tons"]);
}

#[test]
fn a_link_and_an_overview_give_the_correction_too() {
    let (fake, home, folder) = (Fake::start(), Home::new(), folder());
    let directory = tempfile::tempdir().expect("a temporary folder");
    for (file, text) in
        [("source.txt", &folder.source), ("facts.toml", &folder.facts), ("vocabulary.toml", &folder.vocabulary)]
    {
        std::fs::write(directory.path().join(file), text).expect("the file");
    }
    let path = directory.path().to_str().expect("UTF-8");
    let herald = home.start_with(&fake, &[("HERALD_KNOWLEDGE", path)]);
    fake.post(private(3, "/start orders"));
    let linked = fake.wait_for_sent(1)[0].text();
    let place = |part: &str| linked.find(part).unwrap_or_else(|| panic!("{part} is not in {linked}"));
    assert!(place("1,350 a day") < place("Corrected since: 1,200 a day"), "{linked}");
    fake.post(private(3, "/figures"));
    let figures = fake.wait_for_sent(2)[1].text();
    assert!(figures.contains("Corrected since: 1,200 a day"), "{figures}");
    herald.signal("TERM");
    assert_eq!(herald.wait().code, Some(0));
    fake.check();
}
