/**
 * Kind `bgp-route`: a range that the BIRD of one host announces is in the kernels of others, as a route from BIRD to that host,
 * goes when it is withdrawn, and comes back. Judges the state and a result; withdraws nothing itself.
 */
import { z } from 'zod';
import { type CheckKind, fail, findNamespace, Inconclusive, need, pass } from '../../kind.ts';
import { canonicalDestination } from '../../network/addresses.ts';
import type { NetworkNamespace, NetworkState, Route } from '../../network/state/network-state.ts';
import type { BgpWithdrawResult } from '../../probes/bgp-withdraw.ts';
import { distinct, entryFields, timeout } from '../../support/entry-fields.ts';
import { madeProbe } from '../../support/probed.ts';
import type { Evidence } from '../../verdict.ts';
import { whyNotAnnounced, whyNotLearnt } from './bgp-route-diagnosis.ts';

const { netns: _, ...fields } = entryFields('bgp-route');

export const schema = z
  .strictObject({
    /** `host` is the one that announces. BIRD runs in hosts' own namespaces. */
    ...fields,
    range: z.cidrv4({ error: 'must be a range such as 10.244.1.0/24' }),
    /** Hosts whose kernels must have the route. */
    learntBy: z.array(z.string().min(1)).min(1).refine(distinct, { error: 'names a host twice' }),
    /** For a withdrawn route to go, and for one that is announced again to come back. */
    timeout,
  })
  .refine(({ host, learntBy }) => !learntBy.includes(host), {
    path: ['learntBy'],
    error: 'names the host that announces',
  });
export type BgpRouteArgs = z.infer<typeof schema>;

export const bgpRoute: CheckKind<BgpRouteArgs> = {
  kind: 'bgp-route',
  summary:
    'a range announced by BGP: the route is in the kernels of others, goes when it is withdrawn, comes back',
  schema,
  examples: [{ range: '10.244.1.0/24', learntBy: ['node-b'] }],
  depth: 'light',
  cost: 'load',
  dependsOn: () => 'lasting',
  revert: { takes: 'bgp-session', script: () => 'birdc disable all' },
  title: ({ host, range, learntBy }) =>
    `${learntBy.join(' and ')} ${learntBy.length > 1 ? 'have' : 'has'} ${range} from ${host} by BGP, while it is announced`,
  probes: ({ host, range, learntBy, timeout: seconds }) => [
    { probe: 'bgp-withdraw', from: { host }, range, learntBy, timeoutMs: seconds * 1000 },
  ],
  judge(args, findings) {
    const { state } = findings;
    const result = madeProbe(args, findings, 'bgp-withdraw');
    if ('verdict' in result) return result;
    const seen = args.learntBy.map((host) => ({ host, routes: routesTo(state, host, args.range) }));
    const shown = seen.map(({ host, routes }) => evidenceOf(args, host, routes));
    for (const { host, routes } of seen) {
      const problem =
        routes.length === 0 ? whyMissing(args, host, state, result) : problemOf(args, host, state, routes);
      if (problem !== undefined) return fail(problem, shown);
    }
    const problem = whatBecameOfIt(args, result);
    return problem === undefined
      ? pass(
          `${args.range} is learnt by ${args.learntBy.join(' and ')}; it went when ${args.host} withdrew it, and came back`,
          shown,
        )
      : fail(problem, shown);
  },
};

function own(state: NetworkState, host: string): NetworkNamespace {
  const netns = findNamespace(state, host);
  if (!netns) throw new Inconclusive(`the own network namespace of ${host} was not collected`);
  return netns;
}

/** IPv4 addresses of the host's own devices, lo excepted. */
function addressesOf(state: NetworkState, host: string): string[] {
  return need(own(state, host), 'links')
    .filter(({ kind }) => kind !== 'loopback')
    .flatMap(({ addresses }) => addresses.filter(({ family }) => family === 'inet'))
    .map(({ address }) => address);
}

function routesTo(state: NetworkState, host: string, range: string): Route[] {
  const destination = canonicalDestination(range);
  return need(own(state, host), 'routes').filter(
    (route) => route.table === 'main' && canonicalDestination(route.destination) === destination,
  );
}

function whyMissing(
  args: BgpRouteArgs,
  host: string,
  state: NetworkState,
  result: BgpWithdrawResult,
): string {
  if (result.outcome !== 'nothing-withdrawn') {
    return `${host} had no route to ${args.range} when it was looked at; it has come since`;
  }
  const addresses = { announcer: addressesOf(state, args.host), learner: addressesOf(state, host) };
  return whyNotLearnt(args, host, addresses, result);
}

/** What keeps these routes from being one that BIRD has learnt from the announcing host. */
function problemOf(
  { host: from, range }: BgpRouteArgs,
  host: string,
  state: NetworkState,
  routes: readonly Route[],
): string | undefined {
  const other = routes.find(({ protocol }) => protocol !== 'bird');
  if (other) {
    const beside = routes.length > 1 ? 'beside the one from BIRD, ' : '';
    return `${beside}${host} has a route to ${range} typed by hand (proto ${other.protocol}): it would stay when the range is withdrawn`;
  }
  const dead = routes.find(({ type }) => type !== 'unicast');
  if (dead) {
    return `the route to ${range} on ${host} is a ${dead.type}: ${host} announces that range itself instead of learning it`;
  }
  const hops = routes.flatMap((route) => route.nexthops ?? [route]);
  const addresses = addressesOf(state, from);
  if (hops.some(({ gateway }) => gateway !== undefined && addresses.includes(gateway))) return undefined;
  const gateways = hops.flatMap(({ gateway }) => gateway ?? []).join(' and ') || 'no gateway';
  return `the route to ${range} on ${host} goes via ${gateways}, which is no address of ${from}`;
}

/** Undefined when it went and came back. */
function whatBecameOfIt(args: BgpRouteArgs, result: BgpWithdrawResult): string | undefined {
  const { host: from, range, timeout: seconds } = args;
  const hosts = result.hosts.join(' and ');
  switch (result.outcome) {
    case 'came-back':
      return undefined;
    case 'stayed':
      return `${from} withdrew ${range}, and ${hosts} kept the route for ${seconds} s: BIRD is not told there, or the route is not its own`;
    case 'not-back':
      return `${from} withdrew ${range} and announced it again, but on ${hosts} the route did not come back within ${seconds} s`;
    case 'nothing-withdrawn': {
      if (hosts !== '') {
        return `the route to ${range} comes and goes: it was there, and a moment later ${hosts} did not have it`;
      }
      const why = whyNotAnnounced(args, result);
      if (why === undefined) throw new Inconclusive(`what ${from} announces changed while it was looked at`);
      return why;
    }
  }
}

function evidenceOf({ host: from, range }: BgpRouteArgs, host: string, routes: readonly Route[]): Evidence {
  return {
    host,
    command: `ip route show ${range}`,
    expected: `${range} via ${from} proto bird`,
    found: routes.map(words).join('; ') || 'no such route',
  };
}

function words({ destination, type, gateway, device, protocol }: Route): string {
  return [
    ...(type === 'unicast' ? [] : [type]),
    destination,
    ...(gateway === undefined ? [] : [`via ${gateway}`]),
    ...(device === undefined ? [] : [`dev ${device}`]),
    `proto ${protocol}`,
  ].join(' ');
}
