/** Kind `ping`: ICMP echo from a host or namespace. Judges a result; sends nothing itself. */
import { z } from 'zod';
import { type CheckKind, fail, pass } from '../../kind.ts';
import type { PingResult } from '../../probes/ping.ts';
import { entryFields, timeout } from '../../support/entry-fields.ts';
import { madeProbe, origin, place, typed } from '../../support/probed.ts';
import { cutOff } from '../../support/revert-scripts.ts';
import type { Evidence } from '../../verdict.ts';

export const schema = z.strictObject({
  ...entryFields('ping'),
  to: z.union([z.ipv4(), z.ipv6()], { error: 'must be an IP address' }),
  /** `silent`: must not reach. */
  expect: z.enum(['answered', 'silent']).default('answered'),
  /** TTL that the answer must carry. */
  ttl: z.int().min(1).max(255).optional(),
  timeout,
});
export type PingArgs = z.infer<typeof schema>;

export const ping: CheckKind<PingArgs> = {
  kind: 'ping',
  summary: 'ICMP echo: answered, or silent where it must be',
  schema,
  examples: [{ to: '10.0.0.2' }, { to: '10.0.0.2', expect: 'silent' }],
  depth: 'light',
  cost: 'probe',
  dependsOn: () => 'lasting',
  revert: {
    takes: 'echo-path',
    script: (args) => (args.expect === 'answered' ? cutOff(args, args.to) : undefined),
  },
  title: (args) =>
    `${args.to} ${args.expect === 'answered' ? 'answers' : 'must not answer'} ping ${place(args)}`,
  probes: (args) => [{ probe: 'ping', from: origin(args), to: args.to, timeoutMs: args.timeout * 1000 }],
  judge(args, findings) {
    const result = madeProbe(args, findings, 'ping');
    if ('verdict' in result) return result;
    const evidence = [evidenceOf(args, result)];
    if (args.expect === 'silent') {
      return result.outcome === 'answered'
        ? fail(`${args.to} answered ping ${place(args)}, but must not be reached`, evidence)
        : pass(`${args.to} stays silent ${place(args)}`, evidence);
    }
    const problem = whyNot(args, result);
    return problem === undefined ? pass(`${args.to} answered`, evidence) : fail(problem, evidence);
  },
};

function whyNot(args: PingArgs, { outcome, ttl, detail }: PingResult): string | undefined {
  if (outcome === 'unreachable') {
    return `no way to ${args.to} ${place(args)}: ${detail} (a missing route, a device that is down, or no answer to ARP)`;
  }
  if (outcome === 'silent') {
    return `no answer from ${args.to} within ${args.timeout} s: packets vanish on the way there or on the way back (a missing route back, a device that is down, a rule that drops)`;
  }
  if (args.ttl === undefined || ttl === args.ttl) return undefined;
  return `the answer carries TTL ${ttl ?? 'unknown'} instead of ${args.ttl}: it crossed another number of routers than expected`;
}

function evidenceOf(args: PingArgs, result: PingResult): Evidence {
  return {
    ...origin(args),
    command: typed(args, `ping -c 1 -W ${Math.ceil(args.timeout)} ${args.to}`),
    expected: `${args.expect}${args.ttl === undefined ? '' : `, TTL ${args.ttl}`}`,
    found:
      result.outcome === 'answered'
        ? `answered${result.ttl === undefined ? '' : `, TTL ${result.ttl}`}`
        : `${result.outcome}: ${result.detail}`,
  };
}
