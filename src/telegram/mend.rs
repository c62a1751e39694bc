//! JSON that no text can be read from → JSON that one can: `"a \ud83d b"` → `"a \ufffd b"`.
//!
//! JSON allows halves of surrogate pairs that stand alone, and somebody's client sends them.

/// Replaces halves of surrogate pairs that stand alone, which JSON allows and no text can hold: `\ud83d?` → `\ufffd?`.
pub fn mend(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (unit, next) = (escaped_unit(rest), rest.get(6..).and_then(escaped_unit));
        let length = match (unit, next) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 12,
            (Some(0xD800..=0xDFFF), _) => {
                out.push_str("\\ufffd");
                rest = &rest[6..];
                continue;
            }
            (Some(_), _) => 6,
            // Any other escape is two characters, the second of which may be a backslash.
            (None, _) => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
        };
        out.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    out + rest
}

/// The UTF-16 unit that a text begins with: `\ud83d…` → 0xD83D.
fn escaped_unit(json: &str) -> Option<u16> {
    u16::from_str_radix(json.strip_prefix("\\u")?.get(..4)?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_that_stand_alone_are_replaced() {
        assert_eq!(mend(r#""a \ud83d b \ud83d\ude00 \\ud83d""#), r#""a \ufffd b \ud83d\ude00 \\ud83d""#);
    }

    proptest::proptest! {
        #[test]
        fn mending_leaves_what_is_whole(text in "(\\PC|[😀\"\\\\]){0,20}") {
            let json = serde_json::to_string(&text).unwrap();
            assert_eq!(mend(&json), json);
        }
    }
}
