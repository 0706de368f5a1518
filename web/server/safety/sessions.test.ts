import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { Learner, LOCAL } from '../../../runner/session/learner.ts';
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
  const key = new Sessions(database(file)).create(LOCAL);
  expect(Buffer.from(key, 'base64url')).toHaveLength(32);
  const after = database(file);
  const sessions = new Sessions(after);
  expect([sessions.ofKey(key), sessions.ofCookie(cookieOf(key))]).toEqual([LOCAL, LOCAL]);
  expect(sessions.ofKey(`${key.slice(0, -1)}_`)).toBeUndefined();
  const rows = after.all('SELECT hash FROM sessions', [], z.object({ hash: z.string() }));
  expect(rows[0]?.hash).toMatch(/^[0-9a-f]{64}$/);
  expect(rows[0]?.hash).not.toContain(key);
  expect(sessions.ofCookie(rows[0]?.hash ?? '')).toBeUndefined();
});

test('the cookie is no key, and the key is no cookie', () => {
  const sessions = new Sessions(database());
  const key = sessions.create(LOCAL);
  expect(sessions.ofKey(cookieOf(key))).toBeUndefined();
  expect(sessions.ofCookie(key)).toBeUndefined();
});

test('it ends when its key was not shown for long, and lives on when it was; the cookie does nothing for that', () => {
  let now = 1_000_000;
  const sessions = new Sessions(database(), () => now);
  const used = sessions.create(LOCAL);
  const caught = sessions.create(LOCAL);
  now += (SESSION_HOURS - 1) * HOUR;
  expect(sessions.ofKey(used)).toEqual(LOCAL);
  expect(sessions.ofCookie(cookieOf(caught))).toEqual(LOCAL);
  now += 2 * HOUR;
  expect([sessions.ofKey(used), sessions.ofCookie(cookieOf(used))]).toEqual([LOCAL, LOCAL]);
  expect([sessions.ofKey(caught), sessions.ofCookie(cookieOf(caught))]).toEqual([undefined, undefined]);
});

test('what has expired is swept away at the next start', () => {
  const opened = database();
  let now = 0;
  new Sessions(opened, () => now).create(LOCAL);
  now = (SESSION_HOURS + 1) * HOUR;
  new Sessions(opened, () => now);
  expect(opened.all('SELECT hash FROM sessions', [], z.object({ hash: z.string() }))).toEqual([]);
});

test("every session is its learner's", () => {
  const sessions = new Sessions(database());
  const guest = Learner.parse({ issuer: 'https://idp.test', subject: 'guest' });
  const keys = [LOCAL, guest, LOCAL].map((learner) => sessions.create(learner));
  expect(keys.map((key) => sessions.ofKey(key))).toEqual([LOCAL, guest, LOCAL]);
  expect(keys.map((key) => sessions.ofCookie(cookieOf(key)))).toEqual([LOCAL, guest, LOCAL]);
});
