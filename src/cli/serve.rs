//! The Telegram bot.

use std::path::Path;

/// Runs the bot until it is stopped.
pub(super) fn run(_folder: Option<&Path>) -> anyhow::Result<()> {
    anyhow::bail!("`herald serve` isn't there yet")
}
