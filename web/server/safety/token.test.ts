import { expect, test } from 'vitest';
import { OneTimeToken } from './token.ts';

test('opens once', () => {
  const token = new OneTimeToken();
  const printed = token.mint();
  expect(Buffer.from(printed, 'base64url')).toHaveLength(32);
  expect(token.redeem(printed)).toBe(true);
  expect(token.redeem(printed)).toBe(false);
});

test('a fresh one makes the one before void', () => {
  const token = new OneTimeToken();
  const first = token.mint();
  const second = token.mint();
  expect(token.redeem(first)).toBe(false);
  expect(token.redeem(second)).toBe(true);
});

test('nothing fits before there is one', () => {
  expect(new OneTimeToken().redeem('')).toBe(false);
});

test('wrong ones, however many, neither use it up nor keep it out', () => {
  const token = new OneTimeToken();
  const printed = token.mint();
  for (let time = 0; time < 1000; time += 1) expect(token.redeem(`guess ${time}`)).toBe(false);
  expect(token.redeem(printed)).toBe(true);
});
