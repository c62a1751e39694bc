//! The announcement that is in the binary → its [`KnowledgeBase`], without reading it again.
//!
//! Its folder was read, checked and indexed when the program was built (`src/build.rs`), since that takes longer than an
//! answer by far: what is built in is the finished knowledge.

use super::{Index, KnowledgeBase};

/// What the build left of it.
const STORED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/knowledge"));

/// The knowledge built in: what [`load`](super::load) gives for [`Folder::built_in`](super::Folder::built_in).
///
/// # Panics
///
/// Never: the same types were stored when the program was built.
pub fn built_in() -> KnowledgeBase {
    let mut kb: KnowledgeBase = postcard::from_bytes(STORED).expect("what was stored when the program was built");
    kb.index = Index::new(&kb.facts, &kb.concepts);
    kb
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::{Folder, load};

    #[test]
    fn what_was_stored_is_what_loading_gives() {
        let (loaded, warnings) = load(&Folder::built_in()).expect("the announcement built in loads");
        assert_eq!(warnings, []);
        assert!(postcard::to_allocvec(&loaded).expect("it can be stored") == STORED);
        assert!(postcard::to_allocvec(&built_in()).expect("it can be stored") == STORED);
    }
}
