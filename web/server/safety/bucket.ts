/** A token bucket: so many at once, then so many a second. Pure but for the clock it is given. */
export class Bucket {
  readonly #burst: number;
  readonly #perSecond: number;
  readonly #now: () => number;
  #level: number;
  #at: number;

  /** @param now milliseconds, monotonic */
  constructor(burst: number, perSecond: number, now: () => number = () => performance.now()) {
    this.#burst = burst;
    this.#perSecond = perSecond;
    this.#now = now;
    this.#level = burst;
    this.#at = now();
  }

  /** Takes one; false when there is none left, and then nothing is taken. */
  take(): boolean {
    this.#refill();
    if (this.#level < 1) return false;
    this.#level -= 1;
    return true;
  }

  get empty(): boolean {
    this.#refill();
    return this.#level < 1;
  }

  #refill(): void {
    const now = this.#now();
    this.#level = Math.min(this.#burst, this.#level + ((now - this.#at) / 1000) * this.#perSecond);
    this.#at = now;
  }
}
