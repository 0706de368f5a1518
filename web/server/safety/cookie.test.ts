import { expect, test } from 'vitest';
import { readSessionCookies, sessionCookie } from './cookie.ts';

const id = 'A'.repeat(43);
const other = 'B'.repeat(43);

test('what was set is read again', () => {
  expect(sessionCookie(8642, id)).toBe(
    `wirebook-8642=${id}; Path=/; HttpOnly; SameSite=Strict; Max-Age=57600`,
  );
  expect(readSessionCookies(8642, `other=1; wirebook-8642=${id}; more=2`)).toEqual([id]);
});

test('one that another port has set beside it hides nothing', () => {
  const header = `wirebook-8642=junk; wirebook-8642=${other}; wirebook-8642=${id}`;
  expect(readSessionCookies(8642, header)).toEqual([other, id]);
});

test.each([
  undefined,
  '',
  `wirebook-8643=${id}`,
  `wirebook-8642=${id}A`,
  `wirebook-8642="${id}"`,
  `xwirebook-8642=${id}`,
])('nothing is read from %s', (header) => {
  expect(readSessionCookies(8642, header)).toEqual([]);
});
