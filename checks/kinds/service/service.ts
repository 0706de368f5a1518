/** Kind `service`: walks the nat table for a service's address and compares where packets may go with what was asked. */
import { z } from 'zod';
import { type CheckKind, fail, findNamespace, Inconclusive, need, pass } from '../../kind.ts';
import { evaluateNat, type NatEvaluation } from '../../network/netfilter/evaluate-nat.ts';
import type { Packet } from '../../network/netfilter/match.ts';
import { share } from '../../network/netfilter/mistake-words.ts';
import {
  hookWords,
  mistakeInRules,
  sharesByDestination,
  type WantedService,
} from '../../network/netfilter/service-rules.ts';
import type { IptablesChain, NetworkNamespace } from '../../network/state/network-state.ts';
import {
  balanceProblem,
  declared,
  distinct,
  endpoint,
  entryFields,
  port,
  shares,
} from '../../support/entry-fields.ts';
import type { Evidence } from '../../verdict.ts';
import { revertService } from './service-revert.ts';

export const schema = z
  .strictObject({
    ...entryFields('service'),
    address: z.ipv4(),
    port,
    protocol: z.enum(['tcp', 'udp']).default('tcp'),
    /** PREROUTING: packets that arrive (from pods, from other hosts). OUTPUT: packets of the host itself. */
    hook: z.enum(['PREROUTING', 'OUTPUT', 'both']).default('both'),
    endpoints: z.array(endpoint).min(1).refine(distinct, 'must name each endpoint once'),
    /** Only the first n endpoints count. */
    take: z.int().min(1).optional(),
    shares: shares.default('equal'),
  })
  .superRefine((args, context) => {
    const problem = balanceProblem(args);
    if (problem) context.addIssue({ code: 'custom', path: [problem.path], message: problem.message });
  });
export type ServiceArgs = z.infer<typeof schema>;

export const service: CheckKind<ServiceArgs> = {
  kind: 'service',
  summary: 'the nat rules of a service: endpoints and their shares, by walking the rules as a packet would',
  schema,
  examples: [{ address: '10.96.0.10', port: 80, endpoints: ['10.244.1.2:8080'] }],
  depth: 'full',
  cost: 'state',
  dependsOn: () => 'lasting',
  revert: { takes: 'rule', script: revertService },
  title: ({ address, port: number, hook }) =>
    `Rules for ${address}:${number} reach every endpoint${hook === 'both' ? ', from outside and from the host itself' : ''}`,
  judge(args, { state }) {
    const netns = findNamespace(state, args.host, args.netns);
    if (!netns) return fail(`${args.host} has no network namespace named ${args.netns}`);
    const chains = need(netns, 'iptables').tables.nat ?? [];
    const wanted = wantedService(args);
    const hooks = args.hook === 'both' ? (['PREROUTING', 'OUTPUT'] as const) : [args.hook];
    const ways = hooks.map((hook) => follow(chains, netns, wanted, hook));
    const evidence = ways.map(({ packet, evaluation }) => evidenceOf(args, packet, evaluation, wanted));
    const wrong = ways.filter(({ mistake }) => mistake !== undefined);
    const untouched = ways.filter(({ evaluation }) => evaluation.landings.length === 0);
    const [missed] = untouched;
    if (missed && untouched.length < ways.length && wrong.length === 1) {
      const other = ways.find((way) => way !== missed)?.packet.hook;
      return fail(
        `${other} without ${missed.packet.hook}: ${hookWords(missed.packet.hook)}, and from there nothing leads to the rules for ${args.address}`,
        evidence,
      );
    }
    const [first] = wrong;
    if (first?.mistake !== undefined) {
      const where = ways.length > 1 && wrong.length < ways.length ? `${first.packet.hook}: ` : '';
      return fail(`${where}${first.mistake}`, evidence);
    }
    return pass(
      `${args.address}:${args.port} leads to ${wanted.endpoints.length} endpoints in the shares asked for`,
      evidence,
    );
  },
};

function wantedService(args: ServiceArgs): WantedService {
  const { endpoints, shares: own } = declared(args);
  const { address, port: number, protocol } = args;
  return {
    address,
    port: number,
    protocol,
    endpoints: endpoints.map((to, i) => ({ to, share: own[i] ?? 0 })),
  };
}

/** Throws Inconclusive when a rule on the way depends on what is not known of the packet. */
function follow(
  chains: readonly IptablesChain[],
  netns: NetworkNamespace,
  wanted: WantedService,
  hook: Packet['hook'],
) {
  const { address: destination, port: number, protocol } = wanted;
  const localAddresses = netns.links?.flatMap(({ addresses }) => addresses.map(({ address }) => address));
  const packet: Packet = {
    hook,
    protocol,
    destination,
    port: number,
    ...(localAddresses && { localAddresses: new Set(localAddresses) }),
  };
  const evaluation = evaluateNat(chains, packet);
  if (evaluation.obstacle) {
    const { rule, why } = evaluation.obstacle;
    throw new Inconclusive(`could not follow rule ${rule.number} of ${rule.chain} (${rule.text}): ${why}`);
  }
  return { packet, evaluation, mistake: mistakeInRules(chains, evaluation, packet, wanted) };
}

function evidenceOf(
  args: ServiceArgs,
  packet: Packet,
  evaluation: NatEvaluation,
  wanted: WantedService,
): Evidence {
  const got = sharesByDestination(evaluation.landings);
  const found = [...got].map(([to, own]) => `${to} ${share(own)}`);
  if (evaluation.untouched > 0) found.push(`no rule ${share(evaluation.untouched)}`);
  return {
    host: args.host,
    ...(args.netns !== undefined && { netns: args.netns }),
    command: `${args.netns === undefined ? '' : `ip netns exec ${args.netns} `}iptables -t nat -S`,
    expected: `${packet.hook}: ${wanted.endpoints.map(({ to, share: own }) => `${to} ${share(own)}`).join(', ')}`,
    found: `${packet.hook}: ${found.join(', ')}`,
  };
}
