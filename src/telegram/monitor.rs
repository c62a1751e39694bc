//! `/metrics`, `/healthz` and `/readyz` on `HERALD_METRICS_LISTEN`, for whoever watches over the bot.
//!
//! `/healthz` is 200 as long as the process answers. `/readyz` is 200 while the bot takes questions, else 503 and one sentence that
//! says why not: starting, stopping, the database, Telegram.

use std::net::SocketAddr;
use std::sync::{Arc, OnceLock, Weak};
use std::time::Duration;

use anyhow::Context;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::time::timeout;

use super::{Bot, unix_now};
use crate::metrics::{CONTENT_TYPE, Metrics};
use crate::store::{Depth, StoreError};

/// A poll takes less than this, so one that went well is younger.
const POLL_SECONDS: i64 = 90;
/// How long the database may take to say how much waits.
const READ_TIMEOUT: Duration = Duration::from_secs(2);

/// What is watched: the counters from the beginning, the bot as soon as it is there.
pub struct Monitor {
    metrics: Arc<Metrics>,
    bot: OnceLock<Weak<Bot>>,
    polls: bool,
}

impl Monitor {
    /// `polls`: whether updates are fetched, so that a quiet while means a fault.
    pub fn new(metrics: Arc<Metrics>, polls: bool) -> Arc<Self> {
        Arc::new(Self { metrics, bot: OnceLock::new(), polls })
    }

    /// The bot is there.
    pub fn watch(&self, bot: &Arc<Bot>) {
        // There is one bot in a process.
        let _ = self.bot.set(Arc::downgrade(bot));
    }

    /// Answers at this address as long as the process lives.
    pub async fn listen(self: &Arc<Self>, address: SocketAddr) -> anyhow::Result<()> {
        let listener = TcpListener::bind(address)
            .await
            .with_context(|| format!("can't listen at {address}; set HERALD_METRICS_LISTEN to a free address"))?;
        let router = Router::new()
            .route("/healthz", get(|| async { "alive\n" }))
            .route("/readyz", get(ready))
            .route("/metrics", get(metrics))
            .with_state(Arc::clone(self));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(())
    }

    fn bot(&self) -> Option<Arc<Bot>> {
        self.bot.get()?.upgrade()
    }

    /// Why no questions are taken, if they aren't.
    async fn trouble(&self) -> Option<&'static str> {
        let Some(bot) = self.bot() else { return Some("starting") };
        let last_poll = self.metrics.last_poll();
        match () {
            () if bot.stop.deadline().is_some() => Some("stopping"),
            () if bot.store.is_stuck() => Some("the database does not take writes"),
            () if last_poll == 0 => Some("Telegram has not been reached yet"),
            () if self.polls && unix_now() - last_poll > POLL_SECONDS => Some("Telegram can't be reached"),
            () if depth(&bot).await.is_none() => Some("the database can't be read"),
            () => None,
        }
    }
}

/// How much waits, where the database says so in time.
async fn depth(bot: &Bot) -> Option<Depth> {
    let read: Result<Depth, StoreError> = timeout(READ_TIMEOUT, bot.store.depth()).await.ok()?;
    read.ok()
}

async fn ready(State(monitor): State<Arc<Monitor>>) -> (StatusCode, String) {
    match monitor.trouble().await {
        None => (StatusCode::OK, "ready\n".to_owned()),
        Some(trouble) => (StatusCode::SERVICE_UNAVAILABLE, format!("{trouble}\n")),
    }
}

async fn metrics(State(monitor): State<Arc<Monitor>>) -> Response {
    if let Some(bot) = monitor.bot()
        && let Some(depth) = depth(&bot).await
    {
        let age = if depth.waiting > 0 { unix_now() - depth.oldest } else { 0 };
        monitor.metrics.inbox(depth.waiting, age, depth.dead);
    }
    match monitor.metrics.text() {
        Ok(text) => ([(header::CONTENT_TYPE, CONTENT_TYPE)], text).into_response(),
        Err(error) => {
            tracing::error!(%error, "the metrics can't be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
