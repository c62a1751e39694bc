//! Derived facts: formulas → computed figures with their working, in an order that has every operand first.
//!
//! `apples.sold / visits.orders` over 150 tons and 500,000 gives 0.3 kg, and the working
//! "150 tons / 500,000 = 0.3 kg". A fact that is computed from itself is an error.

use super::figures;
use super::resolve::Resolver;
use crate::knowledge::diagnostic::{Diagnostic, nearest, within};
use crate::knowledge::formula::{Amount, Fault, FaultKind, Formula};
use crate::knowledge::schema::Text;
use crate::knowledge::schema::facts::{RawBasis, RawFact, RawFigure};
use crate::knowledge::{FactId, Figure, Localised};
use crate::text::wording::amount;
use crate::text::{Bound, Lang};

/// What became of a fact's figures.
#[derive(Debug, Default, Clone)]
pub struct Computed {
    /// The figures: stated, or the one computed.
    pub figures: Vec<Figure>,
    /// For a derived fact, its value before it is rounded: what other formulas go on with.
    unrounded: Option<f64>,
    /// The facts that the formula uses.
    pub operands: Vec<FactId>,
    /// The formula with the numbers put in.
    pub working: Localised,
}

impl Computed {
    /// The figures of a stated fact.
    pub fn stated(figures: Vec<Figure>) -> Self {
        Self { figures, ..Self::default() }
    }
}

/// A derived fact with its formula parsed and its operands found.
struct Plan<'r> {
    fact: usize,
    text: &'r Text<'r>,
    figure: &'r RawFigure<'r>,
    formula: Formula<'r>,
    /// For each operand its fact and the place of its figure there.
    operands: Vec<(usize, usize)>,
}

/// Computes the derived facts; `all` has the stated figures of each fact and gets the computed ones.
pub fn compute(raw: &[RawFact<'_>], all: &mut [Computed], resolver: &mut Resolver<'_, '_>) {
    let plans: Vec<Option<Plan<'_>>> = raw.iter().enumerate().map(|(at, fact)| plan(at, fact, raw, resolver)).collect();
    let mut waits: Vec<usize> = vec![0; raw.len()];
    let mut users: Vec<Vec<usize>> = vec![Vec::new(); raw.len()];
    for plan in plans.iter().flatten() {
        for &(operand, _) in plan.operands.iter().filter(|&&(operand, _)| is_derived(&raw[operand])) {
            waits[plan.fact] += 1;
            users[operand].push(plan.fact);
        }
    }
    let mut ready: Vec<usize> = (0..raw.len()).filter(|&at| is_derived(&raw[at]) && waits[at] == 0).collect();
    while let Some(at) = ready.pop() {
        if let Some(plan) = &plans[at] {
            calculate(plan, all, resolver);
        }
        for &user in &users[at] {
            waits[user] -= 1;
            if waits[user] == 0 {
                ready.push(user);
            }
        }
    }
    report_cycles(raw, &plans, &mut waits, resolver);
}

fn is_derived(fact: &RawFact<'_>) -> bool {
    matches!(fact.basis, RawBasis::Derived { .. })
}

/// Parses the formula of a derived fact and finds its operands.
fn plan<'r>(
    at: usize,
    fact: &'r RawFact<'r>,
    raw: &[RawFact<'_>],
    resolver: &mut Resolver<'_, '_>,
) -> Option<Plan<'r>> {
    let RawBasis::Derived { formula: Some(text), figure: Some(figure), .. } = &fact.basis else { return None };
    let formula = match Formula::parse(&text.value) {
        Ok(formula) => formula,
        Err(fault) => {
            report_fault(&fault, text, resolver);
            return None;
        }
    };
    if formula.operands.is_empty() {
        resolver.report(
            Diagnostic::error(resolver.file.name, text.span, "formula-syntax", "the formula uses no figure")
                .help("name figures as fact-id.figure-name: what is computed comes from what is stated"),
        );
        return None;
    }
    let mut operands = Vec::with_capacity(formula.operands.len());
    for operand in &formula.operands {
        let place = within(resolver.file.text, text.span, &text.value, operand.part.clone());
        let Some(found) = resolver.fact_named(operand.fact) else {
            let near = resolver.near_fact(operand.fact);
            let message = format!("there is no fact `{}`", operand.fact);
            resolver.report(
                Diagnostic::error(resolver.file.name, place, "unknown-fact", message)
                    .suggest(near, "a formula names figures as fact-id.figure-name"),
            );
            continue;
        };
        let found = found.0 as usize;
        let names = figure_names(&raw[found]);
        if let Some(figure) = names.iter().position(|name| *name == operand.figure) {
            operands.push((found, figure));
        } else {
            let message = format!("fact `{}` has no figure `{}`", operand.fact, operand.figure);
            let help = if names.is_empty() {
                "it has no figures at all".to_owned()
            } else {
                format!("its figures are: {}", names.join(", "))
            };
            let near = nearest(operand.figure, names.iter().copied());
            resolver
                .report(Diagnostic::error(resolver.file.name, place, "unknown-figure", message).suggest(near, help));
        }
    }
    (operands.len() == formula.operands.len()).then_some(Plan { fact: at, text, figure, formula, operands })
}

