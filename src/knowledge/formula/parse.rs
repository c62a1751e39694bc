//! A formula's text → its tokens, and the steps of the calculation in their order.
//!
//! `"1 + 2 * 3"` becomes five tokens and the steps 1, 2, 3, ×, +.

use std::ops::Range;

use super::{Fault, FaultKind, Kind, Operand, Operator, Step, Token};

/// Cuts the text into tokens and collects its operands.
pub(super) fn tokens<'t>(text: &'t str, operands: &mut Vec<Operand<'t>>) -> Result<Vec<Token<'t>>, Fault> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let start = text.len() - rest.len();
        let length = match first {
            '(' | ')' | '+' | '*' | '/' => 1,
            _ => rest.find(|c: char| c.is_whitespace() || "()+*/".contains(c)).unwrap_or(rest.len()),
        };
        let part = start..start + length;
        let word = &rest[..length];
        let kind = match word {
            "(" => Kind::Open,
            ")" => Kind::Close,
            "+" => Kind::Operator(Operator::Plus),
            "-" => Kind::Operator(Operator::Minus),
            "*" => Kind::Operator(Operator::Times),
            "/" => Kind::Operator(Operator::Over),
            _ if word.bytes().all(|b| b.is_ascii_digit()) => Kind::Number,
            _ => match word.split_once('.') {
                Some((fact, figure)) if !fact.is_empty() && !figure.is_empty() => {
                    operands.push(Operand { fact, figure, part: part.clone() });
                    Kind::Operand(operands.len() - 1)
                }
                _ => {
                    return Err(syntax(part, format!("`{word}` is neither a whole number nor a fact's figure")));
                }
            },
        };
        tokens.push(Token { text: word, part, kind });
        rest = rest[length..].trim_start();
    }
    Ok(tokens)
}

/// Puts the tokens into the order of calculation (Dijkstra's shunting yard).
pub(super) fn order(text: &str, tokens: &[Token<'_>]) -> Result<Vec<Step>, Fault> {
    let mut steps = Vec::new();
    let mut waiting: Vec<&Token<'_>> = Vec::new();
    let mut wants_operand = true;
    for token in tokens {
        match token.kind {
            Kind::Number | Kind::Operand(_) | Kind::Open if !wants_operand => {
                return Err(missing(token, "an operator", text));
            }
            Kind::Operator(_) | Kind::Close if wants_operand => {
                return Err(missing(token, "a number or a figure", text));
            }
            Kind::Number => {
                let value = token.text.parse().unwrap_or(f64::INFINITY);
                steps.push(Step::Number(value));
                wants_operand = false;
            }
            Kind::Operand(at) => {
                steps.push(Step::Operand(at));
                wants_operand = false;
            }
            Kind::Open => waiting.push(token),
            Kind::Operator(operator) => {
                while let Some(last) = waiting.pop_if(|last| match last.kind {
                    Kind::Operator(other) => other.binds() >= operator.binds(),
                    _ => false,
                }) {
                    steps.extend(applied(last));
                }
                waiting.push(token);
                wants_operand = true;
            }
            Kind::Close => loop {
                match waiting.pop() {
                    Some(last) if last.kind == Kind::Open => break,
                    Some(last) => steps.extend(applied(last)),
                    None => return Err(syntax(token.part.clone(), "`)` without a `(`".to_owned())),
                }
            },
        }
    }
    if wants_operand {
        let last = tokens.last().map_or(0..text.len(), |token| token.part.clone());
        return Err(syntax(last, "the formula ends where a number or a figure should stand".to_owned()));
    }
    while let Some(last) = waiting.pop() {
        if last.kind == Kind::Open {
            return Err(syntax(last.part.clone(), "`(` without a `)`".to_owned()));
        }
        steps.extend(applied(last));
    }
    Ok(steps)
}

fn applied(token: &Token<'_>) -> Option<Step> {
    match token.kind {
        Kind::Operator(operator) => Some(Step::Apply(operator, token.part.clone())),
        _ => None,
    }
}

fn missing(token: &Token<'_>, what: &str, text: &str) -> Fault {
    let message = format!("{what} should stand before `{}`", &text[token.part.clone()]);
    syntax(token.part.clone(), message)
}

fn syntax(part: Range<usize>, message: String) -> Fault {
    Fault { part, kind: FaultKind::Syntax, message }
}
