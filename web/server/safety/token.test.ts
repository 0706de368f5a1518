import { expect, test } from 'vitest';
import { OneTimeToken } from './token.ts';

test('opens once', () => {
  const token = new OneTimeToken();
  const printed = token.mint();
  expect(Buffer.from(printed, 'base64url')).toHaveLength(32);
  expect(token.redeem(printed)).toBe('accepted');
  expect(token.redeem(printed)).toBe('wrong');
});

test('a fresh one makes the one before void', () => {
  const token = new OneTimeToken();
  const first = token.mint();
  const second = token.mint();
  expect(token.redeem(first)).toBe('wrong');
  expect(token.redeem(second)).toBe('accepted');
});

test('nothing fits before there is one', () => {
  expect(new OneTimeToken().redeem('')).toBe('wrong');
});

test('guessing is stopped, then possible again slowly; a wrong guess does not use the token up', () => {
  let now = 0;
  const token = new OneTimeToken(() => now);
  const printed = token.mint();
  const tries = Array.from({ length: 10 }, () => token.redeem('guess'));
  expect(tries).toEqual([...Array(8).fill('wrong'), 'too-many', 'too-many']);
  expect(token.redeem(printed)).toBe('too-many');
  now += 10_000;
  expect(token.redeem(printed)).toBe('accepted');
});
