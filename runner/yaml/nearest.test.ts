import { expect, test } from 'vitest';
import { knownWords, nearest } from './nearest.ts';

test.each([
  ['hots', ['host', 'name'], 'host'],
  ['HOST', ['host'], 'host'],
  ['namespaces', ['link', 'namespace'], 'namespace'],
  ['lisening', ['listening'], 'listening'],
  ['x', ['host', 'name'], undefined],
  ['bridge', ['link', 'namespace', 'route'], undefined],
  ['', ['host'], undefined],
])('%s of %s is %s', (word, known, meant) => {
  expect(nearest(word, known)).toBe(meant);
});

test('the known words follow, guess or not', () => {
  expect(knownWords('hots', ['host', 'name'])).toBe('did you mean host? known: host, name');
  expect(knownWords('zz', [])).toBe('known: none');
});
