//! SIGHUP → the knowledge loaded anew, and in use from the next question on; where it has errors, the old goes on.
//!
//! Whoever answers takes `current.get()` once and keeps that to the end: a reply is from one knowledge or the other, never from
//! both. Conversations hold the ids of facts, so they go on where the new knowledge has those.

use std::sync::{Arc, PoisonError, RwLock};

use super::{Bot, menu};
use crate::knowledge::KnowledgeBase;

/// How to load the knowledge: gives one whole and without errors, or a sentence on what to do.
pub type Load = Box<dyn Fn() -> anyhow::Result<KnowledgeBase> + Send + Sync>;

/// The knowledge in use.
#[derive(Debug)]
pub struct Current(RwLock<Arc<KnowledgeBase>>);

impl Current {
    /// The first one.
    pub fn new(knowledge: KnowledgeBase) -> Self {
        Self(RwLock::new(Arc::new(knowledge)))
    }

    /// The one in use now.
    pub fn get(&self) -> Arc<KnowledgeBase> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn set(&self, knowledge: KnowledgeBase) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(knowledge);
    }
}

/// The signals that ask for it.
pub struct Asked {
    #[cfg(unix)]
    hangup: tokio::signal::unix::Signal,
}

impl Asked {
    /// Listens from now on.
    #[cfg(unix)]
    pub fn listen() -> std::io::Result<Self> {
        Ok(Self { hangup: tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup())? })
    }

    /// Waits for the next.
    #[cfg(unix)]
    async fn next(&mut self) {
        if self.hangup.recv().await.is_none() {
            std::future::pending::<()>().await;
        }
    }

    /// There is no such signal here.
    #[cfg(not(unix))]
    pub fn listen() -> std::io::Result<Self> {
        Ok(Self {})
    }

    #[cfg(not(unix))]
    async fn next(&mut self) {
        std::future::pending::<()>().await;
    }
}

/// Loads the knowledge anew whenever that is asked for.
pub async fn reload(bot: Arc<Bot>, mut asked: Asked, load: Load) {
    let load = Arc::new(load);
    loop {
        asked.next().await;
        let load = Arc::clone(&load);
        // Loading takes a while and reads files.
        let loaded = tokio::task::spawn_blocking(move || load()).await;
        let loaded = loaded.unwrap_or_else(|_| Err(anyhow::anyhow!("loading the knowledge panicked")));
        // Counted last: whoever sees it counted finds the new knowledge in use.
        match loaded {
            Ok(knowledge) => {
                bot.knowledge.set(knowledge);
                tracing::info!("the knowledge is loaded anew");
                bot.metrics.reloaded(true);
                menu::register(&bot).await;
            }
            Err(error) => {
                tracing::error!("the knowledge stays as it was: {error:#}");
                bot.metrics.reloaded(false);
            }
        }
    }
}
