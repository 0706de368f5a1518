import { expect, test } from 'vitest';
import { CHAPTER } from '../testing/chapter.ts';
import { type ChapterEntry, tallyAll, timeWords, whereToGoOn } from './course-progress.ts';

const done = (possible: number) => ({ done: true, points: possible, possible, hintsShown: 0 });
const ALL = { build: done(10), mend: done(7), which: done(5) };

const entry = (number: number, given: Partial<ChapterEntry> = {}): ChapterEntry => ({
  chapter: { ...CHAPTER, id: `0${number}-small-${number}`, number, minutes: 40 },
  progress: {},
  ran: [],
  ...given,
});
const ran = (number: number, step: string) => ({ chapter: `small-${number}`, step });

test('what is done is summed up, and takes no more time', () => {
  const none = tallyAll([entry(1), entry(2)]);
  expect(none).toEqual({ items: 6, done: 0, earned: 0, possible: 44, minutes: 80, minutesLeft: 80 });
  expect(tallyAll([entry(1, { progress: ALL, ran: ['first', 'inside', 'last'] }), entry(2)])).toEqual({
    ...none,
    done: 3,
    earned: 22,
    minutesLeft: 40,
  });
  const { minutesLeft } = tallyAll([entry(1, { ran: ['first'] })]);
  expect(minutesLeft).toBeLessThan(40);
  expect(minutesLeft).toBeGreaterThan(30);
});

test.each([
  ['nothing yet', [entry(1), entry(2)], [], 'Begin: chapter 1, Small', '/chapter/01-small-1'],
  [
    'a step',
    [entry(1), entry(2)],
    [ran(2, 'first'), ran(1, 'last')],
    'Continue: chapter 2, step first',
    '/chapter/02-small-2#step-first',
  ],
  [
    'the last step, tasks open',
    [entry(1), entry(2)],
    [ran(1, 'last')],
    'Continue: chapter 1, step last',
    '/chapter/01-small-1#step-last',
  ],
  [
    'a whole chapter',
    [entry(1, { progress: ALL }), entry(2)],
    [ran(1, 'last')],
    'Continue: chapter 2, Small',
    '/chapter/02-small-2',
  ],
  [
    'the whole book',
    [entry(1, { progress: ALL })],
    [ran(1, 'last')],
    'Continue: chapter 1, step last',
    '/chapter/01-small-1#step-last',
  ],
  [
    'what is there no more',
    [entry(1)],
    [ran(9, 'first'), ran(1, 'gone'), ran(1, 'inside')],
    'Continue: chapter 1, step inside',
    '/chapter/01-small-1#step-inside',
  ],
  [
    'solved without a step',
    [entry(1, { progress: ALL }), entry(2, { progress: { build: done(10) } })],
    [],
    'Continue: chapter 2, Small',
    '/chapter/02-small-2',
  ],
])('%s', (_what, entries, lastRuns, words, path) => {
  expect(whereToGoOn(entries, lastRuns)).toEqual({ words, path });
});

test('a book without chapters leads nowhere', () => {
  expect(whereToGoOn([], [ran(1, 'first')])).toBeUndefined();
});

test.each([
  [0, '0 minutes'],
  [1, '1 minute'],
  [59, '59 minutes'],
  [60, '1 hour'],
  [80, '1½ hours'],
  [119, '2 hours'],
  [680, '11½ hours'],
])('%d minutes are %s', (minutes, words) => {
  expect(timeWords(minutes)).toBe(words);
});
