//! Numbers as people write them: digits, English and Chinese words, scales.
//!
//! `8.8 billion` → 8.8e9, `a hundred and fifty` → 150, `half a million` → 500,000, `八十八亿` → 8.8e9, `50万` → 500,000.

use super::{Token, TokenKind};

/// A number and how many tokens it takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Numeral {
    /// Its value.
    pub value: f64,
    /// How many tokens it takes.
    pub length: usize,
    /// Whether it has a scale or several words: "50" and "two" have not.
    pub compound: bool,
}

/// The number that starts at the first of `tokens`, if one does.
pub fn numeral(tokens: &[Token]) -> Option<Numeral> {
    let first = tokens.first()?;
    match first.kind {
        TokenKind::Number => digits(tokens),
        TokenKind::Word => english(tokens),
        TokenKind::Han => chinese(tokens),
        _ => None,
    }
}

/// Digits with the scales after them: "8.8 billion", "50万", "500k", "1亿5000万".
fn digits(tokens: &[Token]) -> Option<Numeral> {
    let first = part(tokens)?;
    let (mut value, mut length, mut last) = (first.value, first.length, first);
    // A smaller part goes on, as long as it is below the scale before it.
    while last.length > 1
        && tokens[length - 1].kind == TokenKind::Han
        && let Some(next) = part(&tokens[length..]).filter(|next| next.length > 1 && next.value < last.scale)
    {
        value += next.value;
        length += next.length;
        last = next;
    }
    Some(Numeral { value, length, compound: length > 1 })
}

/// Digits, the scales that touch them multiplied, and how many tokens that takes: 5e7, 1e4 and 2 for "5000万".
struct Part {
    value: f64,
    scale: f64,
    length: usize,
}

fn part(tokens: &[Token]) -> Option<Part> {
    let digits = tokens.first().filter(|token| token.kind == TokenKind::Number)?;
    let number: f64 = plain(&digits.text).parse().ok()?;
    let (mut scales, mut length) = (1.0, 1);
    // 3个亿
    let counted = tokens.get(1).is_some_and(|token| token.text == "个") && tokens.get(2).and_then(scale) == Some(1e8);
    length += usize::from(counted);
    while let Some(scale) = tokens.get(length).and_then(scale) {
        // A lone letter is a scale only where it touches the digits.
        if tokens[length].text.len() == 1 && !tokens[length].glued {
            break;
        }
        scales *= scale;
        length += 1;
    }
    Some(Part { value: number * scales, scale: scales, length })
}

/// Digits without their separators: `500,000` and `500.000` are thousands, `8,8` is a decimal as many languages write it.
fn plain(digits: &str) -> String {
    let groups = |mark: char| {
        let mut parts = digits.split(mark);
        let first = parts.next().is_some_and(|first| !first.is_empty() && first.len() <= 3);
        let rest: Vec<&str> = parts.collect();
        first && !rest.is_empty() && rest.iter().all(|part| part.len() == 3 && part.bytes().all(|b| b.is_ascii_digit()))
    };
    if digits.contains(',') && !digits.contains('.') && !groups(',') && digits.matches(',').count() == 1 {
        return digits.replace(',', ".");
    }
    if groups('.') && digits.ends_with("000") {
        return digits.replace('.', "");
    }
    digits.replace(',', "")
}

/// What a word or character after a number multiplies it by.
fn scale(token: &Token) -> Option<f64> {
    Some(match token.text.as_str() {
        "hundred" | "hundreds" | "百" => 1e2,
        "thousand" | "thousands" | "k" | "千" => 1e3,
        "万" => 1e4,
        "lakh" | "lakhs" => 1e5,
        "million" | "millions" | "mil" | "mill" | "mln" | "mio" | "m" | "mn" => 1e6,
        "crore" | "crores" => 1e7,
        "亿" => 1e8,
        "billion" | "billions" | "bil" | "bln" | "bn" | "b" => 1e9,
        "trillion" | "trillions" | "tn" | "trn" | "兆" => 1e12,
        _ => return None,
    })
}

/// What an English number word is worth below a hundred.
fn small(word: &str) -> Option<f64> {
    const ONES: [&str; 20] = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ];
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    if let Some(at) = ONES.iter().position(|&one| one == word) {
        return Some(at as f64);
    }
    TENS.iter().position(|&ten| ten == word).map(|at| (at as f64 + 2.0) * 10.0)
}

