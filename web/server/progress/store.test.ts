import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { CHAPTER } from '../testing/chapter.ts';
import { temporaryFolder } from '../testing/folder.ts';
import { ProgressDatabase } from './database.ts';
import { ProgressStore } from './store.ts';

function open(file = join(temporaryFolder(), 'progress.sqlite')) {
  const database = new ProgressDatabase(file);
  onTestFinished(() => database.close());
  return new ProgressStore(database);
}

test('nothing is done at first', () => {
  expect(open().items(CHAPTER)).toEqual({
    build: { done: false, points: 0, possible: 10, hintsShown: 0 },
    mend: { done: false, points: 0, possible: 7, hintsShown: 0 },
    which: { done: false, points: 0, possible: 5, hintsShown: 0 },
  });
});

test('everything is there again after a restart', () => {
  const file = join(temporaryFolder(), 'progress.sqlite');
  const before = open(file);
  const seed = before.seed(CHAPTER.id);
  before.earn(CHAPTER.id, 'build', 10);
  before.showHint(CHAPTER.id, 'which', 1);
  before.recordAnswer(CHAPTER.id, 'which', { text: '4026531840', verdict: 'fail' });
  before.recordAnswer(CHAPTER.id, 'which', { text: '4026531841', verdict: 'pass' });
  before.recordRun(CHAPTER.id, 'first', 0);
  before.recordRun(CHAPTER.id, 'first', null);
  const after = open(file);
  expect(after.seed(CHAPTER.id)).toBe(seed);
  expect(after.items(CHAPTER)).toMatchObject({
    build: { done: true, points: 10 },
    which: { done: false, hintsShown: 1 },
  });
  expect(after.answers(CHAPTER.id, 'which').map(({ text }) => text)).toEqual(['4026531840', '4026531841']);
  expect(after.stepsRun(CHAPTER.id)).toEqual({ first: 2 });
});

test('points are earned once, also when a hint was taken first', () => {
  const store = open();
  store.showHint(CHAPTER.id, 'build', 2);
  expect(store.earn(CHAPTER.id, 'build', 10)).toBe(true);
  expect(store.earn(CHAPTER.id, 'build', 10)).toBe(false);
  expect(store.items(CHAPTER).build).toEqual({ done: true, points: 10, possible: 10, hintsShown: 1 });
});

test('there are never more hints than there are', () => {
  const store = open();
  for (let time = 0; time < 5; time += 1) store.showHint(CHAPTER.id, 'build', 2);
  store.showHint(CHAPTER.id, 'mend', 0);
  expect(store.items(CHAPTER)).toMatchObject({ build: { hintsShown: 2 }, mend: { hintsShown: 0 } });
});

test('seeds differ by chapter and learner, and stay', () => {
  const store = open();
  const seeds = [store.seed('a'), store.seed('b'), open().seed('a')];
  expect(new Set(seeds).size).toBe(3);
  expect(store.seed('a')).toBe(seeds[0]);
});
