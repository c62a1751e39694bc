-- Whether a chat wants silence where there is no answer.
ALTER TABLE chats ADD COLUMN quiet BOOLEAN NOT NULL DEFAULT false;
