//! Units of measure and what they measure, with their names in English and Chinese.
//!
//! `"tonnes"` → [`Unit::Ton`], whose dimension is [`Dimension::Mass`] and whose scale is 1,000 (kilograms).

use serde::{Deserialize, Serialize};

/// What a unit measures. Only figures of one dimension can be compared or share an axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Dimension {
    /// A share or a rate of change, in percent.
    Percent,
    /// Chinese money, in yuan.
    Money,
    /// Any other currency: never converted.
    ForeignMoney,
    /// Weight, in kilograms.
    Mass,
    /// Things that are counted.
    Count,
    /// A day of the year, as month × 100 + day.
    Date,
    /// How often something is repeated: "twice", "fold".
    Times,
    /// A length, in metres.
    Length,
    /// An area, in square metres.
    Area,
    /// A duration, in seconds.
    Duration,
}

/// A unit of measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Percent.
    Percent,
    /// Chinese yuan, renminbi.
    Yuan,
    /// US dollar.
    Dollar,
    /// Euro.
    Euro,
    /// Pound sterling.
    Pound,
    /// Japanese yen.
    Yen,
    /// Any other currency than these.
    OtherMoney,
    /// Metric ton.
    Ton,
    /// Kilogram.
    Kilogram,
    /// Gram.
    Gram,
    /// Chinese pound, half a kilogram.
    Jin,
    /// 两, a tenth of a jin.
    Liang,
    /// Imperial pound of weight.
    Lb,
    /// A counted thing: the figure says what is counted.
    Count,
    /// A day of the year, as month × 100 + day.
    Date,
    /// Times, fold.
    Times,
    /// Metre.
    Metre,
    /// Kilometre.
    Kilometre,
    /// Square metre.
    SquareMetre,
    /// Second.
    Second,
    /// Minute.
    Minute,
    /// Hour.
    Hour,
    /// Day.
    Day,
    /// Week.
    Week,
    /// Month, taken as 30 days.
    Month,
    /// Year, taken as 365 days.
    Year,
}

impl Unit {
    /// What the unit measures.
    pub const fn dimension(self) -> Dimension {
        match self {
            Self::Percent => Dimension::Percent,
            Self::Yuan => Dimension::Money,
            Self::Dollar | Self::Euro | Self::Pound | Self::Yen | Self::OtherMoney => Dimension::ForeignMoney,
            Self::Ton | Self::Kilogram | Self::Gram | Self::Jin | Self::Liang | Self::Lb => Dimension::Mass,
            Self::Count => Dimension::Count,
            Self::Date => Dimension::Date,
            Self::Times => Dimension::Times,
            Self::Metre | Self::Kilometre => Dimension::Length,
            Self::SquareMetre => Dimension::Area,
            Self::Second | Self::Minute | Self::Hour | Self::Day | Self::Week | Self::Month | Self::Year => {
                Dimension::Duration
            }
        }
    }

    /// How many of its dimension's base units one of it is: 1,000 for a ton, since mass is in kilograms.
    pub const fn scale(self) -> f64 {
        match self {
            Self::Ton | Self::Kilometre => 1_000.0,
            Self::Gram => 0.001,
            Self::Jin => 0.5,
            Self::Liang => 0.05,
            Self::Lb => 0.453_592_37,
            Self::Minute => 60.0,
            Self::Hour => 3_600.0,
            Self::Day => 86_400.0,
            Self::Week => 604_800.0,
            Self::Month => 2_592_000.0,
            Self::Year => 31_536_000.0,
            _ => 1.0,
        }
    }
}

