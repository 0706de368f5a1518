/**
 * Where packets for an address go from a namespace on, by the routing tables that were collected: as far as they get, and
 * what ends their way. Main tables only; rules, firewalls and proxy ARP are not asked. Sends nothing, judges nothing.
 */

import { inRange, splitPrefix } from '../addresses.ts';
import { called } from '../state/called.ts';
import type { Link, NetworkNamespace, NetworkState, Route } from '../state/network-state.ts';
import { labSegment, type Network, sameSegment } from './segment.ts';

/** A network stack and the host that it is on. */
export interface Stack {
  readonly host: string;
  readonly netns: NetworkNamespace;
}

/** By host, too: where each host has a kernel of its own, inodes repeat. */
export function sameStack(one: Stack, other: Stack): boolean {
  return one.host === other.host && one.netns.inode === other.netns.inode;
}

export type Path =
  | { readonly arrives: true; readonly through: readonly Stack[] }
  | {
      readonly arrives: false;
      readonly through: readonly Stack[];
      /** The stack that does not pass them on. */
      readonly at: Stack;
      /** Continues a sentence that begins with what the stack is called: `has no route to 10.244.1.2`. */
      readonly why: string;
    };

/** More routers than any lab has: then the packets go round. */
const MOST_HOPS = 16;

/** @returns undefined when something that is needed was not collected */
export function pathTo(network: Network, from: Stack, address: string): Path | undefined {
  const through: Stack[] = [];
  for (let here = from; ; ) {
    const lost = (why: string): Path => ({ arrives: false, through, at: here, why });
    const { links, routes, sysctls } = here.netns;
    if (!links || !routes) return undefined;
    if (through.some((stack) => sameStack(stack, here)) || through.length > MOST_HOPS) {
      return lost(`gets packets for ${address} a second time: they go round until their TTL is used up`);
    }
    through.push(here);
    if (links.some((link) => hasAddress(link, address))) return { arrives: true, through };
    if (through.length > 1 && sysctls?.['net.ipv4.ip_forward'] === '0') {
      return lost(`does not forward what is for ${address}: net.ipv4.ip_forward is 0`);
    }
    const route = lookUp(routes, address);
    if (!route) return lost(`has no route to ${address}`);
    if (route.type !== 'unicast') return lost(`has a route of type ${route.type} to ${route.destination}`);
    const { gateway, device } = route.nexthops?.[0] ?? route;
    const link = links.find(({ name }) => name === device);
    if (!link) return undefined;
    const next = gateway ?? address;
    const owners = ownersOf(network.state, next);
    const near =
      owners.find((owner) => sameSegment(network, { ...here, link }, owner)) ??
      behindRouter(network, { ...here, link }, next, address);
    if (!near) return lost(deadEnd(address, route, gateway, owners.length > 0));
    here = near;
  }
}

/** The longest prefix that matches, and of several the least metric (`fib_table_lookup` in the kernel). */
export function lookUp(routes: readonly Route[], address: string): Route | undefined {
  return routes
    .filter(({ family, table }) => family === 'inet' && table === 'main')
    .filter(({ flags }) => !flags.includes('dead'))
    .filter((route) => inRange(address, rangeOf(route)))
    .sort((a, b) => lengthOf(b) - lengthOf(a) || (a.metric ?? 0) - (b.metric ?? 0))[0];
}

function rangeOf({ destination }: Route): string {
  return destination === 'default' ? '0.0.0.0/0' : destination;
}

function lengthOf(route: Route): number {
  return splitPrefix(rangeOf(route)).prefix;
}

export function hasAddress({ addresses }: Link, address: string): boolean {
  return addresses.some((one) => one.address === address);
}

/** A stack, and its device that has an address or that a packet leaves by. */
type Owner = Stack & { readonly link: Link };

function ownersOf(state: NetworkState, address: string): Owner[] {
  return Object.values(state.hosts).flatMap(({ name: host, namespaces }) =>
    namespaces.flatMap((netns) =>
      (netns.links ?? []).filter((link) => hasAddress(link, address)).map((link) => ({ host, netns, link })),
    ),
  );
}

/** The lab's own router forwards between its segments, and knows no other network. */
function behindRouter(network: Network, leaves: Owner, next: string, address: string): Owner | undefined {
  const { topology, state } = network;
  const routerOf = (owner: Owner): string | undefined =>
    topology.segments.find(({ name }) => name === labSegment(topology, owner))?.router;
  if (routerOf(leaves) !== next) return undefined;
  return ownersOf(state, address).find((owner) => routerOf(owner) !== undefined);
}

function deadEnd(address: string, route: Route, gateway: string | undefined, elsewhere: boolean): string {
  const line = routeLine(route);
  if (gateway === undefined) {
    return `takes ${address} for on-link (${line}) and asks for it by ARP on a wire where ${elsewhere ? 'it is not' : 'no interface has it'}`;
  }
  if (elsewhere) return `sends what is for ${address} to ${gateway} (${line}), which is not on that wire`;
  return route.destination === 'default'
    ? `has no route of its own to ${address} and follows the default route to ${gateway}, which knows nothing of pods`
    : `sends what is for ${address} to ${gateway} (${line}), an address that no host here has`;
}

/** As `ip route` prints it, without what does not matter here. */
export function routeLine({ destination, gateway, device, nexthops }: Route): string {
  const hop = nexthops?.[0] ?? { gateway, device };
  return [
    destination,
    ...(hop.gateway === undefined ? [] : [`via ${hop.gateway}`]),
    ...(hop.device === undefined ? [] : [`dev ${hop.device}`]),
  ].join(' ');
}

/** `worker`, `server on worker` */
export function stackName({ host, netns }: Stack): string {
  if (netns.name === '') return host;
  return netns.name === null ? `${called(netns)} on ${host}` : `${netns.name} on ${host}`;
}
