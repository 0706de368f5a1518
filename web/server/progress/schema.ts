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
  `
  CREATE TABLE learners (
    id      INTEGER PRIMARY KEY,
    issuer  TEXT NOT NULL,
    subject TEXT NOT NULL,
    UNIQUE (issuer, subject)
  ) STRICT;
  -- Whose everything was until now: LOCAL of runner/session/learner.ts.
  INSERT INTO learners VALUES (1, 'local', 'owner');

  -- A primary key cannot be altered, so each table is made anew (https://www.sqlite.org/lang_altertable.html, section 7).
  CREATE TABLE new_seeds (
    learner INTEGER NOT NULL REFERENCES learners,
    chapter TEXT NOT NULL,
    seed    TEXT NOT NULL,
    PRIMARY KEY (learner, chapter)
  ) STRICT;
  INSERT INTO new_seeds SELECT 1, chapter, seed FROM seeds;
  DROP TABLE seeds;
  ALTER TABLE new_seeds RENAME TO seeds;

  CREATE TABLE new_items (
    learner     INTEGER NOT NULL REFERENCES learners,
    chapter     TEXT NOT NULL,
    item        TEXT NOT NULL,
    points      INTEGER NOT NULL DEFAULT 0,
    done_at     INTEGER,               -- milliseconds since 1970; NULL: not yet
    hints_shown INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (learner, chapter, item)
  ) STRICT;
  INSERT INTO new_items SELECT 1, chapter, item, points, done_at, hints_shown FROM items;
  DROP TABLE items;
  ALTER TABLE new_items RENAME TO items;

  CREATE TABLE new_answers (
    learner  INTEGER NOT NULL REFERENCES learners,
    chapter  TEXT NOT NULL,
    question TEXT NOT NULL,
    text     TEXT NOT NULL,
    verdict  TEXT NOT NULL,
    at       INTEGER NOT NULL
  ) STRICT;
  INSERT INTO new_answers SELECT 1, chapter, question, text, verdict, at FROM answers ORDER BY rowid;
  DROP TABLE answers;
  ALTER TABLE new_answers RENAME TO answers;
  CREATE INDEX answers_of ON answers (learner, chapter, question, at);

  CREATE TABLE new_steps (
    learner INTEGER NOT NULL REFERENCES learners,
    chapter TEXT NOT NULL,
    step    TEXT NOT NULL,
    runs    INTEGER NOT NULL,
    exit    INTEGER,                   -- of the last run; NULL: no status came back
    last_at INTEGER NOT NULL,
    PRIMARY KEY (learner, chapter, step)
  ) STRICT;
  INSERT INTO new_steps SELECT 1, chapter, step, runs, exit, last_at FROM steps;
  DROP TABLE steps;
  ALTER TABLE new_steps RENAME TO steps;

  CREATE TABLE new_sessions (
    hash       TEXT PRIMARY KEY,
    learner    INTEGER NOT NULL REFERENCES learners,
    created_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL
  ) STRICT;
  INSERT INTO new_sessions SELECT hash, 1, created_at, seen_at FROM sessions;
  DROP TABLE sessions;
  ALTER TABLE new_sessions RENAME TO sessions;

  CREATE TABLE new_places (
    learner INTEGER NOT NULL REFERENCES learners,
    chapter TEXT NOT NULL,
    sandbox TEXT NOT NULL,
    moment  TEXT,                      -- the furthest step, exercise or question; NULL: only something typed by hand
    PRIMARY KEY (learner, chapter)
  ) STRICT;
  INSERT INTO new_places SELECT 1, chapter, sandbox, moment FROM places;
  DROP TABLE places;
  ALTER TABLE new_places RENAME TO places;
  `,
  `
  -- What the learner expects of a step that is still to run.
  CREATE TABLE predictions (
    learner    INTEGER NOT NULL REFERENCES learners,
    chapter    TEXT NOT NULL,
    prediction TEXT NOT NULL,
    expected   TEXT NOT NULL,          -- the words of a choice, or a number
    at         INTEGER NOT NULL,       -- milliseconds since 1970
    PRIMARY KEY (learner, chapter, prediction)
  ) STRICT;
  `,
  `
  -- A chapter is known by the words of its folder; its number is its place in the book, which changes. Where there are rows under both,
  -- the better or the later one counts.
  INSERT INTO seeds SELECT learner, substr(chapter, 4), seed FROM seeds WHERE chapter GLOB '[0-9][0-9]-?*'
    ORDER BY rowid ON CONFLICT DO NOTHING;
  DELETE FROM seeds WHERE chapter GLOB '[0-9][0-9]-?*';

  INSERT INTO items SELECT learner, substr(chapter, 4), item, points, done_at, hints_shown FROM items
    WHERE chapter GLOB '[0-9][0-9]-?*' ORDER BY rowid
    ON CONFLICT DO UPDATE SET points = max(points, excluded.points), done_at = coalesce(done_at, excluded.done_at),
      hints_shown = max(hints_shown, excluded.hints_shown);
  DELETE FROM items WHERE chapter GLOB '[0-9][0-9]-?*';

  UPDATE answers SET chapter = substr(chapter, 4) WHERE chapter GLOB '[0-9][0-9]-?*';

  INSERT INTO steps SELECT learner, substr(chapter, 4), step, runs, exit, last_at FROM steps
    WHERE chapter GLOB '[0-9][0-9]-?*' ORDER BY rowid
    ON CONFLICT DO UPDATE SET runs = runs + excluded.runs, last_at = max(last_at, excluded.last_at),
      exit = iif(excluded.last_at > last_at, excluded.exit, exit);
  DELETE FROM steps WHERE chapter GLOB '[0-9][0-9]-?*';

  INSERT INTO places SELECT learner, substr(chapter, 4), sandbox, moment FROM places WHERE chapter GLOB '[0-9][0-9]-?*'
    ORDER BY rowid ON CONFLICT DO NOTHING;
  DELETE FROM places WHERE chapter GLOB '[0-9][0-9]-?*';

  INSERT INTO predictions SELECT learner, substr(chapter, 4), prediction, expected, at FROM predictions
    WHERE chapter GLOB '[0-9][0-9]-?*' ORDER BY rowid
    ON CONFLICT DO UPDATE SET at = max(at, excluded.at), expected = iif(excluded.at > at, excluded.expected, expected);
  DELETE FROM predictions WHERE chapter GLOB '[0-9][0-9]-?*';
  `,
];
