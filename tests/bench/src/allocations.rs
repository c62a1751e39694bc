//! The allocations that a piece of code makes, counted.
//!
//! `counted(|| "a".to_owned())` is the text, and 1.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

/// The system's allocator, with a count of what a thread asks of it: a count of all threads would cost what it counts.
pub struct Counting;

thread_local! {
    static COUNT: Cell<u64> = const { Cell::new(0) };
}

// SAFETY: every call goes to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.set(COUNT.get() + 1);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        unsafe { System.dealloc(at, layout) }
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        COUNT.set(COUNT.get() + 1);
        unsafe { System.realloc(at, layout, size) }
    }
}

/// What `code` gives, and how many allocations it made.
pub fn counted<T>(code: impl FnOnce() -> T) -> (T, u64) {
    let before = COUNT.get();
    let out = code();
    (out, COUNT.get() - before)
}
