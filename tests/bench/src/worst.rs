//! Texts of 4,096 characters, as bad as they come → how long a reply takes, and whether that is linear in the length.

use herald::dialogue::{Conversation, respond};
use herald::knowledge::{KnowledgeBase, built_in};

use crate::questions;
use crate::stats::fastest_of;

/// The longest message that Telegram takes.
pub const LONGEST: usize = 4_096;
/// The length that the longest is compared with.
const SHORT: usize = 512;
/// How often each text is answered, the fastest time being the one told; more often where only some are looked at.
const ROUNDS: [usize; 2] = [29, 199];

/// What a reply to one of the texts takes.
pub struct Row {
    /// What kind of text it is.
    pub name: &'static str,
    /// The time for the longest message, in milliseconds.
    pub millis: f64,
    /// How much longer that is, per character, than for a short one: 1 where time is linear in the length.
    pub growth: f64,
}

/// The texts that are named, if there are such.
pub fn named<'n>(names: &[&'n str]) -> Result<Vec<&'n str>, String> {
    let known: Vec<&str> = texts().into_iter().map(|(name, _)| name).collect();
    match names.iter().find(|name| !known.contains(name)) {
        Some(name) => Err(format!("there is no text `{name}`, only: {}", known.join(", "))),
        None => Ok(names.to_vec()),
    }
}

/// Prints a line for each text, or for those that are named.
pub fn run(names: &[&str]) {
    println!("text             {LONGEST} characters, ms   against {SHORT}, per character");
    measure(&built_in(), names, |Row { name, millis, growth }| println!("{name:<16}{millis:>20.2}{growth:>29.2}"));
}

/// Measures each text, or those that are named, and tells of each.
pub fn measure(kb: &KnowledgeBase, names: &[&str], mut tell: impl FnMut(Row)) {
    let rounds = ROUNDS[usize::from(!names.is_empty())];
    for (name, text) in texts().into_iter().filter(|(name, _)| names.is_empty() || names.contains(name)) {
        let time = |length: usize| {
            let text: String = text.chars().cycle().take(length).collect();
            fastest_of(rounds, || respond(kb, &mut Conversation::default(), &text, 0))
        };
        let (short, long) = (time(SHORT), time(LONGEST));
        tell(Row { name, millis: long / 1e3, growth: long / short / (LONGEST / SHORT) as f64 });
    }
}

/// Texts that are long, dense or strange, by name; each is repeated until it is long enough.
pub fn texts() -> Vec<(&'static str, String)> {
    let all = questions::all();
    let of = |lang: &str| -> Vec<&str> {
        all.iter().filter(|one| one.lang == lang).flat_map(|one| one.turns.iter().map(String::as_str)).collect()
    };
    let (english, chinese, mixed) = (of("en").join(" "), of("zh").join(""), of("mixed").join(" "));
    let plain = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric() || *c == ' ').collect::<String>().to_lowercase()
    };
    vec![
        ("English", english.clone()),
        ("Chinese", chinese.clone()),
        ("mixed", mixed),
        ("one sentence", plain(&english)),
        ("one in Chinese", plain(&chinese)),
        ("all typos", mistyped(&plain(&english))),
        ("strange words", strange(LONGEST)),
        ("word salad", "zxqv wvkj qjxz ".to_owned()),
        ("one word", "pork ".to_owned()),
        ("one typo", "vegatabels ".to_owned()),
        ("run together", "howmanytonsofporkaday".to_owned()),
        ("pinyin", "zhurou shucai meitian duoshao dun ".to_owned()),
        ("sounds", "生先电伤朱肉书菜".to_owned()),
        ("one character", "猪".to_owned()),
        ("a letter", "a".to_owned()),
        ("digits", "1".to_owned()),
        ("numbers", "8.8 billion yuan 88亿元 one hundred and five ".to_owned()),
        ("Chinese numbers", "一百五十".to_owned()),
        ("half days", "april may 4月".to_owned()),
        ("sentences", "pork? ".to_owned()),
        ("clauses", "the pork, ".to_owned()),
        ("hyphens", "fresh-food-".to_owned()),
        ("articles", "the a ".to_owned()),
        ("question words", "how many who when ".to_owned()),
        ("emoji", "🐖🥬".to_owned()),
        ("marks", "<a(\"'{".to_owned()),
        ("traditional", "豬肉蔬菜電商".to_owned()),
    ]
}

/// The text with two neighbours of each longer word swapped.
pub fn mistyped(text: &str) -> String {
    let word = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        if letters.len() >= 4 {
            let middle = letters.len() / 2;
            letters.swap(middle - 1, middle);
        }
        letters.into_iter().collect::<String>()
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// Words that no list has, each another: letters by a fixed rule.
fn strange(length: usize) -> String {
    let mut out = String::with_capacity(length);
    let mut state: u32 = 1;
    while out.len() < length {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        out.push(if (state >> 13).is_multiple_of(9) { ' ' } else { char::from(b'a' + (state >> 17) as u8 % 26) });
    }
    out
}
