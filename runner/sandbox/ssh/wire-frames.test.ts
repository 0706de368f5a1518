import { expect, test } from 'vitest';
import { encode, type Frame, FrameReader, words } from './wire-frames.ts';

const SENT: readonly (readonly [string, number, Buffer])[] = [
  ['o', 1, Buffer.from('hello\n')],
  ['z', 1, Buffer.from('o')],
  ['a', 4_000_000_000, Buffer.alloc(0)],
  ['e', 7, Buffer.alloc(5_000, 0xfe)],
];

/** Letter, number and length of body of each frame, read in pieces of some size. */
function read(size: number): Frame[] {
  const found: Frame[] = [];
  const reader = new FrameReader((frame) => found.push(frame));
  const all = Buffer.concat(SENT.map(([letter, number, body]) => encode(letter, number, body)));
  for (let at = 0; at < all.length; at += size) reader.feed(all.subarray(at, at + size));
  return found;
}

test.each([1, 8, 9, 10, 4096, 1_000_000])('frames survive pieces of %i bytes', (size) => {
  expect(read(size).map(({ letter, number, body }) => [letter, number, body])).toEqual(SENT);
});

test('words are joined by NUL, and bytes may follow', () => {
  expect(words(['a', '', 'é']).toString()).toBe('a\0\0é');
  expect(words(['build'], Buffer.of(0, 255))).toEqual(Buffer.from('build\0\0\xff', 'latin1'));
  expect(() => words(['a\0b'])).toThrow(/NUL/);
});
