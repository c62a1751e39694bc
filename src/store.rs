//! What must survive a crash: inbox, conversations, settings.
