//! A future → its result, or the place where it panicked.
//!
//! One question must not stop the bot: `guarded(handle(update)).await` is `Err(Panicked)` where `handle` panics, and the lane
//! goes on. What the panic says is never shown, since a message about a slice holds the text that was sliced.

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::pin::pin;
use std::task::Poll;

/// Something panicked at a place: "src/a.rs:12".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Panicked(pub String);

thread_local! {
    static PLACE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Makes panics tell where they happened, and not what they say.
pub fn hide_panic_messages() {
    std::panic::set_hook(Box::new(remember_place));
}

fn remember_place(info: &PanicHookInfo<'_>) {
    let place = info.location().map_or_else(String::new, |it| format!("{}:{}", it.file(), it.line()));
    tracing::error!(%place, "a panic");
    PLACE.set(place);
}

/// Runs a future; a panic in it becomes an error.
pub async fn guarded<F: Future>(future: F) -> Result<F::Output, Panicked> {
    let mut future = pin!(future);
    poll_fn(|context| match shielded(|| future.as_mut().poll(context)) {
        Ok(Poll::Pending) => Poll::Pending,
        Ok(Poll::Ready(value)) => Poll::Ready(Ok(value)),
        Err(panicked) => Poll::Ready(Err(panicked)),
    })
    .await
}

/// Runs a function; a panic in it becomes an error. What it was working on must not be used after that.
pub fn shielded<T>(function: impl FnOnce() -> T) -> Result<T, Panicked> {
    catch_unwind(AssertUnwindSafe(function)).map_err(|_| Panicked(PLACE.take()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_becomes_an_error() {
        // Unwinding without the hook, which all tests share.
        let panic = || std::panic::resume_unwind(Box::new("user text"));
        assert_eq!(guarded(async { 5 }).await, Ok(5));
        assert_eq!(guarded(async { panic() }).await, Err::<(), _>(Panicked(String::new())));
        let later = guarded(async {
            tokio::task::yield_now().await;
            panic();
        });
        assert_eq!(later.await, Err::<(), _>(Panicked(String::new())));
    }
}
