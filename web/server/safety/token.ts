/** The one-time token of the printed link. At most one is valid at a time, and it is gone with its first use. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { Bucket } from './bucket.ts';

export type Redeemed = 'accepted' | 'wrong' | 'too-many';

/** Wrong ones in a row before it stops looking, and how many more a second afterwards. */
const WRONG_BURST = 8;
const WRONG_PER_SECOND = 0.1;

export class OneTimeToken {
  #digest: Buffer | undefined;
  readonly #wrong: Bucket;

  constructor(now?: () => number) {
    this.#wrong = new Bucket(WRONG_BURST, WRONG_PER_SECOND, now);
  }

  /** A new one of 256 bits, base64url; the one before is void. */
  mint(): string {
    const token = randomBytes(32).toString('base64url');
    this.#digest = digest(token);
    return token;
  }

  redeem(token: string): Redeemed {
    if (this.#wrong.empty) return 'too-many';
    // Digests have one length, so neither the length nor the first wrong byte shows in the time taken.
    if (this.#digest && timingSafeEqual(digest(token), this.#digest)) {
      this.#digest = undefined;
      return 'accepted';
    }
    this.#wrong.take();
    return 'wrong';
  }
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
