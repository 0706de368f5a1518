/** From measurements to one figure: pure arithmetic. */

/** What was found on a machine. Each list has one entry a sample, milliseconds; an empty one says that it could not be tried. */
export interface Measurements {
  /** Creating four processes (fork and exec), one after the other, and waiting for their ends. */
  readonly processesMs: readonly number[];
  /** Creating one process in a network namespace of its own, and waiting for its end. */
  readonly namespaceMs: readonly number[];
  /** One run of the arithmetic loop of `measure.ts`. */
  readonly loopMs: readonly number[];
  /** Processors that the scheduler may give to this process, by its affinity. */
  readonly processors: number;
  /** Processors' worth of time that its control groups allow, such as 0.25; Infinity without a quota. */
  readonly quota: number;
}

/**
 * The quick machine that all deadlines were written for. Processes and namespaces: measured on two cores of a KVM guest where
 * `npm test` took 7.5 minutes. The loop: a core of an AMD EPYC 9005 with nothing else to do, after V8 has compiled the loop.
 */
export const REFERENCE = { processesMs: 4 * 1.2, namespaceMs: 3, loopMs: 0.85, processors: 2 } as const;

/** More than this is no slow machine but a broken one; deadlines must end some time. */
const MOST = 16;

const KINDS = ['processesMs', 'namespaceMs', 'loopMs'] as const;

/**
 * How many times slower than the reference, from 1 to 16, in tenths. What counts is
 * - the kind of work that takes longest, by its median, so that one hiccup does not count; with less than the reference's two
 *   processors (fewer cores, or a quota of time) as many times more, since a suite keeps both busy;
 * - or all samples together, when that is more: a machine that stops us for most of each tenth of a second (a hypervisor's
 *   quota, which we cannot read) is as quick as others in most samples, and stands still in a few.
 */
export function slowness(found: Measurements): number {
  const medians = KINDS.filter((kind) => found[kind].length > 0).map(
    (kind) => median(found[kind]) / REFERENCE[kind],
  );
  const took = KINDS.flatMap((kind) => found[kind]).reduce(plus, 0);
  const expected = KINDS.map((kind) => found[kind].length * REFERENCE[kind]).reduce(plus, 0);
  const altogether = expected > 0 ? took / expected : 1;
  const worst = Math.max(
    Math.max(1, ...medians) * fewer(Math.min(found.processors, found.quota)),
    Math.max(1, altogether) * fewer(found.processors),
  );
  return Math.round(10 * Math.min(MOST, worst)) / 10;
}

const plus = (sum: number, one: number) => sum + one;

const fewer = (processors: number) => Math.max(1, REFERENCE.processors / processors);

/** The middle one; of an even number the lower of the middle two. */
function median(samples: readonly number[]): number {
  return samples.toSorted((a, b) => a - b)[Math.floor((samples.length - 1) / 2)] ?? 0;
}
