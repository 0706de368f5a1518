import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { ProgressDatabase } from '../progress/database.ts';
import { temporaryFolder } from '../testing/folder.ts';
import { SESSION_DAYS, Sessions } from './sessions.ts';

const DAY = 24 * 3600 * 1000;

function database(file = join(temporaryFolder(), 'progress.sqlite')) {
  const opened = new ProgressDatabase(file);
  onTestFinished(() => opened.close());
  return opened;
}

test('a session holds over a restart, and only a hash of its id is in the file', () => {
  const file = join(temporaryFolder(), 'progress.sqlite');
  const id = new Sessions(database(file)).create();
  expect(Buffer.from(id, 'base64url')).toHaveLength(32);
  const after = database(file);
  expect(new Sessions(after).isValid(id)).toBe(true);
  expect(new Sessions(after).isValid(`${id.slice(0, -1)}_`)).toBe(false);
  const rows = after.all('SELECT hash FROM sessions', [], z.object({ hash: z.string() }));
  expect(rows[0]?.hash).toMatch(/^[0-9a-f]{64}$/);
  expect(rows[0]?.hash).not.toContain(id);
});

test('it ends when it was not used for long, and lives on when it was', () => {
  let now = 1_000_000;
  const sessions = new Sessions(database(), () => now);
  const used = sessions.create();
  const left = sessions.create();
  now += (SESSION_DAYS - 1) * DAY;
  expect(sessions.isValid(used)).toBe(true);
  now += 2 * DAY;
  expect(sessions.isValid(used)).toBe(true);
  expect(sessions.isValid(left)).toBe(false);
});

test('what has expired is swept away at the next start', () => {
  const opened = database();
  let now = 0;
  new Sessions(opened, () => now).create();
  now = (SESSION_DAYS + 1) * DAY;
  new Sessions(opened, () => now);
  expect(opened.all('SELECT hash FROM sessions', [], z.object({ hash: z.string() }))).toEqual([]);
});
