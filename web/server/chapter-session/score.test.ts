import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { LOCAL } from '../../../runner/session/learner.ts';
import { ProgressDatabase } from '../progress/database.ts';
import { ProgressStore } from '../progress/store.ts';
import { CHAPTER } from '../testing/chapter.ts';
import { temporaryFolder } from '../testing/folder.ts';
import { Score } from './score.ts';

function score(): Score {
  const database = new ProgressDatabase(join(temporaryFolder(), 'progress.sqlite'));
  onTestFinished(() => database.close());
  return new Score(CHAPTER, new ProgressStore(database).of(LOCAL, CHAPTER));
}

test('points come once', () => {
  const points = score();
  expect(points.pass('build')).toBe(true);
  expect(points.pass('build')).toBe(false);
  expect(points.item('build')).toEqual({ done: true, points: 10, possible: 10, hintsShown: 0 });
});

test('what "bring me here" has solved earns nothing until the sandbox is reset', () => {
  const points = score();
  expect(points.give('build')).toBe(true);
  expect(points.give('build')).toBe(false);
  expect(points.item('build')).toMatchObject({ done: false, given: true });
  expect(points.pass('build')).toBe(false);
  expect(points.pass('mend')).toBe(true);
  expect(points.reset()).toEqual(['build']);
  expect(points.item('build')).not.toHaveProperty('given');
  expect(points.pass('build')).toBe(true);
});

test('going back to an earlier place takes the gift back', () => {
  const points = score();
  for (const exercise of ['build', 'mend']) points.give(exercise);
  expect(points.reset()).toEqual(['build', 'mend']);
  points.give('build');
  expect(points.pass('mend')).toBe(true);
});

test('what was earned before stays so when it is given later', () => {
  const points = score();
  points.pass('build');
  points.give('build');
  expect(points.item('build')).toEqual({ done: true, points: 10, possible: 10, hintsShown: 0 });
});
