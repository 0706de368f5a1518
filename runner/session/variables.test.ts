import { expect, test } from 'vitest';
import { drawVariables } from './variables.ts';

test('the same seed draws the same values, another seed may draw others', () => {
  const ranges = { ENDPOINTS: [3, 5] as const };
  expect(drawVariables(ranges, 'a')).toEqual(drawVariables(ranges, 'a'));
  const seen = new Set(Array.from({ length: 60 }, (_, i) => drawVariables(ranges, `s${i}`).ENDPOINTS));
  expect([...seen].sort()).toEqual(['3', '4', '5']);
});

test('each variable is drawn by itself, within its range', () => {
  const drawn = drawVariables({ A: [1, 1], B: [10, 12] }, 'x');
  expect(drawn.A).toBe('1');
  expect(Number(drawn.B)).toBeGreaterThanOrEqual(10);
  expect(Number(drawn.B)).toBeLessThanOrEqual(12);
});
