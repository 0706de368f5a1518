import { expect, test } from 'vitest';
import { drawVariables } from '../session/variables.ts';
import { largestSeed } from './largest-seed.ts';

test('the seed draws the largest of each', () => {
  const ranges = { A: [3, 5], B: [0, 9] } as const;
  expect(drawVariables(ranges, largestSeed(ranges))).toEqual({ A: '5', B: '9' });
  expect(largestSeed(ranges)).toBe(largestSeed(ranges));
});

test('without variables any seed does', () => expect(largestSeed({})).toBe('proof-0'));

test('ranges too many to try give one all the same', () => {
  expect(largestSeed({ A: [0, 1e9], B: [0, 1e9] })).toBe('proof-0');
});
