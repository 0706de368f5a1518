/**
 * Kind `journey`: one packet, followed through all hosts: the hooks, chains and interfaces that it comes to, where an address
 * of it is translated, as whose packet it arrives, or that it does not. Judges results; sends and follows nothing itself.
 */
import { z } from 'zod';
import { type CheckKind, fail, Inconclusive, pass } from '../../kind.ts';
import { HOOKS, type Hook, type Hop, type Journey } from '../../network/journey/journey.ts';
import { stackName } from '../../network/journey/stack-name.ts';
import { distinct, entryFields } from '../../support/entry-fields.ts';
import {
  heard,
  hooksPassed,
  isStack,
  journeyRequest,
  packetTarget,
  targetOf,
} from '../../support/hooks-passed.ts';
import { madeProbe, origin, place } from '../../support/probed.ts';
import { cutOff } from '../../support/revert-scripts.ts';
import type { Evidence } from '../../verdict.ts';
import { type NamedPlace, passes, placeName, readPlace } from './places.ts';

const places = z.array(placeName).min(1).refine(distinct, 'must name each place once');

const schema = z.strictObject({
  ...entryFields('journey'),
  /** What is sent from the check's host or namespace: `tcp://10.96.0.10:80`, `icmp://10.244.1.2`. */
  to: packetTarget,
  /** Whether it arrives, answered or not; a reset is no arrival. */
  outcome: z.enum(['delivered', 'lost']).default('delivered'),
  /** Hooks, chains and interfaces that it comes to: `forward`, `worker2:FORWARD`, `worker/red:eth0`; the host's own stack where none is named. */
  passes: places.optional(),
  neverPasses: places.optional(),
  /** The hooks of the host's own stack at which an address or a port of it is replaced; none: []. */
  translatedAt: z.array(z.enum(HOOKS)).refine(distinct, 'must name each hook once').optional(),
  /** Its source address where it arrives. */
  arrivesFrom: z.ipv4({ error: 'must be an IPv4 address' }).optional(),
});
export type JourneyArgs = z.infer<typeof schema>;

export const journey: CheckKind<JourneyArgs> = {
  kind: 'journey',
  summary:
    'one packet, followed: the hooks, chains and interfaces it comes to, NAT on its way, arrival or loss',
  schema,
  examples: [
    { to: 'tcp://10.0.0.2:80', passes: ['prerouting', 'forward'], neverPasses: ['input'] },
    { to: 'tcp://10.0.0.2:80', translatedAt: ['postrouting'], arrivesFrom: '172.18.0.3' },
    { to: 'icmp://10.0.0.2', outcome: 'lost', passes: ['forward'], neverPasses: ['postrouting'] },
  ],
  depth: 'light',
  cost: 'probe',
  dependsOn: () => 'all',
  revert: {
    takes: 'pair-path',
    script: (args) => (args.outcome === 'delivered' ? cutOff(args, targetOf(args.to).address) : undefined),
  },
  title: (args) =>
    args.outcome === 'lost'
      ? `the packet to ${args.to} ${place(args)} is lost`
      : `the packet to ${args.to} ${place(args)} arrives`,
  probes: (args) => [journeyRequest(args)],
  judge(args, findings) {
    const made = madeProbe(args, findings, 'journey');
    if ('verdict' in made) return made;
    const found = heard(made.journey);
    const evidence = evidenceOf(args, found);
    const problem = outcomeProblem(args, found) ?? placeProblem(args, found) ?? addressProblem(args, found);
    return problem === undefined
      ? pass(`the packet to ${args.to} ${place(args)}: ${endOf(found)}`, evidence)
      : fail(problem, evidence);
  },
};

/** The packet itself is lost, not only the answer to it. */
function isLost({ outcome }: Journey): boolean {
  return outcome.is === 'lost' && outcome.leg === 'request';
}

function endOf({ outcome }: Journey): string {
  return outcome.is === 'lost' && outcome.leg === 'answer'
    ? `it arrived; the answer was lost: ${outcome.why}`
    : outcome.why;
}