/// Number words: "a hundred and fifty", "eight point eight billion", "half a million", "five hundred thousand".
fn english(tokens: &[Token]) -> Option<Numeral> {
    let word = |at: usize| tokens.get(at).filter(|t| t.kind == TokenKind::Word).map(|t| t.text.as_str());
    let scaled = |at: usize| tokens.get(at).filter(|t| t.text.len() > 2).and_then(scale);
    let mut at = 0;
    if word(0) == Some("half") {
        // "half a million", "half-million"
        at = 1 + usize::from(
            matches!(word(1), Some("a" | "an")) || tokens.get(1).is_some_and(|token| token.is_mark("-")),
        );
        let scale = scaled(at)?;
        return Some(Numeral { value: scale / 2.0, length: at + 1, compound: true });
    }
    // "a quarter of a million", "three quarters of a million"
    let (quarters, start) = match (word(0), word(1)) {
        (Some("quarter"), _) => (1.0, 1),
        (Some("a"), Some("quarter")) => (1.0, 2),
        (Some("three"), Some("quarters")) => (3.0, 2),
        _ => (0.0, 0),
    };
    if quarters > 0.0 {
        let scale = if (word(start), word(start + 1)) == (Some("of"), Some("a")) { scaled(start + 2) } else { None };
        return scale.map(|scale| Numeral { value: scale * quarters / 4.0, length: start + 3, compound: true });
    }
    if matches!(word(0), Some("a" | "an")) {
        scaled(1)?;
    } else if word(0).and_then(small).is_none() {
        return None;
    }
    // "a hundred and fifty", "forty-five": what stands between two words of one number.
    let joins = |at: usize, words: usize| {
        let next = word(at + 1).and_then(small);
        let and = word(at) == Some("and") && words > 0 && scaled(at - 1).is_some();
        let hyphen = tokens.get(at).is_some_and(|t| t.is_mark("-"));
        (and && next.is_some()) || (hyphen && next.is_some_and(|v| v < 10.0))
    };
    let (mut total, mut group, mut words) = (0.0, 0.0, 0);
    loop {
        if let Some(value) = word(at).and_then(small) {
            group += value;
            at += 1;
        } else if at == 0 {
            group = 1.0;
            at = 1;
        } else if let Some(scale) = scaled(at) {
            if scale < 1e3 {
                group *= scale;
            } else {
                total += group * scale;
                group = 0.0;
            }
            at += 1;
        } else if word(at) == Some("point") && word(at + 1).and_then(small).is_some() {
            let mut place = 0.1;
            at += 1;
            while let Some(digit) = word(at).and_then(small).filter(|&digit| digit < 10.0) {
                group += digit * place;
                place /= 10.0;
                at += 1;
            }
        } else if joins(at, words) {
            at += 1;
            continue;
        } else {
            break;
        }
        words += 1;
    }
    Some(Numeral { value: total + group, length: at, compound: words > 1 })
}

/// Chinese numerals: 一百六十七, 八十八亿, 两千, 一百二十七点五.
fn chinese(tokens: &[Token]) -> Option<Numeral> {
    let (mut total, mut section, mut digit) = (0.0, 0.0, None);
    let mut at = 0;
    while let Some(token) = tokens.get(at).filter(|t| t.kind == TokenKind::Han) {
        let text = token.text.as_str();
        if text == "两" && (digit.is_some() || section > 0.0) {
            // 六两: a weight.
            break;
        }
        if let Some(value) = chinese_digit(text) {
            // Digits in a row are read one by one: 二零二零.
            digit = Some(digit.map_or(value, |before: f64| before * 10.0 + value));
        } else if text == "十" || text == "拾" {
            section += digit.take().unwrap_or(1.0) * 10.0;
        } else if let Some(hundreds @ (1e2 | 1e3)) = scale(token)
            && (digit.is_some() || tokens.get(at + 1).and_then(scale).is_some_and(|next| next >= 1e4))
        {
            // 百万 without a digit is a round million.
            section += digit.take().unwrap_or(1.0) * hundreds;
        } else if text == "个"
            && digit.is_some()
            && tokens.get(at + 1).and_then(scale).is_some_and(|scale| scale >= 1e8)
        {
            // 三个亿
        } else if let Some(scale @ (1e4 | 1e8)) = scale(token)
            && (section > 0.0 || digit.is_some() || total > 0.0)
        {
            let group = section + digit.take().unwrap_or(0.0);
            if group > 0.0 {
                total += group * scale;
            } else {
                total *= scale;
            }
            section = 0.0;
        } else if text == "点" && (digit.is_some() || section > 0.0) && tokens.get(at + 1).is_some_and(is_chinese_digit)
        {
            let mut place = 0.1;
            let mut value = section + digit.take().unwrap_or(0.0);
            at += 1;
            while let Some(next) = tokens.get(at).and_then(|t| chinese_digit(&t.text)) {
                value += next * place;
                place /= 10.0;
                at += 1;
            }
            let scales = tokens[at..].iter().map_while(scale).take(2);
            let (value, count) = scales.fold((value, 0), |(value, count), scale| (value * scale, count + 1));
            return Some(Numeral { value: total + value, length: at + count, compound: true });
        } else {
            break;
        }
        at += 1;
    }
    // 两三句 are two or three.
    if let [one, two] = &tokens[..at.min(tokens.len())]
        && let (Some(one), Some(two)) = (chinese_digit(&one.text), chinese_digit(&two.text))
        && (two - one - 1.0).abs() < f64::EPSILON
    {
        return None;
    }
    // 一百五 is 150, 两万三 23,000; 一百零五 is 105.
    let text = |back: usize| at.checked_sub(back).map_or("", |at| tokens[at].text.as_str());
    let short = match text(2) {
        "百" => 10.0,
        "千" => 100.0,
        "万" => 1e3,
        "亿" => 1e7,
        _ => 1.0,
    };
    let last = digit.map_or(0.0, |digit| if chinese_digit(text(1)).is_some() { digit * short } else { digit });
    (at > 0).then_some(Numeral { value: total + section + last, length: at, compound: at > 1 })
}

fn is_chinese_digit(token: &Token) -> bool {
    chinese_digit(&token.text).is_some()
}

fn chinese_digit(text: &str) -> Option<f64> {
    Some(match text {
        "零" | "〇" => 0.0,
        "一" | "壹" => 1.0,
        "二" | "两" | "贰" => 2.0,
        "三" | "叁" => 3.0,
        "四" | "肆" => 4.0,
        "五" | "伍" => 5.0,
        "六" | "陆" => 6.0,
        "七" | "柒" => 7.0,
        "八" | "捌" => 8.0,
        "九" | "玖" => 9.0,
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
