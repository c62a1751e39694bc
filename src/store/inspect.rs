//! The database beside a running bot: what `herald dead` and `herald report` read and mark.
//!
//! `Inspection::open(url)` takes no lock and creates nothing; `dead()` lists what was set aside, `replay(…)` marks some of it, and
//! the bot that runs, or the next that starts, tries it again.

use super::StoreError;
use super::backend::Backend;
use super::feedback::Kept;

/// An update that was set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dead {
    /// Its place in the inbox.
    pub seq: i64,
    /// When it was set aside, in seconds since 1970.
    pub at: i64,
    /// How often it had failed.
    pub attempts: u32,
    /// Why.
    pub reason: String,
    /// Whether it is still there to be tried again.
    pub whole: bool,
    /// Whether it is to be tried again.
    pub replay: bool,
}

/// An open database, beside whoever else uses it.
#[derive(Debug)]
pub struct Inspection(Backend);

impl Inspection {
    /// Opens a database that is there and of this program's form.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        Ok(Self(Backend::beside(url).await?))
    }

    /// What was set aside, oldest first.
    pub async fn dead(&mut self) -> Result<Vec<Dead>, StoreError> {
        Ok(self.0.dead().await?)
    }

    /// Marks what was set aside to be tried again; `None` for all of it. Gives the places of what is marked.
    pub async fn replay(&mut self, which: Option<&[i64]>) -> Result<Vec<i64>, StoreError> {
        Ok(self.0.replay(which).await?)
    }

    /// The questions that are kept.
    pub async fn feedback(&mut self) -> Result<Vec<Kept>, StoreError> {
        Ok(self.0.feedback().await?)
    }
}
