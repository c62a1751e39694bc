//! Which file a path means: to tell whether the database is still where it was opened.

use std::fs::Metadata;
use std::path::Path;

/// A file on its disk, whatever its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileId {
    disk: u64,
    number: u64,
}

impl FileId {
    /// The file at a path.
    pub fn of(path: &Path) -> std::io::Result<Self> {
        Ok(Self::from(&std::fs::metadata(path)?))
    }
}

#[cfg(unix)]
impl From<&Metadata> for FileId {
    fn from(found: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self { disk: found.dev(), number: found.ino() }
    }
}

/// Where files have no numbers, one that is there counts as the same.
#[cfg(not(unix))]
impl From<&Metadata> for FileId {
    fn from(_: &Metadata) -> Self {
        Self { disk: 0, number: 0 }
    }
}
