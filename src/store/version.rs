//! The form of a database against the one that this program knows: older, the same, or newer.

use std::cmp::Ordering;

use sqlx::SqlSafeStr as _;
use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};

use super::StoreError;

/// The steps to the form that this program knows: of each its number, its name and its SQL.
///
/// `sqlx::migrate!` would say the same, but it takes a second build of the whole of sqlx, for the compiler.
pub(super) fn migrator(steps: &[(i64, &'static str, &'static str)]) -> Migrator {
    let step = |&(version, name, sql): &(i64, &'static str, &'static str)| {
        Migration::new(version, name.into(), MigrationType::Simple, sql.into_sql_str(), false)
    };
    Migrator::with_migrations(steps.iter().map(step).collect())
}

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
