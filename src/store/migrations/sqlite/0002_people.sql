-- Whose update a row of the inbox is, while it holds one: what is kept of a person can be erased on request.
ALTER TABLE inbox ADD COLUMN user_id INTEGER;

CREATE INDEX inbox_by_user ON inbox (bot_id, user_id) WHERE user_id IS NOT NULL;

-- What a chat has chosen.
CREATE TABLE chats (
    bot_id   INTEGER NOT NULL,
    chat_id  INTEGER NOT NULL,
    language TEXT,                          -- 'en' or 'zh'; NULL: each question's own
    PRIMARY KEY (bot_id, chat_id)
) WITHOUT ROWID;