/// The unit that these words name, and how many of them do: "per cent" takes two, 公斤 two.
pub fn unit(tokens: &[super::Token]) -> Option<(Unit, usize)> {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    if (text(0), text(1), text(2)) == ("新", "台", "币") {
        return Some((Unit::OtherMoney, 3));
    }
    if (text(0), text(1), text(2)) == ("人", "民", "币") {
        return Some((Unit::Yuan, 3));
    }
    let pair = match (text(0), text(1)) {
        ("per", "cent") | ("percentage", "points" | "point") | ("巴", "仙") => Some(Unit::Percent),
        ("metric", "tons" | "tonnes" | "ton" | "tonne") | ("公", "吨") => Some(Unit::Ton),
        ("公", "斤") | ("千", "克") => Some(Unit::Kilogram),
        ("美", "元" | "金") | ("us", "dollars" | "dollar") => Some(Unit::Dollar),
        ("欧", "元") => Some(Unit::Euro),
        ("日", "元") => Some(Unit::Yen),
        ("英", "镑") => Some(Unit::Pound),
        ("台" | "港" | "澳", "币" | "元")
        | ("韩" | "泰" | "卢", "元" | "铢" | "布")
        | ("令", "吉")
        | ("singapore" | "taiwan" | "australian" | "canadian", "dollars" | "dollar") => Some(Unit::OtherMoney),
        ("hong", "kong") if matches!(text(2), "dollars" | "dollar") => return Some((Unit::OtherMoney, 3)),
        ("块" | "元", "钱") => Some(Unit::Yuan),
        ("平", "方") => Some(Unit::SquareMetre),
        ("公", "里") => Some(Unit::Kilometre),
        ("小", "时") => Some(Unit::Hour),
        ("分", "钟") => Some(Unit::Minute),
        ("个", "月") => Some(Unit::Month),
        ("星", "期") | ("礼", "拜") => Some(Unit::Week),
        _ => None,
    };
    if text(0) == "个" && matches!((text(1), text(2)), ("星", "期") | ("礼", "拜")) {
        return Some((Unit::Week, 3));
    }
    if let Some(unit) = pair {
        return Some((unit, 2));
    }
    let unit = match text(0) {
        "%" | "percent" | "pct" | "pc" | "percentage" => Unit::Percent,
        "yuan" | "yuans" | "rmb" | "cny" | "kuai" | "renminbi" | "¥" | "元" | "块" => Unit::Yuan,
        "dollar" | "dollars" | "usd" | "$" | "bucks" => Unit::Dollar,
        "euro" | "euros" | "eur" | "€" => Unit::Euro,
        "gbp" | "quid" | "£" => Unit::Pound,
        "yen" | "jpy" => Unit::Yen,
        "hkd" | "twd" | "ntd" | "sgd" | "myr" | "ringgit" | "aud" | "cad" | "won" | "rupees" | "rupee" | "baht" => {
            Unit::OtherMoney
        }
        "ton" | "tons" | "tonne" | "tonnes" | "t" | "吨" => Unit::Ton,
        "kg" | "kgs" | "kilo" | "kilos" | "kilogram" | "kilograms" | "kilogramme" | "kilogrammes" => Unit::Kilogram,
        "g" | "gram" | "grams" | "gramme" | "grammes" | "克" => Unit::Gram,
        "两" | "liang" | "tael" | "taels" => Unit::Liang,
        "斤" | "jin" | "catty" | "catties" => Unit::Jin,
        "lb" | "lbs" | "pound" | "pounds" => Unit::Lb,
        "times" | "fold" | "x" | "倍" => Unit::Times,
        "km" | "kms" | "kilometre" | "kilometres" | "kilometer" | "kilometers" => Unit::Kilometre,
        "metre" | "metres" | "meter" | "meters" | "米" => Unit::Metre,
        "sqm" => Unit::SquareMetre,
        "second" | "seconds" | "sec" | "secs" | "秒" => Unit::Second,
        "minute" | "minutes" | "min" | "mins" => Unit::Minute,
        "hour" | "hours" | "hr" | "hrs" => Unit::Hour,
        "day" | "days" | "天" => Unit::Day,
        "week" | "weeks" | "wk" | "wks" | "周" => Unit::Week,
        "month" | "months" | "月" => Unit::Month,
        "year" | "years" | "yr" | "yrs" | "年" => Unit::Year,
        _ => return None,
    };
    Some((unit, 1))
}
