//! Updates as they come → the inbox → the lanes.
//!
//! [`take`] returns when everything that is for the bot is stored, and only then may Telegram be told to forget it. What is
//! not for the bot, such as other people's talk in a group, is never written down (an edit that comes while its chat is being
//! answered, or while it can't be looked up what it edits, is kept for that moment), and what is typed inline, where an answer is
//! worth something for seconds, is answered and not stored.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use serde::Deserialize;

use super::address::request;
use super::callback::acknowledge;
use super::guard::shielded;
use super::handle::Job;
use super::inline;
use super::lanes::{Lane, Lanes};
use super::late::is_fresh;
use super::limits::Verdict;
use super::update::{self, Message, Update};
use super::{Bot, unix_now};
use crate::metrics::Dropped;
use crate::store::{Arrival, Waiting};

/// Updates that a start reads at once.
const PAGE: u32 = 500;
/// The wait after a page that could not be read.
const WAIT: Duration = Duration::from_millis(200);

/// Telegram's number for an update, whatever else is in it.
pub fn update_id(json: &str) -> Option<i64> {
    #[derive(Deserialize)]
    struct Numbered {
        update_id: i64,
    }
    serde_json::from_str::<Numbered>(json).ok().map(|it| it.update_id)
}

/// Stores updates, and puts those that are new into their lanes.
pub async fn take(bot: &Arc<Bot>, lanes: &Arc<Lanes<Arc<Bot>>>, updates: impl IntoIterator<Item = (i64, &str)>) {
    let mut arrivals = Vec::new();
    let mut read = Vec::new();
    for (update_id, json) in updates {
        // What can't even be read safely would come again with every start.
        let update = shielded(|| update::read(json).map(|it| (is_for(bot, lanes, &it), it)));
        let Ok(Some((is_asked, update))) = update else { continue };
        if !is_wanted(bot, &update, is_asked).await {
            continue;
        }
        if let Update::Inline(query) = update {
            if bot.limits.may_type(query.from.id, unix_now()) {
                inline::answer(bot, query);
            } else {
                bot.metrics.dropped(Dropped::InlineLimit);
            }
            continue;
        }
        // Where others share the inbox, the process that answers counts.
        let verdict = if bot.shares { Verdict::Within } else { ask(bot, &update) };
        if let Verdict::Notice(rule) | Verdict::Over(rule) = verdict {
            bot.metrics.dropped(rule);
        }
        if !matches!(verdict, Verdict::Over(_)) {
            let (user, chat) = (user(&update), lane(&update).chat);
            arrivals.push(Arrival { update_id, payload: json.to_owned(), user, chat });
            read.push((update_id, update, verdict != Verdict::Within));
        }
    }
    if arrivals.is_empty() {
        return;
    }
    let arrived = SystemTime::now();
    let new = bot.store.commit(arrivals, unix_now()).await;
    if bot.shares {
        return;
    }
    replayed(bot).await;
    // What is stored while the process is stopping waits for the next start: a lane may have been left behind already.
    if bot.stop.deadline().is_some() {
        return;
    }
    let mut new = new.into_iter().peekable();
    let placed = |(update_id, update, over)| {
        let (_, seq) = new.next_if(|it| it.0 == update_id)?;
        foresee(bot, seq, &update);
        Some((seq, Job { update, sent: 0, arrived, over }))
    };
    let jobs: Vec<(i64, Job)> = read.into_iter().filter_map(placed).collect();
    for (seq, job) in jobs {
        push(bot, lanes, seq, job);
    }
}

/// Stored updates as jobs, with their places; `None` for what can't be read any more.
pub fn jobs(bot: &Bot, page: &[Waiting]) -> Vec<(i64, Option<Job>)> {
    let read = |waiting: &Waiting| {
        let job = Job::read(waiting);
        if let Some(job) = &job {
            foresee(bot, waiting.seq, &job.update);
        }
        (waiting.seq, job)
    };
    page.iter().map(read).collect()
}

/// Notes what makes an answer to earlier updates idle, before any of them gets one.
fn foresee(bot: &Bot, seq: i64, update: &Update) {
    if let Update::Membership(change) = update
        && change.gone
    {
        bot.gone.mark(change.place.chat, seq);
    }
}

/// Puts what an earlier run left in the inbox, up to a place in it, into the lanes.
pub async fn replay(bot: Arc<Bot>, lanes: Arc<Lanes<Arc<Bot>>>, until: i64) {
    let (mut after, mut count) = (0, 0);
    while bot.stop.deadline().is_none() {
        let page = match bot.store.waiting(after, until, PAGE).await {
            Ok(page) => page,
            Err(error) => {
                tracing::warn!(%error, "the inbox can't be read; trying again");
                tokio::time::sleep(WAIT).await;
                continue;
            }
        };
        let Some(last) = page.last() else { break };
        after = last.seq;
        count += page.len();
        for (seq, job) in jobs(&bot, &page) {
            again(&bot, &lanes, seq, job).await;
        }
    }
    bot.replayed.send_replace(true);
    if count > 0 {
        tracing::info!(count, "answering what an earlier run left");
    }
}

