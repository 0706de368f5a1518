/** A file that an earlier Wirebook wrote: everything in it is the local learner's afterwards, or it is as it was. */
import { expect, onTestFinished, test } from 'vitest';
import { Learner, LOCAL } from '../../../runner/session/learner.ts';
import { cookieOf, Sessions } from '../safety/sessions.ts';
import { CHAPTER } from '../testing/chapter.ts';
import { ProgressDatabase } from './database.ts';
import { ProgressError } from './errors.ts';
import { ProgressStore } from './store.ts';
import { contentOf, KEY, olderFile } from './testing/older-file.ts';

function open(file: string): ProgressDatabase {
  const database = new ProgressDatabase(file);
  onTestFinished(() => database.close());
  return database;
}

test('the file in question is one of schema 2, with something in each table', () => {
  const { version, rows } = contentOf(olderFile());
  expect(version).toBe(2);
  expect(Object.keys(rows)).toEqual(['answers', 'items', 'places', 'seeds', 'sessions', 'steps']);
  for (const found of Object.values(rows)) expect(found.length).toBeGreaterThan(0);
});

test("every row is kept, and is the local learner's", () => {
  const file = olderFile();
  const before = contentOf(file);
  open(file).close();
  const { version, rows } = contentOf(file);
  const { learners, predictions, ...others } = rows;
  expect(version).toBe(4);
  expect(predictions).toEqual([]);
  expect(learners).toEqual([{ id: 1, ...LOCAL }]);
  const withLearner = Object.entries(before.rows).map(([table, found]) => [
    table,
    found.map((row) => ({ ...row, learner: 1 })),
  ]);
  expect(others).toEqual(Object.fromEntries(withLearner));
});

test('the learner finds points, answers, seeds, places and browsers again; another learner does not', () => {
  const file = olderFile();
  const database = open(file);
  const store = new ProgressStore(database);
  const mine = store.of(LOCAL, CHAPTER);
  expect(mine.items()).toEqual({
    build: { done: true, points: 10, possible: 10, hintsShown: 1 },
    mend: { done: false, points: 0, possible: 7, hintsShown: 0 },
    which: { done: false, points: 0, possible: 5, hintsShown: 1 },
  });
  expect(mine.answers('which')).toEqual([
    { text: 'it\'s "this"\n4026531840', verdict: 'fail' },
    { text: '4026531841', verdict: 'pass' },
  ]);
  expect(mine.seed()).toBe('43ca4a7848c55f62');
  expect(mine.stepsRun()).toEqual({ first: 2, inside: 1 });
  expect(mine.place()).toEqual({ sandbox: 'wb-1', moment: 'build' });
  const other = store.of(LOCAL, { ...CHAPTER, id: '02-other' });
  expect([other.seed(), other.place()]).toEqual(['4a5d8b088c84d3f1', { sandbox: 'wb-2', moment: null }]);
  const sessions = new Sessions(database);
  expect([sessions.ofKey(KEY), sessions.ofCookie(cookieOf(KEY))]).toEqual([LOCAL, LOCAL]);

  const guest = store.of(Learner.parse({ issuer: 'local', subject: 'guest' }), CHAPTER);
  expect(guest.items().build).toMatchObject({ done: false, points: 0 });
  expect(guest.seed()).not.toBe(mine.seed());
});

test('a migration that fails at its last table leaves the file as it was', () => {
  // Somebody's own table has the name that the last one is built under.
  const file = olderFile('CREATE TABLE new_places (mine); INSERT INTO new_places VALUES (1)');
  const before = contentOf(file);
  expect(() => open(file)).toThrow(ProgressError);
  expect(contentOf(file)).toEqual(before);
  expect(before.version).toBe(2);
});
