import { expect, test } from 'vitest';
import { Bucket } from './bucket.ts';

test('a burst, then so many a second, never more than a burst again', () => {
  let now = 0;
  const bucket = new Bucket(3, 2, () => now);
  const takeAll = () => Array.from({ length: 5 }, () => bucket.take()).filter(Boolean).length;
  expect(takeAll()).toBe(3);
  expect(bucket.empty).toBe(true);
  now = 1000;
  expect(takeAll()).toBe(2);
  now = 3_600_000;
  expect(takeAll()).toBe(3);
});
