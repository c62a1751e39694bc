//! Text as typed → text as matched.
