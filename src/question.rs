//! Tokens → a question: mentions, what is asked, what is claimed.
