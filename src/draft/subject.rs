//! A clause and a figure in it → what the figure is of; a clause → the things that it lists and the names in it.
//!
//! "about 150 tons of pork" is of "pork", "500,000 orders a day" of "orders", "the order volume rose by 80%" of "order volume",
//! 销售额突破5亿元 of 销售额.

use std::sync::LazyLock;

use regex::Regex;

use super::counted::amounts;
use super::speaker::without_title;
use crate::knowledge::lexicon::{Part, part};
use crate::text::quantity::quantities;
use crate::text::token::{is_han, tokens};
use crate::text::{Lang, Quantity, Token, TokenKind, Unit};

/// The most words of a subject.
const MOST_WORDS: usize = 4;
/// The most Chinese characters of a subject.
const MOST_HAN: usize = 8;

/// Words that end a noun phrase or can't begin one.
const BOUNDS: &str = "a an the of in on at to by for from with and or but which who that than per each every was were is are be \
been has have had will would its their his her this these those it they them we us you him me both also as after before during since until over \
about more less twice up down into through between among not no some all other such only now then when while where said says \
year-on-year total";
/// Verbs and the like between a subject and its figure.
const VERBS: &str = "increased increase increases increasing rose rise rises risen grew grow grows grown fell fall falls fallen \
dropped drop declined decline reached reach reaches reaching exceeded exceed exceeds exceeding totalled totaled hit cost costs \
amounted was were is are had has have sold sells selling attracted attract shows show showed expects expect expected paid pay \
pays donated supply supplies supplied came comes stood stands climbed climbs jumped surged topped passed surpassed doubled \
tripled halved held rode went began sent got gave brought bought built met left lost won wrote saw flew \
drove spent kept led runs took takes served serves produced produces made makes opened opens";
/// What stands between a Chinese subject and its figure.
const HAN_VERBS: [&str; 22] = [
    "同比增长", "环比增长", "增长", "增加", "上升", "下降", "减少", "达到", "达", "突破", "超过", "超", "约为", "为",
    "是", "有", "实现", "完成", "吸引", "售出", "约", "共",
];

/// What a figure is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Subject {
    /// The source's words for it; nothing where none could be told.
    pub words: String,
    /// The class of the vocabulary that it probably belongs to.
    pub class: &'static str,
}

/// What a quantity of a clause is of.
pub(super) fn subject(text: &str, read: &Quantity, lang: Lang) -> Subject {
    let after = text.get(read.span.end..).unwrap_or_default();
    let before = text.get(..read.span.start).unwrap_or_default();
    let counted = matches!(read.unit, None | Some(Unit::Count | Unit::Ton | Unit::Kilogram | Unit::Gram));
    let (following, preceding) = match lang {
        Lang::En if read.unit == Some(Unit::Date) => (preceding(before), opening(text)),
        Lang::En => (following(after), preceding(before)),
        Lang::Zh => (following_han(after), preceding_han(before)),
    };
    let words = if counted { [following, preceding] } else { [preceding, following] };
    let words = words.into_iter().find(|words| !words.is_empty()).unwrap_or_default();
    let class = if counted { "thing" } else { "measure" };
    Subject { words, class }
}

fn is_word(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|known| known == word)
}

/// Whether a word can't be part of a name for something: "the", "of", "which".
pub(super) fn is_bound(word: &str) -> bool {
    is_word(BOUNDS, &word.to_lowercase())
}

fn ends(token: &Token) -> bool {
    token.kind == TokenKind::Number
        || token.kind == TokenKind::Symbol
        || token.kind == TokenKind::Mark && !token.is_mark("-")
        || is_word(BOUNDS, &token.text)
}

/// The words from here on that name something.
fn noun_phrase(tokens: &[Token]) -> Vec<&Token> {
    let mut phrase: Vec<&Token> = Vec::new();
    for token in tokens.iter().take(MOST_WORDS) {
        // "300 guests attended": after a plural it is a verb; "12 fixed cameras" goes on.
        let verb = phrase.last().is_some_and(|last| {
            last.text.ends_with('s') && token.text.ends_with("ed")
                || matches!(part(&token.text), Some(Part::Verb | Part::Adverb))
        });
        // "150 domestic and foreign brands": a quality is no thing yet.
        if token.text == "and" && !phrase.is_empty() && phrase.iter().all(|it| part(&it.text) == Some(Part::Adjective))
        {
            phrase.push(token);
            continue;
        }
        if ends(token) || is_word(VERBS, &token.text) || verb {
            break;
        }
        phrase.push(token);
    }
    phrase
}

/// The noun phrase that a clause begins with: "The new hall opens on May 4" is about the new hall.
pub(super) fn opening(text: &str) -> String {
    let tokens = tokens(text);
    let start = tokens.iter().position(|token| !ends(token)).unwrap_or(tokens.len());
    phrase_of(text, &noun_phrase(&tokens[start..]))
}

/// The noun phrase after a figure: "of" is passed over.
fn following(after: &str) -> String {
    let tokens = tokens(after);
    // "22 of them women"
    let skip =
        tokens.iter().take_while(|token| matches!(token.text.as_str(), "of" | "them" | "these" | "those")).count();
    let phrase = noun_phrase(&tokens[skip..]);
    phrase_of(after, &phrase)
}

