//! HTTP: `POST /bot<token>/<method>` → the call → its answer, with the faults that the test asked for.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::{FromRequest, Multipart, Request, State as Extract};
use axum::http::{StatusCode, header};
use axum::response::Response;
use serde_json::{Value, json};
use tokio::sync::Notify;

use super::call::{Call, Parameters};
use super::fault::Fault;
use super::state::{Refusal, State};

/// What requests and the test share.
#[derive(Default)]
pub struct Shared {
    state: Mutex<State>,
    changed: Notify,
}

impl Shared {
    /// The state; a test that failed while it held it leaves it as it is.
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Wakes the polls that wait for an update.
    pub fn wake(&self) {
        self.changed.notify_waiters();
    }
}

/// Serves on a port of its own, and gives its address.
pub async fn start(shared: Arc<Shared>) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new().fallback(answer).with_state(shared);
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

async fn answer(Extract(shared): Extract<Arc<Shared>>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let Some((token, method)) = path.strip_prefix("/bot").and_then(|it| it.split_once('/')) else {
        return refuse(&Refusal::new(404, "Not Found"));
    };
    if token != shared.state().token() {
        let known = token.split_once(':').is_some_and(|(id, _)| id.parse::<i64>().is_ok());
        return refuse(&if known { Refusal::new(401, "Unauthorized") } else { Refusal::new(404, "Not Found") });
    }
    let at = Instant::now();
    let parameters = match parameters(request).await {
        Ok(parameters) => parameters,
        Err(problem) => {
            shared.state().wrong.push(format!("{method}: {problem}"));
            return refuse(&Refusal::new(400, "Bad Request: can't parse parameters"));
        }
    };
    let (method, fault) = {
        let mut state = shared.state();
        let method = state.begin(method, &parameters);
        let fault = state.faults.iter_mut().find_map(|(rule, fault)| rule.hits(&method, &parameters).then_some(*fault));
        (method, fault)
    };
    let mut call = Call { at, method, parameters, status: 200, done: false, result: Value::Null };
    if let Some(Fault::Delay(milliseconds)) = fault {
        tokio::time::sleep(Duration::from_millis(milliseconds)).await;
    }
    let instead = match fault {
        Some(Fault::TooMany(seconds)) => Some(refuse(&Refusal::too_many(seconds))),
        Some(Fault::Status(status)) => Some(response(status, "<html>Bad Gateway</html>".to_owned())),
        Some(Fault::Refuse(code, description)) => Some(refuse(&Refusal::new(code, description))),
        Some(Fault::Garbage) => Some(response(200, "{\"ok\":tr\u{fffd}".to_owned())),
        _ => None,
    };
    if let Some(response) = instead {
        call.status = response.status().as_u16();
        shared.state().calls.push(call);
        return response;
    }
    if fault == Some(Fault::Close) {
        call.status = 0;
        shared.state().calls.push(call);
        hang_up();
    }
    let polled = if call.method == "getUpdates" {
        Some(super::updates::poll(&shared.changed, || shared.state(), &call.parameters).await)
    } else {
        None
    };
    let response = {
        // At one go: whoever sees what a call did also sees the call.
        let mut state = shared.state();
        let silent = matches!(polled, Some(Ok(_)));
        let done = polled.unwrap_or_else(|| state.call(&call.method, &call.parameters));
        let response = match done {
            Ok(result) => {
                call.done = true;
                call.result = result.clone();
                response(200, json!({"ok": true, "result": result}).to_string())
            }
            Err(refusal) => refuse(&refusal),
        };
        call.status = if fault == Some(Fault::LoseReply) { 0 } else { response.status().as_u16() };
        if !silent {
            state.calls.push(call);
        }
        response
    };
    if fault == Some(Fault::LoseReply) {
        hang_up();
    }
    response
}

/// Ends the connection's task, and with it the connection. Unwinding this way prints nothing.
fn hang_up() -> ! {
    std::panic::resume_unwind(Box::new(()))
}

fn refuse(refusal: &Refusal) -> Response {
    response(refusal.code, refusal.body().to_string())
}

fn response(status: u16, body: String) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    let json = header::HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
}

/// The parameters of a request, as JSON or as a form.
async fn parameters(request: Request) -> Result<Parameters, String> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("multipart/form-data") {
        let body = axum::body::to_bytes(request.into_body(), 1 << 24).await.map_err(|it| it.to_string())?;
        if body.is_empty() {
            return Ok(Parameters::default());
        }
        let values = serde_json::from_slice(&body).map_err(|it| it.to_string())?;
        return Ok(Parameters { values, ..Parameters::default() });
    }
    let mut form = Multipart::from_request(request, &()).await.map_err(|it| it.to_string())?;
    let mut parameters = Parameters { form: true, ..Parameters::default() };
    while let Some(field) = form.next_field().await.map_err(|it| it.to_string())? {
        let name = field.name().unwrap_or_default().to_owned();
        let file = field.file_name().map(str::to_owned);
        let bytes = field.bytes().await.map_err(|it| it.to_string())?;
        let value = match file {
            Some(file) => {
                parameters.files.push(name.clone());
                Value::String(file)
            }
            None => Value::String(String::from_utf8(bytes.into()).map_err(|it| it.to_string())?),
        };
        parameters.values.insert(name, value);
    }
    Ok(parameters)
}
