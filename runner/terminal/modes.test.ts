import { expect, it } from 'vitest';
import { modesOf } from './modes.ts';

it.each<[what: string, output: string, kept: string]>([
  ['plain text', 'a\r\nb\r\n', ''],
  ['the alternate screen, entered', 'a\x1b[?1049h\x1b[2Jb', '\x1b[?1049h'],
  ['entered and left', '\x1b[?1049hx\x1b[?1049l', '\x1b[?1049l'],
  ['several modes in one', '\x1b[?25;1h', '\x1b[?25h\x1b[?1h'],
  ['the order of the last ones', '\x1b[?1h\x1b[?25l\x1b[?1l', '\x1b[?25l\x1b[?1l'],
  ['modes that are not private', '\x1b[4h', '\x1b[4h'],
  ['only the last colour', '\x1b[31mred\x1b[0m', '\x1b[0m'],
  ['margins, character set, keypad', '\x1b[2;20r\x1b(0\x1b=', '\x1b[2;20r\x1b(0\x1b='],
  ['nothing from before a reset', '\x1b[?1h\x1bc\x1b[?25l', '\x1bc\x1b[?25l'],
  ['no cursor movements, no titles', '\x1b[5C\x1b[2;3H\x1b]0;t\x07\x1b[K', ''],
  ['a sequence that is cut off', 'x\x1b[?10', ''],
])('keeps of %s what outlasts it', (_what, output, kept) => {
  expect(modesOf(Buffer.from(output, 'latin1')).toString('latin1')).toBe(kept);
});

it('keeps the last ones of a flood', () => {
  const all = Array.from({ length: 100_000 }, (_, number) => `\x1b[?${number}h`).join('');
  const kept = modesOf(Buffer.from(all)).toString();
  expect(kept.endsWith('\x1b[?99999h')).toBe(true);
  expect(kept.length).toBeLessThan(2000);
});
