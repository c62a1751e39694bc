//! The knowledge → the texts that a peer searches, each with its fact: what is said of the fact, and what it goes by.

use std::collections::{BTreeMap, BTreeSet};

use herald::knowledge::{Basis, Folder, KnowledgeBase, common};
use herald::text::Lang;
use toml::{Table, Value};

/// A text of a fact, in lower case.
pub struct Text {
    /// The fact's place among the facts.
    pub fact: usize,
    /// The language.
    pub lang: Lang,
    /// What it says.
    pub words: String,
}

/// What the knowledge says of each fact: headline, wording and question in both languages, and the quote.
pub fn of_facts(kb: &KnowledgeBase) -> Vec<Text> {
    (0..kb.facts.len()).flat_map(|fact| of_fact(kb, fact)).collect()
}

/// The same, each fact followed by the surface forms of the concepts that a question must name to mean it.
pub fn with_forms(kb: &KnowledgeBase) -> Vec<Text> {
    let own = Folder::built_in();
    let files = common::vocabulary().iter().map(|(_, text)| *text).chain([own.vocabulary.as_str()]);
    let forms = forms(files);
    let of = |fact: usize| {
        let needed: BTreeSet<_> = kb.facts[fact].frame.needs.iter().flatten().collect();
        let concepts = needed.into_iter().filter_map(|concept| forms.get(&kb.concepts[concept.0 as usize].id));
        let named: BTreeSet<_> = concepts.flatten().cloned().collect();
        let named = named.into_iter().map(move |(chinese, words)| {
            let lang = if chinese { Lang::Zh } else { Lang::En };
            Text { fact, lang, words }
        });
        of_fact(kb, fact).into_iter().chain(named)
    };
    (0..kb.facts.len()).flat_map(of).collect()
}

fn of_fact(kb: &KnowledgeBase, fact: usize) -> Vec<Text> {
    let of = &kb.facts[fact];
    let text = |lang, text: &str| Text { fact, lang, words: text.to_lowercase() };
    let mut out = Vec::new();
    for lang in [Lang::En, Lang::Zh] {
        out.extend([&of.headline, &of.wording, &of.question].map(|said| text(lang, said.get(lang))));
    }
    if let Basis::Stated { quote, .. } = &of.basis {
        out.push(text(Lang::En, quote.of(&kb.source)));
    }
    out
}

/// The forms of each concept in vocabulary files, and whether each is Chinese.
fn forms<'t>(files: impl Iterator<Item = &'t str>) -> BTreeMap<String, Vec<(bool, String)>> {
    let mut out: BTreeMap<String, Vec<(bool, String)>> = BTreeMap::new();
    for file in files {
        let classes: Table = file.parse().expect("the vocabulary built in is valid");
        for (id, concept) in classes.values().filter_map(Value::as_table).flatten() {
            for (lang, mark) in [("en", ','), ("zh", '、')] {
                let list = concept.get(lang).and_then(Value::as_str).unwrap_or_default();
                // `=` and `*` say how Herald takes a form.
                let forms = list.split(mark).map(|form| form.trim().trim_matches(['=', '*']).trim().to_lowercase());
                let forms = forms.filter(|form| !form.is_empty()).map(|form| (lang == "zh", form));
                out.entry(id.clone()).or_default().extend(forms);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::forms;

    #[test]
    fn forms_are_read_without_their_marks() {
        let files = [
            "[product]\npork = { en = \"Pork, =pig meat*,\", zh = \"猪肉、\", under = \"meat\" }",
            "[product]\npork = { zh = \"肉\" }",
        ];
        let forms = forms(files.into_iter());
        let pork: Vec<(bool, &str)> = forms["pork"].iter().map(|(chinese, form)| (*chinese, form.as_str())).collect();
        assert_eq!(pork, [(false, "pork"), (false, "pig meat"), (true, "猪肉"), (true, "肉")]);
    }
}
