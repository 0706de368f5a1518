import { expect, test } from 'vitest';
import { aboutMinutes, remainingMs, type Work } from './estimate.ts';

const work = (file: string, done: number, project = 'unit'): Work => ({ file, project, done });

test.each<[string, Work[], Record<string, number>, number, number | undefined]>([
  ['nothing to do', [], {}, 1000, undefined],
  ['too early to tell', [work('a', 0.01), work('b', 0)], {}, 1000, undefined],
  ['half of the files', [work('a', 1), work('b', 0)], {}, 1000, 1000],
  ['by what they cost before', [work('a', 1), work('b', 0)], { a: 100, b: 300 }, 1000, 3000],
  [
    'at this run’s pace, not at the earlier one’s',
    [work('a', 1), work('b', 0)],
    { a: 1, b: 3 },
    5000,
    15_000,
  ],
  ['parts of a file', [work('a', 0.5), work('b', 0.5)], { a: 100, b: 300 }, 2000, 2000],
  ['an unknown file by its project', [work('a', 1, 'real'), work('b', 0)], {}, 1000, 10],
  ['all done', [work('a', 1)], {}, 1000, 0],
])('%s', (_, list, earlier, elapsed, expected) => {
  const found = remainingMs(list, earlier, elapsed);
  if (expected === undefined) expect(found).toBeUndefined();
  else expect(found).toBeCloseTo(expected);
});

test.each([
  [0, 'under a minute'],
  [29_999, 'under a minute'],
  [31_000, 'about 1 min'],
  [170_000, 'about 3 min'],
])('%d ms are %s', (ms, words) => expect(aboutMinutes(ms)).toBe(words));
