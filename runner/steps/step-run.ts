/** What running a step gave. Plain values: made by run.ts, judged by compare.ts, shown by report and web. */
export interface StepRun {
  readonly step: string;
  readonly host: string;
  /** `ran`: a status came back. `timeout`: it was interrupted. `shell-ended`: the command ended its own shell. `refused`: nothing was typed, `reason` says why. `skipped`: nor then, for the host's kernel lacks what the step needs. */
  readonly outcome: 'ran' | 'timeout' | 'shell-ended' | 'refused' | 'skipped';
  readonly exit: number | null;
  /** Exactly the bytes between the marks as UTF-8, CR LF as LF. */
  readonly output: string;
  readonly ms: number;
  readonly reason?: string;
}

/** Did the shell get the command at all? */
export function wasTyped({ outcome }: Pick<StepRun, 'outcome'>): boolean {
  return outcome !== 'refused' && outcome !== 'skipped';
}

/** Output held against the recording. */
export interface Comparison {
  readonly same: boolean;
  /** Line by line; only when not the same. */
  readonly diff: readonly DiffLine[];
}
export interface DiffLine {
  readonly kind: 'same' | 'recorded' | 'found';
  readonly text: string;
}
