import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { InputQueue } from './input-queue.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A pty of so many bytes, which a program may empty. */
function open(room: number) {
  let held = Buffer.alloc(0);
  let drained = 0;
  let discarded = 0;
  const end = {
    take(bytes: Uint8Array) {
      const taken = bytes.subarray(0, room - held.length);
      held = Buffer.concat([held, taken]);
      return taken.length;
    },
    discard() {
      discarded += held.length;
      held = Buffer.alloc(0);
    },
  };
  const queue = new InputQueue(end, () => drained++);
  return {
    queue,
    drained: () => drained,
    discarded: () => discarded,
    read() {
      const read = held.toString();
      held = Buffer.alloc(0);
      return read;
    },
    later: () => vi.advanceTimersByTimeAsync(32),
  };
}

it('gives at once what the pty takes', () => {
  const { queue, read, drained } = open(100);
  queue.write('one ');
  queue.write(Buffer.from('two'));
  expect([read(), queue.waiting, drained(), vi.getTimerCount()]).toEqual(['one two', 0, 0, 0]);
});

it('keeps what the pty does not take, in order, and offers it again', async () => {
  const { queue, read, later, drained } = open(4);
  queue.write('abcdef');
  queue.write('gh');
  queue.write('ij');
  expect(queue.waiting).toBe(6);
  let all = read();
  while (queue.waiting > 0) {
    await later();
    all += read();
  }
  expect(all).toBe('abcdefghij');
  expect([drained(), vi.getTimerCount()]).toEqual([1, 0]);
});

it('offers less and less often to a pty that stays full', async () => {
  const take = vi.fn(() => 0);
  const queue = new InputQueue({ take, discard: () => {} }, () => {});
  queue.write('x');
  await vi.advanceTimersByTimeAsync(1000);
  expect(take.mock.calls.length).toBeLessThan(40);
  queue.close();
  expect(vi.getTimerCount()).toBe(0);
});

it('lets others have their turn in a paste that is taken as fast as it comes', async () => {
  const taken: number[] = [];
  const take = (bytes: Uint8Array) => taken.push(bytes.length) && bytes.length;
  const queue = new InputQueue({ take, discard: () => {} }, () => {});
  queue.write(Buffer.alloc(1 << 20));
  expect(queue.waiting).toBeGreaterThan(1 << 19);
  await vi.advanceTimersByTimeAsync(100);
  expect(taken.reduce((sum, size) => sum + size, 0)).toBe(1 << 20);
});

it.each(['\x03', '\x1c', '\x1a'])('the signal %j overtakes what waits, here and in the pty', (signal) => {
  const { queue, read, discarded } = open(4096);
  queue.write('x'.repeat(10_000));
  queue.write(signal);
  expect([read(), queue.waiting, discarded()]).toEqual([signal, 0, 4096]);
});

it('a signal amid a paste is text', async () => {
  const { queue, read, later } = open(4);
  queue.write('abcd');
  queue.write('e\x03f');
  expect(read()).toBe('abcd');
  await later();
  expect(read()).toBe('e\x03f');
});

it('a signal leaves alone what a program may still be about to read', () => {
  const { queue, read, discarded } = open(4096);
  queue.write('typed ahead');
  queue.write('\x03');
  expect([read(), discarded()]).toEqual(['typed ahead\x03', 0]);
});

it('a closed queue offers nothing any more', async () => {
  const { queue, read, later } = open(2);
  queue.write('abcd');
  queue.close();
  expect(read()).toBe('ab');
  await later();
  expect([read(), queue.waiting]).toEqual(['', 0]);
});
