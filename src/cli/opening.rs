//! `--knowledge DIR`, or nothing → the announcement's folder and its [`KnowledgeBase`].

use std::path::Path;

use super::failure::Failure;
use super::shown;
use crate::knowledge::{Folder, KnowledgeBase, load};

/// The files of the folder, or of the announcement built in.
pub(super) fn folder(dir: Option<&Path>) -> anyhow::Result<Folder> {
    dir.map_or_else(|| Ok(Folder::built_in()), Folder::read)
}

/// The knowledge in a folder's files; its warnings are for `herald check`.
pub(super) fn knowledge(folder: &Folder, dir: Option<&Path>) -> anyhow::Result<KnowledgeBase> {
    load(folder).map(|(kb, _)| kb).map_err(|problems| {
        let errors = problems.iter().filter(|problem| problem.is_error()).count();
        let (what, command) = match dir {
            Some(dir) => (format!("in {}", shown(dir)), format!("herald check {}", shown(dir))),
            None => ("built in".to_owned(), "herald check".to_owned()),
        };
        Failure::input(format!("the knowledge {what} has errors ({errors}): `{command}` shows them"))
    })
}

/// The knowledge of a folder, or the one built in.
pub(super) fn open(dir: Option<&Path>) -> anyhow::Result<KnowledgeBase> {
    knowledge(&folder(dir)?, dir)
}