fn figure_names<'r>(fact: &'r RawFact<'_>) -> Vec<&'r str> {
    match &fact.basis {
        RawBasis::Stated { figures, .. } => figures.iter().map(|figure| &*figure.name.value).collect(),
        RawBasis::Derived { figure, .. } => figure.iter().map(|figure| &*figure.name.value).collect(),
    }
}

/// Computes one fact, all of whose operands are there; if one failed, it stays without a figure.
fn calculate(plan: &Plan<'_>, all: &mut [Computed], resolver: &mut Resolver<'_, '_>) {
    let mut amounts = Vec::with_capacity(plan.operands.len());
    let mut inputs: Vec<&Figure> = Vec::with_capacity(plan.operands.len());
    for (&(fact, at), operand) in plan.operands.iter().zip(&plan.formula.operands) {
        let Some(figure) = all[fact].figures.get(at) else { return };
        let Some(amount) = Amount::of(all[fact].unrounded.unwrap_or(figure.value), figure.unit) else {
            let message = "a date can't be calculated with".to_owned();
            report_fault(&Fault { part: operand.part.clone(), kind: FaultKind::Units, message }, plan.text, resolver);
            return;
        };
        amounts.push(amount);
        inputs.push(figure);
    }
    let value = match plan.formula.value(&amounts) {
        Ok(value) => value,
        Err(fault) => return report_fault(&fault, plan.text, resolver),
    };
    let unit = plan.figure.unit.value;
    let Some(value) = value.in_unit(unit) else {
        let message = format!("the formula doesn't come out in the figure's unit, `{}`", figures::name(&unit));
        return resolver.report(
            Diagnostic::error(resolver.file.name, plan.figure.unit.span, "formula-units", message)
                .help("give the figure the unit that the formula comes out in"),
        );
    };
    let mut figure = figures::resolve(plan.figure, value, resolver);
    let Some(rounded) = rounded(value, plan.figure.number.value, figure.bound) else {
        let message = "`digits` must be a whole number from 1 to 15";
        return resolver.report(
            Diagnostic::error(resolver.file.name, plan.figure.number.span, "wrong-type", message)
                .help("it says how many digits of the result are shown: 2 for 3.3 billion"),
        );
    };
    let inexact =
        inputs.iter().any(|input| input.bound != Bound::Exact) || (rounded - value).abs() > value.abs() * 1e-9;
    if figure.bound == Bound::Exact && inexact {
        let message = format!("{} is rounded or computed from what isn't exact", amount(rounded, unit, Lang::En));
        resolver.report(
            Diagnostic::warning(resolver.file.name, plan.figure.span, "derived-bound", message)
                .help("write bound = \"about\""),
        );
    }
    figure.value = rounded;
    let working = |lang: Lang| {
        let formula = plan.formula.working(|at| amount(inputs[at].value, inputs[at].unit, lang));
        format!("{formula} = {}", amount(rounded, unit, lang))
    };
    let working = Localised { en: working(Lang::En), zh: working(Lang::Zh) };
    let mut operands: Vec<FactId> = Vec::new();
    for &(fact, _) in &plan.operands {
        let fact = FactId(fact as u32);
        if !operands.contains(&fact) {
            operands.push(fact);
        }
    }
    all[plan.fact] = Computed { figures: vec![figure], unrounded: Some(value), operands, working };
}

