/** Verdicts and their evidence. Plain values; knows nothing of how they were found or are shown. */

/** `error` means "could not look": it never passes, is never turned round, never blames the learner. */
export type Verdict = 'pass' | 'fail' | 'error' | 'skip';

/** One thing that was looked at, and the command that would show it to the learner. */
export interface Evidence {
  readonly host?: string;
  /** Name of the network namespace, absent for the host's own. */
  readonly netns?: string;
  /** A command the learner can type on that host to see the same. */
  readonly command?: string;
  readonly expected?: string;
  readonly found: string;
}

/** What a judgement says: the verdict, and in one sentence why. */
export interface Judgement {
  readonly verdict: Verdict;
  /** One sentence in plain words. For `fail` it names the likely mistake, for `error` what could not be read. */
  readonly diagnosis: string;
  readonly evidence: readonly Evidence[];
  /** What is not there, so that there was nothing to look into: "namespace server on worker". Checks that miss the same fail for one cause. */
  readonly missing?: string;
}

/** A judged check of an exercise. */
export interface CheckResult extends Judgement {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  /** Time taken, milliseconds (0 for a pure judgement of an existing state). */
  readonly ms: number;
}
