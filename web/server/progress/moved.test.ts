/** A book whose chapters were renamed and split: what learners did is where the item is now. */
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Chapter } from '../../../runner/chapter/model.ts';
import { Learner, LOCAL } from '../../../runner/session/learner.ts';
import { CHAPTER } from '../testing/chapter.ts';
import { temporaryFolder } from '../testing/folder.ts';
import { ProgressDatabase } from './database.ts';
import { followRenamed } from './moved.ts';
import { ProgressStore } from './store.ts';
import { contentOf } from './testing/older-file.ts';

const GUEST = Learner.parse({ issuer: 'local', subject: 'guest' });

const [first, inside, last] = CHAPTER.steps as [
  Chapter['steps'][0],
  Chapter['steps'][0],
  Chapter['steps'][0],
];
const [build, mend] = CHAPTER.exercises as [Chapter['exercises'][0], Chapter['exercises'][0]];
const guess = { id: 'guess' } as Chapter['predictions'][0];
const BEFORE: Chapter = { ...CHAPTER, predictions: [guess] };

/** Two halves; both begin with the step `first`. */
const HALVES = (one: string, two: string): [Chapter, Chapter] => [
  { ...BEFORE, id: one, steps: [first, inside], exercises: [build], questions: [], predictions: [] },
  { ...BEFORE, id: two, steps: [first, last], exercises: [mend] },
];

function used(): { database: ProgressDatabase; store: ProgressStore } {
  const database = new ProgressDatabase(join(temporaryFolder(), 'progress.sqlite'));
  onTestFinished(() => database.close());
  let now = 1000;
  const store = new ProgressStore(database, () => now++);
  const mine = store.of(LOCAL, BEFORE);
  mine.seed();
  mine.earn('build', 10);
  mine.showHint('build', 2);
  mine.recordAnswer('which', { text: 'a', verdict: 'fail' });
  mine.recordAnswer('which', { text: 'b', verdict: 'pass' });
  mine.earn('which', 5);
  for (const step of ['first', 'inside', 'last', 'gone']) mine.recordRun(step, 0);
  mine.expect('guess', 'yes');
  mine.setPlace({ sandbox: 'wb-1', moment: 'which' });
  store.of(GUEST, BEFORE).earn('mend', 7);
  return { database, store };
}

function expectMoved(store: ProgressStore, [one, two]: [Chapter, Chapter], seed: string): void {
  const [left, right] = [store.of(LOCAL, one), store.of(LOCAL, two)];
  expect(left.items()).toEqual({ build: { done: true, points: 10, possible: 10, hintsShown: 1 } });
  expect(right.items()).toMatchObject({ which: { done: true, points: 5 }, mend: { done: false } });
  expect(right.answers('which')).toEqual([
    { text: 'a', verdict: 'fail' },
    { text: 'b', verdict: 'pass' },
  ]);
  expect(left.answers('which')).toEqual([]);
  expect(left.stepsRun()).toMatchObject({ first: 1, inside: 1 });
  expect(right.stepsRun()).toEqual({ last: 1 });
  expect([left.expectations(), right.expectations()]).toEqual([{}, { guess: 'yes' }]);
  expect([left.place(), right.place()]).toEqual([undefined, { sandbox: 'wb-1', moment: 'which' }]);
  // Exercises go on with the numbers that were drawn for them.
  expect([left.seed(), right.seed()]).toEqual([seed, seed]);
  expect(store.of(GUEST, two).items()).toMatchObject({ mend: { done: true, points: 7 } });
}

test('a chapter that became two, with new names, through a third', () => {
  const { database, store } = used();
  const seed = store.of(LOCAL, BEFORE).seed();
  const halves = HALVES('04-left', '05-right');
  followRenamed(database, { small: ['left', 'rest'], rest: ['right'] }, halves);
  expectMoved(store, halves, seed);
});

test('one that kept its name for the first half', () => {
  const { database, store } = used();
  const seed = store.of(LOCAL, BEFORE).seed();
  const halves = HALVES('03-small', '04-right');
  followRenamed(database, { small: ['small', 'right'] }, halves);
  expectMoved(store, halves, seed);
  expect(store.lastRuns(LOCAL)[0]).toEqual({ chapter: 'small', step: 'gone' });
});

test('done again it changes nothing; what was done since is kept', () => {
  const { database, store } = used();
  const halves = HALVES('04-left', '05-right');
  const renamed = { small: ['left', 'right'] };
  // Another process has written under the old name, after the first time.
  const again = () => followRenamed(database, renamed, halves);
  again();
  const once = contentOf(database.file);
  again();
  expect(contentOf(database.file)).toEqual(once);
  const older = store.of(LOCAL, BEFORE);
  older.recordRun('last', 7);
  older.earn('build', 3);
  older.earn('mend', 7);
  again();
  expect(store.of(LOCAL, halves[0]).items().build).toMatchObject({ done: true, points: 10 });
  expect(store.of(LOCAL, halves[1]).items().mend).toMatchObject({ done: true, points: 7 });
  expect(store.of(LOCAL, halves[1]).stepsRun()).toEqual({ last: 2 });
});

test('what no chapter holds now is neither lost nor anywhere else', () => {
  const { database } = used();
  const [left] = HALVES('04-left', '05-right');
  followRenamed(database, { small: ['left', 'nowhere'] }, [left]);
  const { items, steps, answers } = contentOf(database.file).rows;
  const kept = (rows: readonly Readonly<Record<string, unknown>>[] = []) =>
    rows.filter(({ chapter }) => chapter === 'small').length;
  expect([kept(items), kept(steps), kept(answers)]).toEqual([2, 2, 2]);
});

test('a course without old names changes nothing', () => {
  const { database } = used();
  const before = contentOf(database.file);
  followRenamed(database, {}, [BEFORE]);
  followRenamed(database, { other: ['small'] }, [BEFORE]);
  expect(contentOf(database.file)).toEqual(before);
});
