-- The inbox: one row for each update that was fetched. `seq` is the order of arrival: update_id can't be, since Telegram
-- restarts it at a random number after a quiet week.
-- A row's life: waiting (payload), then handled (payload erased; the row stays a while so that a repeated delivery is
-- known) or set aside (payload kept, with the reason).
CREATE TABLE inbox (
    seq         INTEGER PRIMARY KEY,
    bot_id      INTEGER NOT NULL,
    update_id   INTEGER NOT NULL,
    received_at INTEGER NOT NULL,           -- seconds since 1970
    sent        INTEGER NOT NULL DEFAULT 0, -- how many messages of the reply have been sent already
    payload     TEXT,                       -- the update's JSON as it came; NULL once handled
    attempts    INTEGER NOT NULL DEFAULT 0, -- how often it had failed when it was set aside
    set_aside_at INTEGER,
    reason      TEXT,                       -- why it was set aside
    UNIQUE (bot_id, update_id)
);

-- What a start replays.
CREATE INDEX inbox_waiting ON inbox (bot_id, seq) WHERE payload IS NOT NULL AND reason IS NULL;

-- What is remembered of each conversation: one person in one chat and topic.
CREATE TABLE conversations (
    bot_id   INTEGER NOT NULL,
    chat_id  INTEGER NOT NULL,
    topic_id INTEGER NOT NULL,              -- 0: no topic
    user_id  INTEGER NOT NULL,
    saved_at INTEGER NOT NULL,              -- seconds since 1970
    state    TEXT NOT NULL,                 -- JSON
    PRIMARY KEY (bot_id, chat_id, topic_id, user_id)
) WITHOUT ROWID;

CREATE INDEX conversations_by_age ON conversations (saved_at);
