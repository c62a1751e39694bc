//! Quantities in running text: "8.8 billion yuan", "88亿元", "half a million", "一百五十吨", "April 13", "tripled".

use serde::{Deserialize, Serialize};

use super::date::date;
use super::numeral::{Numeral, numeral};
use super::token::tokens;
use super::unit::{Unit, unit};
use super::{Span, Token, TokenKind, WordList};

/// How a number bounds the quantity that it describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bound {
    /// The number itself.
    #[default]
    Exact,
    /// "about 150".
    About,
    /// "more than 150".
    MoreThan,
    /// "at least 150".
    AtLeast,
    /// "less than 150".
    LessThan,
    /// "at most 150".
    AtMost,
}

/// A quantity read in a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantity {
    /// The number in its unit: 8.8e9 for "8.8 billion yuan"; for a date month × 100 + day.
    pub value: f64,
    /// Its unit, where the text names one.
    pub unit: Option<Unit>,
    /// How the number bounds the quantity.
    pub bound: Bound,
    /// Where it stands.
    pub span: Span,
}

impl Quantity {
    /// Whether the number is this one, but for rounding.
    pub fn is(&self, number: f64) -> bool {
        (self.value - number).abs() <= number.abs() * f64::EPSILON
    }
}

/// A quantity and the tokens it takes, bound words and unit included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// What was read.
    pub quantity: Quantity,
    /// The first token.
    pub start: usize,
    /// One past the last token.
    pub end: usize,
}

/// The quantities in a text, in order.
pub fn quantities(text: &str) -> Vec<Quantity> {
    find(&tokens(text)).into_iter().map(|found| found.quantity).collect()
}

/// The quantities among these tokens, in order.
pub fn find(tokens: &[Token]) -> Vec<Found> {
    let mut out: Vec<Found> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if !may_start(&tokens[at]) {
            at += 1;
            continue;
        }
        let day = date(tokens, at).map(|(value, end)| (value, Some(Unit::Date), Bound::Exact, end));
        let found = day.or_else(|| read(tokens, at));
        // Hundreds of digits are no amount of anything.
        let Some((value, given, bound, end)) = found.filter(|(value, ..)| value.is_finite()) else {
            at += 1;
            continue;
        };
        let (before, start) = bound_before(tokens, at, out.last().map_or(0, |found| found.end));
        let start = if given.is_some() && currency(&tokens[at]).is_some() { at } else { start };
        let bound = before.unwrap_or(bound);
        let span = Span::new(tokens[start.max(at)].span.start, tokens[end - 1].span.end);
        out.push(Found { quantity: Quantity { value, unit: given, bound, span }, start, end });
        at = end;
    }
    out
}

/// English words that a number, a multiple or a date may start with.
static FIRST_WORDS: WordList = WordList::new(&[
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty",
    "fifty", "sixty", "seventy", "eighty", "ninety", "a", "an", "half", "quarter", "double", "doubled", "doubles",
    "doubling", "twice", "twofold", "triple", "tripled", "triples", "tripling", "thrice", "threefold", "trebled",
    "treble", "quadruple", "quadrupled", "fourfold", "halved", "halve", "january", "february", "march", "april", "may",
    "june", "july", "august", "september", "october", "november", "december", "jan", "feb", "mar", "apr", "jun", "jul",
    "aug", "sep", "sept", "oct", "nov", "dec", "first", "second", "third", "fourth", "fifth", "sixth", "seventh",
    "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth",
    "seventeenth", "eighteenth", "nineteenth", "twentieth", "thirtieth",
]);

/// Whether a quantity may start with a token: most do with none, and needn't be read.
fn may_start(token: &Token) -> bool {
    match token.kind {
        TokenKind::Number => true,
        TokenKind::Han => {
            token.text.starts_with(|c: char| "零〇一壹二两贰三叁四肆五伍六陆七柒八捌九玖十拾百千上翻".contains(c))
        }
        TokenKind::Word => FIRST_WORDS.has(&token.text) || currency(token).is_some(),
        TokenKind::Mark | TokenKind::Symbol => currency(token).is_some(),
    }
}

type Reading = (f64, Option<Unit>, Bound, usize);

