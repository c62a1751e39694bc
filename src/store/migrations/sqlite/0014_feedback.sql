-- What people asked in vain, and what they thought of replies: how often, on which day, in which words. No person, no chat.
CREATE TABLE feedback (
    bot_id INTEGER NOT NULL,
    day    INTEGER NOT NULL,                -- days since 1970
    kind   TEXT NOT NULL,                   -- 'unknown', 'up' or 'down'
    lang   TEXT NOT NULL,                   -- 'en' or 'zh'
    text   TEXT NOT NULL,                   -- normalised
    count  INTEGER NOT NULL,
    PRIMARY KEY (bot_id, day, kind, lang, text)
) WITHOUT ROWID;
