import { expect, test } from 'vitest';
import { Learner, LOCAL, learnerName } from './learner.ts';

test.each([
  [{ issuer: 'local' }],
  [{ issuer: 'local', subject: '' }],
  [{ issuer: 'local', subject: 'x'.repeat(256) }],
  [{ issuer: 'local', subject: 'a', name: 'A' }],
  ['01-network-namespaces'],
])('%j is no learner', (value) => expect(Learner.safeParse(value).success).toBe(false));

test('two learners never have one name', () => {
  const pairs = [
    ['https://a', 'b@c'],
    ['c@https://a', 'b'],
    ['https://a/b', 'c'],
    ['https://a', 'b/c'],
    ['https://a', 'b%40c'],
  ];
  const names = pairs.map(([issuer, subject]) => learnerName(Learner.parse({ issuer, subject })));
  expect(new Set(names).size).toBe(pairs.length);
  expect(learnerName(LOCAL)).toBe('owner@local');
});
