//! A text → the quantities that state an amount, for a fact's figures.
//!
//! "Line 2 carries 300 passengers" has one: the 2 is a name. Neither the hour in "at 10 a.m." nor the 2 of "two thirds" is an
//! amount of anything.

use crate::text::quantity::quantities;
use crate::text::{Quantity, Unit};

/// Words before a number that it tells apart rather than counts: "Line 2", "Terminal 3", "No. 5".
const NUMBERED: &str = "line lines route routes bus tram number no phase terminal gate room platform section article page \
chapter hall pier building floor flight highway step stage version volume level zone lot track lane grade act part unit";
/// Words after a number that make an hour or a fraction of it.
const NO_COUNT: [&str; 14] = [
    "a.m", "am", "p.m", "pm", "o'clock", "o’clock", "half", "halves", "third", "thirds", "quarter", "quarters",
    "fifth", "fifths",
];

/// The amounts that a text states, in order.
pub(super) fn amounts(text: &str) -> Vec<Quantity> {
    let mut amounts = quantities(text);
    amounts.retain(|read| is_amount(text, read));
    amounts
}

fn is_amount(text: &str, read: &Quantity) -> bool {
    if !matches!(read.unit, None | Some(Unit::Count)) {
        return true;
    }
    let before = text.get(..read.span.start).unwrap_or_default();
    let after = text.get(read.span.end..).unwrap_or_default();
    let last = before.trim_end_matches(['.', ' ']).rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let numbered = NUMBERED.split(' ').any(|word| word.eq_ignore_ascii_case(last));
    // "the bus 14 people took": small numbers in digits are names.
    let digits = text.get(read.span.start..read.span.end).is_some_and(|it| it.bytes().all(|b| b.is_ascii_digit()));
    let next = after.trim_start_matches([' ', '-']);
    let next = next.split(|c: char| c.is_whitespace() || c == ',').next().unwrap_or_default();
    let next = next.trim_end_matches('.').to_lowercase();
    let name = numbered && digits && before.ends_with([' ', '.']);
    !name && !NO_COUNT.contains(&next.as_str())
}

#[cfg(test)]
mod tests {
    use super::amounts;

    #[track_caller]
    fn check(text: &str, expected: &[f64]) {
        let found: Vec<_> = amounts(text).into_iter().map(|read| read.value).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_name_an_hour_and_a_fraction_are_no_amounts() {
        check("Line 2 carries 300 passengers", &[300.0]);
        check("The city has 2 lines", &[2.0]);
        check("Bus line 14 will go on 1 October", &[1001.0]);
        check("It opened at 10 a.m. for 35 guests", &[35.0]);
        check("It opened at 10 a.m.", &[]);
        check("He was 10 among many", &[10.0]);
        check("It paid two thirds of the sum", &[]);
        check("It paid two theatres", &[2.0]);
        check("The line 2.5 kilometres long cost 3 million euros", &[2.5, 3e6]);
    }
}
