//! A call against a machine-readable Bot API: is there such a method, has it such parameters, are they of that type?
//!
//! The file that `BOT_API_SPEC` names has `methods` and `types`, each with `fields` of `name`, `types` and `required`, and
//! types with `subtypes`. Without the variable nothing is checked.

use serde_json::Value;

use super::call::Parameters;

/// The Bot API's description.
pub struct Spec(Value);

impl Spec {
    /// The one that the environment names.
    pub fn from_env() -> Option<Self> {
        let path = std::env::var_os("BOT_API_SPEC")?;
        let text = std::fs::read_to_string(&path).expect("BOT_API_SPEC names a file that can be read");
        Some(Self(serde_json::from_str(&text).expect("BOT_API_SPEC names a JSON file")))
    }

    /// What is wrong with a call, one line each.
    pub fn problems(&self, method: &str, parameters: &Parameters) -> Vec<String> {
        let Some(description) = self.0["methods"].get(method) else {
            return vec![format!("{method}: there is no such method")];
        };
        let mut problems = Vec::new();
        let values = &parameters.values;
        self.object(method, description, |name| values.get(name), parameters.form, &mut problems);
        for name in values.keys().filter(|name| !has_field(description, name)) {
            // A file that another parameter names as attach://….
            if !parameters.files.contains(name) {
                problems.push(format!("{method}: there is no parameter {name}"));
            }
        }
        problems
    }

    fn object<'a>(
        &self,
        place: &str,
        description: &Value,
        value: impl Fn(&str) -> Option<&'a Value>,
        form: bool,
        problems: &mut Vec<String>,
    ) {
        for field in description["fields"].as_array().into_iter().flatten() {
            let name = field["name"].as_str().unwrap_or_default();
            let place = format!("{place}.{name}");
            match value(name) {
                None if field["required"] == Value::Bool(true) => problems.push(format!("{place} is missing")),
                None => {}
                Some(value) => {
                    let types: Vec<&str> =
                        field["types"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
                    problems.extend(self.best(&place, &types, value, form));
                }
            }
        }
    }

    /// What is wrong with a value, as the type that fits it best has it.
    fn best(&self, place: &str, types: &[&str], value: &Value, form: bool) -> Vec<String> {
        let tries = types.iter().map(|kind| self.value(place, kind, value, form));
        tries.min_by_key(Vec::len).unwrap_or_default()
    }

    fn value(&self, place: &str, kind: &str, value: &Value, form: bool) -> Vec<String> {
        // In a form, everything that is no text itself is one in JSON.
        if let (true, Value::String(text)) = (form, value)
            && !matches!(kind, "String" | "InputFile")
        {
            let parsed = serde_json::from_str(text).unwrap_or(Value::Null);
            return self.value(place, kind, &parsed, false);
        }
        let fits = match kind {
            "Integer" => value.is_i64() || value.is_u64(),
            "Float" => value.is_number(),
            "Boolean" => value.is_boolean(),
            "String" | "InputFile" => value.is_string(),
            _ => return self.compound(place, kind, value),
        };
        if fits { Vec::new() } else { vec![format!("{place} is no {kind}")] }
    }

    fn compound(&self, place: &str, kind: &str, value: &Value) -> Vec<String> {
        if let Some(kind) = kind.strip_prefix("Array of ") {
            let Some(list) = value.as_array() else { return vec![format!("{place} is no list")] };
            let item = |(at, item)| self.value(&format!("{place}[{at}]"), kind, item, false);
            return list.iter().enumerate().flat_map(item).collect();
        }
        let description = &self.0["types"][kind];
        if let Some(subtypes) = description["subtypes"].as_array() {
            let subtypes: Vec<&str> = subtypes.iter().filter_map(Value::as_str).collect();
            return self.best(place, &subtypes, value, false);
        }
        let Some(object) = value.as_object() else { return vec![format!("{place} is no {kind}")] };
        let mut problems = Vec::new();
        self.object(place, description, |name| object.get(name), false, &mut problems);
        let unknown = object.keys().filter(|name| !has_field(description, name));
        problems.extend(unknown.map(|name| format!("{place}: {kind} has no {name}")));
        problems
    }
}

fn has_field(description: &Value, name: &str) -> bool {
    description["fields"].as_array().into_iter().flatten().any(|it| it["name"] == name)
}