/// A value with so many significant digits; never rounded past what its bound lets it say: "more than" rounds down.
fn rounded(value: f64, digits: f64, bound: Bound) -> Option<f64> {
    if digits.fract() != 0.0 || !(1.0..=15.0).contains(&digits) {
        return None;
    }
    if value == 0.0 {
        return Some(value);
    }
    let places = digits as i32 - 1 - value.abs().log10().floor() as i32;
    let scale = 10_f64.powi(places.abs());
    let scaled = if places >= 0 { value * scale } else { value / scale };
    // What is a whole number but for the calculation's own rounding is one.
    let near = scaled.round();
    let whole = if (scaled - near).abs() <= near.abs() * 1e-9 {
        near
    } else {
        match bound {
            Bound::Exact | Bound::About => near,
            Bound::MoreThan | Bound::AtLeast => scaled.floor(),
            Bound::LessThan | Bound::AtMost => scaled.ceil(),
        }
    };
    Some(if places >= 0 { whole / scale } else { whole * scale })
}

/// Reports each circle of facts that are computed from one another, once.
fn report_cycles(
    raw: &[RawFact<'_>],
    plans: &[Option<Plan<'_>>],
    waits: &mut [usize],
    resolver: &mut Resolver<'_, '_>,
) {
    for start in 0..raw.len() {
        let mut path: Vec<usize> = Vec::new();
        let mut at = start;
        while waits[at] > 0 {
            waits[at] = 0;
            path.push(at);
            let Some(plan) = &plans[at] else { break };
            // Whoever still waits, waits for one that is in the circle or leads to it.
            let next =
                plan.operands.iter().enumerate().find(|&(_, &(fact, _))| waits[fact] > 0 || path.contains(&fact));
            let Some((operand, &(next, _))) = next else { break };
            if let Some(from) = path.iter().position(|&fact| fact == next) {
                let names: Vec<&str> = path[from..].iter().chain([&next]).map(|&fact| &*raw[fact].id.value).collect();
                let message = format!("a fact is computed from itself: {}", names.join(" from "));
                let part = plan.formula.operands[operand].part.clone();
                let place = within(resolver.file.text, plan.text.span, &plan.text.value, part);
                resolver.report(
                    Diagnostic::error(resolver.file.name, place, "formula-cycle", message)
                        .help("compute one of them from stated figures only"),
                );
            }
            at = next;
        }
    }
}

fn report_fault(fault: &Fault, text: &Text<'_>, resolver: &mut Resolver<'_, '_>) {
    let place = within(resolver.file.text, text.span, &text.value, fault.part.clone());
    let (code, help) = match fault.kind {
        FaultKind::Syntax => (
            "formula-syntax",
            "a formula has + - * / ( ), whole numbers and fact-id.figure-name, with blanks around a minus",
        ),
        FaultKind::Units => {
            ("formula-units", "only amounts of one kind can be added: yuan and yuan, tons and kilograms")
        }
        FaultKind::Zero => ("division-by-zero", "check the figures that it divides by"),
    };
    resolver.report(Diagnostic::error(resolver.file.name, place, code, &*fault.message).help(help));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: f64, digits: f64, bound: Bound, expected: Option<f64>) {
        assert_eq!(rounded(value, digits, bound), expected, "{value} to {digits} {bound:?}");
    }

    #[test]
    fn rounding_never_claims_more_than_the_bound() {
        check(3_295_880_149.8, 2.0, Bound::About, Some(3.3e9));
        check(45.4545, 2.0, Bound::MoreThan, Some(45.0));
        check(45.9, 2.0, Bound::MoreThan, Some(45.0));
        check(45.9, 2.0, Bound::About, Some(46.0));
        check(45.1, 2.0, Bound::AtMost, Some(46.0));
        check(0.3, 1.0, Bound::About, Some(0.3));
        check(0.299_999_999_999_99, 1.0, Bound::MoreThan, Some(0.3));
        check(-48.33, 2.0, Bound::About, Some(-48.0));
        check(0.0, 2.0, Bound::About, Some(0.0));
        check(1.0, 0.0, Bound::About, None);
        check(1.0, 1.5, Bound::About, None);
    }
}