/// Returns when the lanes have what an earlier run left.
pub async fn replayed(bot: &Bot) {
    // It can't fail: the bot has the sender.
    let _ = bot.replayed.subscribe().wait_for(|done| *done).await;
}

/// Puts what some process has stored into its lane, as far as the limits allow.
pub async fn arrived(bot: &Arc<Bot>, lanes: &Arc<Lanes<Arc<Bot>>>, seq: i64, job: Option<Job>) {
    let verdict = job.as_ref().map_or(Verdict::Within, |job| ask(bot, &job.update));
    if let Verdict::Notice(rule) | Verdict::Over(rule) = verdict {
        bot.metrics.dropped(rule);
    }
    match job {
        Some(job) if !matches!(verdict, Verdict::Over(_)) => {
            push(bot, lanes, seq, Job { over: verdict != Verdict::Within, ..job });
        }
        _ => bot.store.finish(seq, None, unix_now()).await,
    }
}

/// Counts an update against the limits.
fn ask(bot: &Bot, update: &Update) -> Verdict {
    // That the bot is added or removed is nobody's question.
    if matches!(update, Update::Membership(_)) {
        return Verdict::Within;
    }
    bot.limits.ask(user(update), lane(update).chat, asked_at(update))
}

/// Puts what was stored before into its lane.
pub async fn again(bot: &Arc<Bot>, lanes: &Arc<Lanes<Arc<Bot>>>, seq: i64, job: Option<Job>) {
    match job {
        Some(job) => push(bot, lanes, seq, job),
        None => bot.store.finish(seq, None, unix_now()).await,
    }
}

/// Puts an update into its lane. What can't wait for its turn there is done at once.
fn push(bot: &Arc<Bot>, lanes: &Arc<Lanes<Arc<Bot>>>, seq: i64, job: Job) {
    if let Update::Callback(callback) = &job.update {
        acknowledge(bot, callback, job.over);
    }
    lanes.push(lane(&job.update), seq, job);
}

/// Whether the bot has anything to do with an update, as far as that shows in it.
fn is_for(bot: &Bot, lanes: &Lanes<Arc<Bot>>, update: &Update) -> bool {
    match update {
        Update::Message(message) => request(message, &bot.me).is_some(),
        Update::Edited(message) => {
            // While its chat has its turn, it may be the question that is being answered.
            let asks = || request(message, &bot.me).is_some() || lanes.has(lane_of(message));
            is_fresh(message.date, unix_now()) && asks()
        }
        Update::Callback(_) | Update::Inline(_) | Update::Membership(_) => true,
    }
}

/// Whether an update is to be handled: an edit of a question that has an answer is, where it changes its words.
async fn is_wanted(bot: &Bot, update: &Update, is_asked: bool) -> bool {
    let Update::Edited(message) = update else { return is_asked };
    match bot.store.answer_to(message.chat, message.id).await {
        Ok(Some(answered)) => !answered.is_to(&message.text),
        Ok(None) => is_asked,
        // It may be: that is known when it is its turn.
        Err(_) => true,
    }
}

/// What the update has its order in.
fn lane(update: &Update) -> Lane {
    match update {
        Update::Message(message) | Update::Edited(message) => lane_of(message),
        Update::Membership(change) => lane_of(&change.place),
        Update::Callback(callback) => {
            let own = Lane { chat: callback.from.id, topic: 0 };
            callback.message.as_ref().map_or(own, lane_of)
        }
        Update::Inline(query) => Lane { chat: query.from.id, topic: 0 },
    }
}

/// When somebody asked, in seconds since 1970: what waited at Telegram didn't come all at once. Not later than now, whatever the
/// message says.
fn asked_at(update: &Update) -> i64 {
    let now = unix_now();
    match update {
        Update::Message(message) | Update::Edited(message) => message.date.min(now),
        Update::Callback(_) | Update::Inline(_) | Update::Membership(_) => now,
    }
}

/// Whose update it is; 0 where nobody's.
fn user(update: &Update) -> i64 {
    match update {
        Update::Message(message) | Update::Edited(message) => message.from.as_ref().map_or(0, |it| it.id),
        Update::Callback(callback) => callback.from.id,
        Update::Inline(query) => query.from.id,
        Update::Membership(change) => change.place.from.as_ref().map_or(0, |it| it.id),
    }
}

fn lane_of(message: &Message) -> Lane {
    Lane { chat: message.chat, topic: message.topic.unwrap_or(0) }
}
