//! A day of the year in running text → its number: "April 13", "13th of April", "the thirteenth of April", "4月13日" → 413.

use super::Token;
use super::numeral::numeral;

/// The day that starts at `at`, as month × 100 + day, and the end of its tokens. `None` where no day starts there.
pub(super) fn date(tokens: &[Token], at: usize) -> Option<(f64, usize)> {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    if let Some(month) = month(text(at)) {
        let next = at + 1 + usize::from(text(at + 1) == ".");
        let next = next + usize::from(text(next) == "the");
        let (day, end) = day(tokens, next)?;
        return Some((month * 100.0 + day, end));
    }
    if let Some(first) = numeral(tokens.get(at..)?) {
        let after = at + first.length;
        if text(after) == "月" && (1.0..=12.0).contains(&first.value) {
            let (day, end) = day(tokens, after + 1)?;
            return Some((first.value * 100.0 + day, end + usize::from(matches!(text(end), "日" | "号"))));
        }
    }
    let (day, end) = day(tokens, at)?;
    let end = end + usize::from(text(end) == "of");
    Some((month(text(end))? * 100.0 + day, end + 1))
}

/// A day of the month, 1 to 31: "13", "13th", "thirteenth", "twenty-third".
fn day(tokens: &[Token], at: usize) -> Option<(f64, usize)> {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    if let Some(spelt) = spelt_day(tokens, at) {
        return Some(spelt);
    }
    let number = numeral(tokens.get(at..)?).filter(|n| (1.0..=31.0).contains(&n.value) && n.value.fract() == 0.0)?;
    let end = at + number.length;
    Some((number.value, end + usize::from(matches!(text(end), "st" | "nd" | "rd" | "th"))))
}

/// A day of the month in letters.
fn spelt_day(tokens: &[Token], at: usize) -> Option<(f64, usize)> {
    const ORDINALS: [&str; 20] = [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
    ];
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    let ordinal = |word: &str| ORDINALS.iter().position(|&known| known == word).map(|at| at as f64 + 1.0);
    if text(at) == "thirtieth" {
        return Some((30.0, at + 1));
    }
    if let Some(day) = ordinal(text(at)) {
        return Some((day, at + 1));
    }
    let tens = match text(at) {
        "twenty" => 20.0,
        "thirty" => 30.0,
        _ => return None,
    };
    let next = at + 1 + usize::from(text(at + 1) == "-");
    let unit = ordinal(text(next)).filter(|unit| *unit < 10.0 && tens + unit <= 31.0)?;
    Some((tens + unit, next + 1))
}

/// The month that a name means, 1 to 12.
fn month(name: &str) -> Option<f64> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let name = if name == "sept" { "sep" } else { name };
    let at = NAMES.iter().position(|&full| name == full || (name.len() == 3 && full.starts_with(name)))?;
    Some(at as f64 + 1.0)
}
