/** A progress file as a Wirebook wrote it that had no learners yet (schema 2), and what lies in such a file. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'libsql';
import { temporaryFolder } from '../../testing/folder.ts';

/** What `sqlite3 progress.sqlite .dump` says of one that was used. */
const DUMP = readFileSync(new URL('../fixtures/schema-2.sql', import.meta.url), 'utf8');

/** The key of the session in it. */
export const KEY = 'Gi6QsPEdmCdvCeQZhJ8apoJ1BDhXOlXYoG_cN_768Is';

/** @param more SQL that is run on it. @returns its path; it goes with the test */
export function olderFile(more = ''): string {
  const file = join(temporaryFolder(), 'progress.sqlite');
  const sqlite = new Sqlite(file);
  sqlite.pragma('journal_mode = WAL');
  sqlite.exec(DUMP);
  sqlite.exec(more);
  sqlite.close();
  return file;
}

interface Content {
  readonly version: unknown;
  /** Table name -> its rows. */
  readonly rows: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
}

/** Looked at without any code of ours. */
export function contentOf(file: string): Content {
  const sqlite = new Sqlite(file);
  const ask = (sql: string) => sqlite.prepare(sql).all() as Record<string, unknown>[];
  try {
    const tables = ask("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
    const rows = tables.map(({ name }) => [name, ask(`SELECT * FROM ${name} ORDER BY rowid`)]);
    return { version: ask('PRAGMA user_version')[0]?.user_version, rows: Object.fromEntries(rows) };
  } finally {
    sqlite.close();
  }
}
