/** What kinds that judge traffic share: where it starts, and what to say when it could not be made. */
import { type Findings, fail, Inconclusive } from '../kind.ts';
import type { ProbeResult } from '../probe.ts';
import type { Origin } from '../probes/origin.ts';
import type { Judgement } from '../verdict.ts';
import { missingNamespace } from './look.ts';

interface Start {
  readonly host: string;
  readonly netns?: string | undefined;
}

export function origin({ host, netns }: Start): Origin {
  return { host, ...(netns !== undefined && { netns }) };
}

/** `from client on worker`, `from worker` */
export function place({ host, netns }: Start): string {
  return netns === undefined ? `from ${host}` : `from ${netns} on ${host}`;
}

/** The command as the learner types it on the host to send from the same place. */
export function typed({ netns }: Start, command: string): string {
  return netns === undefined ? command : `ip netns exec ${netns} ${command}`;
}

type Made = Exclude<ProbeResult, { probe: 'failed' }>;

/**
 * The result of the kind's only probe, or a failure when it could not start because the learner's namespace is not there:
 * that must not pass as "does not reach". Throws Inconclusive when the fault is not the learner's.
 */
export function madeProbe<P extends Made['probe']>(
  args: Start,
  findings: Findings,
  probe: P,
): Extract<Made, { probe: P }> | Judgement {
  const [result] = findings.probes;
  if (!result) throw new Inconclusive('the probe was not made');
  if (result.probe === 'failed') {
    if (!result.originMissing) throw new Inconclusive(`the probe could not be made: ${result.reason}`);
    return fail(
      `nothing can be sent ${place(args)}: ${result.reason}`,
      [{ host: args.host, command: 'ip netns list', found: result.reason }],
      missingNamespace(args),
    );
  }
  if (result.probe !== probe) throw new Inconclusive(`a ${result.probe} probe was made instead of ${probe}`);
  return result as Extract<Made, { probe: P }>;
}
