/** How often each step and check of repeated replays was not as recorded. Pure: reports in, rates out. */
import type { ReplayReport } from './report.ts';

interface Flake {
  readonly chapter: string;
  /** `step` with its name, or `check` as `exercise/check`. */
  readonly type: 'step' | 'check';
  readonly id: string;
  readonly runs: number;
  /** Runs in which it was not as recorded (steps), or did not pass (checks). A step that waits for keys is no run. */
  readonly differed: number;
  /** What was said the last time that it differed; empty when it never did. */
  readonly last: string;
}

export interface FlakeReport {
  readonly repeats: number;
  /** Every step and every check, in the order of the chapters. */
  readonly flakes: readonly Flake[];
  readonly runs: number;
  readonly differed: number;
}

/** @param reports replays of one or more chapters, any number of each */
export function flakeReport(reports: readonly ReplayReport[], repeats: number): FlakeReport {
  const found = new Map<string, Flake>();
  const add = (chapter: string, type: Flake['type'], id: string, bad: string | undefined) => {
    const key = `${chapter} ${type} ${id}`;
    const before = found.get(key) ?? { chapter, type, id, runs: 0, differed: 0, last: '' };
    found.set(key, {
      ...before,
      runs: before.runs + 1,
      differed: before.differed + (bad === undefined ? 0 : 1),
      last: bad ?? before.last,
    });
  };
  for (const { chapter, moments } of reports) {
    for (const moment of moments) {
      if (moment.type === 'step') {
        if (moment.verdict === 'skip') continue;
        add(
          chapter,
          'step',
          moment.id,
          moment.verdict === 'pass' ? undefined : (moment.reason ?? moment.verdict),
        );
        continue;
      }
      for (const { id, verdict, diagnosis } of moment.checks) {
        add(chapter, 'check', `${moment.id}/${id}`, verdict === 'pass' ? undefined : diagnosis);
      }
      // A solution that stumbles is no check's doing.
      const stumbled = moment.verdict !== 'pass' && moment.checks.every(({ verdict }) => verdict === 'pass');
      add(chapter, 'step', `${moment.id}/solution`, stumbled ? (moment.reason ?? moment.verdict) : undefined);
    }
  }
  const flakes = [...found.values()];
  return {
    repeats,
    flakes,
    runs: flakes.reduce((sum, { runs }) => sum + runs, 0),
    differed: flakes.reduce((sum, { differed }) => sum + differed, 0),
  };
}
