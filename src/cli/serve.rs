//! `herald serve`: the environment and the knowledge → a bot that runs until it is told to stop.

use std::io::IsTerminal;
use std::path::Path;

use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{fmt, registry};

use super::opening;
use crate::settings::{LogFormat, Settings};
use crate::telegram;

/// Runs the bot until it is stopped.
pub(super) fn run(folder: Option<&Path>) -> anyhow::Result<()> {
    let settings = Settings::from_env()?;
    let knowledge = opening::open(folder)?;
    let folder = folder.map(Path::to_owned);
    let load = Box::new(move || opening::open(folder.as_deref()));
    start_log(&settings);
    super::runtime()?.block_on(telegram::serve(knowledge, load, &settings))
}

/// Logs go to stderr. There is one log for a process: a second call changes nothing.
fn start_log(settings: &Settings) {
    let lines = fmt::layer().with_writer(std::io::stderr).with_ansi(std::io::stderr().is_terminal());
    let log = registry().with(settings.log_filter.clone());
    let _ = match settings.log_format {
        LogFormat::Text => log.with(lines).try_init(),
        LogFormat::Json => log.with(lines.json()).try_init(),
    };
}
