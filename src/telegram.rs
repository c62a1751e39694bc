//! The bot: updates in, replies out, and nothing lost on the way.
//!
//! ```text
//! polling or webhook (hook) ── intake (limits) ── store ── lanes ── handle (late) ── reply (address, command, split) ── respond ── send (pacing, api)
//! ```
//!
//! A pressed button goes the same way with `callback` in the place of `reply`; `keyboard` makes the buttons, `button` their data.
//! What is typed inline is not stored: `inline` answers it at once or never.
//! `overview` has the texts of commands, `menu` tells Telegram which commands there are.
//!
//! Each batch of updates is committed to the inbox before Telegram is told to forget it (`polling`, `intake`); each chat and
//! topic has one order (`lanes`); an update is erased when its reply has been sent (`respond`). What a crash interrupts is
//! replayed at the next start, so a reply may come twice, and only if it was being sent at that instant.
//!
//! With a webhook and a database server several processes share the inbox; `lead` says which of them answers.
//!
//! `picture` sends charts, `membership` knows what to do when the bot is added or
//! removed, `gone` what it has left behind, `admin` who may decide for a group.
//!
//! Beside all that: `reload` swaps the knowledge, `votes` knows which words a 👍 is about, `revive` takes up what was set aside, `monitor`
//! tells how it goes.

mod address;
mod admin;
mod api;
mod button;
mod callback;
mod command;
mod edition;
mod edits;
mod failures;
mod gone;
mod guard;
mod handle;
mod hook;
mod identify;
mod inline;
mod intake;
mod keyboard;
mod lanes;
mod late;
mod lead;
mod limits;
mod membership;
mod mend;
mod menu;
mod monitor;
#[cfg(test)]
mod never_panics;
mod overview;
mod pacing;
mod picture;
mod polling;
mod query;
mod reload;
mod reply;
mod respond;
mod revive;
mod send;
mod split;
mod stop;
mod update;
mod votes;
mod webhook;
mod window;

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::Context;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinHandle;

use address::Me;
use api::Api;
use edits::Edits;
use gone::Gone;
use identify::identify;
use lanes::Lanes;
use limits::Limits;
use monitor::Monitor;
use pacing::Pacing;
use picture::Pictures;
pub use reload::Load;
use reload::{Asked, Current};
use stop::Stop;
use votes::Votes;

use crate::knowledge::KnowledgeBase;
use crate::metrics::Metrics;
use crate::settings::{self, Settings};
use crate::store::{Choices, Conversations, Database, Store, StoreError};

/// Messages under way at once: sent and not yet answered, or answered and not yet erased from the inbox.
const UNDER_WAY: usize = 128;
/// How often to remove what is only kept for a while.
const PRUNE_EVERY: Duration = Duration::from_hours(1);
/// The first time, when a start has nothing more urgent to do.
const FIRST_PRUNE: Duration = Duration::from_mins(1);

/// Everything that answering needs. It holds the token, so it has no `Debug`.
struct Bot {
    knowledge: Current,
    me: Me,
    api: Api,
    store: Store,
    conversations: Conversations,
    choices: Choices,
    edits: Edits,
    gone: Gone,
    votes: Votes,
    pictures: Pictures,
    limits: Limits,
    metrics: Arc<Metrics>,
    /// The days for which questions are kept, where they are.
    keep_days: Option<u32>,
    pacing: Pacing,
    permits: Arc<Semaphore>,
    inline: Arc<Semaphore>,
    /// Whether the lanes have what an earlier run left: what is new goes behind that.
    replayed: watch::Sender<bool>,
    /// Whether other processes share the inbox.
    shares: bool,
    /// Whether this process is the one that answers.
    leads: watch::Sender<bool>,
    stop: Stop,
}

/// Answers messages until SIGTERM or SIGINT. `load` loads the knowledge anew, on SIGHUP. An error is a sentence that says what to do.
pub async fn serve(knowledge: KnowledgeBase, load: Load, settings: &Settings) -> anyhow::Result<()> {
    guard::hide_panic_messages();
    let stop = Stop::listen().context("signals can't be listened for")?;
    let asked = Asked::listen().context("signals can't be listened for")?;
    let metrics = Arc::new(Metrics::new().context("nothing can be counted")?);
    let monitor = Monitor::new(Arc::clone(&metrics), settings.webhook.is_none());
    if let Some(address) = settings.metrics_listen {
        monitor.listen(address).await?;
    }
    let api = Api::new(&settings.api_url, &settings.token).context("no HTTPS client can be made")?;
    let open = async { Database::open(&settings.database_url).await.map_err(|error| unopenable(settings, &error)) };
    let (me, database) = tokio::select! {
        () = stop.asked() => return Ok(()),
        ready = async { tokio::try_join!(identify(&api), open) } => ready?,
    };
    let (store, closing) = if shares(settings) {
        Store::join(database, me.id)
    } else {
        tokio::select! {
            () = stop.asked() => return Ok(()),
            started = Store::start(database, me.id) => started.map_err(|error| unopenable(settings, &error))?,
        }
    };
    let bot = bot(knowledge, me, api, store, metrics, stop.clone(), settings).await?;
    monitor.watch(&bot);
    run(bot, asked, load, settings).await?;
    // A database that takes no writes would keep us here.
    tokio::select! {
        () = closing.closed() => (),
        () = stop.overdue() => (),
    }
    Ok(())
}

