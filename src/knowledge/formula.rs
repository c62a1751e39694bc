//! Formulas over figures, for derived facts: text → operators in order → value and unit, and the working to show.
//!
//! `"fresh.turnover / (1 + fresh.growth)"` over 8.8 billion yuan and 167% gives 3.296 billion yuan, and the working
//! "8.8 billion yuan / (1 + 167%)". Since ids contain `-`, a minus has blanks around it.

mod parse;

use std::ops::Range;

use crate::text::{Dimension, Unit};

/// A formula, parsed.
#[derive(Debug, Clone, PartialEq)]
pub struct Formula<'t> {
    /// As it is written.
    tokens: Vec<Token<'t>>,
    /// In the order of calculation: operands before their operator.
    steps: Vec<Step>,
    /// The figures, in the order of the formula; one that occurs twice is there twice.
    pub operands: Vec<Operand<'t>>,
}

/// `fact-id.figure-name` in a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operand<'t> {
    /// The fact's id.
    pub fact: &'t str,
    /// The figure's name.
    pub figure: &'t str,
    /// Its bytes in the formula.
    pub part: Range<usize>,
}

/// Why a text is no formula, or can't be calculated, with the bytes that are to blame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where in the formula.
    pub part: Range<usize>,
    /// What kind of fault it is.
    pub kind: FaultKind,
    /// What is wrong.
    pub message: String,
}

/// A kind of [`Fault`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// The text is no formula.
    Syntax,
    /// Amounts of different kinds are added.
    Units,
    /// Something is divided by zero, or the result is beyond all numbers.
    Zero,
}

/// A piece of a formula.
#[derive(Debug, Clone, PartialEq)]
struct Token<'t> {
    text: &'t str,
    part: Range<usize>,
    kind: Kind,
}

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Operand(usize),
    Operator(Operator),
    Open,
    Close,
}

/// What is done with two amounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Plus,
    Minus,
    Times,
    Over,
}

impl Operator {
    const fn binds(self) -> u8 {
        match self {
            Self::Plus | Self::Minus => 1,
            Self::Times | Self::Over => 2,
        }
    }
}

/// A step of the calculation, on a stack of amounts.
#[derive(Debug, Clone, PartialEq)]
enum Step {
    Number(f64),
    Operand(usize),
    Apply(Operator, Range<usize>),
}

/// Kinds of amount that don't mix: currencies one by one, mass, length, time.
pub const KINDS: usize = 8;

/// An amount while it is calculated with: in base units, and how often each kind of amount is in it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Amount {
    /// The number, in base units.
    pub value: f64,
    /// The exponent of each kind: yuan per kilogram is +1 of one and -1 of another.
    pub powers: [i8; KINDS],
}

impl Amount {
    /// A number without a unit.
    pub const fn plain(value: f64) -> Self {
        Self { value, powers: [0; KINDS] }
    }

    /// So much of a unit; nothing for a date, which is no amount. 167% is 1.67.
    pub fn of(value: f64, unit: Unit) -> Option<Self> {
        Some(Self { value: value * unit_value(unit), powers: powers(unit)? })
    }

    /// The number in this unit, if the amount is one of its kind.
    pub fn in_unit(self, unit: Unit) -> Option<f64> {
        (powers(unit)? == self.powers).then(|| self.value / unit_value(unit))
    }
}

/// How many base units one of a unit is.
fn unit_value(unit: Unit) -> f64 {
    if unit == Unit::Percent { 0.01 } else { unit.scale() }
}

/// Which kinds of amount a unit measures.
fn powers(unit: Unit) -> Option<[i8; KINDS]> {
    let (kind, power) = match (unit, unit.dimension()) {
        (_, Dimension::Date) => return None,
        (_, Dimension::Percent | Dimension::Count | Dimension::Times) => return Some([0; KINDS]),
        (_, Dimension::Money) => (0, 1),
        (Unit::Dollar, _) => (1, 1),
        (Unit::Euro, _) => (2, 1),
        (Unit::Pound, _) => (3, 1),
        (_, Dimension::ForeignMoney) => (4, 1),
        (_, Dimension::Mass) => (5, 1),
        (_, Dimension::Length) => (6, 1),
        (_, Dimension::Area) => (6, 2),
        (_, Dimension::Duration) => (7, 1),
    };
    let mut powers = [0; KINDS];
    powers[kind] = power;
    Some(powers)
}

impl<'t> Formula<'t> {
    /// Parses `text`.
    pub fn parse(text: &'t str) -> Result<Self, Fault> {
        let mut operands = Vec::new();
        let tokens = parse::tokens(text, &mut operands)?;
        let steps = parse::order(text, &tokens)?;
        Ok(Self { tokens, steps, operands })
    }

    /// Its value, given the operands' in their order.
    pub fn value(&self, operands: &[Amount]) -> Result<Amount, Fault> {
        let mut stack: Vec<Amount> = Vec::new();
        for step in &self.steps {
            let result = match step {
                Step::Number(value) => Amount::plain(*value),
                Step::Operand(at) => operands.get(*at).copied().unwrap_or(Amount::plain(0.0)),
                Step::Apply(operator, part) => {
                    let (right, left) = (stack.pop(), stack.pop());
                    let zero = Amount::plain(0.0);
                    let (left, right) = (left.unwrap_or(zero), right.unwrap_or(zero));
                    apply(*operator, left, right, part)?
                }
            };
            stack.push(result);
        }
        Ok(stack.pop().unwrap_or(Amount::plain(0.0)))
    }

    /// The formula with each operand as `word` words it: "8.8 billion yuan / (1 + 167%)".
    pub fn working(&self, mut word: impl FnMut(usize) -> String) -> String {
        let mut out = String::new();
        let mut opened = true;
        for token in &self.tokens {
            if !opened && token.kind != Kind::Close {
                out.push(' ');
            }
            match token.kind {
                Kind::Operand(at) => out.push_str(&word(at)),
                Kind::Operator(Operator::Times) => out.push('×'),
                _ => out.push_str(token.text),
            }
            opened = token.kind == Kind::Open;
        }
        out
    }
}

fn apply(operator: Operator, left: Amount, right: Amount, part: &Range<usize>) -> Result<Amount, Fault> {
    let mut powers = left.powers;
    let value = match operator {
        Operator::Plus | Operator::Minus if left.powers != right.powers => {
            return Err(Fault {
                part: part.clone(),
                kind: FaultKind::Units,
                message: "amounts of different units are added or subtracted".to_owned(),
            });
        }
        Operator::Plus => left.value + right.value,
        Operator::Minus => left.value - right.value,
        Operator::Times => {
            for (power, other) in powers.iter_mut().zip(right.powers) {
                *power = power.saturating_add(other);
            }
            left.value * right.value
        }
        Operator::Over => {
            for (power, other) in powers.iter_mut().zip(right.powers) {
                *power = power.saturating_sub(other);
            }
            left.value / right.value
        }
    };
    if value.is_finite() {
        Ok(Amount { value, powers })
    } else {
        Err(Fault {
            part: part.clone(),
            kind: FaultKind::Zero,
            message: if operator == Operator::Over {
                "this divides by zero".to_owned()
            } else {
                "the number is too large".to_owned()
            },
        })
    }
}

#[cfg(test)]
mod tests;
