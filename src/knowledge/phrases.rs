//! `knowledge/common/phrases.toml` → the wording of replies, in a fixed set of keys.
//!
//! `not_said_about = { en = "It says nothing about {missing}.", zh = "…" }` becomes [`Phrases::not_said_about`]. A key that
//! is unknown, missing or empty, or a placeholder that doesn't belong, is a [`Diagnostic`] with its place.

mod read;

use super::{Diagnostic, Localised};

macro_rules! phrases {
    ($($(#[$doc:meta])* $name:ident [$($placeholder:literal),*],)*) => {
        /// The wording of replies, in both languages. Words in braces are filled in by [`fill`].
        #[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        pub struct Phrases { $($(#[$doc])* pub $name: Localised,)* }

        /// Every key with its placeholders.
        const KEYS: &read::Keys = &[$((stringify!($name), &[$($placeholder),*]),)*];

        impl Phrases {
            /// Reads the file's text; all its problems at once where there are any.
            pub fn parse(text: &str) -> Result<Self, Vec<Diagnostic>> {
                let mut read = read::read(KEYS, text)?;
                Ok(Self { $($name: read.remove(stringify!($name)).unwrap_or_default(),)* })
            }
        }
    };
}

phrases! {
    /// The first line of a "yes" to one fact.
    verdict_yes ["headline"],
    /// The first line of a "no" to one fact: it must make sense before any figure.
    verdict_no ["headline"],
    /// A "yes" on a line of its own.
    yes [],
    /// A "no" on a line of its own.
    no [],
    /// A yes/no question on which the facts bear without settling it.
    not_settled [],
    /// Who said it, and on what occasion.
    source ["who", "occasion"],
    /// The source line below a quote, which stays in the original language.
    original ["source"],
    /// The working of a computed fact.
    computed_from ["working"],
    /// A figure that a later one corrects.
    corrected ["headline"],
    /// A figure with the day that it holds for.
    as_of ["headline", "day"],
    /// What a computed fact assumes.
    assuming ["assumption"],
    /// What a change is measured against.
    basis ["basis"],
    /// That the announcement doesn't give it.
    no_basis [],
    /// The period that a figure holds for.
    period ["period"],
    /// That the announcement doesn't give it.
    no_period [],
    /// That a fact is stated.
    stated [],
    /// That a fact is computed.
    computed [],
    /// That a computed fact has no exact words.
    no_quote [],
    /// That nobody said a computed fact.
    nobody_said [],
    /// That the announcement doesn't say.
    not_said [],
    /// What it doesn't say.
    not_said_about ["missing"],
    /// What it doesn't say of a question that is answered in part.
    also_missing ["missing"],
    /// One word of what is missing.
    quoted ["word"],
    /// Between two of them.
    separator [],
    /// Above the facts that a refusal points to.
    near [],
    /// The question that a fact answers, after its headline.
    with_question ["question"],
    /// A question on something else.
    off_topic [],
    /// What the announcement is about.
    about ["title"],
    /// No question could be made out.
    not_understood [],
    /// Above examples of questions.
    for_example [],
    /// Above the candidates of a clarification.
    which [],
    /// Above related questions.
    ask_next [],
    /// "hello"
    greeting [],
    /// "thanks"
    thanks [],
    /// "bye"
    goodbye [],
    /// "who are you"
    identity ["title"],
    /// "what can I ask"
    help ["title"],
    /// "ok"
    other [],
    /// The button that copies the figure and who said it.
    copy [],
    /// The button that shares the question in another chat.
    share [],
    /// The button for a clarification that doesn't fit.
    none_of_these [],
    /// What follows it.
    ask_anew [],
    /// What the bot says when it is added to a group.
    group_hello ["title", "name"],
    /// A picture or a voice in the place of words.
    unreadable [],
    /// That the chat is quiet now.
    quiet_on [],
    /// That it no longer is.
    quiet_off [],
    /// That only administrators decide that.
    quiet_admins [],
    /// That it is for groups.
    quiet_groups [],
    /// The button for a chart that shows the figure.
    chart_button [],
    /// That there is none.
    no_chart [],
    /// The notice for a button that leads nowhere any more.
    stale_button [],
    /// The button from inline results into the private chat.
    ask_in_private [],
    /// Above the questions by topic.
    topics_title [],
    /// Above the figures.
    figures_title [],
    /// Above those that are computed.
    figures_computed [],
    /// Above the quotes.
    quotes_title [],
    /// Above a page of the source.
    source_page ["page", "pages"],
    /// What the bot is, and what it isn't.
    about_bot ["title"],
    /// What it keeps.
    about_kept [],
    /// What it is made of.
    about_packages [],
    /// That the chat's language is kept.
    language_set [],
    /// That each question's language counts.
    language_auto [],
    /// How to choose.
    language_usage [],
    /// That what was kept of a person is erased.
    forgotten [],
    /// The notice for a vote.
    voted [],
    /// That somebody asks more in a minute than can be answered.
    too_many [],
    /// The bot in a few sentences, for an empty chat.
    description ["title"],
    /// The bot in one line, for its profile.
    short_description ["title"],
    /// What the menu says of `/ask`.
    command_ask [],
    /// What the menu says of `/topics`.
    command_topics [],
    /// What the menu says of `/figures`.
    command_figures [],
    /// What the menu says of `/summary`.
    command_summary [],
    /// What the menu says of `/quotes`.
    command_quotes [],
    /// What the menu says of `/source`.
    command_source [],
    /// What the menu says of `/chart`.
    command_chart [],
    /// What a group's menu says of `/quiet`.
    command_quiet [],
    /// What the menu says of `/language`.
    command_language [],
    /// What the menu says of `/about`.
    command_about [],
    /// What the menu says of `/help`.
    command_help [],
    /// What the menu says of `/forget`.
    command_forget [],
}

/// Puts the values in place of the `{names}`; what a value holds is never filled in again.
pub fn fill(phrase: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(phrase.len() + 64);
    for part in parts(phrase) {
        match part {
            Part::Text(text) => filled.push_str(text),
            Part::Placeholder(name) => {
                let value = values.iter().find(|(key, _)| *key == name);
                filled.push_str(value.map_or("", |(_, value)| value));
            }
        }
    }
    filled
}

/// A piece of a phrase.
enum Part<'a> {
    /// As it stands.
    Text(&'a str),
    /// The name between braces.
    Placeholder(&'a str),
}

/// Splits a phrase at its placeholders; a brace without its partner is text.
fn parts(phrase: &str) -> Vec<Part<'_>> {
    let (mut parts, mut rest) = (Vec::new(), phrase);
    while let Some((before, name, after)) =
        rest.split_once('{').and_then(|(before, tail)| tail.split_once('}').map(|(name, after)| (before, name, after)))
    {
        parts.extend([Part::Text(before), Part::Placeholder(name)]);
        rest = after;
    }
    parts.push(Part::Text(rest));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUILT_IN: &str = include_str!("../../knowledge/common/phrases.toml");

    /// The problems of the built-in phrases after a change of the text: their code and what the span covers.
    #[track_caller]
    fn check(from: &str, to: &str, expected: &[(&str, &str)]) {
        assert!(BUILT_IN.contains(from), "{from} is not in the file");
        let text = BUILT_IN.replacen(from, to, 1);
        let problems = Phrases::parse(&text).err().unwrap_or_default();
        let found: Vec<_> = problems.iter().map(|problem| (problem.code, problem.span.of(&text))).collect();
        assert_eq!(found, expected, "{problems:#?}");
    }

    #[test]
    fn the_built_in_phrases_are_whole() {
        let phrases = Phrases::parse(BUILT_IN).expect("they load");
        assert_eq!(phrases.yes, Localised { en: "Yes.".into(), zh: "是的。".into() });
    }

    #[test]
    fn each_problem_has_its_place() {
        check("which = {", "which = {", &[]);
        check("yes = { en = \"Yes.\"", "yes = { en = \"Yes!\"", &[]);
        check("\nno = {", "\nnoo = {", &[("unknown-phrase", "noo"), ("missing-phrase", "")]);
        check("{ en = \"Yes.\", zh = \"是的。\" }", "\"Yes.\"", &[("wrong-type", "\"Yes.\"")]);
        check("\"Yes.\"", "\"\"", &[("wrong-type", "\"\"")]);
        check("{ en = \"Yes.\", zh", "{ zh", &[("missing-language", "{ zh = \"是的。\" }")]);
        check("\"是的。\"", "\"是的。\", fr = \"Oui.\"", &[("unknown-language", "fr")]);
        check("\"No: {headline}\"", "\"No.\"", &[("missing-placeholder", "\"No.\"")]);
        check("\"Yes.\"", "\"Yes, {title}.\"", &[("unknown-placeholder", "\"Yes, {title}.\"")]);
        check("yes = {", "yes = [", &[("syntax", "=")]);
    }

    #[test]
    fn all_problems_come_at_once() {
        let problems = Phrases::parse("").expect_err("nothing is there");
        assert_eq!(problems.len(), KEYS.len());
    }

    #[test]
    fn values_are_filled_in_once() {
        let check = |phrase, values: &[_], expected| assert_eq!(fill(phrase, values), expected);
        check("{who} · {occasion}", &[("who", "Ann"), ("occasion", "Monday")], "Ann · Monday");
        check("{who}", &[("who", "{who} {x}")], "{who} {x}");
        check("a { b", &[("who", "Ann")], "a { b");
        check("{nobody}!", &[("who", "Ann")], "!");
    }
}
