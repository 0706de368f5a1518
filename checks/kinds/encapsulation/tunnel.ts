/**
 * The way of a packet into a VXLAN tunnel through a node's tables: route, neighbour, forwarding entry. For diagnoses: what could
 * not be read is passed over. Pure.
 */
import type { HostState, Link, NetworkState } from '../../network/state/network-state.ts';
import { routeTo } from '../../support/route-to.ts';

export interface Tunnel {
  /** Addresses of the nodes at its ends; the first is where the packet sets out. */
  readonly from: string;
  readonly to: string;
  /** Where the packet inside is going. */
  readonly pod: string;
  readonly vni: number;
  readonly port: number;
}

/** The host whose own namespace has the address. */
export function hostWithAddress(state: NetworkState, address: string): HostState | undefined {
  return Object.values(state.hosts).find((host) =>
    host.namespaces[0]?.links?.some(({ addresses }) => addresses.some((one) => one.address === address)),
  );
}

/** What keeps the packet from leaving wrapped, in words; undefined: nothing that the tables tell. */
export function tunnelGap(host: HostState, tunnel: Tunnel): string | undefined {
  const [own] = host.namespaces;
  if (own?.links === undefined) return undefined;
  const end = own.links.find(({ kind, info }) => kind === 'vxlan' && info.id === tunnel.vni);
  if (!end) return `${host.name} has no VXLAN device with VNI ${tunnel.vni}`;
  if (!end.up) return `${end.name} on ${host.name} is DOWN`;
  const { port } = end.info;
  if (port !== tunnel.port)
    return `${end.name} on ${host.name} listens at UDP port ${String(port)}, not at ${tunnel.port} (dstport)`;
  return routeGap(host, end, tunnel) ?? neighbourGap(host, end, tunnel);
}

function routeGap(host: HostState, end: Link, { pod }: Tunnel): string | undefined {
  const [own] = host.namespaces;
  if (own?.routes === undefined) return undefined;
  const route = routeTo(own, pod);
  if (!route) return `${host.name} has no route to ${pod}`;
  if (route.destination === 'default')
    return `${host.name} has no route to ${pod} but the default route, which leads to ${route.gateway ?? route.device}`;
  if (route.device === end.name && route.gateway === undefined)
    return `on ${host.name} the route ${route.destination} dev ${end.name} has no gateway, so the node takes ${pod} itself for a neighbour in the tunnel`;
  return route.device === end.name || route.nexthops !== undefined
    ? undefined
    : `on ${host.name} the route ${route.destination} leads to ${route.device ?? route.type}, not into ${end.name}`;
}

function neighbourGap(host: HostState, end: Link, { pod, to }: Tunnel): string | undefined {
  const [own] = host.namespaces;
  const gateway = own && routeTo(own, pod)?.gateway;
  const { neighbours, fdb } = own ?? {};
  if (neighbours === undefined || gateway === undefined) return undefined;
  const mac = neighbours.find(({ address, device }) => address === gateway && device === end.name)?.mac;
  if (mac === undefined)
    return `${host.name} has not been told which MAC the gateway ${gateway} has on ${end.name} (no neighbour entry)`;
  if (fdb === undefined) return undefined;
  const entries = fdb.filter((entry) => entry.device === end.name && entry.destination !== undefined);
  const entry = entries.find((one) => one.mac === mac);
  const flooded = entries.find((one) => one.mac === '00:00:00:00:00:00');
  if (!entry && !flooded)
    return `the forwarding table of ${end.name} on ${host.name} has no entry for ${mac}, the MAC of its gateway ${gateway}: without one the frame is dropped`;
  if (entry && entry.destination !== to)
    return `the forwarding table of ${end.name} on ${host.name} sends ${mac} to ${entry.destination}, not to ${to}`;
  return undefined;
}
