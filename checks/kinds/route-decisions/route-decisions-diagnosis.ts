/**
 * Why a routing decision was the wrong one, from the routes of the namespace: which mistake leads there. Never says what would
 * be right. Pure.
 */
import { inRange, networkOf, splitPrefix } from '../../network/addresses.ts';
import type { Route } from '../../network/state/network-state.ts';
import type { Decision } from '../../probes/lookup.ts';

interface Missed {
  readonly address: string;
  /** What the learner wrote: `on-link`, `unreachable`, `local`, `broadcast` or a gateway. */
  readonly decision: string;
  /** Of the table main, IPv4. */
  readonly routes: readonly Route[];
  /** The stack's own addresses. */
  readonly own: readonly string[];
  /** Gateways of other stacks of the host, with how to call the stack. */
  readonly elsewhere: readonly { readonly gateway: string; readonly where: string }[];
}

/** What a packet is told by the route. */
function decisions(route: Route): string[] {
  if (route.type !== 'unicast') return ['unreachable'];
  return (route.nexthops ?? [route]).map(({ gateway }) => gateway ?? 'on-link');
}

const range = (route: Route) => (route.destination === 'default' ? '0.0.0.0/0' : route.destination);
const length = (route: Route) => splitPrefix(range(route)).prefix;

export function whyMissed({ address, decision, routes, own, elsewhere }: Missed, found: Decision): string {
  if (decision === address)
    return 'that is the destination itself; a packet for an on-link destination goes to no gateway';
  if (own.includes(decision)) return `${decision} is its own address, and a host is not its own gateway`;
  if (decision === 'local' || decision === 'broadcast') return `it is not a ${decision} address here`;
  if (found.is === 'local' || found.is === 'broadcast')
    return 'the table local is asked first, and it has this very address';
  const leading = routes.filter((route) => decisions(route).includes(decision));
  const matching = routes.filter((route) => inRange(address, range(route)));
  const taken = leading.filter((route) => matching.includes(route)).sort((a, b) => length(b) - length(a))[0];
  if (taken) return `${range(taken)} matches it, but so does a longer prefix, and the longest wins`;
  if (decision === 'unreachable') {
    return matching.every((route) => length(route) === 0)
      ? 'the default route has the mask 0.0.0.0, so it matches whatever nothing else does'
      : 'a line of the table matches it, and the longest that does lets the packet go';
  }
  const [nearest] = [...leading].sort((a, b) => shared(address, b) - shared(address, a));
  if (nearest) return `no route of that kind matches it: ${arithmetic(address, range(nearest))}`;
  const stranger = elsewhere.find(({ gateway }) => gateway === decision);
  return stranger
    ? `${decision} is a gateway of ${stranger.where}: another stack with other routes was asked`
    : `no route leads by ${decision}`;
}

/** `10.8.80.7 AND 255.255.240.0 is 10.8.80.0, not 10.8.64.0` */
function arithmetic(address: string, route: string): string {
  const { ip, prefix } = splitPrefix(route);
  return `${address} AND ${networkOf('255.255.255.255', prefix)} is ${networkOf(address, prefix)}, not ${ip}`;
}

/** How many leading bits of the route's range the address has; a range that it nearly is in is the likelier slip. */
function shared(address: string, route: Route): number {
  const { ip, prefix } = splitPrefix(range(route));
  for (let bits = prefix; bits > 0; bits -= 1) if (inRange(address, `${ip}/${bits}`)) return bits;
  return 0;
}
