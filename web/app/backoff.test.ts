import { expect, it } from 'vitest';
import { backoff } from './backoff.ts';

it.each([
  [0, 0, 375],
  [0, 1, 500],
  [1, 1, 1000],
  [3, 1, 4000],
  [4, 1, 8000],
  [50, 0, 6000],
  [50, 1, 8000],
])('after %i failures, with luck %d: %i ms', (failures, random, ms) => {
  expect(backoff(failures, random)).toBe(ms);
});