/// A number with its unit, or a word that is both ("tripled").
fn read(tokens: &[Token], at: usize) -> Option<Reading> {
    if let Some(times) = multiple(tokens, at) {
        return Some(times);
    }
    // "百分之八十"
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    if (text(at), text(at + 1), text(at + 2)) == ("百", "分", "之") {
        let number = numeral(tokens.get(at + 3..)?)?;
        return Some((number.value, Some(Unit::Percent), Bound::Exact, at + 3 + number.length));
    }
    // 上千, 上百万
    if text(at) == "上" && matches!(text(at + 1), "百" | "千" | "万" | "亿") {
        let scale = [("百", 1e2), ("千", 1e3), ("万", 1e4), ("亿", 1e8)];
        let value = |at: usize| scale.iter().find(|(name, _)| *name == text(at)).map(|(_, value)| value);
        let scales: Vec<&f64> = (at + 1..at + 3).map_while(value).collect();
        let end = at + 1 + scales.len();
        let given = unit(&tokens[end..]);
        let length = given.map_or(0, |(_, length)| length);
        return Some((scales.into_iter().product(), given.map(|(unit, _)| unit), Bound::AtLeast, end + length));
    }
    if let Some(unit) = currency(&tokens[at]) {
        let number = numeral(tokens.get(at + 1..)?)?;
        return Some((number.value, Some(unit), Bound::Exact, at + 1 + number.length));
    }
    let number = numeral(&tokens[at..])?;
    if !stands_alone(tokens, at, number) {
        return None;
    }
    let mut end = at + number.length;
    let mut bound = Bound::Exact;
    match text(end) {
        "+" => (bound, end) = (Bound::AtLeast, end + 1),
        "多" | "余" => (bound, end) = (Bound::MoreThan, end + 1),
        "来" | "几" => (bound, end) = (Bound::About, end + 1),
        "-" => end += usize::from(unit(&tokens[end + 1..]).is_some()),
        _ => {}
    }
    // "1000多万", "10几万"
    let mut value = number.value;
    if bound != Bound::Exact {
        for scale in [("万", 1e4), ("亿", 1e8)] {
            if text(end) == scale.0 {
                value *= scale.1;
                end += 1;
            }
        }
    }
    if text(end) == "成" && value < 10.0 {
        return Some((value * 10.0, Some(Unit::Percent), bound, end + 1));
    }
    let given = unit(&tokens[end..]).map(|(unit, length)| {
        end += length;
        unit
    });
    match (text(end), text(end + 1)) {
        ("左", "右") | ("上", "下") => (bound, end) = (Bound::About, end + 2),
        ("以", "上") => (bound, end) = (Bound::AtLeast, end + 2),
        ("以", "下") | ("or", "less" | "fewer" | "under" | "below") => (bound, end) = (Bound::AtMost, end + 2),
        ("不" | "没", "到") => (bound, end) = (Bound::LessThan, end + 2),
        ("都" | "还", "不" | "没") if text(end + 2) == "到" => (bound, end) = (Bound::LessThan, end + 3),
        ("or", "more" | "so" | "over" | "above") => {
            bound = if text(end + 1) == "so" { Bound::About } else { Bound::AtLeast };
            end += 2;
        }
        ("+", _) => (bound, end) = (Bound::AtLeast, end + 1),
        _ => {}
    }
    Some((value, given, bound, end))
}

/// Whether a number is one: not a lone "one" or 一, not a year, not an ordinal, not part of a date or of a name.
fn stands_alone(tokens: &[Token], at: usize, number: Numeral) -> bool {
    let token = &tokens[at];
    let next = tokens.get(at + number.length).map_or("", |token| token.text.as_str());
    let measured = unit(&tokens[at + number.length..]);
    // 三月 is March, 三个月 are three months.
    if next == "月" && (1.0..=12.0).contains(&number.value) {
        return false;
    }
    if token.kind != TokenKind::Number && !number.compound {
        // "one week", 一天: the vocabulary knows them; "two tons", 三吨 are quantities.
        let one = number.value <= 1.0;
        return !one && (token.kind == TokenKind::Word || measured.is_some() || next == "成");
    }
    if token.kind == TokenKind::Number {
        let ordinal = matches!(next, "st" | "nd" | "rd" | "th" | "月" | "号" | "日" | "年" | "q");
        let year = number.length == 1
            && token.text.len() == 4
            && (1900.0..2100.0).contains(&number.value)
            && measured.is_none_or(|(unit, _)| unit == Unit::Year);
        let minutes =
            tokens.get(at + number.length + 1).is_some_and(|token| token.glued && token.kind == TokenKind::Number);
        let hours = at > 1 && tokens[at - 2].kind == TokenKind::Number;
        let clock = (next == ":" && minutes) || (hours && tokens[at - 1].is_mark(":") && token.glued);
        let part_of_name =
            at > 0 && token.glued && tokens[at - 1].is_mark("-") && at > 1 && tokens[at - 2].kind == TokenKind::Word;
        return !(ordinal || year || clock || part_of_name);
    }
    true
}

