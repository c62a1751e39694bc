-- Whether a chat wants silence where there is no answer.
ALTER TABLE chats ADD COLUMN quiet INTEGER NOT NULL DEFAULT 0;
