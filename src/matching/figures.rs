//! A quantity in a question against the figures of a fact: the same, the same digits, another value, or not comparable.

use crate::knowledge::{Fact, FactId, Figure, KnowledgeBase};
use crate::text::{Bound, Dimension, Quantity, Unit};

/// How a quantity fits a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// It is the figure of this number.
    Same(usize),
    /// It has the digits of the figure of this number, without its scale: "500" for 500 million.
    Digits(usize),
    /// It measures what the figure of this number measures, and has another value.
    Other(usize),
    /// The fact has nothing to compare it with.
    None,
}

/// Two numbers that differ by less than this share are one number, written differently.
const SAME: f64 = 0.001;
/// "about" allows this share.
const ABOUT: f64 = 0.1;

/// A bare number below this names no figure: "in 1 order", "need 3 numbers".
const SMALL: f64 = 10.0;
/// From here on a number was typed with its scale.
const SCALED: f64 = 1e4;
/// From here on a number tells what it may be a number of.
const LARGE: f64 = 1e5;
/// Two numbers whose decimal logarithms differ by less may be meant for one another.
const MAGNITUDE: f64 = 2.0;

/// How `quantity` fits the figures of `fact`.
pub fn fit(fact: &Fact, quantity: &Quantity) -> Fit {
    let figures = || fact.figures.iter().enumerate();
    if let Some((at, _)) = figures()
        .find(|(_, figure)| comparable(figure, quantity) && near(base(figure), claimed(figure, quantity), SAME))
    {
        return Fit::Same(at);
    }
    if quantity.unit.is_none() && quantity.value < SMALL {
        return Fit::None;
    }
    if quantity.unit.is_none() {
        if let Some((at, _)) = figures().find(|(_, figure)| near(figure.value, quantity.value, SAME)) {
            return Fit::Same(at);
        }
        if let Some((at, _)) =
            figures().find(|(_, figure)| quantity.value >= 10.0 && same_digits(figure.value, quantity.value))
        {
            // "8.8 million" is no short way to say 8.8 billion.
            return if quantity.value < SCALED { Fit::Digits(at) } else { Fit::Other(at) };
        }
    }
    // "42 million dollars", where it is 42 million euros.
    let wrong_unit = |figure: &Figure| {
        quantity.unit.is_some_and(|unit| rivals(figure.unit, unit)) && near(figure.value, quantity.value, SAME)
    };
    let other = figures().find(|(_, figure)| comparable(figure, quantity) || wrong_unit(figure)).or_else(|| {
        // A large number without a unit is held against the figure of its magnitude: "it topped 9bn".
        let large = quantity.unit.is_none() && quantity.value >= LARGE;
        figures().find(|(_, figure)| large && (figure.value / quantity.value).log10().abs() < MAGNITUDE)
    });
    other.map_or(Fit::None, |(at, _)| Fit::Other(at))
}

/// Whether the quantity is a figure of the fact, but for the unit: "8.8 billion dollars".
pub fn in_another_unit(fact: &Fact, quantity: &Quantity) -> bool {
    let rival = |figure: &Figure| {
        quantity.unit.is_some_and(|unit| rivals(figure.unit, unit)) && near(figure.value, quantity.value, SAME)
    };
    fact.figures.iter().any(rival)
}

/// The facts that a quantity is a figure of, itself or by its digits: it fits them as the [`Fit::Same`] or by [`Fit::Digits`].
pub fn named(kb: &KnowledgeBase, quantity: &Quantity) -> Vec<FactId> {
    // More than two numbers may differ by that are the same.
    let around = |value: f64| value - value.abs() * 2.0 * SAME..=value + value.abs() * 2.0 * SAME;
    let mut out: Vec<FactId> = match quantity.unit {
        Some(unit) if unit.dimension() == Dimension::Times => {
            kb.index.base(&around((quantity.value - 1.0) * 100.0)).collect()
        }
        Some(unit) => kb.index.base(&around(quantity.value * unit.scale())).collect(),
        None => kb.index.told(&around(quantity.value)).collect(),
    };
    if quantity.unit.is_none() && quantity.value >= SMALL {
        let mut longer = quantity.value * 100.0;
        while longer <= kb.index.largest() * (1.0 + SAME) {
            out.extend(kb.index.told(&around(longer)));
            longer *= 10.0;
        }
    }
    if quantity.unit.is_some() {
        out.extend(kb.index.told(&around(quantity.value)));
    }
    out.retain(|&fact| {
        matches!(fit(&kb[fact], quantity), Fit::Same(_) | Fit::Digits(_)) || in_another_unit(&kb[fact], quantity)
    });
    out
}

/// Whether the quantity's unit can be held against the figure's.
fn comparable(figure: &Figure, quantity: &Quantity) -> bool {
    match quantity.unit.map(Unit::dimension) {
        // "tripled" is a rise of 200%.
        Some(Dimension::Times) => figure.unit.dimension() == Dimension::Percent && figure.direction.is_some(),
        // One foreign currency isn't another.
        Some(Dimension::ForeignMoney) => quantity.unit == Some(figure.unit),
        Some(dimension) => dimension == figure.unit.dimension(),
        None => figure.unit.dimension() == Dimension::Count,
    }
}