/// A currency sign before a number.
fn currency(token: &Token) -> Option<Unit> {
    match token.text.as_str() {
        "¥" | "rmb" | "cny" => Some(Unit::Yuan),
        "$" | "usd" => Some(Unit::Dollar),
        "€" | "eur" => Some(Unit::Euro),
        "£" | "gbp" => Some(Unit::Pound),
        _ => None,
    }
}

/// Words that say "times": doubled, tripled, 翻倍.
fn multiple(tokens: &[Token], at: usize) -> Option<Reading> {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    let (value, length) = match (text(at), text(at + 1)) {
        ("double" | "doubled" | "doubles" | "doubling" | "twice" | "twofold", _) => (2.0, 1),
        ("triple" | "tripled" | "triples" | "tripling" | "thrice" | "threefold" | "trebled" | "treble", _) => (3.0, 1),
        ("quadruple" | "quadrupled" | "fourfold", _) => (4.0, 1),
        ("halved" | "halve", _) => (0.5, 1),
        ("翻", "倍" | "番") | ("一", "倍") => (2.0, 2),
        ("翻", "了") if text(at + 3) == "番" || text(at + 3) == "倍" => {
            let number = numeral(&tokens[at + 2..])?;
            (2.0_f64.powf(number.value), 4)
        }
        ("翻", "了") if text(at + 2) == "倍" => (2.0, 3),
        _ => return None,
    };
    Some((value, Some(Unit::Times), Bound::AtLeast, at + length))
}

/// A bound said before the number at `at`, and where it starts; nothing before `from` is looked at.
fn bound_before(tokens: &[Token], at: usize, from: usize) -> (Option<Bound>, usize) {
    let text = |back: usize| at.checked_sub(back).filter(|&at| at >= from).map_or("", |at| tokens[at].text.as_str());
    // "no more than 100", 不少于: the other bound, denied.
    match (text(3), text(2), text(1)) {
        ("no" | "not", "more" | "greater" | "higher" | "larger", "than") | ("不" | "没", "超", "过") => {
            return (Some(Bound::AtMost), at - 3);
        }
        ("no" | "not", "less" | "fewer" | "lower" | "smaller", "than") | ("不", "少" | "低", "于") => {
            return (Some(Bound::AtLeast), at - 3);
        }
        _ => {}
    }
    let (bound, length) = match (text(2), text(1)) {
        ("more" | "greater" | "higher" | "larger" | "better", "than" | "then")
        | ("upwards" | "north" | "excess", "of")
        | ("多" | "大" | "高", "于")
        | ("超", "过")
        | ("突", "破") => (Bound::MoreThan, 2),
        ("less" | "fewer" | "lower" | "smaller", "than" | "then")
        | ("少" | "低" | "小", "于")
        | ("不", "到" | "足" | "满") => (Bound::LessThan, 2),
        ("at", "least") | ("至" | "最", "少") | ("达", "到") => (Bound::AtLeast, 2),
        ("at", "most") | ("up", "to") | ("至" | "最", "多") => (Bound::AtMost, 2),
        ("大", "约" | "概") | ("差", "多") | ("将", "近") => (Bound::About, 2),
        (
            _,
            "about" | "around" | "roughly" | "approximately" | "approx" | "circa" | "nearly" | "almost" | "~" | "约"
            | "近",
        ) => (Bound::About, 1),
        (
            _,
            "over" | "above" | "exceeded" | "exceed" | "exceeding" | "past" | "topped" | "surpassed" | "beyond" | ">"
            | "超" | "破" | "过",
        ) => (Bound::MoreThan, 1),
        (_, "under" | "below" | "<") => (Bound::LessThan, 1),
        (_, "reached" | "reach" | "达" | "hit") => (Bound::AtLeast, 1),
        _ => return (None, at),
    };
    (Some(bound), at - length)
}

#[cfg(test)]
mod tests;
