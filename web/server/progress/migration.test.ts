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

/** A chapter goes by its slug. */
const withoutNumber = (row: Readonly<Record<string, unknown>>) =>
  typeof row.chapter === 'string' ? { ...row, chapter: row.chapter.replace(/^\d\d-/, '') } : row;

test("every row is kept, and is the local learner's", () => {
  const file = olderFile();
  const before = contentOf(file);
  open(file).close();
  const { version, rows } = contentOf(file);
  const { learners, predictions, ...others } = rows;
  expect(version).toBe(5);
  expect(predictions).toEqual([]);
  expect(learners).toEqual([{ id: 1, ...LOCAL }]);
  const withLearner = Object.entries(before.rows).map(([table, found]) => [
    table,
    found.map((row) => ({ ...withoutNumber(row), learner: 1 })),
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

test('of a chapter that was there under two numbers what counts more is kept', () => {
  const file = olderFile(`
    INSERT INTO items VALUES('07-small','build',0,NULL,2), ('07-small','which',5,1700000010000,0);
    INSERT INTO steps VALUES('07-small','first',3,1,1700000001000), ('07-small','inside',1,0,1700000011000);
    INSERT INTO seeds VALUES('07-small','ffffffffffffffff');
    INSERT INTO places VALUES('07-small','wb-7','which');
    INSERT INTO answers VALUES('07-small','which','third','fail',1700000012000);
    INSERT INTO seeds VALUES('odd','0000000000000000'), ('1-odd','1111111111111111');`);
  const mine = new ProgressStore(open(file)).of(LOCAL, CHAPTER);
  expect(mine.items()).toMatchObject({
    build: { done: true, points: 10, hintsShown: 2 },
    which: { done: true, points: 5, hintsShown: 1 },
  });
  expect(mine.stepsRun()).toEqual({ first: 5, inside: 2 });
  expect([mine.seed(), mine.place()?.sandbox]).toEqual(['43ca4a7848c55f62', 'wb-1']);
  expect(mine.answers('which').map(({ text }) => text)).toContain('third');
  const { rows } = contentOf(file);
  expect(rows.steps).toContainEqual({
    learner: 1,
    chapter: 'small',
    step: 'inside',
    runs: 2,
    exit: 0,
    last_at: 1700000011000,
  });
  // What never was a chapter's name stays as it is.
  expect(rows.seeds?.map(({ chapter }) => chapter)).toEqual(['odd', '1-odd', 'small', 'other']);
});

test('a migration that fails at its last table leaves the file as it was', () => {
  // Somebody's own table has the name that the last one is built under.
  const file = olderFile('CREATE TABLE new_places (mine); INSERT INTO new_places VALUES (1)');
  const before = contentOf(file);
  expect(() => open(file)).toThrow(ProgressError);
  expect(contentOf(file)).toEqual(before);
  expect(before.version).toBe(2);
});
