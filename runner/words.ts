/** Small words that every reporter shares: marks, times, plurals. Pure. */
import type { Verdict } from '../checks/verdict.ts';

export const MARKS: Readonly<Record<Verdict, string>> = { pass: '✔', fail: '✘', error: '!', skip: '-' };

/** `940 ms`, `2.4 s`. */
export function duration(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** `1 step`, `3 steps`; `2 sandboxes` with the plural given. */
export function count(n: number, noun: string, plural = `${noun}s`): string {
  return `${n} ${n === 1 ? noun : plural}`;
}

export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

/** `error` counts as failed: what could not be looked at has not passed. */
export function tally(verdicts: readonly Verdict[]): Tally {
  const of = (...wanted: Verdict[]) => verdicts.filter((verdict) => wanted.includes(verdict)).length;
  return { passed: of('pass'), failed: of('fail', 'error'), skipped: of('skip') };
}

/** `12 passed, 0 failed, 1 skipped`; skips are said only when there are any. */
export function tallyLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
