//! Why a call failed, in words that hold no address and nobody's text: the address has the token in it.

use std::fmt;
use std::time::Duration;

/// Why a call failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallError {
    /// The token is not accepted.
    Unauthorized,
    /// Another instance polls with this token.
    Conflict,
    /// A webhook is set, so there is nothing to poll.
    WebhookSet,
    /// Too many calls: wait so long.
    RetryAfter(Duration),
    /// The group has become the supergroup with this id.
    Migrated(i64),
    /// The chat does not want the bot: blocked, removed, closed.
    Forbidden(String),
    /// The call is wrong and stays wrong.
    Rejected(String),
    /// The network, the server or its answer was at fault: the same call may work later.
    Transient(&'static str),
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unauthorized => f.write_str("the token is not accepted"),
            Self::Conflict => f.write_str("another instance is polling"),
            Self::WebhookSet => f.write_str("a webhook is set"),
            Self::RetryAfter(wait) => {
                write!(f, "too many requests, retry after {} s", wait.as_secs())
            }
            Self::Migrated(_) => f.write_str("the group has become a supergroup"),
            Self::Forbidden(why) | Self::Rejected(why) => f.write_str(why),
            Self::Transient(why) => f.write_str(why),
        }
    }
}

/// A description up to what it quotes, which can be somebody's words.
pub(super) fn without_quotes(description: &str) -> String {
    description.split('"').next().unwrap_or_default().trim_end().to_owned()
}

/// What went wrong on the way, in words that hold no address.
pub(super) fn transport(error: &reqwest::Error) -> CallError {
    CallError::Transient(if error.is_timeout() {
        "no answer in time"
    } else if error.is_connect() {
        "no connection"
    } else {
        "the connection broke"
    })
}
