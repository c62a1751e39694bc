//! An English word → what it may be without its regular ending.
//!
//! `orders` → `order`, `selling` → `sell` and `selle`, `companies` → `company`. What a stem looks like doesn't matter, only
//! which words share one.

use std::borrow::Cow;

use crate::text::WordList;

/// What an English word may be without its regular ending: plural, third person, -ed, -ing. Two words that share one of these are
/// forms of one word. After -ed and -ing the bare word may have ended in e: `using` may come from `us` or `use`.
pub fn stems(word: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let stem = stem(word);
    let with_e = (stem.len() + 2 < word.len() || word.ends_with("ed"))
        && (word.ends_with("ing") || word.ends_with("ed"))
        && stem.len() < word.len();
    let silent = with_e.then(|| Cow::Owned([&stem, "e"].concat()));
    std::iter::once(stem).chain(silent)
}

/// Words that only look inflected.
static UNINFLECTED: WordList = WordList::new(&[
    "news", "goods", "evening", "morning", "during", "series", "species", "means", "less", "always", "outing",
    "housing", "rating", "training", "united", "customs", "clothing", "need", "seed", "feed", "speed", "indeed",
    "exceed", "proceed", "succeed", "nothing", "something", "anything", "everything", "thing", "spring", "string",
    "bring", "hundred",
]);

/// The shortest bare form.
fn stem(word: &str) -> Cow<'_, str> {
    // What ends otherwise isn't inflected, and of a short word the stem would be too short to tell.
    if !word.ends_with(['s', 'd', 'g']) || UNINFLECTED.has(word) {
        return Cow::Borrowed(word);
    }
    match word {
        "using" | "used" | "uses" => return Cow::Borrowed("use"),
        "goes" | "going" => return Cow::Borrowed("go"),
        "does" | "doing" => return Cow::Borrowed("do"),
        _ => {}
    }
    if word.len() < 4 || !word.is_ascii() {
        return Cow::Borrowed(word);
    }
    let cut = |ending: &str| {
        word.strip_suffix(ending).filter(|rest| rest.len() >= 3 && rest.contains(|c| "aeiouy".contains(c)))
    };
    if let Some(rest) = cut("ies").or_else(|| cut("ied")) {
        return Cow::Owned([rest, "y"].concat());
    }
    if let Some(rest) = cut("ing").or_else(|| cut("ed")) {
        return Cow::Borrowed(undouble(rest));
    }
    let hissing = |rest: &&str| {
        rest.ends_with(['x', 'z', 'o']) || rest.ends_with("ss") || rest.ends_with("ch") || rest.ends_with("sh")
    };
    if let Some(rest) = cut("es").filter(hissing) {
        return Cow::Borrowed(rest);
    }
    Cow::Borrowed(
        word.strip_suffix('s').filter(|rest| rest.len() >= 3 && !rest.ends_with(['s', 'u', 'i'])).unwrap_or(word),
    )
}

/// `stopp` → `stop`, but `sell` stays: only what English doubles before an ending.
fn undouble(stem: &str) -> &str {
    let bytes = stem.as_bytes();
    match bytes {
        [.., vowel, a, b] if a == b && b"bdgkmnprt".contains(a) && b"aeiou".contains(vowel) => &stem[..stem.len() - 1],
        _ => stem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_without_their_endings() {
        for (word, expected) in [
            ("orders", "order"),
            ("selling", "sell selle"),
            ("stopped", "stop stope"),
            ("companies", "company"),
            ("boxes", "box"),
            ("uses", "use"),
            ("using", "use"),
            ("news", "news"),
            ("bus", "bus"),
            ("glass", "glass"),
            ("bed", "bed"),
            ("猪肉", "猪肉"),
        ] {
            assert_eq!(stems(word).collect::<Vec<_>>().join(" "), expected, "{word}");
        }
    }
}
