import { expect, test } from 'vitest';
import { compareOutput } from './compare.ts';

test.each([
  ['the same', 'a\nb\n', 'a\nb\n'],
  ['nothing and nothing', '', '\n \n'],
  ['white space at line ends and empty lines at the end', 'a \nb\n', 'a\nb\t\n\n'],
  ['no newline at the end', 'a\n', 'a'],
  ['colours', 'up\n', '\x1b[32mup\x1b[0m\n'],
  ['a progress bar', '100%\n', ' 10%\r 50%\r100%\r\n'],
  [
    'patterns in a line',
    '<ifindex>: eth0@if<ifindex>: mtu 1500\n    link/ether <mac>\n',
    '2: eth0@if7: mtu 1500\n    link/ether 02:42:0a:00:00:02\n',
  ],
  ['any lines, some', 'a\n<...>\nz\n', 'a\nb\nc\nz\n'],
  ['any lines, none', 'a\n<...>\nz\n', 'a\nz\n'],
  ['any lines at the end', 'a\n<...>\n', 'a\nb\n'],
  ['only any lines', '<...>\n', ''],
  ['any lines twice', '<...>\nb\n<...>\nd\n', 'a\nb\nb\nc\nb\nd\nd\n'],
])('%s', (_name, recorded, found) => {
  expect(compareOutput(recorded, found)).toEqual({ same: true, diff: [] });
});

/** ` same`, `-recorded`, `+found`. */
function diff(recorded: string, found: string): string[] {
  const { same, diff: lines } = compareOutput(recorded, found);
  expect(same).toBe(false);
  const sign = { same: ' ', recorded: '-', found: '+' };
  return lines.map(({ kind, text }) => `${sign[kind]}${text}`);
}

test.each([
  ['a changed line', 'a\nb\nc\n', 'a\nx\nc\n', [' a', '-b', '+x', ' c']],
  ['a new line', 'a\nc\n', 'a\nb\nc\n', [' a', '+b', ' c']],
  ['a missing line', 'a\nb\nc\n', 'a\nc\n', [' a', '-b', ' c']],
  ['a moved window', 'a\nb\n', 'b\nc\n', ['-a', ' b', '+c']],
  ['two changed lines stay together', 'a\nb\nc\nd\n', 'a\nx\ny\nd\n', [' a', '-b', '-c', '+x', '+y', ' d']],
  ['nothing was printed', 'a\nb\n', '', ['-a', '-b']],
  ['something was printed', '', 'a\n', ['+a']],
  ['lines that match are shown as found', 'id <n>\nx\n', 'id 7\ny\n', [' id 7', '-x', '+y']],
  [
    'lines that <...> stands for are the same',
    'a\n<...>\nz\nlast\n',
    'a\nb\nc\nz\nLAST\n',
    [' a', ' b', ' c', ' z', '-last', '+LAST'],
  ],
  ['<...> does not swallow a changed line after it', 'a\n<...>\ny\n', 'a\nb\nx\n', [' a', ' b', '-y', '+x']],
  [
    '<...> does not swallow a changed line before it',
    'a\ny\n<...>\nz\n',
    'a\nx\nb\nz\n',
    [' a', '-y', '+x', ' b', ' z'],
  ],
  ['a match after the wrong one is found', 'a\n<...>\nb\nc\n', 'a\nb\nx\n', [' a', ' b', '-c', '+x']],
  ['a leading blank line counts', 'a\n', '\na\n', ['+', ' a']],
])('%s', (_name, recorded, found, lines) => {
  expect(diff(recorded, found)).toEqual(lines);
});

const many = (count: number, line: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => `${line(n)}\n`).join('');

// A quadratic comparison would take minutes, and the test's own time would be over.
test.each([
  [
    'the same by pattern',
    many(10_000, () => 'time=<ms> ms <mac>'),
    many(10_000, (n) => `time=${n} ms 02:42:0a:00:00:02`),
    true,
  ],
  ['all different', many(10_000, (n) => `a ${n}`), many(10_000, (n) => `b ${n}`), false],
  [
    'one different at each end',
    many(10_000, (n) => `${n}`),
    `x\n${many(9_998, (n) => `${n + 1}`)}x\n`,
    false,
  ],
  ['a short recording, a flood', 'a\n<...>\nb\n', many(30_000, (n) => `line ${n}`), false],
  [
    'any lines before a line that repeats',
    `<...>\n${many(3_000, () => 'a')}b\n`,
    many(10_000, () => 'a'),
    false,
  ],
  ['one long line', `${'<...>a'.repeat(20)}b\n`, `${'a'.repeat(20_000)}\n`, false],
])('10,000 lines: %s', (_name, recorded, found, same) => {
  expect(compareOutput(recorded, found).same).toBe(same);
});
