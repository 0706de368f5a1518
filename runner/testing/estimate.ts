/**
 * How long a run of all tests will still take: what each file cost the last time, at the pace of this run. Pure.
 */

export interface Work {
  /** The file's path in the repository. */
  readonly file: string;
  readonly project: string;
  /** From 0 (not begun) to 1 (done). */
  readonly done: number;
}

/** Milliseconds by file, as an earlier run on this machine noted them. */
export type Costs = Readonly<Record<string, number>>;

/**
 * For a file that no earlier run has noted and whose project has none done yet, in milliseconds. Only their proportions
 * matter, and those only until the first run is over: the pace is this run's own.
 */
const TYPICAL: Readonly<Record<string, number>> = { unit: 100, real: 10_000, proofs: 120_000, vm: 60_000 };

/**
 * @param elapsedMs since the run began
 * @returns milliseconds; undefined while too little is done to tell (less than a fiftieth)
 */
export function remainingMs(work: readonly Work[], earlier: Costs, elapsedMs: number): number | undefined {
  const cost = ({ file, project }: Work) => earlier[file] ?? TYPICAL[project] ?? 1000;
  const all = total(work.map(cost));
  const done = total(work.map((one) => one.done * cost(one)));
  if (all === 0 || done / all < 0.02) return undefined;
  return (elapsedMs * (all - done)) / done;
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}

/** `under a minute`, `about 3 min`. */
export function aboutMinutes(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  return minutes < 1 ? 'under a minute' : `about ${minutes} min`;
}
