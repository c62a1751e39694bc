//! `knowledge/common/classes.toml` → the classes of concepts.
//!
//! `[class.place]` with `effect = "contrast"` and a label becomes a [`RawClass`].

use super::fields::{Fields, RawLocalised, entries};
use super::{At, File, Text, parse};
use crate::knowledge::{Diagnostic, Effect};
use crate::text::Span;

/// `[class.<id>]`.
#[derive(Debug)]
pub struct RawClass<'t> {
    /// Its name.
    pub id: Text<'t>,
    /// What its mentions do.
    pub effect: Option<At<Effect>>,
    /// What a member is called.
    pub label: Option<RawLocalised<'t>>,
}

/// Reads the file's classes; nothing where it isn't TOML.
pub fn read<'t>(file: File<'t>, out: &mut Vec<Diagnostic>) -> Vec<RawClass<'t>> {
    let Some(document) = parse(file, out) else {
        return Vec::new();
    };
    let mut fields = Fields::new(file, "the file", Span::new(0, 0), document, out);
    let table = fields.table("class");
    fields.finish();
    let Some(table) = table else {
        return Vec::new();
    };
    entries(file, "class", table.value, out)
        .into_iter()
        .map(|(id, table)| {
            let what = format!("class `{}`", id.value);
            let mut fields = Fields::new(file, what, id.span, table, out);
            let effect = fields.required_named("effect");
            let label = fields.localised("label");
            fields.finish();
            RawClass { id, effect, label }
        })
        .collect()
}
