/** ProofReport: the matrix of a chapter, attempts by checks, and the score over it. Plain values and pure sums. */
import type { Verdict } from '../../checks/verdict.ts';
import type { DiffLine } from '../terminal/step-run.ts';
import type { ExemptCommand } from './mutants.ts';

export type AttemptKind = 'untouched' | 'solution' | 'wrong' | 'mutant' | 'revert';
export const ATTEMPT_KINDS: readonly AttemptKind[] = ['untouched', 'solution', 'wrong', 'mutant', 'revert'];

interface AttemptCell {
  readonly check: string;
  readonly verdict: Verdict;
  readonly diagnosis: string;
}

/** A row of the matrix. */
export interface AttemptReport {
  readonly kind: AttemptKind;
  /** `untouched`, `solution-nft`, `wrong-no-master`, `solution.sh:4 leaves out "..."`, `undo listens`. */
  readonly name: string;
  /** It was judged as it must be: a mutant did not pass, a solution did. */
  readonly ok: boolean;
  /** What was found instead, in one sentence; empty when ok. */
  readonly found: string;
  /** Judged checks only: a mutant is left alone at the first that fails. */
  readonly cells: readonly AttemptCell[];
  /** For a mutant: what was changed in the solution. */
  readonly diff?: readonly DiffLine[];
  /** Commands that were run: a mutant's script, a revert. */
  readonly script?: string;
  readonly ms: number;
  /** It was tried twice: what was found the first time, by the short way to the start. */
  readonly first?: string;
}

export interface ProvedItem {
  readonly type: 'exercise' | 'question';
  readonly id: string;
  readonly title: string;
  readonly line: number;
  readonly checks: readonly string[];
  readonly attempts: readonly AttemptReport[];
  /** Commands that are not mutated, with their authors' reasons. */
  readonly exempt: readonly ExemptCommand[];
  /** The start was reached by the short way, seen to be the same as the long one; or why not. */
  readonly start: string;
}

export interface ProofReport {
  readonly chapter: string;
  readonly file: string;
  readonly items: readonly ProvedItem[];
  readonly verdict: Verdict;
  readonly ms: number;
}

export interface Score {
  readonly killed: number;
  readonly mutants: number;
}

/** Mutants that no check lets pass, of all. */
export function mutationScore(reports: readonly Pick<ProofReport, 'items'>[]): Score {
  const mutants = reports
    .flatMap(({ items }) => items.flatMap(({ attempts }) => attempts))
    .filter(({ kind }) => kind === 'mutant');
  return { killed: mutants.filter(({ ok }) => ok).length, mutants: mutants.length };
}

/** `100 %`, `98.4 %`; never rounded up to 100. */
export function percent({ killed, mutants }: Score): string {
  if (killed === mutants) return '100 %';
  return `${(Math.floor((1000 * killed) / mutants) / 10).toFixed(1)} %`;
}

/** `error` when a check could not look: the sandbox's failure rather than the chapter's. */
export function verdictOf(attempts: readonly AttemptReport[]): Verdict {
  const bad = attempts.filter(({ ok }) => !ok);
  if (bad.some(({ cells }) => cells.some(({ verdict }) => verdict === 'error'))) return 'error';
  return bad.length > 0 ? 'fail' : 'pass';
}
