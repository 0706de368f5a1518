/**
 * The one-time token of the printed link. At most one is valid at a time, and it is gone with its first use. Wrong ones
 * are not counted: 256 bits cannot be guessed, and a limit would only let a guesser keep the right link out.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

export class OneTimeToken {
  #digest: Buffer | undefined;

  /** A new one of 256 bits, base64url; the one before is void. */
  mint(): string {
    const token = randomBytes(32).toString('base64url');
    this.#digest = digest(token);
    return token;
  }

  /** @returns whether it was the right one, which is then used up */
  redeem(token: string): boolean {
    // Digests have one length, so neither the length nor the first wrong byte shows in the time taken.
    const right = this.#digest !== undefined && timingSafeEqual(digest(token), this.#digest);
    if (right) this.#digest = undefined;
    return right;
  }
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
