import { expect, test } from 'vitest';
import { plainLines, plainText } from './plain-text.ts';

test.each([
  ['nothing to do', 'a\nb\n', 'a\nb\n'],
  ['colours', '\x1b[1;31mred\x1b[0m and \x1b[38;5;12mblue\x1b[m', 'red and blue'],
  ['private modes', '\x1b[?2004l\x1b[?25hx', 'x'],
  ['a title (OSC) ended by BEL', '\x1b]0;title\x07x', 'x'],
  ['a link (OSC) ended by ST', '\x1b]8;;http://x\x1b\\x\x1b]8;;\x1b\\', 'x'],
  ['a string that never ends', 'a\x1b]0;title\nb', 'a\nb'],
  ['a device control string', '\x1bPq#0\x1b\\x', 'x'],
  ['a character set', '\x1b(Bx\x1b=y', 'xy'],
  ['an escape at the end', 'x\x1b', 'x'],
  ['a broken sequence', 'x\x1b[12', 'x'],
  ['a carriage return overwrites', 'abcdef\rxyz\n', 'xyzdef\n'],
  ['a carriage return before the newline', 'abc\r\n', 'abc\n'],
  ['progress', ' 10%\r 50%\r100%\n', '100%\n'],
  ['a longer line before a shorter one, erased', 'working...\r\x1b[Kdone\n', 'done\n'],
  ['the whole line erased', 'abc\x1b[2Kd', '   d'],
  ['the line erased up to the cursor', 'abc\x1b[1Kd', '   d'],
  ['backspaces', 'ab\b\bcd\b', 'cd'],
  ['a bell', 'a\x07b', 'ab'],
  ['characters beyond 16 bits', '\x1b[1m🦊x\ry', 'yx'],
])('%s', (_name, text, plain) => {
  expect(plainText(text)).toBe(plain);
});

test.each(['\x1b[K', '\x1b[1K', '\x1b[2K', '\x1b[1K\x1b[K', '\x1b[2Kx'])(
  'a long line that is erased again and again, by %j, takes no longer than to read it',
  (erased) => {
    const width = 100_000;
    const [line = ''] = plainLines(`${'x'.repeat(width)}${erased.repeat(50_000)}y`);
    expect(line.at(-1)).toBe('y');
    expect(line.length).toBeGreaterThan(width);
  },
);

test('trailing white space and empty lines at the end do not count', () => {
  expect(plainLines('\n a  \n\nb\t\n \n\n')).toEqual(['', ' a', '', 'b']);
  expect(plainLines('')).toEqual([]);
});

test('control characters that a terminal ignores leave nothing', () => {
  expect(plainText('a\x00b\x07c\x0fd\x7fe\tf')).toBe('abcde\tf');
});
