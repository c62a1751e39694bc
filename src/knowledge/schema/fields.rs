//! The fields of one TOML table, taken one by one; what is left over is unknown.
//!
//! `fields.text("quote")` takes the text of `quote = "…"`, or reports that it is missing or no text. [`Fields::finish`]
//! reports `quotee = "…"` as unknown, with the field that was probably meant.

use serde::Deserialize;
use toml::de::{DeTable, DeValue};

use super::values::{as_number, as_text, at, by_name};
use super::{At, File, Text};
use crate::knowledge::diagnostic::{Diagnostic, nearest};
use crate::text::Span;

/// A text in both languages, as the file has it.
#[derive(Debug, Clone)]
pub struct RawLocalised<'t> {
    /// English.
    pub en: Text<'t>,
    /// Chinese.
    pub zh: Text<'t>,
}

/// The fields of a table that nobody has taken yet.
pub struct Fields<'t, 'o> {
    file: File<'t>,
    what: String,
    place: Span,
    table: DeTable<'t>,
    asked: Vec<&'static str>,
    out: &'o mut Vec<Diagnostic>,
}

impl<'t, 'o> Fields<'t, 'o> {
    /// The fields of `table`, which is `what` ("fact `speaker`") at `place`.
    pub fn new(
        file: File<'t>,
        what: impl Into<String>,
        place: Span,
        table: DeTable<'t>,
        out: &'o mut Vec<Diagnostic>,
    ) -> Self {
        let what = what.into();
        Self { file, what, place, table, asked: Vec::new(), out }
    }

    /// Whether the field is there. It counts as known from then on.
    pub fn has(&mut self, name: &'static str) -> bool {
        self.asked.push(name);
        self.table.contains_key(name)
    }

