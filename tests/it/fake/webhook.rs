//! The other way round: the server brings its updates to the bot, with the secret that setWebhook gave it.

use std::time::Duration;

use serde_json::Value;

use super::Fake;

/// A request to the bot: `Delivery::to("http://127.0.0.1:8080/x").secret("…").body("{}").send()` is the status of its answer.
#[derive(Debug, Clone)]
pub struct Delivery {
    method: reqwest::Method,
    url: String,
    secret: Option<String>,
    kind: Option<String>,
    body: Vec<u8>,
}

impl Delivery {
    /// A POST of an empty JSON object.
    pub fn to(url: &str) -> Self {
        let kind = Some("application/json".to_owned());
        Self { method: reqwest::Method::POST, url: url.to_owned(), secret: None, kind, body: b"{}".to_vec() }
    }

    /// A GET without a body.
    pub fn get(url: &str) -> Self {
        Self { method: reqwest::Method::GET, body: Vec::new(), ..Self::to(url) }
    }

    /// With another method.
    pub fn method(self, method: reqwest::Method) -> Self {
        Self { method, ..self }
    }

    /// With a secret.
    pub fn secret(self, secret: &str) -> Self {
        Self { secret: Some(secret.to_owned()), ..self }
    }

    /// With another type of content; none where it is empty.
    pub fn kind(self, kind: &str) -> Self {
        Self { kind: Some(kind.to_owned()).filter(|it| !it.is_empty()), ..self }
    }

    /// With a body.
    pub fn body(self, body: impl Into<Vec<u8>>) -> Self {
        Self { body: body.into(), ..self }
    }

    /// The status of the answer; 0 where there is none.
    pub fn send(self) -> u16 {
        self.fetch().0
    }

    /// The status of the answer and its text.
    pub fn fetch(self) -> (u16, String) {
        let request = async {
            let client = reqwest::Client::builder().timeout(Duration::from_secs(20)).build().unwrap();
            let mut request = client.request(self.method, &self.url).body(self.body);
            if let Some(secret) = &self.secret {
                request = request.header("X-Telegram-Bot-Api-Secret-Token", secret);
            }
            if let Some(kind) = &self.kind {
                request = request.header("content-type", kind);
            }
            let Ok(answer) = request.send().await else { return (0, String::new()) };
            (answer.status().as_u16(), answer.text().await.unwrap_or_default())
        };
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(request)
    }
}

/// Brings one update after the other to the same place, over connections that stay: `Sender::to(url, secret).send(&update)`.
pub struct Sender {
    runtime: tokio::runtime::Runtime,
    client: reqwest::Client,
    url: String,
    secret: String,
}

impl Sender {
    /// To this address.
    pub fn to(url: &str, secret: &str) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let client = reqwest::Client::builder().timeout(Duration::from_secs(20)).build().unwrap();
        Self { runtime, client, url: url.to_owned(), secret: secret.to_owned() }
    }

    /// The status of the answer; 0 where there is none.
    pub fn send(&self, update: &Value) -> u16 {
        let request = self.client.post(&self.url).header("X-Telegram-Bot-Api-Secret-Token", &self.secret);
        let request = request.header("content-type", "application/json").body(update.to_string());
        // The request is made where there is a runtime.
        self.runtime.block_on(async { request.send().await }).map_or(0, |it| it.status().as_u16())
    }
}

impl Fake {
    /// Brings the oldest update to the bot at this address, whatever host the hook names. Forgets it where the answer is 200, and
    /// notes the fault where it isn't. Gives the status; `None` where there is no hook or nothing to bring.
    pub fn deliver(&self, address: &str) -> Option<u16> {
        let (hook, (id, update)) = self.look(|state| Some((state.webhook.clone()?, state.queue.front()?.clone())))?;
        let path = hook["url"].as_str()?.splitn(4, '/').nth(3).unwrap_or_default().to_owned();
        let mut delivery = Delivery::to(&format!("http://{address}/{path}")).body(update.to_string());
        if let Value::String(secret) = &hook["secret_token"] {
            delivery = delivery.secret(secret);
        }
        let status = delivery.send();
        self.change(|state| match status {
            200 => state.queue.retain(|it| it.0 != id),
            status => state.webhook_error = Some(format!("Wrong response from the webhook: {status} X")),
        });
        Some(status)
    }

    /// Brings everything, again and again until it is taken.
    pub fn deliver_all(&self, address: &str) {
        self.wait_until("the bot to take its updates", |fake| {
            fake.deliver(address);
            fake.look(|state| state.queue.is_empty())
        });
    }
}
