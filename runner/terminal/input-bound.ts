/** How much of what is typed and pasted may wait for programs to read it. Pure; knows nothing of where it waits. */
import { isSignal } from './keys.ts';

/** Bytes. */
export const MOST_WAITING = 4 << 20;

export class InputBound {
  #full = false;

  /**
   * When one piece is too much, so is all that comes behind it, until everything in front has been read: a paste loses its
   * end, not its middle. A signal is always admitted, for it takes away what waits.
   * @param waiting bytes that are already waiting
   * @returns how many of the keys may join them, from the first on
   */
  admit(keys: Uint8Array, waiting: number): number {
    if (isSignal(keys)) return keys.length;
    if (waiting === 0) this.#full = false;
    const admitted = this.#full ? 0 : Math.min(keys.length, Math.max(0, MOST_WAITING - waiting));
    if (admitted < keys.length) this.#full = true;
    return admitted;
  }
}
