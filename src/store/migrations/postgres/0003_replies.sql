-- Which message of the bot answers which question, and which may still be voted on: numbers only, and only for a while.
-- `words` tells whether a question still has its words; it has 16 bits, too few to guess them by.
CREATE TABLE replies (
    bot_id      BIGINT NOT NULL,
    chat_id     BIGINT NOT NULL,
    message_id  BIGINT NOT NULL,          -- the reply's last message: votes are on that
    question_id BIGINT NOT NULL,          -- 0: no message asked, a button did
    answer_id   BIGINT NOT NULL,          -- the reply's first message: an edited question edits that
    user_id     BIGINT NOT NULL,
    words       BIGINT NOT NULL,
    votable     BOOLEAN NOT NULL,
    saved_at    BIGINT NOT NULL,          -- seconds since 1970
    PRIMARY KEY (bot_id, chat_id, message_id)
);

CREATE INDEX replies_by_question ON replies (bot_id, chat_id, question_id) WHERE question_id <> 0;
CREATE INDEX replies_by_age ON replies (saved_at);

-- What Telegram calls a file that was uploaded.
CREATE TABLE files (
    bot_id   BIGINT NOT NULL,
    content  BIGINT NOT NULL,             -- what is in it, as a number
    file_id  TEXT NOT NULL,
    saved_at BIGINT NOT NULL,             -- seconds since 1970
    PRIMARY KEY (bot_id, content)
);
