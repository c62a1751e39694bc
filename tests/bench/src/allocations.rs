//! The allocations that a piece of code makes, counted.
//!
//! `counted(|| "a".to_owned())` is the text, and 1.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// The system's allocator, with a count of what is asked of it.
pub struct Counting;

static COUNT: AtomicU64 = AtomicU64::new(0);

// SAFETY: every call goes to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.fetch_add(1, Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        unsafe { System.dealloc(at, layout) }
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        COUNT.fetch_add(1, Relaxed);
        unsafe { System.realloc(at, layout, size) }
    }
}

/// What `code` gives, and how many allocations it made.
pub fn counted<T>(code: impl FnOnce() -> T) -> (T, u64) {
    let before = COUNT.load(Relaxed);
    let out = code();
    (out, COUNT.load(Relaxed) - before)
}
