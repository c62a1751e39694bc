//! Amounts → text as people write them, in either language: the other way round from [`super::quantity`].
//!
//! 8,800,000,000 yuan becomes "8.8 billion yuan" or "88亿元", 500,000 orders "500,000" or "50万".

use super::{Lang, Unit};

/// Scale words with what they multiply by, largest first.
const ENGLISH: &[(f64, &str)] = &[(1e12, " trillion"), (1e9, " billion"), (1e6, " million")];
/// The same in Chinese.
const CHINESE: &[(f64, &str)] = &[(1e12, "万亿"), (1e8, "亿"), (1e4, "万")];

/// How many decimals a number before a scale word has at most; one that needs more is written out in full.
const SCALED_DECIMALS: usize = 3;
/// How many decimals any other number shows.
const DECIMALS: usize = 6;

/// A value with its unit: "8.8 billion yuan", "127.5%", "April 13".
///
/// [`Unit::Count`] has no word of its own: what is counted stands in the sentence.
pub fn amount(value: f64, unit: Unit, lang: Lang) -> String {
    if unit == Unit::Date {
        return date(value, lang);
    }
    let number = number(value, lang);
    match lang {
        Lang::En => english(&number, unit),
        Lang::Zh => format!("{number}{}", chinese(unit)),
    }
}

/// A number with the scale words of the language: "11 million", "1100万".
pub fn number(value: f64, lang: Lang) -> String {
    let scales = match lang {
        Lang::En => ENGLISH,
        Lang::Zh => CHINESE,
    };
    // Only the largest scale that fits: nobody writes "1,234.5 million".
    let with_word = scales.iter().find(|(scale, _)| value.abs() >= *scale).and_then(|(scale, word)| {
        let digits = plain(value / scale, DECIMALS, u64::MAX);
        let decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        (decimals <= SCALED_DECIMALS).then(|| format!("{digits}{word}"))
    });
    with_word.unwrap_or_else(|| {
        // Chinese writes four digits without a separator.
        let grouped_from = if lang == Lang::Zh { 10_000 } else { 1_000 };
        plain(value, DECIMALS, grouped_from)
    })
}

/// Digits without a scale word: no idle zeros, the thousands grouped from `grouped_from` on.
fn plain(value: f64, decimals: usize, grouped_from: u64) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let fraction = fraction.trim_end_matches('0');
    let mut out = String::with_capacity(text.len() + 4);
    if value < 0.0 && (whole != "0" || !fraction.is_empty()) {
        out.push('-');
    }
    let group = whole.parse::<u64>().map_or(true, |n| n >= grouped_from);
    for (at, digit) in whole.chars().enumerate() {
        if group && at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// A day of the year given as month × 100 + day.
fn date(value: f64, lang: Lang) -> String {
    const MONTHS: [&str; 12] = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ];
    let (month, day) = (value as usize / 100, value as usize % 100);
    match (lang, month.checked_sub(1).and_then(|at| MONTHS.get(at))) {
        (_, None) => plain(value, DECIMALS, u64::MAX),
        (Lang::Zh, Some(_)) if day == 0 => format!("{month}月"),
        (Lang::Zh, Some(_)) => format!("{month}月{day}日"),
        (Lang::En, Some(name)) if day == 0 => (*name).to_owned(),
        (Lang::En, Some(name)) => format!("{name} {day}"),
    }
}

