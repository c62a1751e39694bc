//! What a button does ⇄ the data that Telegram gives back when it is pressed: `1:f:e:<fact-id>` is that fact, in English.
//!
//! The data comes from outside: [`read`] takes only what [`Press::data`] could have written for this knowledge, since anybody
//! can send any, and a button can be older than the announcement.

use super::edition::Edition;
use super::overview::{Paged, pages};
use crate::knowledge::{FactId, KnowledgeBase};

/// The form of the data; another form gets another number.
const VERSION: &str = "1";
/// Bytes of data that Telegram keeps for a button.
const LONGEST: usize = 64;
/// The kinds of button that are about a fact, each by the fact's id and by its place.
const FACT: [&str; 2] = ["f", "i"];
const UP: [&str; 2] = ["u", "v"];
const DOWN: [&str; 2] = ["d", "e"];

/// What pressing a button asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Press {
    /// The question that a fact answers.
    Fact(FactId),
    /// None of the facts that were offered.
    NoneOfThese,
    /// A page, counted from 0, in the place of the one that shows.
    Page(Paged, usize),
    /// A chart, as a picture.
    Chart(usize),
    /// To count a vote on the reply that has this fact first; whether it is a good one.
    Vote(bool, FactId),
}

impl Press {
    /// The data of a button that asks for this, in the edition of the reply that it hangs on.
    pub fn data(self, kb: &KnowledgeBase, edition: Edition) -> String {
        let letter = edition.letter();
        // By its id, or by its place where that would be too long.
        let of_fact = |[named, numbered]: [&str; 2], id: FactId| {
            let data = format!("{VERSION}:{named}:{letter}:{}", kb[id].id);
            if data.len() <= LONGEST { data } else { format!("{VERSION}:{numbered}:{letter}:{}", id.0) }
        };
        match self {
            Self::Fact(id) => of_fact(FACT, id),
            Self::Vote(true, id) => of_fact(UP, id),
            Self::Vote(false, id) => of_fact(DOWN, id),
            Self::NoneOfThese => format!("{VERSION}:x:{letter}"),
            Self::Page(Paged::Source, page) => format!("{VERSION}:p:{letter}:{page}"),
            Self::Page(Paged::Topics, page) => format!("{VERSION}:t:{letter}:{page}"),
            Self::Chart(at) => format!("{VERSION}:c:{letter}:{at}"),
        }
    }
}

/// What pressed data asks for, and the edition to answer in; `None` for what no button of this knowledge has.
pub fn read(kb: &KnowledgeBase, data: &str) -> Option<(Press, Edition)> {
    let (version, rest) = data.split_once(':')?;
    let (kind, rest) = rest.split_once(':')?;
    let (letter, value) = rest.split_once(':').unwrap_or((rest, ""));
    let edition = Edition::from_letter(letter)?;
    let fact = |[named, _]: [&str; 2]| {
        if kind == named { kb.fact(value) } else { kb.fact_ids().nth(value.parse().ok()?) }
    };
    let page = |of| {
        let page = value.parse().ok().filter(|page| *page < pages(kb, edition, of))?;
        Some(Press::Page(of, page))
    };
    let press = match kind {
        _ if FACT.contains(&kind) => Press::Fact(fact(FACT)?),
        _ if UP.contains(&kind) => Press::Vote(true, fact(UP)?),
        _ if DOWN.contains(&kind) => Press::Vote(false, fact(DOWN)?),
        "x" => Press::NoneOfThese,
        "c" => Press::Chart(value.parse().ok().filter(|at| *at < kb.charts.len())?),
        "p" => page(Paged::Source)?,
        "t" => page(Paged::Topics)?,
        _ => return None,
    };
    // A number where the id would have done, a sign before it, something behind: nobody but a forger writes that.
    (version == VERSION && press.data(kb, edition) == data).then_some((press, edition))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::built_in;

    #[test]
    fn what_a_button_has_is_read_and_nothing_else() {
        let mut kb = built_in();
        let long = FactId(2);
        kb.facts[2].id = "x".repeat(60);
        for edition in [Edition::English, Edition::Simplified, Edition::Traditional] {
            let votes = [true, false].into_iter().flat_map(|good| kb.fact_ids().map(move |id| Press::Vote(good, id)));
            for press in kb.fact_ids().map(Press::Fact).chain(votes).chain([
                Press::NoneOfThese,
                Press::Page(Paged::Source, 0),
                Press::Page(Paged::Source, 1),
                Press::Page(Paged::Topics, 0),
                Press::Chart(0),
                Press::Chart(1),
            ]) {
                let data = press.data(&kb, edition);
                assert!(data.len() <= LONGEST, "{data}");
                assert_eq!(read(&kb, &data), Some((press, edition)), "{data}");
            }
        }
        assert_eq!(Press::Fact(long).data(&kb, Edition::English), "1:i:e:2");
        assert_eq!(Press::Vote(false, long).data(&kb, Edition::English), "1:e:e:2");
        let id = &kb.facts[0].id;
        for data in [
            String::new(),
            id.clone(),
            format!("2:f:e:{id}"),
            format!("1:f:q:{id}"),
            format!("1:f:e:{id}:"),
            format!("1:f:e: {id}"),
            "1:f:e".into(),
            "1:f:e:".into(),
            "1:f:e:no-such-fact".into(),
            format!("1:f:e:{}", "x".repeat(60)),
            "1:i:e:0".into(),
            "1:i:e:+2".into(),
            "1:i:e:02".into(),
            "1:i:e:99999999999999999999".into(),
            "1:x:e:1".into(),
            "1:x:".into(),
            "1:c:e:2".into(),
            "1:c:e:".into(),
            "1:u:e:x".into(),
            "1:u:e:".into(),
            "1:v:e:0".into(),
            "1:v:e:u".into(),
            "1:d:e".into(),
            "1:p:e:99".into(),
            "1:t:e:99".into(),
            "1:t:e:".into(),
            "1:p:e:-1".into(),
            "1:p:e:00".into(),
            ":::".into(),
            "\u{1f600}:\u{0}".into(),
        ] {
            assert_eq!(read(&kb, &data), None, "{data}");
        }
    }
}
