/**
 * Where the parts of a topology go when each host has a machine and one wire joins all of these: a segment that more than one
 * machine has a part of is laid over the wire, and there can be one such. The others stay within a machine. Pure.
 */
import { hostNames, isOn, type Segment, type Topology } from '../../../checks/network/topology.ts';
import { UsageError } from '../../errors.ts';
import type { HostName } from '../driver.ts';

export interface Placement {
  /** The host on whose machine the router lives; absent: there is none. */
  readonly router?: HostName;
  /** The segment on the wire; absent: no two machines share one. */
  readonly wired?: Segment;
}

/** @throws UsageError when it needs more than one wire */
export function placementOf(topology: Topology): Placement {
  const routed = topology.segments.some(({ router }) => router !== undefined);
  // The last, as whoever is behind the router is mostly named last.
  const places = routed ? hostNames(topology).reverse() : [undefined];
  const tried = places.map((router) => ({
    router,
    wired: topology.segments.filter((segment) => isSpread(topology, segment, router)),
  }));
  const found = tried.find(({ wired }) => wired.length <= 1);
  if (found)
    return {
      ...(found.router !== undefined && { router: found.router }),
      ...(found.wired[0] && { wired: found.wired[0] }),
    };
  const fewest = tried.reduce((least, one) => (one.wired.length < least.wired.length ? one : least));
  const names = fewest.wired.map(({ name }) => name);
  throw new UsageError(
    `One wire joins the machines, so hosts of several machines can share one segment only; this topology has ${names.join(', ')}.`,
    'Run it on this machine: --sandbox namespaces',
  );
}

/** Has more than one machine a part of it? */
function isSpread({ hosts }: Topology, segment: Segment, router: HostName | undefined): boolean {
  const machines = new Set(hosts.filter((host) => isOn(host, segment)).map(({ name }) => name));
  if (segment.router !== undefined && router !== undefined) machines.add(router);
  return machines.size > 1;
}
