//! The database that the environment names → what is in it, beside a bot that may be running.

use crate::settings;
use crate::store::{Inspection, StoreError};

/// Opens the database and runs something on it.
pub(super) fn beside<T>(run: impl AsyncFnOnce(&mut Inspection) -> Result<T, StoreError>) -> anyhow::Result<T> {
    let url = settings::database_url()?;
    let shown = settings::shown(&url);
    super::runtime()?.block_on(async {
        let unopenable = |error| {
            anyhow::anyhow!(
                "the database {shown} can't be opened: {error}; check HERALD_DATABASE_URL and where you are"
            )
        };
        let mut inspection = Inspection::open(&url).await.map_err(unopenable)?;
        run(&mut inspection).await.map_err(|error| anyhow::anyhow!("the database {shown} can't be used: {error}"))
    })
}
