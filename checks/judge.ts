/** Runs one judgement so that it cannot do worse than say "could not look". Knows no kind by name. */
import { type CheckKind, CouldNotLook, type Findings } from './kind.ts';
import type { Judgement } from './verdict.ts';

/** The kind's judgement; CouldNotLook and every unexpected exception become the verdict `error`. Never throws. */
export function judgeCheck<Args>(kind: CheckKind<Args>, args: Args, findings: Findings): Judgement {
  try {
    return kind.judge(args, findings);
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    const diagnosis =
      thrown instanceof CouldNotLook
        ? `could not look: ${message}`
        : `could not judge, by a fault of the check ${kind.kind} itself: ${message}`;
    return { verdict: 'error', diagnosis, evidence: [] };
  }
}