fn english(number: &str, unit: Unit) -> String {
    let many = if number == "1" { "" } else { "s" };
    match unit {
        Unit::Percent => format!("{number}%"),
        Unit::Yuan => format!("{number} yuan"),
        Unit::Dollar => format!("{number} dollar{many}"),
        Unit::Euro => format!("{number} euro{many}"),
        Unit::Pound => format!("{number} pound{many} sterling"),
        Unit::Yen => format!("{number} yen"),
        Unit::OtherMoney => format!("{number} in another currency"),
        Unit::Ton => format!("{number} ton{many}"),
        Unit::Kilogram => format!("{number} kg"),
        Unit::Gram => format!("{number} g"),
        Unit::Jin => format!("{number} jin"),
        Unit::Liang => format!("{number} liang"),
        Unit::Lb => format!("{number} lb"),
        Unit::Count | Unit::Date => number.to_owned(),
        Unit::Times => format!("{number} time{many}"),
        Unit::Metre => format!("{number} metre{many}"),
        Unit::Kilometre => format!("{number} km"),
        Unit::SquareMetre => format!("{number} square metre{many}"),
        Unit::Second => format!("{number} second{many}"),
        Unit::Minute => format!("{number} minute{many}"),
        Unit::Hour => format!("{number} hour{many}"),
        Unit::Day => format!("{number} day{many}"),
        Unit::Week => format!("{number} week{many}"),
        Unit::Month => format!("{number} month{many}"),
        Unit::Year => format!("{number} year{many}"),
    }
}

const fn chinese(unit: Unit) -> &'static str {
    match unit {
        Unit::Percent => "%",
        Unit::Yuan => "元",
        Unit::Dollar => "美元",
        Unit::Euro => "欧元",
        Unit::Pound => "英镑",
        Unit::Yen => "日元",
        Unit::OtherMoney => "（其他货币）",
        Unit::Ton => "吨",
        Unit::Kilogram => "公斤",
        Unit::Gram => "克",
        Unit::Jin => "斤",
        Unit::Liang => "两",
        Unit::Lb => "磅",
        Unit::Count | Unit::Date => "",
        Unit::Times => "倍",
        Unit::Metre => "米",
        Unit::Kilometre => "公里",
        Unit::SquareMetre => "平方米",
        Unit::Second => "秒",
        Unit::Minute => "分钟",
        Unit::Hour => "小时",
        Unit::Day => "天",
        Unit::Week => "周",
        Unit::Month => "个月",
        Unit::Year => "年",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: f64, unit: Unit, en: &str, zh: &str) {
        assert_eq!(amount(value, unit, Lang::En), en, "{value} {unit:?}");
        assert_eq!(amount(value, unit, Lang::Zh), zh, "{value} {unit:?}");
    }

    #[test]
    fn amounts_are_written_as_people_write_them() {
        check(8.8e9, Unit::Yuan, "8.8 billion yuan", "88亿元");
        check(5e8, Unit::Yuan, "500 million yuan", "5亿元");
        check(1e12, Unit::Yuan, "1 trillion yuan", "1万亿元");
        check(500_000.0, Unit::Count, "500,000", "50万");
        check(11e6, Unit::Count, "11 million", "1100万");
        check(150.0, Unit::Count, "150", "150");
        check(1_500.0, Unit::Count, "1,500", "1500");
        check(127.5, Unit::Percent, "127.5%", "127.5%");
        check(150.0, Unit::Ton, "150 tons", "150吨");
        check(1.0, Unit::Ton, "1 ton", "1吨");
        check(0.3, Unit::Kilogram, "0.3 kg", "0.3公斤");
        check(45.0, Unit::Yuan, "45 yuan", "45元");
        check(1.0, Unit::Week, "1 week", "1周");
        check(3.0, Unit::Times, "3 times", "3倍");
        check(-2.5, Unit::Percent, "-2.5%", "-2.5%");
        check(-0.0, Unit::Count, "0", "0");
    }

    #[test]
    fn a_number_that_no_scale_word_fits_is_written_out() {
        check(1_234_567.0, Unit::Count, "1,234,567", "1,234,567");
        check(1_234_000.0, Unit::Count, "1.234 million", "123.4万");
        check(8_805_432_100.0, Unit::Yuan, "8,805,432,100 yuan", "8,805,432,100元");
        check(12_345.0, Unit::Count, "12,345", "12,345");
        check(999_999.0, Unit::Count, "999,999", "999,999");
    }

    #[test]
    fn a_date_is_month_times_hundred_plus_day() {
        check(413.0, Unit::Date, "April 13", "4月13日");
        check(1200.0, Unit::Date, "December", "12月");
        check(1301.0, Unit::Date, "1301", "1301");
    }
}