/// The noun phrase before a figure and its verb.
fn preceding(before: &str) -> String {
    // How a change is measured stands between a figure and its subject, or between two of its figures.
    let before = &["year-on-year", "month-on-month", "year-over-year"]
        .iter()
        .fold(before.to_owned(), |text, basis| text.replace(basis, &" ".repeat(basis.len())));
    let tokens = tokens(before);
    // "186 million euros, 4 million less": an amount is no name for the next one.
    let amounts = quantities(before);
    let ends = |token: &Token| {
        ends(token) || amounts.iter().any(|it| (it.span.start..it.span.end).contains(&token.span.start))
    };
    let mut end = tokens.len();
    while end > 0 && (ends(&tokens[end - 1]) || is_word(VERBS, &tokens[end - 1].text)) {
        end -= 1;
    }
    // "the turnover of fresh food in the north" is about the turnover of fresh food.
    let subject_starts = |at: usize| at == 0 || ends(&tokens[at - 1]) && tokens[at - 1].text != "of";
    let mut start = end;
    let words = |start: usize| tokens[start..end].iter().filter(|token| token.kind != TokenKind::Mark).count();
    while start > 0 && words(start) < MOST_WORDS + 3 && !is_word(VERBS, &tokens[start - 1].text) {
        if ends(&tokens[start - 1]) && tokens[start - 1].text != "of" {
            break;
        }
        start -= 1;
        if subject_starts(start) {
            break;
        }
    }
    // A place after "in" or "on the" is no subject where a noun stands before it.
    let mut place = start;
    while place > 0 && matches!(tokens[place - 1].text.as_str(), "the" | "a" | "an" | "its") {
        place -= 1;
    }
    if place > 1 && matches!(tokens[place - 1].text.as_str(), "in" | "on" | "at") {
        let rest = &before[..tokens[place - 1].span.start];
        let earlier = preceding(rest);
        if !earlier.is_empty() {
            return earlier;
        }
    }
    let phrase: Vec<&Token> = tokens[start..end].iter().collect();
    phrase_of(before, &phrase)
}

fn phrase_of(text: &str, phrase: &[&Token]) -> String {
    let (Some(first), Some(last)) = (phrase.first(), phrase.last()) else { return String::new() };
    let words = text.get(first.span.start..last.span.end).unwrap_or_default();
    words.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

fn following_han(after: &str) -> String {
    after
        .trim_start_matches(['的', '份', '个', '家', '名', '位', '种', '款', '场', '次', '件'])
        .chars()
        .take_while(|&c| is_han(c) && !"的了和与及参在为".contains(c))
        .take(MOST_HAN)
        .collect()
}

fn preceding_han(before: &str) -> String {
    let mut words = before;
    while let Some(shorter) = HAN_VERBS.iter().find_map(|verb| words.strip_suffix(verb)) {
        words = shorter;
    }
    let start = words
        .rfind(|c: char| !is_han(c) || "的在了和与及".contains(c))
        .map_or(0, |at| at + words[at..].chars().next().map_or(0, char::len_utf8));
    let words: Vec<char> = words[start..].chars().collect();
    words[words.len().saturating_sub(MOST_HAN)..].iter().collect()
}

/// The things that a clause lists: after "such as" or "including", or parted by 、.
pub(super) fn listed(text: &str, lang: Lang) -> Vec<String> {
    let items: Vec<&str> = match lang {
        Lang::En => {
            let Some(list) =
                ["such as ", "including ", "namely "].iter().find_map(|lead| Some(text.split_once(lead)?.1))
            else {
                return Vec::new();
            };
            list.split(", ").flat_map(|item| item.split(" and ")).collect()
        }
        Lang::Zh if text.matches('、').count() > 0 => {
            let list = text.split(['，', '。', '：']).find(|part| part.contains('、')).unwrap_or_default();
            let list = list.split_once("包括").map_or(list, |(_, list)| list);
            list.split('等').next().unwrap_or_default().split(['、', '和']).collect()
        }
        Lang::Zh => Vec::new(),
    };
    let words = items.into_iter().map(|item| item.trim_start_matches("and ").trim_matches(['"', '“', '”', ' ']));
    let fits = |item: &&str| {
        let short =
            if lang == Lang::Zh { item.chars().count() <= MOST_HAN } else { item.split(' ').count() <= MOST_WORDS };
        short && amounts(item).is_empty() && item.chars().any(char::is_alphabetic)
    };
    let mut found: Vec<String> = Vec::new();
    for item in words.take_while(fits) {
        // The last one may go on with the sentence: "and data for key merchants".
        let item = item.split(" for ").next().unwrap_or(item).to_owned();
        if !found.contains(&item) {
            found.push(item);
        }
    }
    found
}

/// The names in a clause: several capitalised words in a row, or what stands in quotation marks.
pub(super) fn named(text: &str, lang: Lang) -> Vec<String> {
    static NAMES: LazyLock<Regex> = LazyLock::new(|| {
        let capitals = r"\b[A-Z][\w’'-]+(?: (?:of|for|the|and) [A-Z][\w-]+| [A-Z][\w-]+)+";
        let quoted = "[\"“《「]([^\"”》」]{2,60})[\"”》」]";
        Regex::new(&format!("{quoted}|{capitals}")).expect("a pattern")
    });
    let longest = if lang == Lang::Zh { 20 } else { 60 };
    let mut names: Vec<String> = Vec::new();
    for found in NAMES.captures_iter(text) {
        let (_, name) = without_title(found.get(1).unwrap_or_else(|| found.get_match()).as_str());
        let is_sentence =
            name.ends_with([',', '!', '?']) || name.split(' ').count() > 8 || name.contains(['.', '，', '。']);
        if name.chars().count() <= longest
            && !is_sentence
            && amounts(name).is_empty()
            && !names.contains(&name.to_owned())
        {
            names.push(name.to_owned());
        }
    }
    names
}
