//! `--knowledge DIR`, or nothing → the announcement's [`KnowledgeBase`].

use std::path::Path;

use super::failure::Failure;
use super::shown;
use crate::knowledge::{Folder, KnowledgeBase, built_in, load};

/// The knowledge of a folder, or the one built in. Its warnings are for `herald check`.
pub(super) fn open(dir: Option<&Path>) -> anyhow::Result<KnowledgeBase> {
    let Some(dir) = dir else { return Ok(built_in()) };
    load(&Folder::read(dir)?).map(|(kb, _)| kb).map_err(|problems| {
        let errors = problems.iter().filter(|problem| problem.is_error()).count();
        let dir = shown(dir);
        Failure::input(format!("the knowledge in {dir} has errors ({errors}): `herald check {dir}` shows them"))
    })
}
