/**
 * Judges checks by an observation: pure, so that the same observation is judged the same again, also one that was stored.
 * A judgement cannot do worse than say "could not look". Knows no kind by name.
 */
import { type CheckKind, type Findings, Inconclusive } from './kind.ts';
import type { Depth } from './network/state/network-state.ts';
import { type Observation, probedResult } from './observation.ts';
import type { ProbeRequest } from './probe.ts';
import type { CheckResult, Judgement } from './verdict.ts';

/** A check whose arguments its kind has accepted. */
export interface DueCheck {
  readonly id: string;
  readonly title: string;
  readonly kind: CheckKind<unknown>;
  readonly args: unknown;
}

/** How deep a collection must be for all of them. */
export function depthFor(checks: readonly DueCheck[]): Depth {
  return checks.some(({ kind }) => kind.depth === 'full') ? 'full' : 'light';
}

/** The traffic that a check needs, in its order. */
export function trafficFor({ kind, args }: DueCheck): readonly ProbeRequest[] {
  return kind.probes?.(args) ?? [];
}

/**
 * One result for each check, in that order.
 * @param answer what the learner typed, for the check of a question
 */
export function judge(checks: readonly DueCheck[], observation: Observation, answer?: string): CheckResult[] {
  return checks.map((check) => judgeOne(check, observation, answer));
}

function judgeOne(check: DueCheck, observation: Observation, answer: string | undefined): CheckResult {
  const { id, title, kind, args } = check;
  const made = trafficFor(check).map((request) => probedResult(observation, request));
  const probes = made.filter((one) => one !== undefined);
  const judgement =
    probes.length < made.length
      ? unseen('the traffic that it needs was not made')
      : kind.depth === 'full' && observation.state.depth === 'light'
        ? unseen('only the light state was collected')
        : judgeCheck(kind, args, {
            topology: observation.topology,
            state: observation.state,
            probes: probes.map(({ result }) => result),
            ...(answer === undefined ? {} : { answer }),
          });
  const ms = Math.round(probes.reduce((sum, probe) => sum + probe.ms, 0));
  return { ...judgement, id, title, kind: kind.kind, ms };
}

/** The kind's judgement; Inconclusive and every unexpected exception become the verdict `error`. Never throws. */
export function judgeCheck<Args>(kind: CheckKind<Args>, args: Args, findings: Findings): Judgement {
  try {
    return kind.judge(args, findings);
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    if (thrown instanceof Inconclusive) return unseen(message);
    const diagnosis = `could not judge, by a fault of the check ${kind.kind} itself: ${message}`;
    return { verdict: 'error', diagnosis, evidence: [] };
  }
}

function unseen(why: string): Judgement {
  return { verdict: 'error', diagnosis: `could not look: ${why}`, evidence: [] };
}
