//! The form of a database against the one that this program knows: older, the same, or newer.

use std::cmp::Ordering;

use sqlx::migrate::{MigrateError, Migrator};

use super::StoreError;

/// What to say where a database can't be brought up to date.
pub(super) fn trouble(error: MigrateError) -> StoreError {
    match error {
        MigrateError::VersionMissing(_) => newer(),
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => error.into(),
        error => StoreError(error.to_string()),
    }
}

/// Whether a database of this version can be used as it is; `None` for one that has none.
pub(super) fn check(found: Option<i64>, migrations: &Migrator) -> Result<(), StoreError> {
    match found.cmp(&migrations.iter().map(|it| it.version).max()) {
        Ordering::Equal => Ok(()),
        Ordering::Less => Err(StoreError(
            "it is of an older herald; start `herald serve` once, which brings it up to date".to_owned(),
        )),
        Ordering::Greater => Err(newer()),
    }
}

fn newer() -> StoreError {
    StoreError("it was written by a newer herald than this one".to_owned())
}
