//! Single values of a TOML document → texts, numbers and the names that an enum knows.
//!
//! `"more-than"` becomes [`crate::text::Bound::MoreThan`]; `"more"` the names that there are.

use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::StrDeserializer;
use toml::de::DeValue;

use super::{At, File, Text};
use crate::knowledge::Diagnostic;
use crate::text::Span;

/// A finite number, whole or not.
pub(super) fn as_number(value: &DeValue<'_>) -> Option<f64> {
    let number = match value {
        DeValue::Integer(integer) => i64::from_str_radix(integer.as_str(), integer.radix()).ok()? as f64,
        DeValue::Float(float) => float.as_str().parse().ok()?,
        _ => return None,
    };
    number.is_finite().then_some(number)
}

/// The value of an enum with this name, by the names that serde gives them; otherwise the names that there are.
pub(super) fn by_name<T: for<'d> Deserialize<'d>>(name: &str) -> Result<T, &'static [&'static str]> {
    let deserializer: StrDeserializer<'_, Unnamed> = name.into_deserializer();
    T::deserialize(deserializer).map_err(|Unnamed(names)| names)
}

/// The text of a value, or a report that it isn't one or is empty.
pub(super) fn as_text<'t>(
    file: File<'t>,
    what: &str,
    value: At<DeValue<'t>>,
    out: &mut Vec<Diagnostic>,
) -> Option<Text<'t>> {
    let span = value.span;
    match value.value {
        DeValue::String(text) if text.trim().is_empty() => {
            let message = format!("{what} is empty");
            out.push(
                Diagnostic::error(file.name, span, "empty-text", message)
                    .help("fill it in, or leave the whole field out"),
            );
            None
        }
        DeValue::String(text) => Some(At { value: text, span }),
        _ => {
            let message = format!("{what} must be a text");
            out.push(Diagnostic::error(file.name, span, "wrong-type", message).help("put it in \"quotation marks\""));
            None
        }
    }
}

/// A value of the document with its place.
pub(super) fn at(value: toml::Spanned<DeValue<'_>>) -> At<DeValue<'_>> {
    let span = Span::new(value.span().start, value.span().end);
    At { value: value.into_inner(), span }
}

/// The names that an enum knows, as serde tells them when it is given another.
#[derive(Debug)]
struct Unnamed(&'static [&'static str]);

impl std::fmt::Display for Unnamed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.join(", "))
    }
}

impl std::error::Error for Unnamed {}

impl serde::de::Error for Unnamed {
    fn custom<T: std::fmt::Display>(_: T) -> Self {
        Self(&[])
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self(expected)
    }
}
