//! What was set aside and is marked to be tried again → its lane: `herald dead replay` marks, the running bot takes up.

use std::sync::Arc;
use std::time::Duration;

use super::Bot;
use super::intake;
use super::lanes::Lanes;

/// How often to look.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Looks for marked updates as long as the bot runs, beginning when the lanes have what an earlier run left.
pub async fn revive(bot: Arc<Bot>, lanes: Arc<Lanes<Arc<Bot>>>) {
    intake::replayed(&bot).await;
    loop {
        let revived = bot.store.revive().await;
        if !revived.is_empty() {
            tracing::info!(count = revived.len(), "trying again what was set aside");
        }
        for (seq, job) in intake::jobs(&bot, &revived) {
            intake::again(&bot, &lanes, seq, job).await;
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}
