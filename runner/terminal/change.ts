/** Waiting for facts: whoever changes something calls `wake`, and all who wait look again. Knows nothing of what they wait for. */
export class Change {
  readonly #waiting = new Set<() => void>();

  wake(): void {
    for (const look of [...this.#waiting]) look();
  }

  /** Resolves to true as soon as `so` holds, to false when it does not within `ms` (Infinity: no deadline). */
  until(so: () => boolean, ms: number): Promise<boolean> {
    if (so()) return Promise.resolve(true);
    return new Promise((resolve) => {
      const done = (held: boolean) => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(held);
      };
      const look = () => {
        if (so()) done(true);
      };
      const timer = Number.isFinite(ms) ? setTimeout(() => done(so()), ms) : undefined;
      this.#waiting.add(look);
    });
  }
}
