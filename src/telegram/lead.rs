//! Of several processes with one webhook and one database server, the one that answers; the others store what Telegram brings them.
//!
//! The one that leads reads the inbox in its order, so that chats keep theirs and Telegram's limits are kept by one pacing. Another
//! takes over as soon as it ends or loses the server.

use std::sync::Arc;
use std::time::Duration;

use super::intake;
use super::lanes::Lanes;
use super::{Bot, beside, recall, unix_now};
use crate::store::{Lead, StoreError};

/// Updates to read at once.
const PAGE: u32 = 500;
/// The wait after a read that failed.
const WAIT: Duration = Duration::from_millis(200);

/// Leads whenever no other process does, until a stop is asked for. Gives the lead, to be kept until what has begun is done.
pub async fn lead(bot: &Arc<Bot>, lanes: &Arc<Lanes<Arc<Bot>>>, database_url: &str) -> Option<Lead> {
    loop {
        let mut lead = tokio::select! {
            biased;
            () = bot.stop.asked() => return None,
            lead = Lead::take(database_url, bot.me.id) => lead,
        };
        tracing::info!("this process answers now");
        while let Err(error) = remember(bot).await {
            tracing::warn!(%error, "the database can't be read; trying again");
            tokio::time::sleep(WAIT).await;
        }
        bot.leads.send_replace(true);
        let beside = beside(bot, lanes);
        let mut after = 0;
        let lost = loop {
            // A read that fails is tried again with the next look.
            if let Err(error) = read(bot, lanes, &mut after).await {
                tracing::warn!(%error, "the inbox can't be read; trying again");
            } else {
                bot.replayed.send_replace(true);
            }
            tokio::select! {
                biased;
                () = bot.stop.asked() => break false,
                next = lead.next() => if next.is_err() { break true },
            }
        };
        // What has not begun is for whoever leads next.
        bot.leads.send_replace(false);
        for task in beside {
            task.abort();
        }
        if !lost {
            return Some(lead);
        }
        tracing::warn!("the database server is lost; another process may answer now");
        bot.replayed.send_replace(false);
        lanes.idle().await;
    }
}

/// Takes over what the process before has remembered.
async fn remember(bot: &Bot) -> Result<(), StoreError> {
    bot.conversations.reload(&bot.store, unix_now()).await?;
    bot.choices.reload(&bot.store).await?;
    recall(bot).await
}

/// Puts what is new in the inbox, behind a place, into the lanes.
async fn read(bot: &Arc<Bot>, lanes: &Arc<Lanes<Arc<Bot>>>, after: &mut i64) -> Result<(), StoreError> {
    while bot.stop.deadline().is_none() {
        lanes.room().await;
        let page = bot.store.waiting(*after, i64::MAX, PAGE).await?;
        let Some(last) = page.last() else { return Ok(()) };
        *after = last.seq;
        let more = page.len() == PAGE as usize;
        for (seq, job) in intake::jobs(bot, &page) {
            intake::arrived(bot, lanes, seq, job).await;
        }
        if !more {
            return Ok(());
        }
    }
    Ok(())
}
