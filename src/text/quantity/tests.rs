//! Quantities as they are written, by example.

use super::*;

/// Checks value, unit and bound of the only quantity in `text`, or that there is none.
fn check(text: &str, expected: Option<(f64, Option<Unit>, Bound)>) {
    let found = quantities(text);
    let found: Vec<_> = found.iter().map(|q| (q.value, q.unit, q.bound)).collect();
    match expected {
        None => assert!(found.is_empty(), "{text}: {found:?}"),
        Some((value, unit, bound)) => assert!(
            found.len() == 1 && (found[0].0 - value).abs() <= value * 1e-9 && (found[0].1, found[0].2) == (unit, bound),
            "{text}: {found:?}"
        ),
    }
}

#[test]
fn quantities_with_bounds_and_units() {
    use Bound::{About, AtLeast, AtMost, Exact, LessThan, MoreThan};
    use Unit::{Date, Dollar, Kilogram, Percent, Times, Ton, Yuan};
    for (text, value, unit, bound) in [
        ("to 8.8 billion yuan", 8.8e9, Some(Yuan), Exact),
        ("88亿元", 8.8e9, Some(Yuan), Exact),
        ("about 150 tons of pork", 150.0, Some(Ton), About),
        ("超过5亿元", 5e8, Some(Yuan), MoreThan),
        ("more than 150 brands", 150.0, None, MoreThan),
        ("150多个品牌", 150.0, None, MoreThan),
        ("1000多万人", 1e7, None, MoreThan),
        ("increased by 127.5%", 127.5, Some(Percent), Exact),
        ("百分之八十", 80.0, Some(Percent), Exact),
        ("八成", 80.0, Some(Percent), Exact),
        ("10 million+", 1e7, None, AtLeast),
        ("过百万单", 1e6, None, MoreThan),
        ("half a million orders", 5e5, None, Exact),
        ("$500 million", 5e8, Some(Dollar), Exact),
        ("rmb 500 million", 5e8, Some(Yuan), Exact),
        ("order volume tripled??", 3.0, Some(Times), AtLeast),
        ("April 13", 413.0, Some(Date), Exact),
        ("13th of april", 413.0, Some(Date), Exact),
        ("the thirteenth of april", 413.0, Some(Date), Exact),
        ("twenty-third march", 323.0, Some(Date), Exact),
        ("the first of may", 501.0, Some(Date), Exact),
        ("may the second", 502.0, Some(Date), Exact),
        ("4月3号对吧", 403.0, Some(Date), Exact),
        ("0.3 kg", 0.3, Some(Kilogram), Exact),
        ("不到500吨", 500.0, Some(Ton), LessThan),
        ("5亿都不到", 5e8, None, LessThan),
        ("100 tons or less", 100.0, Some(Ton), AtMost),
        ("more then 150 brands", 150.0, None, MoreThan),
        ("no more than 100 brands", 100.0, None, AtMost),
        ("not fewer than 100 brands", 100.0, None, AtLeast),
        ("不超过100个", 100.0, None, AtMost),
        ("不低于500吨", 500.0, Some(Ton), AtLeast),
        ("a hundred and fifty tons", 150.0, Some(Ton), Exact),
        ("500-ton", 500.0, Some(Ton), Exact),
        ("8.8 billion??", 8.8e9, None, Exact),
    ] {
        check(text, Some((value, unit, bound)));
    }
}

#[test]
fn what_only_looks_like_a_quantity() {
    for text in [
        "in 2019",
        "the 2nd one",
        "one week",
        "一天",
        "covid-19",
        "4月",
        "三月份",
        "十二月",
        "at 10:30",
        "in may",
        "first quarter",
        "the thirteenth brand",
        "you may first say",
        "the second may fall",
    ] {
        check(text, None);
    }
}

/// What follows the first token decides, so each is tried with all that a quantity may go on with.
#[test]
fn what_may_start_no_quantity_starts_none() {
    let latin = include_str!("../../../knowledge/common/words.txt").lines().chain(["sept", "sep", "bn", "rmb", "×"]);
    let han: Vec<String> = ('\u{3400}'..'\u{9fff}').chain(['〇', '々']).map(String::from).collect();
    let marks = ["¥", "$", "€", "£", "~", "-", "(", ".", "'"];
    let every: [(TokenKind, Vec<&str>, &[&str]); 3] = [
        (
            TokenKind::Word,
            latin.collect(),
            &[" a", " million", " of a million", " quarters of a million", " 13", " first"],
        ),
        (
            TokenKind::Han,
            han.iter().map(String::as_str).collect(),
            &["", "十", "千万", "月3日", "倍", "了2番", "了倍", "分之五"],
        ),
        (TokenKind::Mark, marks.to_vec(), &["5", " 13", "第一", " hundred"]),
    ];
    let mut started = 0;
    for (kind, firsts, rests) in every {
        for rest in rests {
            let mut tokens = tokens(&format!("x{rest}"));
            for first in &firsts {
                (tokens[0].kind, tokens[0].text) = (kind, (*first).into());
                let starts = date(&tokens, 0).is_some() || read(&tokens, 0).is_some();
                assert!(!starts || may_start(&tokens[0]), "{first}{rest}");
                started += usize::from(starts);
            }
        }
    }
    assert!(started > 300, "{started}");
}
