-- Three indexes that every message changed, for what happens once an hour or when a person asks for it. Whose updates wait is looked for
-- among those that wait, which conversations are old among those of the last hours, and an answer behind its question: messages of
-- a chat are numbered in their order.
DROP INDEX inbox_by_user;
DROP INDEX conversations_by_age;
DROP INDEX replies_by_question;
