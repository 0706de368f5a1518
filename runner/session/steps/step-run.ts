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
  /** Set when it was refused because a command of the learner's own has the terminal. */
  readonly busy?: Busy;
}

/** What has the terminal: a program, a command of the shell itself (a loop, a builtin), or one that is not finished (an open quote). */
export interface Busy {
  readonly by: 'program' | 'shell' | 'unfinished';
  /** The program's name, when it could be found. */
  readonly program?: string;
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
