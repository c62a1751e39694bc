-- Which chat an update is of, while its row holds it: when the bot has left a chat, what still waits there is dropped.
ALTER TABLE inbox ADD COLUMN chat_id INTEGER;
