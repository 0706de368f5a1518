import { expect, test } from 'vitest';
import { editDistance } from './edit-distance.ts';

test.each([
  ['', '', 0],
  ['', 'abc', 3],
  ['veth', 'VETH', 0],
  ['veth', 'vet', 1],
  ['veth', 'vteh', 2],
  ['kitten', 'sitting', 3],
])('%j and %j are %i apart, either way', (a, b, distance) => {
  expect(editDistance(a, b)).toBe(distance);
  expect(editDistance(b, a)).toBe(distance);
});
