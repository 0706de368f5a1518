/** How long to wait before trying again: doubles from half a second to eight, with jitter so that tabs do not march in step. */

/** Milliseconds. `failures` counts from 0; `random` is in [0, 1). */
export function backoff(failures: number, random: number): number {
  const most = Math.min(8000, 500 * 2 ** failures);
  return Math.round(most * (0.75 + random / 4));
}
