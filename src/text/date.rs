//! A day of the year in running text → its number: "April 13", "13th of April", "the thirteenth of April", "4月13日" → 413.

use super::Token;
use super::numeral::numeral;

/// The day that starts at `at`, as month × 100 + day, and the end of its tokens. `None` where no day starts there.
pub(super) fn date(tokens: &[Token], at: usize) -> Option<(f64, usize)> {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    if let Some(month) = month(text(at)) {
        let next = at + 1 + usize::from(text(at + 1) == ".");
        let next = next + usize::from(text(next) == "the");
        if is_verb(text(at), text(at + 1)) {
            return None;
        }
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
    if end == at + 1 && is_verb(text(end), text(at)) {
        return None;
    }
    let end = end + usize::from(text(end) == "of");
    Some((month(text(end))? * 100.0 + day, end + 1))
}

/// A day of the month, 1 to 31: "13", "13th", "thirteenth", "twenty-third".
fn day(tokens: &[Token], at: usize) -> Option<(f64, usize)> {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    if let Some(day) = ordinal(text(at)) {
        return Some((day, at + 1));
    }
    let tens = match text(at) {
        "twenty" => 20.0,
        "thirty" => 30.0,
        _ => 0.0,
    };
    let next = at + 1 + usize::from(text(at + 1) == "-");
    if let Some(unit) = ordinal(text(next)).filter(|unit| tens > 0.0 && *unit < 10.0 && tens + unit <= 31.0) {
        return Some((tens + unit, next + 1));
    }
    let number = numeral(tokens.get(at..)?).filter(|n| (1.0..=31.0).contains(&n.value) && n.value.fract() == 0.0)?;
    let end = at + number.length;
    Some((number.value, end + usize::from(matches!(text(end), "st" | "nd" | "rd" | "th"))))
}

/// What an ordinal in one word stands for, as far as it can be a day.
fn ordinal(word: &str) -> Option<f64> {
    Some(match word {
        "first" => 1.0,
        "second" => 2.0,
        "third" => 3.0,
        "fourth" => 4.0,
        "fifth" => 5.0,
        "sixth" => 6.0,
        "seventh" => 7.0,
        "eighth" => 8.0,
        "ninth" => 9.0,
        "tenth" => 10.0,
        "eleventh" => 11.0,
        "twelfth" => 12.0,
        "thirteenth" => 13.0,
        "fourteenth" => 14.0,
        "fifteenth" => 15.0,
        "sixteenth" => 16.0,
        "seventeenth" => 17.0,
        "eighteenth" => 18.0,
        "nineteenth" => 19.0,
        "twentieth" => 20.0,
        "thirtieth" => 30.0,
        _ => return None,
    })
}

/// Whether a month and a day without "the" or "of" between them are other words: "you may first say", "the second may fall".
fn is_verb(month: &str, day: &str) -> bool {
    matches!(month, "may" | "march") && ordinal(day).is_some()
}

/// The month that a name means, 1 to 12.
fn month(name: &str) -> Option<f64> {
    const NAMES: [&str; 12] = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ];
    let name = if name == "sept" { "sep" } else { name };
    let at = NAMES.iter().position(|&full| name == full || (name.len() == 3 && full.starts_with(name)))?;
    Some(at as f64 + 1.0)
}
