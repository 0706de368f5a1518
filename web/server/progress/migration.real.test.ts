/** `kill -9` while an older file is brought to the present schema. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { MIGRATIONS } from './schema.ts';
import { contentOf, olderFile } from './testing/older-file.ts';

/** More than SQLite's cache of 2 MB holds, so that pages go to the disk before anything is committed. */
const MANY = `INSERT INTO answers
  WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
  SELECT '01-small', 'which', printf('%0300d', i), 'fail', i FROM n`;

/** The one that makes every table anew, from the file's schema 2. */
const STATEMENTS = (MIGRATIONS[2] ?? '').split(/;\n/).map((sql) => `${sql};`);
const at = (wanted: string) => STATEMENTS.findIndex((sql) => sql.includes(wanted)) + 1;

/** Opens the file as the server does, and dies after so many statements of that migration, or at another one. */
async function die(file: string, after: number | 'before COMMIT' | 'after COMMIT'): Promise<void> {
  const script = `import Sqlite from 'libsql';
    import { ProgressDatabase } from ${JSON.stringify(new URL('./database.ts', import.meta.url).href)};
    const statements = ${JSON.stringify(STATEMENTS)};
    const after = ${JSON.stringify(after)};
    const die = () => process.kill(process.pid, 'SIGKILL');
    const exec = Sqlite.prototype.exec;
    Sqlite.prototype.exec = function (sql) {
      if (sql === 'COMMIT' && after === 'before COMMIT') die();
      if (typeof after === 'number' && sql.includes(statements[0])) {
        for (const statement of statements.slice(0, after)) exec.call(this, statement);
        die();
      }
      exec.call(this, sql);
      if (sql === 'COMMIT') die();
    };
    new ProgressDatabase(${JSON.stringify(file)});`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'ignore', 'inherit'],
    cwd: import.meta.dirname,
  });
  const [, signal] = await once(child, 'exit');
  expect(signal).toBe('SIGKILL');
}

test.each([
  ['after the first table', at('CREATE TABLE learners'), false],
  ['when an old table is gone', at('DROP TABLE answers'), true],
  ['after the last table', STATEMENTS.length, true],
  ['before it is committed', 'before COMMIT' as const, true],
])('%s the old file is there, whole', async (_when, after, written) => {
  const file = olderFile(MANY);
  const before = contentOf(file);
  await die(file, after);
  expect(statSync(`${file}-wal`).size > 1 << 20).toBe(written);
  expect(contentOf(file)).toEqual(before);
});

test('once it is committed the new one is', async () => {
  const file = olderFile(MANY);
  const before = contentOf(file);
  await die(file, 'after COMMIT');
  const { version, rows } = contentOf(file);
  expect(version).toBe(MIGRATIONS.length);
  expect(rows.answers).toEqual(
    before.rows.answers?.map((row) => ({ ...row, chapter: String(row.chapter).slice(3), learner: 1 })),
  );
});
