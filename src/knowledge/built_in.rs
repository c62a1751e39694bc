//! The announcement that is in the binary → its [`KnowledgeBase`], without reading it again.
//!
//! Its folder was read, checked and indexed when the program was built (`src/build.rs`), since that takes longer than an
//! answer by far: what is built in is the finished knowledge. The texts that it came from are built in deflated: only another
//! announcement, a draft and `herald check` need them.

use std::sync::LazyLock;

use miniz_oxide::inflate::decompress_to_vec;

use super::{Index, KnowledgeBase};

/// What the build left of it.
const STORED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/knowledge"));

/// The vocabulary's files, each with its name and text, the announcement's own as the last.
static TEXTS: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let deflated = include_bytes!(concat!(env!("OUT_DIR"), "/texts"));
    let stored: &[u8] = decompress_to_vec(deflated).expect(UNHARMED).leak();
    postcard::from_bytes(stored).expect(UNHARMED)
});

const UNHARMED: &str = "what was stored when the program was built";

/// The knowledge built in: what [`load`](super::load) gives for [`Folder::built_in`](super::Folder::built_in).
///
/// # Panics
///
/// Never: the same types were stored when the program was built.
pub fn built_in() -> KnowledgeBase {
    let mut kb: KnowledgeBase = postcard::from_bytes(STORED).expect(UNHARMED);
    kb.index = Index::new(&kb.facts, &kb.concepts, &kb.classes, &kb.holders);
    kb
}

/// The common vocabulary: name and text of each file.
pub fn common_vocabulary() -> &'static [(&'static str, &'static str)] {
    TEXTS.split_last().map_or(&[], |(_, common)| common)
}

/// The announcement's own vocabulary.
pub fn own_vocabulary() -> &'static str {
    TEXTS.last().map_or("", |(_, own)| own)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::{Folder, load};

    #[test]
    fn what_was_stored_is_what_loading_gives() {
        let (loaded, _) = load(&Folder::built_in()).expect("the announcement built in loads");
        for kb in [loaded, built_in()] {
            assert!(postcard::to_allocvec(&kb).expect("it can be stored") == STORED);
        }
    }
}
