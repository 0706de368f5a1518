import { expect, test } from 'vitest';
import { cutSections, lastMark } from './sections.ts';

const RS = '\u001e';

test('text before a mark is that section, on both outputs', () => {
  const out = `[]\n${RS}N 42 ip 0\nhalf a line${RS}N 42 fdb 1\n${lastMark('N')}`;
  const err = `${RS}N 42 ip 0\noops\n${RS}N 42 fdb 1\n${lastMark('N')}`;
  expect(cutSections('N', out, err)).toEqual([
    { where: '42', name: 'ip', status: 0, stdout: '[]\n', stderr: '' },
    { where: '42', name: 'fdb', status: 1, stdout: 'half a line', stderr: 'oops\n' },
    { where: 'host', name: 'done', status: 0, stdout: '', stderr: '' },
  ]);
});

test('a mark with another nonce is mere text', () => {
  const forged = `${RS}X 42 ip 0\n`;
  const [first] = cutSections('N', `${forged}${lastMark('N')}`, lastMark('N'));
  expect(first?.stdout).toBe(forged);
});

test.each([
  ['a mark on one output only', `${RS}N 42 ip 0\n${lastMark('N')}`, lastMark('N')],
  ['different marks', `${RS}N 42 ip 0\n`, `${RS}N 43 ip 0\n`],
  ['a mark that is cut short', `${RS}N 42 ip 0`, `${RS}N 42 ip 0`],
  ['a mark that says something else', `${RS}N hello\n`, `${RS}N hello\n`],
])('refused: %s', (_, out, err) => {
  expect(() => cutSections('N', out, err)).toThrow(/mark/);
});
