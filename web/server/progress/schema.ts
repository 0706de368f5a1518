/** The tables of the progress file, as the migrations that made them. `user_version` counts those already applied. */

/** Never edit one that was released: add the next. */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE seeds (
    chapter TEXT PRIMARY KEY,
    seed    TEXT NOT NULL
  ) STRICT;
  -- Exercises and questions. Points stay earned even when the learner breaks the network again.
  CREATE TABLE items (
    chapter     TEXT NOT NULL,
    item        TEXT NOT NULL,
    points      INTEGER NOT NULL DEFAULT 0,
    done_at     INTEGER,               -- milliseconds since 1970; NULL: not yet
    hints_shown INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (chapter, item)
  ) STRICT;
  -- Every answer that was typed, for the learner's own record.
  CREATE TABLE answers (
    chapter  TEXT NOT NULL,
    question TEXT NOT NULL,
    text     TEXT NOT NULL,
    verdict  TEXT NOT NULL,
    at       INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX answers_of ON answers (chapter, question, at);
  CREATE TABLE steps (
    chapter TEXT NOT NULL,
    step    TEXT NOT NULL,
    runs    INTEGER NOT NULL,
    exit    INTEGER,                   -- of the last run; NULL: no status came back
    last_at INTEGER NOT NULL,
    PRIMARY KEY (chapter, step)
  ) STRICT;
  -- Browsers that have shown the one-time token. Only a hash is kept: who reads this file cannot log in by it.
  CREATE TABLE sessions (
    hash       TEXT PRIMARY KEY,
    created_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL
  ) STRICT;
  `,
  `
  -- How far the learner came in the last sandbox of a chapter that was used.
  CREATE TABLE places (
    chapter TEXT PRIMARY KEY,
    sandbox TEXT NOT NULL,
    moment  TEXT                       -- the furthest step, exercise or question; NULL: only something typed by hand
  ) STRICT;
  `,
];
