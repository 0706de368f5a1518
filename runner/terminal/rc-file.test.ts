import { describe, expect, it } from 'vitest';
import { paintCommand, rcFile, stepFile } from './rc-file.ts';

describe('a painted command', () => {
  it.each<[what: string, command: string, painted: string]>([
    ['one line', 'ip link', 'ip link'],
    ['several lines, as at a prompt', 'a \\\n  b\nc', 'a \\\r\n>   b\r\n> c'],
    ['no empty lines at its end', 'a\n\n', 'a'],
    ['tabs as they are', '\ta', '\ta'],
    ['control characters in caret form', 'a\x1b[2Jb\x07\x7f\r', 'a^[[2Jb^G^?'],
    ['unicode as it is', '✓', '✓'],
  ])('has %s', (_what, command, painted) => {
    expect(paintCommand(command)).toBe(painted);
  });
});

describe('a step’s file', () => {
  it.each<[what: string, command: string, quoted: string]>([
    ['newlines', 'a\nb', "$'a\\nb'"],
    ['quotes and backslashes', `'\\n"`, `$'\\'\\\\n"'`],
    ['a carriage return', 'a\rb', "$'a\\rb'"],
    ['dollars and backquotes', '$x `y` !!', "$'$x `y` !!'"],
  ])('has %s on its one line', (_what, command, quoted) => {
    const file = stepFile(3, command);
    expect(file).toContain(`__wb_step 3 ${quoted};`);
    expect(file.split('\n')).toHaveLength(2);
  });
});

it('the start-up file exports nothing and names its nonce once', () => {
  const text = rcFile('n0nce', '/a/step.sh');
  expect(text).not.toMatch(/\bexport\b|set -a/);
  expect(text.match(/n0nce/g)).toHaveLength(1);
});
