//! Formulas → results and workings, or the part that is to blame: `"1 +"` goes wrong at `+`.

use super::*;
use crate::text::Lang;
use crate::text::wording::amount;

/// The operands of every row: `a.yuan`, `a.growth`, `a.tons`, `a.orders`, `a.zero`.
fn operand(name: &str) -> (f64, Unit) {
    match name {
        "yuan" => (8.8e9, Unit::Yuan),
        "growth" => (167.0, Unit::Percent),
        "tons" => (150.0, Unit::Ton),
        "orders" => (500_000.0, Unit::Count),
        _ => (0.0, Unit::Count),
    }
}

/// Checks the result in a unit and the working, or the fault with the text to blame.
#[track_caller]
fn check(text: &str, unit: Unit, expected: Result<(f64, &str), (FaultKind, &str)>) {
    let found = Formula::parse(text).and_then(|formula| {
        let operands: Vec<_> = formula.operands.iter().map(|name| operand(name.figure)).collect();
        let amounts: Vec<_> = operands.iter().filter_map(|&(value, unit)| Amount::of(value, unit)).collect();
        let value = formula.value(&amounts)?;
        Ok((value.in_unit(unit), formula.working(|at| amount(operands[at].0, operands[at].1, Lang::En))))
    });
    match (found, expected) {
        (Ok((Some(value), working)), Ok((wanted, words))) => {
            assert!((value - wanted).abs() <= wanted.abs() * 1e-6, "{text}: {value}");
            assert_eq!(working, words, "{text}");
        }
        (Err(fault), Err((kind, blamed))) => {
            assert_eq!((fault.kind, &text[fault.part]), (kind, blamed), "{text}: {}", fault.message);
        }
        (found, _) => panic!("{text}: {found:?}"),
    }
}

#[test]
fn formulas_are_calculated_with_their_units() {
    let plain = Unit::Count;
    check("a.yuan / (1 + a.growth)", Unit::Yuan, Ok((3.295_880e9, "8.8 billion yuan / (1 + 167%)")));
    check("a.tons/a.orders", Unit::Kilogram, Ok((0.3, "150 tons / 500,000")));
    check("a.tons / a.orders", Unit::Gram, Ok((300.0, "150 tons / 500,000")));
    check("2 * a.growth", Unit::Percent, Ok((334.0, "2 × 167%")));
    check("1 + 2 * 3", plain, Ok((7.0, "1 + 2 × 3")));
    check("(1 + 2) * 3", plain, Ok((9.0, "(1 + 2) × 3")));
    check("8 - 4 - 2", plain, Ok((2.0, "8 - 4 - 2")));
    check("8 / 4 / 2", plain, Ok((1.0, "8 / 4 / 2")));
    check("((8))", plain, Ok((8.0, "((8))")));
    check("one-fact.yuan / other.yuan", plain, Ok((1.0, "8.8 billion yuan / 8.8 billion yuan")));
}

#[test]
fn what_is_no_formula_is_blamed_where_it_goes_wrong() {
    let check = |text, blamed| check(text, Unit::Count, Err((FaultKind::Syntax, blamed)));
    check("", "");
    check("1 +", "+");
    check("1 2", "2");
    check("* 2", "*");
    check("(1 + 2", "(");
    check("1 + 2)", ")");
    check("()", ")");
    check("1.5 + a.", "a.");
    check("a-b", "a-b");
    check("1-2", "1-2");
    check("一 + 二", "一");
    check("a.yuan # 2", "#");
}

#[test]
fn what_cannot_be_calculated_is_blamed() {
    check("a.yuan + a.tons", Unit::Yuan, Err((FaultKind::Units, "+")));
    check("1 - a.yuan / a.orders", Unit::Yuan, Err((FaultKind::Units, "-")));
    check("a.yuan / a.zero", Unit::Yuan, Err((FaultKind::Zero, "/")));
    check("a.yuan / (1 - 1)", Unit::Yuan, Err((FaultKind::Zero, "/")));
}

#[test]
fn a_result_is_only_read_in_a_unit_of_its_kind() {
    let amount = Amount::of(2.0, Unit::Ton).expect("an amount");
    assert_eq!(amount.in_unit(Unit::Kilogram), Some(2_000.0));
    assert_eq!(amount.in_unit(Unit::Yuan), None);
    assert_eq!(Amount::of(413.0, Unit::Date), None);
    assert_eq!(Amount::of(2.0, Unit::Dollar).and_then(|dollars| dollars.in_unit(Unit::Yuan)), None);
}
