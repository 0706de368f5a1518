import { expect, test } from 'vitest';
import { readSessionCookie, sessionCookie } from './cookie.ts';

const id = 'A'.repeat(43);

test('what was set is read again', () => {
  expect(sessionCookie(8642, id)).toBe(
    `wirebook-8642=${id}; Path=/; HttpOnly; SameSite=Strict; Max-Age=2592000`,
  );
  expect(readSessionCookie(8642, `other=1; wirebook-8642=${id}; more=2`)).toBe(id);
});

test.each([
  undefined,
  '',
  `wirebook-8643=${id}`,
  `wirebook-8642=${id}A`,
  `wirebook-8642="${id}"`,
  `wirebook-8642=${id}; wirebook-8642=${'B'.repeat(43)}`,
  `xwirebook-8642=${id}`,
])('nothing is read from %s', (header) => {
  expect(readSessionCookie(8642, header)).toBeUndefined();
});
