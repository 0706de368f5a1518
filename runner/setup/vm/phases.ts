/** What a long run is doing and how long each part took, a line a part. */

export interface Phases {
  /** Says what begins, does it, says how long it took. */
  run<T>(what: string, work: () => Promise<T>): Promise<T>;
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** @param print takes a line */
export function phases(print: (line: string) => void, now: () => number = () => performance.now()): Phases {
  return {
    async run(what, work) {
      print(`\n== ${what}`);
      const since = now();
      try {
        return await work();
      } finally {
        print(`== ${what}: ${seconds(now() - since)}`);
      }
    },
  };
}
