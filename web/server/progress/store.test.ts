import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Learner, LOCAL } from '../../../runner/session/learner.ts';
import { CHAPTER } from '../testing/chapter.ts';
import { temporaryFolder } from '../testing/folder.ts';
import { ProgressDatabase } from './database.ts';
import { type ChapterProgress, ProgressStore } from './store.ts';

function open(file = join(temporaryFolder(), 'progress.sqlite')) {
  const database = new ProgressDatabase(file);
  onTestFinished(() => database.close());
  return new ProgressStore(database);
}

const mine = (store = open()): ChapterProgress => store.of(LOCAL, CHAPTER);

test('nothing is done at first', () => {
  expect(mine().items()).toEqual({
    build: { done: false, points: 0, possible: 10, hintsShown: 0 },
    mend: { done: false, points: 0, possible: 7, hintsShown: 0 },
    which: { done: false, points: 0, possible: 5, hintsShown: 0 },
  });
});

test('everything is there again after a restart', () => {
  const file = join(temporaryFolder(), 'progress.sqlite');
  const before = mine(open(file));
  const seed = before.seed();
  before.earn('build', 10);
  before.showHint('which', 1);
  before.recordAnswer('which', { text: '4026531840', verdict: 'fail' });
  before.recordAnswer('which', { text: '4026531841', verdict: 'pass' });
  before.expect('up', 'it is up');
  before.expect('up', 'it is down');
  before.recordRun('first', 0);
  before.recordRun('first', null);
  const after = mine(open(file));
  expect(after.seed()).toBe(seed);
  expect(after.items()).toMatchObject({
    build: { done: true, points: 10 },
    which: { done: false, hintsShown: 1 },
  });
  expect(after.answers('which').map(({ text }) => text)).toEqual(['4026531840', '4026531841']);
  expect(after.stepsRun()).toEqual({ first: 2 });
  expect(after.expectations()).toEqual({ up: 'it is down' });
});

test('points are earned once, also when a hint was taken first', () => {
  const store = mine();
  store.showHint('build', 2);
  expect(store.earn('build', 10)).toBe(true);
  expect(store.earn('build', 10)).toBe(false);
  expect(store.items().build).toEqual({ done: true, points: 10, possible: 10, hintsShown: 1 });
});

test('there are never more hints than there are', () => {
  const store = mine();
  for (let time = 0; time < 5; time += 1) store.showHint('build', 2);
  store.showHint('mend', 0);
  expect(store.items()).toMatchObject({ build: { hintsShown: 2 }, mend: { hintsShown: 0 } });
});

/** Same chapter: same subject of another issuer, another subject of the same. Same learner: another chapter. */
const OTHERS: [whose: string, of: (store: ProgressStore) => ChapterProgress][] = [
  [
    'of another issuer',
    (store) => store.of(Learner.parse({ ...LOCAL, issuer: 'https://idp.test' }), CHAPTER),
  ],
  ['of another subject', (store) => store.of(Learner.parse({ ...LOCAL, subject: 'guest' }), CHAPTER)],
  ['in another chapter', (store) => store.of(LOCAL, { ...CHAPTER, id: '02-other' })],
];

function all(progress: ChapterProgress) {
  return {
    items: progress.items(),
    answers: progress.answers('which'),
    steps: progress.stepsRun(),
    expectations: progress.expectations(),
    place: progress.place(),
  };
}

test.each(OTHERS)('what is done is not seen in the progress %s, nor changed by it', (_whose, of) => {
  const store = open();
  const untouched = all(mine());
  const [done, other] = [mine(store), of(store)];
  const seed = done.seed();
  done.showHint('mend', 2);
  done.earn('build', 10);
  done.recordAnswer('which', { text: '1', verdict: 'fail' });
  done.recordRun('first', 0);
  done.expect('up', 'it is up');
  done.setPlace({ sandbox: 'wb-1', moment: 'first' });
  const before = all(done);
  expect(all(other)).toEqual(untouched);

  expect(other.seed()).not.toBe(seed);
  other.showHint('build', 2);
  expect(other.earn('build', 10)).toBe(true);
  other.recordAnswer('which', { text: '2', verdict: 'pass' });
  other.recordRun('first', 1);
  other.expect('up', 'it is down');
  other.setPlace({ sandbox: 'wb-2', moment: 'build' });
  other.forgetPlace();
  expect(all(done)).toEqual(before);
  expect(done.seed()).toBe(seed);
});

test('the same learner read anew has the same progress; another file has seeds of its own', () => {
  const store = open();
  const seed = mine(store).seed();
  expect(store.of(Learner.parse({ ...LOCAL }), CHAPTER).seed()).toBe(seed);
  expect(mine().seed()).not.toBe(seed);
});

test('a chapter alone, or what only looks like a learner, is no key', () => {
  const store = open();
  // @ts-expect-error a chapter's id is no learner
  expect(() => store.of(CHAPTER.id, CHAPTER).seed()).toThrow();
  // @ts-expect-error nor is what nobody has looked at
  const unread: Learner = { issuer: 'local', subject: 'owner' };
  expect(unread).toEqual(LOCAL);
});

test('the steps that were run last come first, of one learner, over all chapters', () => {
  let now = 0;
  const database = new ProgressDatabase(join(temporaryFolder(), 'progress.sqlite'));
  onTestFinished(() => database.close());
  const store = new ProgressStore(database, () => ++now);
  const second = { ...CHAPTER, id: '02-other' };
  expect(store.lastRuns(LOCAL)).toEqual([]);
  store.of(LOCAL, CHAPTER).recordRun('first', 0);
  store.of(LOCAL, second).recordRun('last', 0);
  store.of(LOCAL, CHAPTER).recordRun('inside', 1);
  store.of(Learner.parse({ issuer: 'test', subject: 'other' }), CHAPTER).recordRun('last', 0);
  store.of(LOCAL, CHAPTER).recordRun('first', 0);
  expect(store.lastRuns(LOCAL)).toEqual([
    { chapter: 'small', step: 'first' },
    { chapter: 'small', step: 'inside' },
    { chapter: 'other', step: 'last' },
  ]);
  // Its number is only its place in the book.
  expect(store.of(LOCAL, { ...CHAPTER, id: '07-small' }).stepsRun()).toEqual({ first: 2, inside: 1 });
});
