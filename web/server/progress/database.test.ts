import { closeSync, mkdirSync, openSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Sqlite from 'libsql';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { temporaryFolder } from '../testing/folder.ts';
import { defaultProgressFile, ProgressDatabase } from './database.ts';
import { ProgressError, progressError } from './errors.ts';
import { MIGRATIONS } from './schema.ts';
import { contentOf } from './testing/older-file.ts';

function open(file: string, lockTimeoutMs = 50): ProgressDatabase {
  const database = new ProgressDatabase(file, { lockTimeoutMs });
  onTestFinished(() => database.close());
  return database;
}

function trouble(work: () => unknown): ProgressError {
  try {
    work();
  } catch (error) {
    if (error instanceof ProgressError) return error;
    throw error;
  }
  throw new Error('no ProgressError was thrown');
}

const version = z.object({ user_version: z.number() });

test('makes the file and its folder, for the owner alone, in write-ahead mode', () => {
  const file = join(temporaryFolder(), 'deep', 'progress.sqlite');
  const database = open(file);
  expect(statSync(dirname(file)).mode & 0o777).toBe(0o700);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(database.all('PRAGMA user_version', [], version)).toEqual([{ user_version: MIGRATIONS.length }]);
  expect(database.all('PRAGMA journal_mode', [], z.object({ journal_mode: z.string() }))).toEqual([
    { journal_mode: 'wal' },
  ]);
});

test('opens its own file again, from two processes at once', () => {
  const file = join(temporaryFolder(), 'progress.sqlite');
  open(file).run("INSERT INTO seeds VALUES (1, 'a', 'b')");
  expect(open(file).all('SELECT seed FROM seeds', [], z.object({ seed: z.string() }))).toEqual([
    { seed: 'b' },
  ]);
});

test('a transaction is all or nothing', () => {
  const database = open(join(temporaryFolder(), 'progress.sqlite'));
  expect(() =>
    database.transaction(() => {
      database.run("INSERT INTO seeds VALUES (1, 'a', 'b')");
      throw new Error('half-way');
    }),
  ).toThrow('half-way');
  expect(database.all('SELECT seed FROM seeds', [], z.object({ seed: z.string() }))).toEqual([]);
});

test('a file that is no database: damaged, put it aside', () => {
  const file = join(temporaryFolder(), 'progress.sqlite');
  writeFileSync(file, 'this is no database '.repeat(200));
  const error = trouble(() => open(file));
  expect(error.message).toContain('damaged');
  expect(error.remedy).toContain(`mv ${file} ${file}.damaged`);
});

test('a database with a broken page: damaged', () => {
  const file = join(temporaryFolder(), 'progress.sqlite');
  const database = new ProgressDatabase(file);
  for (let index = 0; index < 500; index += 1) {
    database.run('INSERT INTO seeds VALUES (1, ?, ?)', `chapter ${index}`, 'seed '.repeat(20));
  }
  database.close();
  const page = 4096;
  const raw = openSync(file, 'r+');
  writeSync(raw, new Uint8Array(statSync(file).size - 3 * page).fill(0xa5), 0, undefined, 3 * page);
  closeSync(raw);
  expect(trouble(() => open(file)).message).toContain('damaged');
});

test('held by another program: who, and how to go elsewhere', () => {
  const file = join(temporaryFolder(), 'progress.sqlite');
  open(file);
  const other = new Sqlite(file);
  onTestFinished(() => void other.close());
  other.exec('BEGIN IMMEDIATE');
  const error = trouble(() => open(file));
  expect(error.message).toContain('another program holds');
  expect(error.remedy).toContain(`fuser ${file}`);
});

test('a file that may not be written says so with its remedy', () => {
  const file = join(temporaryFolder(), 'progress.sqlite');
  const database = open(file);
  database.all('PRAGMA query_only = ON', [], z.unknown());
  const error = trouble(() => database.run("INSERT INTO seeds VALUES (1, 'a', 'b')"));
  expect(error.message).toContain('cannot be written');
  expect(error.remedy).toContain(`chmod u+rw ${file}`);
});

test.each(['EACCES', 'EROFS', 'SQLITE_READONLY_DIRECTORY'])(
  '%s, which root never meets, says the same',
  (code) => {
    const error = progressError('/data/p.sqlite', Object.assign(new Error('no'), { code }));
    expect(error.message).toContain('cannot be written');
    expect(error.remedy).toContain('XDG_DATA_HOME=');
  },
);

test('a folder in its place, or a file in the place of its folder', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'progress.sqlite'));
  expect(trouble(() => open(join(folder, 'progress.sqlite'))).message).toContain('cannot be opened');
  writeFileSync(join(folder, 'file'), '');
  expect(trouble(() => open(join(folder, 'file', 'progress.sqlite'))).message).toContain('cannot be made');
});

test('a file of a newer version is left alone', () => {
  const file = join(temporaryFolder(), 'progress.sqlite');
  const newer = new Sqlite(file);
  newer.exec('PRAGMA user_version = 99; CREATE TABLE later (a)');
  newer.close();
  const before = contentOf(file);
  const error = trouble(() => open(file));
  expect(error.message).toContain('newer Wirebook (schema 99');
  expect(error.remedy).toContain('git pull');
  expect(contentOf(file)).toEqual(before);
});

test('lies where the XDG specification says; a relative XDG_DATA_HOME is ignored', () => {
  expect(defaultProgressFile({ XDG_DATA_HOME: '/data' })).toBe('/data/wirebook/progress.sqlite');
  expect(defaultProgressFile({ XDG_DATA_HOME: 'data' })).toMatch(
    /\/\.local\/share\/wirebook\/progress\.sqlite$/,
  );
});
