//! Updates that Telegram brings: `POST` to the path of `HERALD_WEBHOOK_URL` → [`intake::take`](super::intake::take) → 200.
//!
//! 200 is what tells Telegram that an update can be forgotten, and it is sent when the update is stored. While the database takes no
//! writes the answer is 503, and Telegram brings the update again. The hook is kept when the process ends: what comes meanwhile
//! waits at Telegram.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use subtle::ConstantTimeEq;
use tokio::net::TcpListener;
use tokio::sync::{Notify, Semaphore};
use tokio::time::{sleep, timeout};

use super::intake::{self, take};
use super::lanes::Lanes;
use super::{Bot, hook, unix_now};
use crate::settings::{Secret, Webhook};

/// The header that holds the secret.
const SECRET_HEADER: &str = "x-telegram-bot-api-secret-token";
/// Bytes of an update. Telegram's are much smaller.
const LARGEST: usize = 1 << 20;
/// How long a body may take to come in, and an update to be stored, before Telegram is asked to bring it again.
const BODY_TIMEOUT: Duration = Duration::from_secs(10);
const STORE_TIMEOUT: Duration = Duration::from_secs(10);
/// How often to look whether the database takes writes.
const LOOK_EVERY: Duration = Duration::from_millis(200);
/// Requests at once; Telegram makes up to 100.
const AT_ONCE: usize = 256;

/// What answering a request needs. It holds the secret, so it has no `Debug`.
struct Receiver {
    bot: Arc<Bot>,
    lanes: Arc<Lanes<Arc<Bot>>>,
    path: String,
    secret: Secret,
    places: Arc<Semaphore>,
    /// Somebody came with another secret.
    strangers: Arc<Notify>,
}

/// Takes updates until a stop is asked for.
pub async fn serve(bot: &Arc<Bot>, lanes: &Arc<Lanes<Arc<Bot>>>, webhook: &Webhook) -> anyhow::Result<()> {
    let listener = TcpListener::bind(webhook.listen)
        .await
        .with_context(|| format!("can't listen at {}; set HERALD_LISTEN to a free address", webhook.listen))?;
    let strangers = Arc::new(Notify::new());
    let receiver = Arc::new(Receiver {
        bot: Arc::clone(bot),
        lanes: Arc::clone(lanes),
        path: webhook.url.path().to_owned(),
        secret: webhook.secret.clone(),
        places: Arc::new(Semaphore::new(AT_ONCE)),
        strangers: Arc::clone(&strangers),
    });
    // A path of one's own may hold what a router takes for a pattern.
    let router = Router::new().fallback(receive).with_state(receiver);
    if bot.shares {
        // The hook itself is for the process that answers.
        bot.metrics.polled(unix_now());
    }
    let stop = bot.stop.clone();
    let server = axum::serve(listener, router).with_graceful_shutdown(async move { stop.asked().await });
    tokio::select! {
        ended = async { server.await } => ended.context("the webhook can't be served")?,
        refused = hook::keep(bot, webhook, &strangers) => refused?,
        () = bot.stop.overdue() => {}
    }
    Ok(())
}

async fn receive(State(receiver): State<Arc<Receiver>>, request: Request) -> StatusCode {
    match receiver.check(&request) {
        Ok(()) => {}
        Err(status) => return status,
    }
    if receiver.bot.store.is_stuck() {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    let Ok(place) = Arc::clone(&receiver.places).try_acquire_owned() else { return StatusCode::SERVICE_UNAVAILABLE };
    let json = match body(request.into_body()).await {
        Ok(json) => json,
        Err(status) => return status,
    };
    let Some(update_id) = intake::update_id(&json) else { return StatusCode::BAD_REQUEST };
    let bot = Arc::clone(&receiver.bot);
    // It goes on where Telegram hangs up or the time is over: what is stored late must not stay there.
    let stored = tokio::spawn(async move {
        receiver.lanes.room().await;
        take(&receiver.bot, &receiver.lanes, std::iter::once((update_id, json.as_str()))).await;
        receiver.bot.metrics.polled(unix_now());
        drop(place);
    });
    let failing = async {
        while !bot.store.is_stuck() {
            sleep(LOOK_EVERY).await;
        }
    };
    let stored = tokio::select! {
        biased;
        stored = timeout(STORE_TIMEOUT, stored) => matches!(stored, Ok(Ok(()))),
        () = failing => false,
    };
    if stored { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }
}

impl Receiver {
    /// Whether a request is Telegram's, before anything of its body is read.
    fn check(&self, request: &Request) -> Result<(), StatusCode> {
        let known = request.headers().get(SECRET_HEADER).is_some_and(|it| self.is_secret(it.as_bytes()));
        match () {
            () if request.uri().path() != self.path => Err(StatusCode::NOT_FOUND),
            () if request.method() != Method::POST => Err(StatusCode::METHOD_NOT_ALLOWED),
            () if !known => {
                self.strangers.notify_one();
                Err(StatusCode::UNAUTHORIZED)
            }
            () if !is_json(request.headers()) => Err(StatusCode::UNSUPPORTED_MEDIA_TYPE),
            () => Ok(()),
        }
    }

    fn is_secret(&self, given: &[u8]) -> bool {
        self.secret.reveal().as_bytes().ct_eq(given).into()
    }
}

/// `application/json`, with whatever behind a semicolon.
fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json")
}

async fn body(body: Body) -> Result<String, StatusCode> {
    let bytes = timeout(BODY_TIMEOUT, to_bytes(body, LARGEST)).await.map_err(|_| StatusCode::REQUEST_TIMEOUT)?;
    let bytes = bytes.map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?;
    String::from_utf8(bytes.into()).map_err(|_| StatusCode::BAD_REQUEST)
}
