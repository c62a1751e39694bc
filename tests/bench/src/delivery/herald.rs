//! A `herald serve` in a process of its own, with a database of its own, and what the system knows of it.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use crate::machine;

/// A running Herald.
pub struct Herald {
    child: Child,
    _database: TempDir,
}

impl Herald {
    /// Starts one that takes the server at `url` for Telegram.
    pub fn start(binary: &Path, url: &str) -> Self {
        let database = TempDir::new().expect("a folder for the database");
        let child = Command::new(binary)
            .arg("serve")
            .current_dir(database.path())
            .env("TELOXIDE_TOKEN", "42:AAFakeTokenOfTheBench_0123456789-secret")
            .env("TELOXIDE_API_URL", url)
            .env("HERALD_DATABASE_URL", format!("sqlite://{}", database.path().join("herald.db").display()))
            .env("HERALD_PACING", "off")
            .env("HERALD_USER_LIMIT", "0")
            .env("RUST_LOG", std::env::var("RUST_LOG").unwrap_or_else(|_| "error".to_owned()))
            .stdin(Stdio::null())
            .spawn()
            .expect("herald can be started: name its binary");
        Self { child, _database: database }
    }

    /// Ends it at once, and gives the server the time to notice.
    pub async fn stop(self) {
        drop(self);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }

    /// The processor time that it has taken.
    pub fn cpu_seconds(&self) -> f64 {
        const TICKS: f64 = 100.0;
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        // The name before may have spaces.
        let fields: Vec<f64> = stat
            .rsplit(')')
            .next()
            .unwrap_or_default()
            .split_whitespace()
            .filter_map(|field| field.parse().ok())
            .collect();
        // Without the state, user time is the eleventh and system time the twelfth.
        fields.get(10..12).map_or(f64::NAN, |times| times.iter().sum::<f64>() / TICKS)
    }

    /// How much memory it holds.
    pub fn resident_megabytes(&self) -> f64 {
        machine::resident_megabytes(&self.child.id().to_string())
    }
}

impl Drop for Herald {
    fn drop(&mut self) {
        let _ = self.child.kill().and_then(|()| self.child.wait());
    }
}
