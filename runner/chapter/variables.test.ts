import { describe, expect, test } from 'vitest';
import { everyDraw, oneAtATime, putVariables, strings, variableNames } from './variables.ts';

describe('put in', () => {
  test.each<[unknown, unknown]>([
    ['$A', 7],
    ['10.1.$A.9', '10.1.7.9'],
    ['10.$A.$B.9/$A', '10.7.12.9/7'],
    ['$A $AB $C', '7 $AB $C'],
    ['$C', '$C'],
    [
      ['$A', { to: 'x$B' }, 3, null, true],
      [7, { to: 'x12' }, 3, null, true],
    ],
  ])('%j becomes %j', (from, to) => expect(putVariables(from, { A: 7, B: 12 })).toEqual(to));
});

test.each<[string, string[], boolean]>([
  ['$A', ['A'], true],
  ['10.$A.$LONG_1.1', ['A', 'LONG_1'], false],
  ['costs $5, ends in $', [], false],
])('names in %j', (text, names, whole) => expect(variableNames(text)).toEqual({ names, whole }));

test('strings of arguments have their paths', () => {
  expect(strings({ a: ['x', { b: 'y' }], c: 1 })).toEqual([
    { path: ['a', 0], text: 'x' },
    { path: ['a', 1, 'b'], text: 'y' },
  ]);
});

describe('draws', () => {
  const ranges = { A: [1, 2], B: [5, 7] } as const;
  test('every one', () => {
    expect(everyDraw(ranges, ['A', 'B'])).toHaveLength(6);
    expect(everyDraw(ranges, [])).toEqual([{}]);
  });
  test('one at a time', () => {
    expect(oneAtATime(ranges, ['A', 'B'])).toEqual([
      { A: 1, B: 5 },
      { A: 2, B: 5 },
      { A: 1, B: 5 },
      { A: 1, B: 6 },
      { A: 1, B: 7 },
    ]);
    expect(oneAtATime(ranges, [])).toEqual([]);
  });
});
