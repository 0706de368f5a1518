/**
 * The progress file as an SQLite database: opened, checked, brought to the newest schema. Every failure leaves here as a
 * ProgressError. Knows nothing of what the rows mean.
 */
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import Sqlite from 'libsql';
import { z } from 'zod';
import { patient } from '../../../runner/slowdown.ts';
import { corrupt, ELSEWHERE, ProgressError, progressError } from './errors.ts';
import { MIGRATIONS } from './schema.ts';

/** `$XDG_DATA_HOME/wirebook/progress.sqlite`, by default under ~/.local/share (XDG Base Directory Specification). */
export function defaultProgressFile(env: Readonly<Record<string, string | undefined>> = process.env): string {
  const data = env.XDG_DATA_HOME?.startsWith('/') ? env.XDG_DATA_HOME : join(homedir(), '.local', 'share');
  return join(data, 'wirebook', 'progress.sqlite');
}

const LOCK_MS = 2_000;

type Value = string | number | null;

export interface OpenOptions {
  /** How long a writer waits for another's lock. Milliseconds, times this machine's slowdown; default 2,000. */
  readonly lockTimeoutMs?: number;
}

export class ProgressDatabase {
  readonly file: string;
  readonly #sqlite: Sqlite.Database;

  /** Creates the file and its folder when they are not there. @throws ProgressError */
  constructor(file: string, options: OpenOptions = {}) {
    this.file = file;
    try {
      // Progress is nobody else's business on a shared machine.
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    } catch (cause) {
      throw new ProgressError(
        `${dirname(file)} cannot be made: ${cause instanceof Error ? cause.message : cause}`,
        ELSEWHERE,
        cause,
      );
    }
    // Made here and not by SQLite, so that nobody else can read it, whatever the folder allows.
    guarded(file, () => closeSync(openSync(file, 'a', 0o600)));
    const sqlite = guarded(
      file,
      () => new Sqlite(file, { timeout: patient(options.lockTimeoutMs ?? LOCK_MS) }),
    );
    this.#sqlite = sqlite;
    try {
      guarded(file, () => this.#prepare());
    } catch (error) {
      sqlite.close();
      throw error;
    }
  }

  #prepare(): void {
    const [health] = this.all('PRAGMA quick_check(1)', [], z.object({ quick_check: z.string() }));
    if (health?.quick_check !== 'ok') throw corrupt(this.file, health?.quick_check ?? 'no answer');
    // Readers and the writer do not wait for each other, and a killed server loses nothing that was acknowledged.
    this.#sqlite.pragma('journal_mode = WAL');
    this.#sqlite.pragma('synchronous = NORMAL');
    this.transaction(() => this.#migrate());
  }

  #migrate(): void {
    const [row] = this.all('PRAGMA user_version', [], z.object({ user_version: z.number() }));
    const version = row?.user_version ?? 0;
    if (version > MIGRATIONS.length) {
      throw new ProgressError(
        `${this.file} was written by a newer Wirebook (schema ${version}, this one knows ${MIGRATIONS.length}).`,
        `Update Wirebook: git pull. ${ELSEWHERE}`,
      );
    }
    for (const migration of MIGRATIONS.slice(version)) this.#sqlite.exec(migration);
    this.#sqlite.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
  }

  /** Rows, held against their schema. @throws ProgressError */
  all<Row>(sql: string, values: readonly Value[], row: z.ZodType<Row>): Row[] {
    const rows = guarded(this.file, () => this.#sqlite.prepare(sql).all(...values));
    return rows.map((found) => row.parse(found));
  }

  /** @returns how many rows were changed. @throws ProgressError */
  run(sql: string, ...values: readonly Value[]): number {
    return guarded(this.file, () => this.#sqlite.prepare(sql).run(...values).changes);
  }

  /** All of it or nothing. IMMEDIATE: the write lock is taken at once, so what was read inside still holds at the end. */
  transaction<T>(work: () => T): T {
    guarded(this.file, () => this.#sqlite.exec('BEGIN IMMEDIATE'));
    try {
      const result = work();
      guarded(this.file, () => this.#sqlite.exec('COMMIT'));
      return result;
    } catch (error) {
      if (this.#sqlite.inTransaction) this.#sqlite.exec('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    this.#sqlite.close();
  }
}

function guarded<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw progressError(file, cause);
  }
}
