//! Whether an answer can still matter: in a group, the talk has moved on after ten minutes.
//!
//! A question in a private chat is answered however long it took; in a group it is left without an answer when it was written, or
//! came in, more than [`GROUP_SECONDS`] ago.

/// How long a group's question is worth an answer.
const GROUP_SECONDS: i64 = 600;
/// Telegram keeps what it can't deliver for a day: an older date means that one of the clocks is wrong.
const OLDEST: i64 = 24 * 3600;

/// Whether a message is too late: when it was written and when it came in, in seconds since 1970.
pub fn too_late(private: bool, written: i64, received: i64, now: i64) -> bool {
    let age = now.saturating_sub(written);
    let waited = now.saturating_sub(received);
    !private && (waited > GROUP_SECONDS || (age > GROUP_SECONDS && age <= OLDEST.saturating_add(waited.max(0))))
}

/// Whether a message that has just been edited is worth an answer that it didn't get before, by when it was written.
pub fn is_fresh(written: i64, now: i64) -> bool {
    now.saturating_sub(written) <= GROUP_SECONDS
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Written and received so many seconds ago.
    fn check(private: bool, written: i64, received: i64, expected: bool) {
        const NOW: i64 = 1_800_000_000;
        let found = too_late(private, NOW.saturating_sub(written), NOW.saturating_sub(received), NOW);
        assert_eq!(found, expected, "{private} {written} {received}");
    }

    #[test]
    fn ten_minutes_in_a_group() {
        check(false, 5, 0, false);
        check(false, 600, 600, false);
        check(false, 601, 0, true);
        check(false, 601, 601, true);
        check(false, 0, 601, true);
        check(false, 86_400, 0, true);
        check(true, 86_400, 86_400, false);
        // A wrong clock silences nobody.
        check(false, 90_000, 0, false);
        check(false, 1_800_000_000, 5, false);
        check(false, -3_600, 0, false);
        check(false, i64::MIN, 0, false);
        check(false, i64::MAX, 0, false);
        check(false, 90_000, 3_600, true);
        assert!(is_fresh(1_000, 1_600) && !is_fresh(1_000, 1_601) && is_fresh(i64::MAX, 0));
    }
}
