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

/// The common vocabulary: name and text of each file.
static COMMON: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let stored: &[u8] = inflated(include_bytes!(concat!(env!("OUT_DIR"), "/common"))).leak();
    postcard::from_bytes(stored).expect(UNHARMED)
});

const UNHARMED: &str = "what was stored when the program was built";

/// The knowledge built in: what [`load`](super::load()) gives for [`Folder::built_in`](super::Folder::built_in).
///
/// # Panics
///
/// Never: the same types were stored when the program was built.
pub fn built_in() -> KnowledgeBase {
    let mut kb: KnowledgeBase = postcard::from_bytes(STORED).expect(UNHARMED);
    kb.index = Index::new(&kb.announcement, &kb.facts, &kb.concepts, &kb.classes, &kb.holders);
    kb
}

/// The common vocabulary: name and text of each file.
pub fn common_vocabulary() -> &'static [(&'static str, &'static str)] {
    &COMMON
}

/// The announcement's own vocabulary.
pub fn own_vocabulary() -> String {
    let stored = inflated(include_bytes!(concat!(env!("OUT_DIR"), "/own")));
    String::from_utf8(stored).expect(UNHARMED)
}

fn inflated(stored: &[u8]) -> Vec<u8> {
    decompress_to_vec(stored).expect(UNHARMED)
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
