/**
 * What learners have done in a chapter that was renamed or split goes to the chapter that holds it now, by the course's list of
 * names (`renamed`). What no chapter holds any more stays where it was. Knows nothing of who the learners are.
 */
import { slugOf } from '../../../runner/chapter/chapter-id.ts';
import type { Chapter } from '../../../runner/chapter/model.ts';
import { type Renamed, successors } from '../../../runner/chapter/renamed.ts';
import type { ProgressDatabase } from './database.ts';

type Named = Pick<Chapter, 'id' | 'exercises' | 'questions' | 'steps' | 'predictions'>;

/** Rows of one thing in one chapter -> the same in another, for all learners. Values: the new chapter, the old one, the thing's name. */
const MOVES = {
  items: `INSERT INTO items SELECT learner, ?, item, points, done_at, hints_shown FROM items WHERE chapter = ? AND item = ?
    ON CONFLICT DO UPDATE SET points = max(points, excluded.points), done_at = coalesce(done_at, excluded.done_at),
      hints_shown = max(hints_shown, excluded.hints_shown)`,
  answers:
    'INSERT INTO answers SELECT learner, ?, question, text, verdict, at FROM answers WHERE chapter = ? AND question = ?',
  steps: `INSERT INTO steps SELECT learner, ?, step, runs, exit, last_at FROM steps WHERE chapter = ? AND step = ?
    ON CONFLICT DO UPDATE SET runs = runs + excluded.runs, last_at = max(last_at, excluded.last_at),
      exit = iif(excluded.last_at > last_at, excluded.exit, exit)`,
  places: `INSERT INTO places SELECT learner, ?, sandbox, moment FROM places WHERE chapter = ? AND moment = ?
    ON CONFLICT DO NOTHING`,
  predictions: `INSERT INTO predictions SELECT learner, ?, prediction, expected, at FROM predictions
    WHERE chapter = ? AND prediction = ?
    ON CONFLICT DO UPDATE SET at = max(at, excluded.at), expected = iif(excluded.at > at, excluded.expected, expected)`,
} as const;
type Table = keyof typeof MOVES;

/** The column that names the thing. */
const NAMES: Readonly<Record<Table, string>> = {
  items: 'item',
  answers: 'question',
  steps: 'step',
  places: 'moment',
  predictions: 'prediction',
};

/** All or nothing; done twice it changes nothing. @throws ProgressError */
export function followRenamed(
  database: ProgressDatabase,
  renamed: Renamed,
  chapters: readonly Named[],
): void {
  const bySlug = new Map(chapters.map((chapter) => [slugOf(chapter.id), chapter]));
  database.transaction(() => {
    for (const old of Object.keys(renamed)) {
      const stays = bySlug.get(old);
      for (const slug of successors(renamed, old)) {
        const now = bySlug.get(slug);
        if (!now || now === stays) continue;
        follow(database, { old, now: slug }, now, stays);
      }
      if (!stays) database.run('DELETE FROM seeds WHERE chapter = ?', old);
    }
  });
}

function follow(
  database: ProgressDatabase,
  { old, now }: { readonly old: string; readonly now: string },
  holds: Named,
  stays: Named | undefined,
): void {
  // The same numbers in the exercises as before: what was typed or built for them stays right.
  const seed =
    'INSERT INTO seeds SELECT learner, ?, seed FROM seeds WHERE chapter = ? ON CONFLICT DO NOTHING';
  database.run(seed, now, old);
  for (const table of Object.keys(MOVES) as Table[]) {
    const kept = new Set(stays ? namesOf(stays)[table] : []);
    for (const name of namesOf(holds)[table]) {
      if (kept.has(name)) continue;
      database.run(MOVES[table], now, old, name);
      database.run(`DELETE FROM ${table} WHERE chapter = ? AND ${NAMES[table]} = ?`, old, name);
    }
  }
}

function namesOf({ exercises, questions, steps, predictions }: Named): Record<Table, string[]> {
  const items = [...exercises, ...questions].map(({ id }) => id);
  const stepNames = steps.map(({ name }) => name);
  return {
    items,
    answers: questions.map(({ id }) => id),
    steps: stepNames,
    places: [...stepNames, ...items],
    predictions: predictions.map(({ id }) => id),
  };
}