/// The figure in its dimension's base unit.
fn base(figure: &Figure) -> f64 {
    figure.value * figure.unit.scale()
}

/// The quantity in the base unit of the figure's dimension.
fn claimed(figure: &Figure, quantity: &Quantity) -> f64 {
    match quantity.unit {
        Some(unit) if unit.dimension() == Dimension::Times => (quantity.value - 1.0) * 100.0,
        Some(unit) => quantity.value * unit.scale(),
        None => quantity.value * figure.unit.scale(),
    }
}

/// Whether two units measure the same in different ways, so that one is no other: yuan and dollars.
pub(super) fn rivals(a: Unit, b: Unit) -> bool {
    let money = |unit: Unit| matches!(unit.dimension(), Dimension::Money | Dimension::ForeignMoney);
    money(a) && money(b) && a != b
}

fn near(a: f64, b: f64, share: f64) -> bool {
    (a - b).abs() <= a.abs().max(b.abs()) * share
}

/// Whether two numbers are written with the same leading digits: 500 and 500,000.
fn same_digits(figure: f64, typed: f64) -> bool {
    // Scales that a number is told in: thousands, 万, millions, 亿, billions.
    const SCALES: [f64; 5] = [1e3, 1e4, 1e6, 1e8, 1e9];
    if figure <= typed || typed <= 0.0 {
        return false;
    }
    SCALES.iter().any(|scale| near(figure / typed, *scale, 1e-9))
}

/// Whether the figure bears out the claim; none where its bound leaves that open.
///
/// "More than 150" bears out "over 100", refutes "fewer than 120", and doesn't settle 200.
pub fn judge(figure: &Figure, quantity: &Quantity) -> Option<bool> {
    if quantity.unit.is_some() && !comparable(figure, quantity) {
        return Some(false);
    }
    let (own, claim) = (base(figure), claimed(figure, quantity));
    let same = near(own, claim, SAME);
    let verdict = Some;
    // What the source leaves open above its figure.
    let open = matches!(figure.bound, Bound::MoreThan | Bound::AtLeast);
    match quantity.bound {
        Bound::Exact if figure.bound == Bound::About => verdict(near(own, claim, ABOUT)),
        Bound::Exact | Bound::About if open && !same => {
            if claim > own {
                None
            } else {
                Some(false)
            }
        }
        Bound::Exact => verdict(same),
        Bound::About => verdict(near(own, claim, ABOUT)),
        Bound::MoreThan | Bound::AtLeast if open => {
            if claim <= own || same {
                Some(true)
            } else {
                None
            }
        }
        Bound::MoreThan => verdict(own > claim && !same),
        Bound::AtLeast => verdict(own >= claim || same),
        Bound::LessThan | Bound::AtMost if open => {
            if claim <= own || same {
                Some(false)
            } else {
                None
            }
        }
        Bound::LessThan => verdict(own < claim && !same),
        Bound::AtMost => verdict(own <= claim || same),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Direction;
    use crate::text::quantity::quantities;

    fn check(figure: (f64, Unit, Bound), claim: &str, expected: Option<bool>) {
        let figure = Figure {
            name: String::new(),
            value: figure.0,
            unit: figure.1,
            bound: figure.2,
            measure: None,
            period: None,
            basis: None,
            direction: (figure.1 == Unit::Percent).then_some(Direction::Up),
        };
        let quantity = quantities(claim)[0];
        assert_eq!(judge(&figure, &quantity), expected, "{claim}");
    }

    #[test]
    fn claims_are_held_against_bounds_and_units() {
        let brands = (150.0, Unit::Count, Bound::MoreThan);
        let pork = (150.0, Unit::Ton, Bound::About);
        let turnover = (8.8e9, Unit::Yuan, Bound::Exact);
        let growth = (80.0, Unit::Percent, Bound::Exact);
        for (figure, claim, expected) in [
            (brands, "more than 150", Some(true)),
            (brands, "over 100", Some(true)),
            (brands, "over 200", None),
            (brands, "200 brands", None),
            (brands, "fewer than 120", Some(false)),
            (brands, "100 brands", Some(false)),
            (pork, "150 tons", Some(true)),
            (pork, "500 tons", Some(false)),
            (pork, "150 kg", Some(false)),
            (pork, "150,000 kg", Some(true)),
            (turnover, "8.8 million yuan", Some(false)),
            (turnover, "88亿元", Some(true)),
            (turnover, "8.8 billion dollars", Some(false)),
            (turnover, "over 8 billion yuan", Some(true)),
            (growth, "tripled", Some(false)),
            (growth, "80%", Some(true)),
            (growth, "不到100%", Some(true)),
        ] {
            check(figure, claim, expected);
        }
    }
}
