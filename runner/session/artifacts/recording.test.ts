import { expect, test } from 'vitest';
import { Recording } from './recording.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);

test('a character that comes in pieces is one character, at the time of its end', () => {
  const recording = new Recording();
  const arrow = Buffer.from('a→b');
  recording.print(1, arrow.subarray(0, 2));
  recording.print(2, arrow.subarray(2, 3));
  recording.print(3, arrow.subarray(3));
  expect(recording.events()).toEqual([
    { ms: 1, code: 'o', data: 'a' },
    { ms: 3, code: 'o', data: '→b' },
  ]);
});

test('bytes that are no UTF-8 are shown as such, and nothing is lost after them', () => {
  const recording = new Recording();
  recording.print(1, Uint8Array.of(0xff, 0x61));
  expect(recording.events()).toEqual([{ ms: 1, code: 'o', data: '\ufffda' }]);
});

test('output of one millisecond is one event; markers stay by themselves', () => {
  const recording = new Recording();
  recording.print(1.1, bytes('a'));
  recording.print(1.2, bytes('b'));
  recording.mark(1.3, 'a-step');
  recording.print(1.4, bytes('c'));
  expect(recording.events().map(({ code, data }) => `${code} ${data}`)).toEqual(['o ab', 'm a-step', 'o c']);
});

test('the buffer is bounded: the oldest goes first, and the recording says so', () => {
  const recording = new Recording(10);
  for (let at = 0; at < 5000; at++) recording.print(at, bytes('abc\n'));
  const [first, ...rest] = recording.events();
  expect(first?.data).toContain('[19992 characters before this were not kept]');
  expect(first?.ms).toBe(4998);
  expect(rest.map(({ ms }) => ms)).toEqual([4998, 4999]);
});

test('the last event is kept whatever its size', () => {
  const recording = new Recording(2);
  recording.print(1, bytes('ab'));
  recording.print(2, bytes('cdefgh'));
  expect(recording.events().at(-1)?.data).toBe('cdefgh');
});
