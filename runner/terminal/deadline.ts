/** A timer that can be stopped and goes on later with what was left of it. */
export class Deadline {
  readonly #expired: () => void;
  #leftMs: number;
  #since = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(ms: number, expired: () => void) {
    this.#leftMs = ms;
    this.#expired = expired;
    this.resume();
  }

  pause(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#leftMs -= performance.now() - this.#since;
  }

  resume(): void {
    if (this.#timer !== undefined || this.#leftMs < 0) return;
    this.#since = performance.now();
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.#leftMs = -1;
        this.#expired();
      },
      Math.max(0, this.#leftMs),
    );
  }

  cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#leftMs = -1;
  }
}