    /// A text that may be absent.
    pub fn optional_text(&mut self, name: &'static str) -> Option<Text<'t>> {
        let value = self.take(name)?;
        as_text(self.file, &format!("`{name}`"), value, self.out)
    }

    /// A text that must be there.
    pub fn text(&mut self, name: &'static str) -> Option<Text<'t>> {
        self.require(name)?;
        self.optional_text(name)
    }

    /// A number that must be there.
    pub fn number(&mut self, name: &'static str) -> Option<At<f64>> {
        self.require(name)?;
        let value = self.take(name)?;
        let number = as_number(&value.value);
        if number.is_none() {
            self.wrong_type(
                &format!("`{name}`"),
                value.span,
                "a number",
                "write it without quotation marks, as 8_800_000_000 or 127.5",
            );
        }
        number.map(|number| At { value: number, span: value.span })
    }

    /// One of the named values of an enum, by the names that serde gives them.
    pub fn named<T: for<'d> Deserialize<'d>>(&mut self, name: &'static str) -> Option<At<T>> {
        let text = self.optional_text(name)?;
        match by_name(&text.value) {
            Ok(value) => Some(At { value, span: text.span }),
            Err(names) => {
                let message = format!("`{}` is no {name}", text.value);
                let known = format!("it is one of: {}", names.join(", "));
                let near = nearest(&text.value, names.iter().copied());
                self.out
                    .push(Diagnostic::error(self.file.name, text.span, "unknown-value", message).suggest(near, known));
                None
            }
        }
    }

    /// As [`Fields::named`], for one that must be there.
    pub fn required_named<T: for<'d> Deserialize<'d>>(&mut self, name: &'static str) -> Option<At<T>> {
        self.require(name)?;
        self.named(name)
    }

    /// A list of texts; absent is empty.
    pub fn texts(&mut self, name: &'static str) -> Vec<Text<'t>> {
        let values = self.list(name);
        let file = self.file;
        values
            .into_iter()
            .filter_map(|value| as_text(file, &format!("a member of `{name}`"), value, self.out))
            .collect()
    }

    /// A list of lists of texts; absent is empty.
    pub fn groups(&mut self, name: &'static str) -> Vec<At<Vec<Text<'t>>>> {
        let file = self.file;
        let mut groups = Vec::new();
        for value in self.list(name) {
            let span = value.span;
            match value.value {
                DeValue::Array(members) => groups.push(At {
                    value: members
                        .into_iter()
                        .filter_map(|member| as_text(file, &format!("a member of `{name}`"), at(member), self.out))
                        .collect(),
                    span,
                }),
                _ => self.wrong_type(
                    &format!("a member of `{name}`"),
                    span,
                    "a list",
                    "write a list of lists: [[\"this\", \"or-that\"], [\"and-this\"]]",
                ),
            }
        }
        groups
    }

    /// A list of tables, as they are; absent is empty.
    pub fn tables(&mut self, name: &'static str) -> Vec<At<DeTable<'t>>> {
        let values = self.list(name);
        values.into_iter().filter_map(|value| self.as_table(name, value)).collect()
    }

    /// A table that must be there.
    pub fn table(&mut self, name: &'static str) -> Option<At<DeTable<'t>>> {
        self.require(name)?;
        let value = self.take(name)?;
        self.as_table(name, value)
    }

    /// A text in both languages that must be there.
    pub fn localised(&mut self, name: &'static str) -> Option<RawLocalised<'t>> {
        self.require(name)?;
        self.optional_localised(name)
    }

    /// A text in both languages that may be absent.
    pub fn optional_localised(&mut self, name: &'static str) -> Option<RawLocalised<'t>> {
        let value = self.take(name)?;
        let span = value.span;
        let DeValue::Table(table) = value.value else {
            self.wrong_type(&format!("`{name}`"), span, "a text in both languages", "write { en = \"…\", zh = \"…\" }");
            return None;
        };
        let mut inner = Fields::new(self.file, format!("`{name}`"), span, table, self.out);
        let en = inner.language("en", "English");
        let zh = inner.language("zh", "Chinese");
        inner.finish();
        Some(RawLocalised { en: en?, zh: zh? })
    }

    /// Reports what nobody asked for.
    pub fn finish(self) {
        for (key, _) in self.table {
            let span = Span::new(key.span().start, key.span().end);
            let name = key.get_ref();
            let message = format!("{} has no field `{name}`", self.what);
            let near = nearest(name, self.asked.iter().copied());
            let known = format!("its fields are: {}", self.asked.join(", "));
            self.out.push(Diagnostic::error(self.file.name, span, "unknown-field", message).suggest(near, known));
        }
    }

    /// The text of one language.
    fn language(&mut self, name: &'static str, language: &str) -> Option<Text<'t>> {
        self.asked.push(name);
        let Some((_, value)) = self.table.remove_entry(name) else {
            let message = format!("{} has no {language}", self.what);
            self.out.push(
                Diagnostic::error(self.file.name, self.place, "language-missing", message)
                    .help(format!("add {name} = \"…\"")),
            );
            return None;
        };
        as_text(self.file, &format!("`{name}`"), at(value), self.out)
    }

    /// Where problems are reported.
    pub fn out(&mut self) -> &mut Vec<Diagnostic> {
        self.out
    }

    /// Reports the field where it isn't there.
    pub fn require(&mut self, name: &'static str) -> Option<()> {
        self.require_or(name, &format!("add {name} = …"))
    }

    /// As [`Fields::require`], with what to do.
    pub fn require_or(&mut self, name: &'static str, help: &str) -> Option<()> {
        if self.table.contains_key(name) {
            return Some(());
        }
        self.asked.push(name);
        let message = format!("{} has no `{name}`", self.what);
        self.out.push(Diagnostic::error(self.file.name, self.place, "missing-field", message).help(help));
        None
    }

    fn take(&mut self, name: &'static str) -> Option<At<DeValue<'t>>> {
        self.asked.push(name);
        self.table.remove_entry(name).map(|(_, value)| at(value))
    }

    fn list(&mut self, name: &'static str) -> Vec<At<DeValue<'t>>> {
        let Some(value) = self.take(name) else {
            return Vec::new();
        };
        if let DeValue::Array(members) = value.value {
            members.into_iter().map(at).collect()
        } else {
            self.wrong_type(&format!("`{name}`"), value.span, "a list", "put it in [ ]");
            Vec::new()
        }
    }

    fn as_table(&mut self, name: &str, value: At<DeValue<'t>>) -> Option<At<DeTable<'t>>> {
        if let DeValue::Table(table) = value.value {
            Some(At { value: table, span: value.span })
        } else {
            self.wrong_type(&format!("`{name}`"), value.span, "a table", "write { field = …, … }");
            None
        }
    }

    fn wrong_type(&mut self, what: &str, span: Span, wanted: &str, help: &str) {
        let message = format!("{what} must be {wanted}");
        self.out.push(Diagnostic::error(self.file.name, span, "wrong-type", message).help(help));
    }
}

/// The entries of a table of tables, such as `[fact.…]`, in the order of the file: their ids and their tables.
pub fn entries<'t>(
    file: File<'t>,
    what: &str,
    table: DeTable<'t>,
    out: &mut Vec<Diagnostic>,
) -> Vec<(Text<'t>, DeTable<'t>)> {
    let mut entries = Vec::with_capacity(table.len());
    for (key, value) in table {
        let span = Span::new(key.span().start, key.span().end);
        let id = At { value: key.into_inner(), span };
        if let DeValue::Table(table) = value.into_inner() {
            entries.push((id, table));
        } else {
            let message = format!("{what} `{}` must be a table", id.value);
            out.push(Diagnostic::error(file.name, span, "wrong-type", message).help("write { field = …, … }"));
        }
    }
    entries.sort_by_key(|(id, _)| id.span);
    entries
}
