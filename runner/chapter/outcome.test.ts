import { expect, test } from 'vitest';
import type { Choice, Prediction } from './model.ts';
import { outcome } from './outcome.ts';
import { prose } from './testing/prose.ts';

const head = { id: 'e', question: prose('What?'), step: 's', line: 1 };
const choices = (...given: Omit<Choice, 'says'>[]): Prediction => ({
  ...head,
  type: 'choices',
  choices: given.map((choice, index) => ({ says: prose(`choice ${index}`), ...choice })),
});
const number = (of: string): Prediction => ({ ...head, type: 'number', of, within: 0 });

const PAGE = choices({ shows: 'hello' }, { exit: 7 }, { shows: 'timed out', exit: 28 });
const LINES = choices({ shows: '/^state (UP|UNKNOWN)$/' }, { shows: '/^state DOWN$/' });

test.each<[what: string, prediction: Prediction, output: string, exit: number | null, seen?: number]>([
  ['a text in the output', PAGE, 'hello from server\n', 0, 0],
  ['a status alone', PAGE, 'curl: (7) Failed\n', 7, 1],
  ['a text and a status', PAGE, 'timed out\n', 28, 2],
  ['a text without its status', PAGE, 'timed out\n', 1],
  ['none of them', PAGE, '', 6],
  ['two of them', PAGE, 'hello\n', 7],
  ['a run that was stopped, without a status', PAGE, 'hello\n', null, 0],
  ['no status where one is wanted', PAGE, '', null],
  ['colours in the text', PAGE, '\x1b[32mhel\x1b[0mlo\r\n', 0, 0],
  ['what a carriage return overwrote', PAGE, 'hello\rnever', 0],
  ['a regular expression on a line', LINES, 'a\nstate DOWN  \r\nb\n', 0, 1],
  ['the alternatives of one', LINES, 'state UNKNOWN', 0, 0],
  ['half of a line', LINES, 'state DOWNED\n', 0],
  ['a text over two lines', choices({ shows: 'a\nb' }, { shows: 'c' }), 'a  \nb\n', 0, 0],
  ['a text with the characters of expressions', choices({ shows: '1.1' }, { shows: 'a|b' }), '1x1 a|b', 0, 1],
  ['a single slash is a text', choices({ shows: '/' }, { shows: 'b' }), 'a/16', 0, 0],
  ['a number', number('mtu (\\d+)'), 'x\n\x1b[1mmtu 1500\x1b[0m qdisc\n', 0, 1500],
  ['a number with a fraction', number('ttl=(\\S+)'), 'ttl=-1.5 ms', 0, -1.5],
  ['the first number of two', number('mtu (\\d+)'), 'mtu 1\nmtu 2\n', 0, 1],
  ['no number', number('mtu (\\S+)'), 'mtu lots\n', 0],
  ['no line with it', number('mtu (\\d+)'), 'ttl 3\n', 0],
])('%s', (_what, prediction, output, exit, seen) => {
  expect(outcome(prediction, { output, exit })).toBe(seen);
});

test('what a step prints without end is searched at its beginning only', () => {
  const late = choices({ shows: '/a[^]*late/' }, { shows: 'never' });
  expect(outcome(late, { output: `${'a'.repeat(1 << 20)} late`, exit: 0 })).toBeUndefined();
});
