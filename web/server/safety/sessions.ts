/** Browsers that are let in: a random id in a cookie, its hash in the progress file. Knows nothing of HTTP. */
import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { ProgressDatabase } from '../progress/database.ts';

/** A session that was not used for this long is over. */
export const SESSION_DAYS = 30;
const LIFETIME_MS = SESSION_DAYS * 24 * 3600 * 1000;
/** Writing at every request would be wear for nothing. */
const TOUCH_MS = 3600 * 1000;

export class Sessions {
  readonly #database: ProgressDatabase;
  readonly #now: () => number;

  constructor(database: ProgressDatabase, now: () => number = Date.now) {
    this.#database = database;
    this.#now = now;
    database.run('DELETE FROM sessions WHERE seen_at < ?', now() - LIFETIME_MS);
  }

  /** @returns the id for the cookie: 256 random bits, base64url. */
  create(): string {
    const id = randomBytes(32).toString('base64url');
    this.#database.run(
      'INSERT INTO sessions (hash, created_at, seen_at) VALUES (?, ?, ?)',
      hash(id),
      this.#now(),
      this.#now(),
    );
    return id;
  }

  /** Looked up by hash, so the time it takes tells nothing about the ids that exist. */
  isValid(id: string): boolean {
    const [row] = this.#database.all(
      'SELECT seen_at FROM sessions WHERE hash = ? AND seen_at >= ?',
      [hash(id), this.#now() - LIFETIME_MS],
      z.object({ seen_at: z.number() }),
    );
    if (!row) return false;
    if (this.#now() - row.seen_at > TOUCH_MS) {
      this.#database.run('UPDATE sessions SET seen_at = ? WHERE hash = ?', this.#now(), hash(id));
    }
    return true;
  }
}

/** The id has 256 bits of its own, so a plain hash is enough; a slow one is for passwords. */
function hash(id: string): string {
  return createHash('sha256').update(id).digest('hex');
}
