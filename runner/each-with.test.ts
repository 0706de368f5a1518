import { expect, test } from 'vitest';
import { eachWith } from './each-with.ts';

test('at most n at a time, results in order', async () => {
  let running = 0;
  let most = 0;
  const results = await eachWith(2, [30, 10, 20, 0], async (ms) => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, ms));
    running--;
    return ms * 2;
  });
  expect(results).toEqual([60, 20, 40, 0]);
  expect(most).toBe(2);
});

test('the first error ends it', async () => {
  await expect(
    eachWith(2, [1, 2, 3], (n) => (n === 2 ? Promise.reject(new Error('two')) : Promise.resolve(n))),
  ).rejects.toThrow('two');
});
