//! Numbers as they are written, by example.

use super::*;
use crate::text::token::tokens;

#[test]
fn numbers_as_people_write_them() {
    for (text, value, length) in [
        ("8.8 billion", 8.8e9, 2),
        ("500k", 5e5, 2),
        ("11m people", 1.1e7, 2),
        ("11 m", 11.0, 1),
        ("500,000", 5e5, 1),
        ("500.000 orders", 5e5, 1),
        ("8,8 billions", 8.8e9, 2),
        ("127.5", 127.5, 1),
        ("a hundred and fifty tons", 150.0, 4),
        ("one hundred and sixty-seven", 167.0, 6),
        ("half a million", 5e5, 3),
        ("eight point eight billion", 8.8e9, 4),
        ("five hundred thousand", 5e5, 3),
        ("eleven million", 1.1e7, 2),
        ("50万", 5e5, 2),
        ("1亿5000万", 1.5e8, 4),
        ("1亿5000万3千", 1.500_03e8, 6),
        ("3万2万", 3e4, 2),
        ("1亿5亿", 1e8, 2),
        ("八十八亿", 8.8e9, 4),
        ("一百六十七", 167.0, 5),
        ("一百五十吨", 150.0, 4),
        ("五十万", 5e5, 3),
        ("一千一百万", 1.1e7, 5),
        ("一百二十七点五", 127.5, 7),
        ("十五", 15.0, 2),
        ("百万", 1e6, 2),
        ("百", f64::NAN, 0),
        ("a dog", f64::NAN, 0),
    ] {
        let tokens = tokens(text);
        let found = numeral(&tokens);
        if length == 0 {
            assert_eq!(found, None, "{text}");
        } else {
            let found = found.unwrap_or_else(|| panic!("nothing in {text}"));
            assert!((found.value - value).abs() < value * 1e-9 && found.length == length, "{text}: {found:?}");
        }
    }
}