function outcomeProblem(args: JourneyArgs, found: Journey): string | undefined {
  if (isLost(found) === (args.outcome === 'lost')) return undefined;
  const packet = `the packet to ${args.to} ${place(args)}`;
  return args.outcome === 'lost'
    ? `${packet} still arrives: ${endOf(found)}; at ${args.host} it came to ${hooksAt(args.host, found)}`
    : `${packet} was lost: ${endOf(found)}`;
}

function placeProblem(args: JourneyArgs, found: Journey): string | undefined {
  const packet = `the packet to ${args.to} ${place(args)}`;
  const there = (one: NamedPlace) => `there it came to ${hooksAt(one.stack.host, found, one.stack.netns)}`;
  for (const [texts, wanted] of [
    [args.passes ?? [], true],
    [args.neverPasses ?? [], false],
  ] as const) {
    for (const text of texts) {
      const one = readPlace(text, args.host);
      const passed = passes(found, one);
      if (passed === undefined)
        throw new Inconclusive(
          `${one.called} cannot be told: the kernel does not trace rules of iptables-legacy`,
        );
      if (passed === wanted) continue;
      return wanted
        ? `${packet} never came to ${one.called}; ${there(one)} (${endOf(found)})`
        : `${packet} came to ${one.called}; ${there(one)}`;
    }
  }
  return undefined;
}

function hooksAt(host: string, found: Journey, netns?: string): string {
  return hooksPassed(found, { host, netns }).join(', ') || 'no hook of IP';
}

function addressProblem(args: JourneyArgs, found: Journey): string | undefined {
  const packet = `the packet to ${args.to} ${place(args)}`;
  if (args.translatedAt !== undefined) {
    const at = translations(args.host, found);
    const listed = (hooks: readonly Hook[]) => hooks.join(' and ') || 'no hook';
    if (!sameHooks(at, args.translatedAt))
      return `${packet} was translated at ${listed(at)} of ${args.host}, not at ${listed(args.translatedAt)}`;
  }
  if (args.arrivesFrom === undefined) return undefined;
  const last = lastHop(found);
  if (last === undefined || isLost(found)) return `${packet} did not arrive: ${endOf(found)}`;
  const { source } = last.packet;
  if (source === args.arrivesFrom) return undefined;
  return `${packet} arrived in ${stackName(last.stack)} from ${source}, not from ${args.arrivesFrom}`;
}

function lastHop({ hops }: Journey): Hop | undefined {
  return hops.findLast(({ leg, direction }) => leg === 'request' && direction === 'in');
}

function sameHooks(one: readonly Hook[], other: readonly Hook[]): boolean {
  return one.length === other.length && one.every((hook) => other.includes(hook));
}

/**
 * The kernel settles a connection's destination at prerouting or output, whichever its first packet comes to first, and its
 * source at postrouting or, for what comes in and stays, at input (nft(8), chain type nat).
 */
function translations(host: string, found: Journey): Hook[] {
  const hooks = hooksPassed(found, { host });
  const own = found.hops.filter((hop) => hop.leg === 'request' && isStack(hop.stack, { host }));
  const replaced = (end: 'source' | 'destination') => own.some(({ translation }) => translation?.[end]);
  const first = (...of: readonly Hook[]) => hooks.find((hook) => of.includes(hook)) ?? [];
  return [
    replaced('destination') ? first('prerouting', 'output') : [],
    replaced('source') ? first('postrouting', 'input') : [],
  ].flat();
}

function evidenceOf(args: JourneyArgs, found: Journey): Evidence[] {
  const requests = found.hooks.filter(({ leg, outer }) => leg === 'request' && !outer);
  const stacks = [...new Map(requests.map(({ stack }) => [`${stack.host} ${stack.inode}`, stack])).values()];
  const ways = stacks.map((stack) => {
    const own = requests.filter((one) => one.stack.host === stack.host && one.stack.inode === stack.inode);
    return `${stackName(stack)}: ${own.map(({ hook }) => hook).join(', ')}`;
  });
  return [
    {
      ...origin(args),
      command: 'nft monitor trace',
      found: `${ways.join('; ') || 'no hook'}; ${endOf(found)}`,
    },
  ];
}
