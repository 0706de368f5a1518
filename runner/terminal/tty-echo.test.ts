import { describe, expect, it } from 'vitest';
import { lineEndIn, signalEndIn, TtyEcho } from './tty-echo.ts';

const COOKED = { reads: true, echo: true, canonical: true, signals: true, utf8: false };

function echo(keys: string, changes: Partial<typeof COOKED> = {}): string {
  return new TtyEcho().of(Buffer.from(keys), { ...COOKED, ...changes }).toString();
}

/** What Linux 6.18 printed for these keys, typed at `cat` on a pty (the last group: at `read -n` and `read -s` of bash). */
const rows: readonly [what: string, keys: string, printed: string, changes?: Partial<typeof COOKED>][] = [
  ['letters and Enter', 'ab c\r', 'ab c\r\n'],
  ['an arrow', '\x1b[A', '^[[A'],
  ['a tab', 'a\tb', 'a\tb'],
  ['a character of several bytes', 'é網', 'é網'],
  ['backspace', 'ab\x7f', 'ab\b \b'],
  ['backspace on an empty line', '\x7fa\x7f\x7f', 'a\b \b'],
  ['backspace on a control character', '\x01\x7f', '^A\b \b\b \b'],
  ['backspace on a byte of a character', 'é\x7f\x7f', 'é\b \b\b \b'],
  ['backspace on a character that the terminal knows', 'aé\x7f\x7f', 'aé\b \b\b \b', { utf8: true }],
  ['backspace on a tab', 'abc\t\x7f', 'abc\t\b\b\b\b\b'],
  ['backspace on a tab behind a tab', '\ta\t\x7f', '\ta\t\b\b\b\b\b\b\b'],
  ['the line rubbed out', 'ab\x1b[A\x15w', 'ab^[[A\b \b\b \b\b \b\b \b\b \b\b \bw'],
  ['a word rubbed out', 'one two\x17x', 'one two\b \b\b \b\b \bx'],
  ['a word with what is behind it', 'a b.. \x17', 'a b.. \b \b\b \b\b \b\b \b'],
  ['a key taken literally', 'x\x16\x03y', 'x^\b^Cy'],
  ['the line printed again', 'one x\x12z', 'one x^R\r\none xz'],
  ['the end of the input', 'z\x04', 'z'],
  ['a new line after each', 'a\r\x7fb', 'a\r\nb'],
  ['a signal', 'abc\x03\x7fd', 'abc^Cd'],
  ['stop and go', 'a\x13\x11b', 'ab'],
  ['no edited line', 'a\x7f\r', 'a^?\r\n', { canonical: false }],
  ['no signals', '\x03\x1a', '^C^Z', { signals: false }],
  ['no echo', 'secret\r', '', { echo: false }],
];

describe('the echo', () => {
  it.each(rows)('of %s', (_what, keys, printed, changes) => {
    expect(echo(keys, changes)).toBe(printed);
  });

  it('does not depend on how the keys come', () => {
    for (const [, keys, printed, changes] of rows) {
      const one = new TtyEcho();
      const all = [...Buffer.from(keys)].map((key) => one.of(Uint8Array.of(key), { ...COOKED, ...changes }));
      expect(Buffer.concat(all).toString()).toBe(printed);
    }
  });
});

it('a line ends behind Enter, Ctrl-D or a signal', () => {
  expect(['ab', 'a\rb', 'a\nb', '\x04', 'a\x03'].map((keys) => lineEndIn(Buffer.from(keys)))).toEqual([
    0, 2, 2, 1, 2,
  ]);
  expect(['ab\r', 'a\x03b', '\x03a\x1c'].map((keys) => signalEndIn(Buffer.from(keys)))).toEqual([0, 2, 3]);
});
