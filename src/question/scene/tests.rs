//! What only sets the scene, by example.

use crate::knowledge::built_in;
use crate::question::parse;

/// The words of `text` that weigh nothing, of those that no fact holds.
fn check(text: &str, light: &[&str], heavy: &[&str]) {
    let kb = built_in();
    let questions = parse(&kb, text);
    let weight = |word: &str| {
        let mut items = questions.iter().flat_map(|question| &question.items);
        items.find(|item| item.text.to_lowercase() == word).map(|item| item.weight)
    };
    for word in light {
        assert_eq!(weight(word), Some(0.0), "{word} in {text}");
    }
    for word in heavy {
        assert!(weight(word).is_some_and(|weight| weight > 0.0), "{word} in {text}");
    }
}

#[test]
fn the_askers_own_and_who_said_it_weigh_nothing() {
    check("my late husband kept a haberdashery by the church so how many pencils were sold", &["church"], &["pencils"]);
    check(
        "Doreen next door swears that the pencils sold out, how many pencils were sold?",
        &["doreen", "door"],
        &["pencils"],
    );
    check("I need the pencils sold a day", &[], &["pencils"]);
    check("in the church, how many pencils were sold", &[], &["church", "pencils"]);
    check("did Doreen say how many pencils were sold", &[], &["doreen", "pencils"]);
}
