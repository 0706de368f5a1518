import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { ProgressDatabase } from '../progress/database.ts';
import { temporaryFolder } from '../testing/folder.ts';
import { cookieOf, SESSION_HOURS, Sessions } from './sessions.ts';

const HOUR = 3600 * 1000;

function database(file = join(temporaryFolder(), 'progress.sqlite')) {
  const opened = new ProgressDatabase(file);
  onTestFinished(() => opened.close());
  return opened;
}

test('a session holds over a restart, and only a hash is in the file', () => {
  const file = join(temporaryFolder(), 'progress.sqlite');
  const key = new Sessions(database(file)).create();
  expect(Buffer.from(key, 'base64url')).toHaveLength(32);
  const after = database(file);
  const sessions = new Sessions(after);
  expect([sessions.isValid(key), sessions.hasCookie(cookieOf(key))]).toEqual([true, true]);
  expect(sessions.isValid(`${key.slice(0, -1)}_`)).toBe(false);
  const rows = after.all('SELECT hash FROM sessions', [], z.object({ hash: z.string() }));
  expect(rows[0]?.hash).toMatch(/^[0-9a-f]{64}$/);
  expect(rows[0]?.hash).not.toContain(key);
  expect(sessions.hasCookie(rows[0]?.hash ?? '')).toBe(false);
});

test('the cookie is no key, and the key is no cookie', () => {
  const sessions = new Sessions(database());
  const key = sessions.create();
  expect(sessions.isValid(cookieOf(key))).toBe(false);
  expect(sessions.hasCookie(key)).toBe(false);
});

test('it ends when its key was not shown for long, and lives on when it was; the cookie does nothing for that', () => {
  let now = 1_000_000;
  const sessions = new Sessions(database(), () => now);
  const used = sessions.create();
  const caught = sessions.create();
  now += (SESSION_HOURS - 1) * HOUR;
  expect(sessions.isValid(used)).toBe(true);
  expect(sessions.hasCookie(cookieOf(caught))).toBe(true);
  now += 2 * HOUR;
  expect([sessions.isValid(used), sessions.hasCookie(cookieOf(used))]).toEqual([true, true]);
  expect([sessions.isValid(caught), sessions.hasCookie(cookieOf(caught))]).toEqual([false, false]);
});

test('what has expired is swept away at the next start', () => {
  const opened = database();
  let now = 0;
  new Sessions(opened, () => now).create();
  now = (SESSION_HOURS + 1) * HOUR;
  new Sessions(opened, () => now);
  expect(opened.all('SELECT hash FROM sessions', [], z.object({ hash: z.string() }))).toEqual([]);
});
