import { expect, it } from 'vitest';
import { InputBound, MOST_WAITING } from './input-bound.ts';

const keys = (size: number) => Buffer.alloc(size, 'x');

it('a paste that is too long loses its end, until what is in front of that has been read', () => {
  const bound = new InputBound();
  expect(bound.admit(keys(1000), MOST_WAITING - 400)).toBe(400);
  expect(bound.admit(keys(10), MOST_WAITING - 400)).toBe(0);
  expect(bound.admit(keys(10), 1)).toBe(0);
  expect(bound.admit(keys(10), 0)).toBe(10);
  expect(bound.admit(keys(10), 10)).toBe(10);
});

it('one that is too long by itself is cut, though nothing waits', () => {
  expect(new InputBound().admit(keys(MOST_WAITING + 1), 0)).toBe(MOST_WAITING);
});

it('a signal is admitted whatever waits', () => {
  const bound = new InputBound();
  expect(bound.admit(keys(1), MOST_WAITING)).toBe(0);
  expect(bound.admit(Buffer.from('\x03'), MOST_WAITING)).toBe(1);
});
