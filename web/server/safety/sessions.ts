/**
 * Browsers that are let in, and whose they are: each has a key and a cookie, and the progress file has a hash. No HTTP in here.
 *
 * Browsers send a cookie to every port of its host (RFC 6265, section 8.5), so what serves on another port of 127.0.0.1 is
 * sent ours, and may set one in its place. The key lies in the page's localStorage, which belongs to one origin, port
 * included. Only the key opens sockets and makes a session last; the cookie loads pages, because a navigation can show
 * nothing else. The cookie is a hash of the key: it can be made from the key at any time, and the key never from it.
 */
import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { Learner } from '../../../runner/session/learner.ts';
import type { ProgressDatabase } from '../progress/database.ts';
import { numberOf } from '../progress/learners.ts';

/** A session whose key was not shown for this long is over: from the evening of one working day to the morning of the next. */
export const SESSION_HOURS = 16;
const LIFETIME_MS = SESSION_HOURS * 3600 * 1000;
/** Writing at every request would be wear for nothing. */
const TOUCH_MS = 3600 * 1000;

const SessionRow = z
  .object({ seen_at: z.number(), issuer: z.string(), subject: z.string() })
  .transform(({ seen_at, ...learner }) => ({ seen_at, learner: Learner.parse(learner) }));

/** Who is let in by a key or a cookie; undefined when its session is over, or never was. */
export class Sessions {
  readonly #database: ProgressDatabase;
  readonly #now: () => number;

  constructor(database: ProgressDatabase, now: () => number = Date.now) {
    this.#database = database;
    this.#now = now;
    database.run('DELETE FROM sessions WHERE seen_at < ?', now() - LIFETIME_MS);
  }

  /** @returns the key: 256 random bits, base64url. */
  create(learner: Learner): string {
    const key = randomBytes(32).toString('base64url');
    this.#database.run(
      'INSERT INTO sessions (hash, learner, created_at, seen_at) VALUES (?, ?, ?, ?)',
      hash(cookieOf(key)),
      numberOf(this.#database, learner),
      this.#now(),
      this.#now(),
    );
    return key;
  }

  /** Looked up by hash, so the time it takes tells nothing about the keys that exist. A valid session lasts longer by it. */
  ofKey(key: string): Learner | undefined {
    const cookie = cookieOf(key);
    const session = this.#find(cookie);
    if (session !== undefined && this.#now() - session.seen_at > TOUCH_MS) {
      this.#database.run('UPDATE sessions SET seen_at = ? WHERE hash = ?', this.#now(), hash(cookie));
    }
    return session?.learner;
  }

  /** A cookie that was caught does not keep itself valid. */
  ofCookie(cookie: string): Learner | undefined {
    return this.#find(cookie)?.learner;
  }

  #find(cookie: string): z.infer<typeof SessionRow> | undefined {
    const [row] = this.#database.all(
      `SELECT seen_at, issuer, subject FROM sessions JOIN learners ON learners.id = sessions.learner
       WHERE hash = ? AND seen_at >= ?`,
      [hash(cookie), this.#now() - LIFETIME_MS],
      SessionRow,
    );
    return row;
  }
}

/** The cookie that belongs to a key. */
export function cookieOf(key: string): string {
  return createHash('sha256').update(key).digest('base64url');
}

/** The cookie has 256 bits of its own, so a plain hash is enough; a slow one is for passwords. */
function hash(cookie: string): string {
  return createHash('sha256').update(cookie).digest('hex');
}
