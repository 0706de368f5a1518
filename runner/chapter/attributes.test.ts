import { expect, test } from 'vitest';
import { readAttributes } from './attributes.ts';

test.each([
  ['{}', []],
  ['{ }', []],
  ['{name=a}', [{ key: 'name', value: 'a', column: 11 }]],
  [
    '{ background  exit=7 }',
    [
      { key: 'background', column: 12 },
      { key: 'exit', value: '7', column: 24 },
    ],
  ],
  ['{title="a \\"b\\" = {c} \\\\"}', [{ key: 'title', value: 'a "b" = {c} \\', column: 11 }]],
  ['{title=""}', [{ key: 'title', value: '', column: 11 }]],
  [
    '{a=1\tb}',
    [
      { key: 'a', value: '1', column: 11 },
      { key: 'b', column: 15 },
    ],
  ],
])('%s', (text, attributes) => {
  expect(readAttributes(text, 10)).toEqual({ attributes, problems: [] });
});

test.each([
  ['{name=a', 10, /no closing brace/],
  ['{name=a} b', 19, /"b" after the closing brace/],
  ['{name=}', 11, /the value of name cannot be read in "name="/],
  ['{name="a b}', 11, /cannot be read in "name="a"/],
  ['{name="a"b}', 11, /cannot be read in "name="a"b"/],
  ["{name='a'}", 11, /cannot be read/],
  ['{a b=1=2 c}', 13, /cannot be read in "b=1=2"/],
  ['{=a}', 11, /"=a" is not a name/],
  ['{#id}', 11, /"#id" is not a name/],
  ['{name,host}', 11, /"name,host" is not a name/],
])('%s is complained about at its column', (text, column, message) => {
  const { problems } = readAttributes(text, 10);
  expect(problems[0]).toEqual({ column, message: expect.stringMatching(message) });
});

test('reading goes on after a mistake', () => {
  const { attributes, problems } = readAttributes('{a= b=2 "x" c}', 1);
  expect(attributes.map(({ key }) => key)).toEqual(['b', 'c']);
  expect(problems).toHaveLength(2);
});
