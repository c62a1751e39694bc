-- The inbox: one row for each update that was fetched. `seq` is the order of arrival: update_id can't be, since Telegram
-- restarts it at a random number after a quiet week.
-- A row's life: waiting (payload), then handled (payload erased; the row stays a while so that a repeated delivery is
-- known) or set aside (payload kept, with the reason; `replay` where it is to be tried again).
CREATE TABLE inbox (
    seq          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    bot_id       BIGINT NOT NULL,
    update_id    BIGINT NOT NULL,
    received_at  BIGINT NOT NULL,             -- seconds since 1970
    user_id      BIGINT,                      -- whose it is, while it holds a payload
    sent         BIGINT NOT NULL DEFAULT 0,   -- how many messages of the reply have been sent already
    payload      TEXT,                        -- the update's JSON as it came; NULL once handled
    attempts     BIGINT NOT NULL DEFAULT 0,   -- how often it had failed when it was set aside
    set_aside_at BIGINT,
    reason       TEXT,                        -- why it was set aside
    replay       BOOLEAN NOT NULL DEFAULT false,
    UNIQUE (bot_id, update_id)
);

CREATE INDEX inbox_waiting ON inbox (bot_id, seq) WHERE payload IS NOT NULL AND reason IS NULL;
CREATE INDEX inbox_dead ON inbox (bot_id, seq) WHERE reason IS NOT NULL;
CREATE INDEX inbox_by_user ON inbox (bot_id, user_id) WHERE user_id IS NOT NULL;

-- What is remembered of each conversation: one person in one chat and topic.
CREATE TABLE conversations (
    bot_id   BIGINT NOT NULL,
    chat_id  BIGINT NOT NULL,
    topic_id BIGINT NOT NULL,                 -- 0: no topic
    user_id  BIGINT NOT NULL,
    saved_at BIGINT NOT NULL,                 -- seconds since 1970
    state    TEXT NOT NULL,                   -- JSON
    PRIMARY KEY (bot_id, chat_id, topic_id, user_id)
);

CREATE INDEX conversations_by_age ON conversations (saved_at);

-- What a chat has chosen.
CREATE TABLE chats (
    bot_id   BIGINT NOT NULL,
    chat_id  BIGINT NOT NULL,
    language TEXT,                            -- 'en' or 'zh'; NULL: each question's own
    PRIMARY KEY (bot_id, chat_id)
);

-- What people asked in vain, and what they thought of replies: how often, on which day, in which words. No person, no chat.
CREATE TABLE feedback (
    bot_id BIGINT NOT NULL,
    day    BIGINT NOT NULL,                   -- days since 1970
    kind   TEXT NOT NULL,                     -- 'unknown', 'up' or 'down'
    lang   TEXT NOT NULL,                     -- 'en' or 'zh'
    text   TEXT NOT NULL,                     -- normalised
    count  BIGINT NOT NULL,
    PRIMARY KEY (bot_id, day, kind, lang, text)
);
