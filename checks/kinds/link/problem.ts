/** What is wrong with a device itself, for kind `link`: its type, state, master, MTU and carrier. Pure. */

import { called } from '../../network/state/called.ts';
import type { Link, NetworkNamespace } from '../../network/state/network-state.ts';
import { findLink } from '../../support/look.ts';
import type { LinkArgs } from './link.ts';

/** The first thing that is wrong, in one sentence; undefined when nothing is. */
export function problemOf(args: LinkArgs, found: Link, netns: NetworkNamespace): string | undefined {
  const { name } = args;
  if (args.type !== undefined && found.kind !== args.type) {
    return `${name} exists, but it is not a ${args.type}: it is a ${found.kind || 'physical device'}`;
  }
  if (args.up === true && !found.up) return `${name} is still DOWN${whatDownMeans(found, netns)}`;
  if (args.up === false && found.up) return `${name} is up, but must be down`;
  if (args.master !== undefined && (found.master ?? null) !== args.master)
    return masterProblem(args, found, netns);
  if (args.mtu !== undefined && found.mtu !== args.mtu)
    return `${name} has MTU ${found.mtu}, not ${args.mtu}`;
  const carrier = found.flags.includes('LOWER_UP');
  if (args.carrier === true && !carrier) {
    return found.up
      ? `${name} is up, but it has no carrier: its other end is down or gone`
      : `${name} has no carrier: it is DOWN`;
  }
  if (args.carrier === false && carrier) return `${name} has carrier, but must have none`;
  return undefined;
}

function whatDownMeans(found: Link, netns: NetworkNamespace): string {
  if (found.kind === 'loopback') return ': without it a namespace does not even reach itself';
  const master = found.master === undefined ? undefined : findLink(netns, found.master);
  return master?.kind === 'bridge' ? ': a bridge forwards only through ports that are up' : '';
}

function masterProblem(args: LinkArgs, found: Link, netns: NetworkNamespace): string {
  const { name, master } = args;
  if (master === null || master === undefined)
    return `${name} is a port of ${found.master}, but must have no master`;
  if (found.master !== undefined) return `${name} is a port of ${found.master}, not of ${master}`;
  const bridge = findLink(netns, master);
  if (!bridge) return `${name} is no port of ${master}: there is no device ${master} in ${called(netns)}`;
  if (bridge.kind !== 'bridge')
    return `${name} is no port of ${master}, and ${master} is a ${bridge.kind}, not a bridge`;
  return `${name} is ${found.up ? 'up' : 'there'}, but it has no master: it is no port of ${master}, so the bridge does not know it`;
}
