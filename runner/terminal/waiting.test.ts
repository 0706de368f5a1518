import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Change } from './change.ts';
import { Deadline } from './deadline.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('a deadline counts only the time in which it was not paused', async () => {
  const expired = vi.fn();
  const deadline = new Deadline(100, expired);
  await vi.advanceTimersByTimeAsync(60);
  deadline.pause();
  deadline.pause();
  await vi.advanceTimersByTimeAsync(1000);
  deadline.resume();
  deadline.resume();
  await vi.advanceTimersByTimeAsync(39);
  expect(expired).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  deadline.resume();
  await vi.advanceTimersByTimeAsync(1000);
  expect(expired).toHaveBeenCalledTimes(1);
});

it('a cancelled deadline stays so', async () => {
  const expired = vi.fn();
  const deadline = new Deadline(100, expired);
  deadline.cancel();
  deadline.resume();
  await vi.advanceTimersByTimeAsync(1000);
  expect(expired).not.toHaveBeenCalled();
});

it('waiting ends with the fact, or with its deadline', async () => {
  const change = new Change();
  let fact = false;
  const [soon, late] = [change.until(() => fact, 100), change.until(() => false, 100)];
  fact = true;
  change.wake();
  expect(await soon).toBe(true);
  await vi.advanceTimersByTimeAsync(100);
  expect(await late).toBe(false);
  expect(vi.getTimerCount()).toBe(0);
});
