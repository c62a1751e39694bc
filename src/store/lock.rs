//! One process a database file: `herald.db` is held by a lock on `herald.db.lock`.
//!
//! Two processes on one inbox would each replay what the other is about to answer. The system lets go of the lock when the
//! process ends, however it ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::time::Duration;

use super::StoreError;

/// How often to look whether the other process has ended.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// Takes the lock that belongs to this database; waits while another process has it, and says so once.
pub(super) async fn wait_for(database: &Path) -> Result<File, StoreError> {
    let mut path = database.as_os_str().to_owned();
    path.push(".lock");
    let unopenable = |error: std::io::Error| StoreError(error.to_string());
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(path).map_err(unopenable)?;
    let mut said = false;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::Error(error)) => return Err(unopenable(error)),
            Err(TryLockError::WouldBlock) => {
                if !said {
                    tracing::warn!("another herald is using this database; waiting until it ends");
                    said = true;
                }
                tokio::time::sleep(LOOK_EVERY).await;
            }
        }
    }
}