/// Whether other processes may share the inbox: each takes what Telegram brings it, and one answers.
fn shares(settings: &Settings) -> bool {
    settings.webhook.is_some() && Database::is_shared(&settings.database_url)
}

/// Everything, with what the store remembers.
async fn bot(
    knowledge: KnowledgeBase,
    me: Me,
    api: Api,
    store: Store,
    metrics: Arc<Metrics>,
    stop: Stop,
    settings: &Settings,
) -> anyhow::Result<Arc<Bot>> {
    let shares = shares(settings);
    let conversations = Conversations::load(&store, unix_now()).await.map_err(|error| unreadable(&error))?;
    let choices = Choices::load(&store).await.map_err(|error| unreadable(&error))?;
    let bot = Arc::new(Bot {
        knowledge: Current::new(knowledge),
        me: Me { votes: settings.keep_days.is_some(), ..me },
        api,
        store,
        conversations,
        choices,
        edits: Edits::default(),
        gone: Gone::default(),
        votes: Votes::default(),
        pictures: Pictures::default(),
        limits: Limits::new(settings.user_limit),
        metrics,
        keep_days: settings.keep_days,
        pacing: Pacing::new(settings.pacing),
        permits: Arc::new(Semaphore::new(UNDER_WAY)),
        inline: Arc::new(Semaphore::new(inline::AT_ONCE)),
        replayed: watch::Sender::new(false),
        shares,
        leads: watch::Sender::new(!shares),
        stop,
    });
    recall(&bot).await.map_err(|error| unreadable(&error))?;
    Ok(bot)
}

/// Takes up what has been sent of late: Telegram's limits don't begin anew with a process.
async fn recall(bot: &Bot) -> Result<(), StoreError> {
    let now = unix_now();
    let memory = i64::try_from(pacing::MEMORY.as_secs()).unwrap_or(i64::MAX);
    let sent = bot.store.replies_since(now - memory - 1).await?;
    // It was sent within the second that is noted, perhaps at its end.
    let ago = |at: i64| Duration::from_secs((now - at - 1).try_into().unwrap_or_default());
    bot.pacing.recall(&sent.into_iter().map(|(chat, at)| (chat, ago(at))).collect::<Vec<_>>());
    Ok(())
}

/// Replays, takes updates, and drains when asked to stop.
async fn run(bot: Arc<Bot>, asked: Asked, load: Load, settings: &Settings) -> anyhow::Result<()> {
    let lanes = Lanes::new(Arc::clone(&bot));
    let reloads = tokio::spawn(reload::reload(Arc::clone(&bot), asked, load));
    // Kept until what has begun is done.
    let mut led = None;
    match &settings.webhook {
        Some(webhook) if bot.shares => {
            tracing::info!(name = bot.me.username, "waiting for what Telegram brings, with others");
            let answers = async { Ok(lead::lead(&bot, &lanes, &settings.database_url).await) };
            led = tokio::try_join!(webhook::serve(&bot, &lanes, webhook), answers)?.1;
        }
        webhook => {
            let newest = bot.store.newest().await.map_err(|error| unreadable(&error))?;
            tokio::spawn(intake::replay(Arc::clone(&bot), Arc::clone(&lanes), newest));
            let beside = beside(&bot, &lanes);
            if let Some(webhook) = webhook {
                tracing::info!(name = bot.me.username, "waiting for what Telegram brings");
                webhook::serve(&bot, &lanes, webhook).await?;
            } else {
                tracing::info!(name = bot.me.username, "polling");
                polling::poll(&bot, &lanes).await?;
            }
            for task in beside {
                task.abort();
            }
        }
    }
    reloads.abort();
    tokio::select! {
        () = lanes.idle() => tracing::info!("stopped with nothing left to do"),
        () = bot.stop.overdue() => tracing::warn!("stopped; what is left is answered after the next start"),
    }
    drop(led);
    Ok(())
}

/// What goes on beside the questions, in the one process that answers.
fn beside(bot: &Arc<Bot>, lanes: &Arc<Lanes<Arc<Bot>>>) -> [JoinHandle<()>; 3] {
    let registered = {
        let bot = Arc::clone(bot);
        tokio::spawn(async move { menu::register(&bot).await })
    };
    [registered, tokio::spawn(prune(Arc::clone(bot))), tokio::spawn(revive::revive(Arc::clone(bot), Arc::clone(lanes)))]
}

/// Removes what is only kept for a while, every hour.
async fn prune(bot: Arc<Bot>) {
    tokio::time::sleep(FIRST_PRUNE).await;
    loop {
        bot.store.prune(unix_now(), bot.keep_days.unwrap_or(0)).await;
        tokio::time::sleep(PRUNE_EVERY).await;
    }
}

fn unreadable(error: &StoreError) -> anyhow::Error {
    anyhow::anyhow!("the database can't be read: {error}")
}

fn unopenable(settings: &Settings, error: &StoreError) -> anyhow::Error {
    let url = settings::shown(&settings.database_url);
    anyhow::anyhow!("the database {url} can't be opened: {error}; check HERALD_DATABASE_URL and what it names")
}

/// Seconds since 1970.
fn unix_now() -> i64 {
    unix_seconds(SystemTime::now())
}

fn unix_seconds(time: SystemTime) -> i64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}
