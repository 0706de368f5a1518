/**
 * Kind `mtu`: a packet of just that size passes uncut (DF), and one that is a byte longer is refused, not lost. Judges results;
 * sends nothing itself.
 */
import { z } from 'zod';
import { type CheckKind, type Findings, fail, findNamespace, pass } from '../../kind.ts';
import type { MtuResult, SizedEcho } from '../../probes/mtu.ts';
import { entryFields, timeout } from '../../support/entry-fields.ts';
import { madeProbe, origin, place, typed } from '../../support/probed.ts';
import { cutOff } from '../../support/revert-scripts.ts';
import { deviceTo } from '../../support/route-to.ts';
import type { Evidence } from '../../verdict.ts';

/** IPv4 header and ICMP header: what `ping -s` does not count. */
const HEADERS = 28;
/** What `ping` sends by default: a size that any way carries. */
const SMALL = 84;

const schema = z.strictObject({
  ...entryFields('mtu'),
  to: z.ipv4({ error: 'must be an IPv4 address' }),
  /** Bytes of the longest IP packet that must pass. */
  mtu: z
    .int()
    .min(SMALL + 1)
    .max(65534),
  /** Who refuses the longer one: the sender's own device, or whoever is in the way and says so. */
  refusedBy: z.enum(['sender', 'anyone']).default('anyone'),
  /** For each size. */
  timeout: timeout.default(1),
});
export type MtuArgs = z.infer<typeof schema>;

export const mtu: CheckKind<MtuArgs> = {
  kind: 'mtu',
  summary: 'the longest packet that passes uncut, and what becomes of a longer one',
  schema,
  examples: [{ to: '10.0.0.2', mtu: 1450 }],
  depth: 'light',
  cost: 'probe',
  dependsOn: () => 'all',
  revert: { takes: 'long-packet-path', script: (args) => cutOff(args, args.to) },
  title: (args) =>
    `packets of up to ${args.mtu} bytes reach ${args.to} uncut ${place(args)}, and longer ones are refused`,
  probes: (args) => [
    {
      probe: 'mtu',
      from: origin(args),
      to: args.to,
      sizes: [SMALL, args.mtu, args.mtu + 1],
      timeoutMs: args.timeout * 1000,
    },
  ],
  judge(args, findings) {
    const result = madeProbe(args, findings, 'mtu');
    if ('verdict' in result) return result;
    const evidence = [evidenceOf(args, result)];
    const problem = problemOf(args, result, findings);
    return problem === undefined
      ? pass(`${args.mtu} bytes pass, and ${args.mtu + 1} are refused`, evidence)
      : fail(problem, evidence);
  },
};

function problemOf(args: MtuArgs, { echoes }: MtuResult, findings: Findings): string | undefined {
  const [small, full, longer] = echoes;
  if (small?.outcome !== 'answered')
    return `no answer from ${args.to} ${place(args)} even to a packet of ${SMALL} bytes, so it is not the size: ${small?.detail ?? 'nothing was sent'}`;
  if (full?.outcome !== 'answered') return full && tooSmall(args, full, findings);
  const size = `a packet of ${args.mtu + 1} bytes`;
  const device = nameOfDevice(args, findings);
  switch (longer?.outcome) {
    case undefined:
      return `nothing was sent that is longer than ${args.mtu} bytes`;
    case 'answered':
      return `the MTU is not lowered: ${size} passes as well (${device} lets it go, and somewhere it is cut into fragments, or nothing was wrapped)`;
    case 'silent':
      return `a silent black hole: ${size} leaves ${device}, vanishes, and no ICMP error comes back, so the sender never learns to send shorter ones; lower the MTU where it sets out`;
    case 'refused-on-the-way':
      return args.refusedBy === 'anyone'
        ? undefined
        : `the MTU is not lowered where packets set out: ${device} lets ${args.mtu + 1} bytes go, and ${longer.detail}; a sender that does not hear that runs into a black hole`;
    case 'refused-here':
      return undefined;
    case 'unreachable':
      return `${size} is answered by an error that is not about its size: ${longer.detail}`;
  }
}

function tooSmall(args: MtuArgs, full: SizedEcho, findings: Findings): string {
  const device = nameOfDevice(args, findings);
  switch (full.outcome) {
    case 'refused-here':
      return `the MTU is too small where packets set out: ${device} refuses ${args.mtu} bytes`;
    case 'refused-on-the-way':
      return `an MTU on the way is too small for ${args.mtu} bytes: ${full.detail}`;
    case 'silent':
      return `a silent black hole: a packet of ${SMALL} bytes is answered, one of ${args.mtu} bytes vanishes, and no ICMP error comes back`;
    default:
      return `a packet of ${args.mtu} bytes is answered by an error that is not about its size: ${full.detail}`;
  }
}

/** `eth0 (MTU 1500)`, as far as the state knows it. */
function nameOfDevice({ host, netns, to }: MtuArgs, { state }: Findings): string {
  const from = state.hosts[host]?.unreadable === undefined ? state.hosts[host] : undefined;
  const own = from && findNamespace(state, host, netns);
  const device = own && deviceTo(own, to);
  return device ? `${device.name} (MTU ${device.mtu})` : `the sender's device`;
}

function evidenceOf(args: MtuArgs, { echoes }: MtuResult): Evidence {
  const payload = (bytes: number) => bytes - HEADERS;
  return {
    ...origin(args),
    command: `${typed(args, `ping -c 1 -W 1 -M do -s ${payload(args.mtu)} ${args.to}`)}; ${typed(args, `ping -c 1 -W 1 -M do -s ${payload(args.mtu + 1)} ${args.to}`)}`,
    expected: `${args.mtu} bytes: answered; ${args.mtu + 1} bytes: refused by ${args.refusedBy === 'sender' ? 'the sender itself' : 'the router that cannot pass it on'}`,
    found: echoes.map(({ size, outcome, detail }) => `${size} bytes: ${outcome} (${detail})`).join('; '),
  };
}
