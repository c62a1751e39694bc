//! The common part, built into the binary: what any announcement can use.
//!
//! The list of its files is here and nowhere else. A diagnostic names them as `common/places.toml`.

// The build script has the files themselves; it leaves the vocabulary's deflated to the program.

/// Files below `knowledge/common/` with their text.
#[cfg(not(knowledge_built_in))]
macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$((
            concat!("common/", $name),
            include_str!(concat!("../../knowledge/common/", $name)),
        )),*]
    };
}

/// The classes of concepts: name and text of the file.
pub const CLASSES: (&str, &str) = ("common/classes.toml", include_str!("../../knowledge/common/classes.toml"));

/// The vocabulary: name and text of each file.
#[cfg(not(knowledge_built_in))]
pub fn vocabulary() -> &'static [(&'static str, &'static str)] {
    files![
        "attributes.toml",
        "grammar.toml",
        "light.toml",
        "measures.toml",
        "organisations.toml",
        "people.toml",
        "periods.toml",
        "places.toml",
        "products.toml",
        "world.toml",
    ]
}

/// The vocabulary: name and text of each file.
#[cfg(knowledge_built_in)]
pub use super::built_in::common_vocabulary as vocabulary;

/// The wording of replies: name and text of the file.
pub const PHRASES: (&str, &str) = ("common/phrases.toml", include_str!("../../knowledge/common/phrases.toml"));

/// Real English words, one a line: none of them is a slip for a surface form.
pub const WORDS: &str = include_str!("../../knowledge/common/words.txt");

/// The text of a file of the common part, by its name in diagnostics.
pub fn text(name: &str) -> Option<&'static str> {
    let files = vocabulary().iter().chain([&CLASSES, &PHRASES]);
    files.copied().find(|&(known, _)| known == name).map(|(_, text)| text)
}
