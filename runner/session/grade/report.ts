/** GradeReport and ReplayReport: what was judged, with points and reasons. Plain values and the sums over them. */
import type { CheckResult, Verdict } from '../../../checks/verdict.ts';
import type { Comparison, StepRun } from '../../terminal/step-run.ts';
import type { DrawnFigure } from '../steps/figures.ts';

export interface Points {
  readonly earned: number;
  readonly possible: number;
}

export interface GradedItem {
  readonly type: 'exercise' | 'question';
  readonly id: string;
  readonly title: string;
  readonly points: Points;
  readonly checks: readonly CheckResult[];
}

export interface GradeReport {
  readonly chapter: string;
  readonly sandbox: string;
  /** ISO 8601. */
  readonly gradedAt: string;
  readonly items: readonly GradedItem[];
  readonly points: Points;
}

/** A step as a replay saw it. `skip`: it waits for a learner's keys, or this kernel lacks what it needs. */
export interface ReplayedStep {
  readonly type: 'step';
  readonly id: string;
  readonly host: string;
  readonly line: number;
  readonly verdict: Verdict;
  /** Why it is not a pass, in one sentence. */
  readonly reason?: string;
  readonly run?: StepRun;
  readonly comparison?: Comparison;
  /** Figures that are drawn after it, and are other than those beside the chapter. */
  readonly figures?: readonly DrawnFigure[];
}

/** An exercise or question after its own solution. */
export interface ReplayedItem extends GradedItem {
  readonly verdict: Verdict;
  readonly reason?: string;
  readonly line: number;
}

export type ReplayedMoment = ReplayedStep | ReplayedItem;

export interface ReplayReport {
  readonly chapter: string;
  readonly file: string;
  readonly moments: readonly ReplayedMoment[];
  readonly verdict: Verdict;
  readonly ms: number;
  /** The sandbox is still there (`--keep`): its id, for `grade` and `down`. */
  readonly kept?: string;
  /** The folder with recordings, observations and report (`--artifacts`, or something failed). */
  readonly artifacts?: string;
}

/** The worst of many: error, then fail, then pass; `skip` only when there is nothing else. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  for (const verdict of ['error', 'fail', 'pass'] as const) if (verdicts.includes(verdict)) return verdict;
  return 'skip';
}

/** All points when every check passes, none otherwise: a half-built network carries no packet. */
export function earned(possible: number, checks: readonly CheckResult[]): Points {
  const whole = checks.length > 0 && checks.every((check) => check.verdict === 'pass');
  return { earned: whole ? possible : 0, possible };
}

export function sumPoints(items: readonly GradedItem[]): Points {
  return {
    earned: items.reduce((sum, item) => sum + item.points.earned, 0),
    possible: items.reduce((sum, item) => sum + item.points.possible, 0),
  };
}
