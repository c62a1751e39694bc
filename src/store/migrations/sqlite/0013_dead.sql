-- An update that was set aside and is to be tried again: `herald dead replay` marks it, the running bot takes it.
ALTER TABLE inbox ADD COLUMN replay INTEGER NOT NULL DEFAULT 0;

CREATE INDEX inbox_replay ON inbox (bot_id, seq) WHERE replay = 1;
CREATE INDEX inbox_dead ON inbox (bot_id, seq) WHERE reason IS NOT NULL;
