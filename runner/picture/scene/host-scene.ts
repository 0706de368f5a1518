/** One host's state -> its part of the scene. Pure. */
import type { HostState, Link, NetworkNamespace } from '../../../checks/network/state/network-state.ts';
import { findPeer } from '../../../checks/network/state/peer.ts';
import type { LabHost } from '../../../checks/network/topology.ts';
import { hostKey, interfaceKeys, namespaceKeys, type UnkeyedInterface } from './keys.ts';
import { natOf, servicesOf } from './nat.ts';
import { byName, sortedBy } from './order.ts';
import { inReadingOrder } from './reading-order.ts';
import { neighbourWords, routeWords } from './route-words.ts';
import type { Host, Interface, LinkState, Listening, Namespace } from './scene-model.ts';
import { tunnelFacts } from './tunnels.ts';
import { withSegments } from './uplinks.ts';

/** A namespace once, with all its names: the state lists it once for each. */
interface Merged {
  readonly netns: NetworkNamespace;
  readonly names: readonly string[];
  readonly own: boolean;
  readonly inode: number;
}

/** @param lab the host in the topology @param before the same host in the previous scene */
export function hostScene(state: HostState, lab: LabHost | undefined, before: Host | undefined): Host {
  const base = { key: hostKey(state.name), name: state.name };
  if (state.unreadable !== undefined) return { ...base, unreadable: state.unreadable, namespaces: [] };
  const merged = mergedNamespaces(state);
  const was = before?.namespaces ?? [];
  const namespaces = namespaceKeys(state.name, merged, was);
  const links = allLinks(state, merged, namespaces);
  const keys = interfaceKeys(
    state.name,
    links,
    was.flatMap(({ key, interfaces }) => interfaces.map((link) => ({ ...link, namespace: key }))),
  );
  const scenes = links.map((one, at): Interface => toInterface(one, keys[at] as string, links, keys));
  const spaces = links.map(({ namespace }) => namespace);
  const wired = withSegments(scenes, spaces, lab, was);
  const all = merged.map((one, at): Namespace => {
    const key = namespaces[at] as string;
    const own = wired.filter((_, place) => links[place]?.namespace === key);
    const last = was.find((other) => other.key === key);
    return { key, ...namespaceFacts(state, one, last), interfaces: own };
  });
  return { ...base, namespaces: inReadingOrder(all) };
}

function mergedNamespaces({ namespaces }: HostState): Merged[] {
  const inodes = [...new Set(namespaces.map(({ inode }) => inode))];
  const merged = inodes.map((inode): Merged => {
    const same = namespaces.filter((one) => one.inode === inode);
    const names = same.flatMap(({ name }) => (name === null || name === '' ? [] : [name]));
    const own = same.some(({ name }) => name === '');
    return { netns: same[0] as NetworkNamespace, names: names.sort(byName), own, inode };
  });
  return sortedBy(
    merged,
    ({ own }) => (own ? 0 : 1),
    ({ inode }) => inode,
  );
}

interface PlacedLink extends UnkeyedInterface {
  readonly link: Link;
}

function allLinks(host: HostState, merged: readonly Merged[], keys: readonly string[]): PlacedLink[] {
  const placed = merged.flatMap(({ netns }, at) =>
    sortedBy(
      netns.links ?? [],
      ({ ifindex }) => ifindex,
      ({ name }) => name,
    ).map((link) => ({ netns, link, namespace: keys[at] as string })),
  );
  const places = new Map(placed.map(({ link }, at) => [link, at]));
  return placed.map(({ netns, link, namespace }) => {
    const peer = findPeer(host, netns, link);
    const { name, kind, mac, ifindex } = link;
    return { namespace, name, kind, mac, ifindex, link, peerAt: peer && places.get(peer.link) };
  });
}

function toInterface(
  { link, namespace, peerAt }: PlacedLink,
  key: string,
  links: readonly PlacedLink[],
  keys: readonly string[],
): Interface {
  const { name, kind, mac, mtu, ifindex, master } = link;
  const bridge =
    master === undefined
      ? -1
      : links.findIndex((other) => other.namespace === namespace && other.name === master);
  const peer = peerAt === undefined ? undefined : keys[peerAt];
  const tunnel = tunnelFacts(link);
  return {
    key,
    name,
    kind,
    state: linkState(link),
    addresses: addressWords(link),
    mac,
    mtu,
    ifindex,
    ...(bridge < 0 ? {} : { bridge: keys[bridge] as string }),
    ...(peer === undefined ? {} : { peer }),
    ...(tunnel && { tunnel }),
  };
}

/** LOWER_UP is the kernel's word for a carrier (netdevice(7)); `ip` says NO-CARRIER of what is up without one. */
function linkState({ up, flags }: Link): LinkState {
  if (!up) return 'down';
  return flags.includes('NO-CARRIER') || !flags.includes('LOWER_UP') ? 'no carrier' : 'up';
}

function addressWords({ addresses }: Link): string[] {
  return sortedBy(
    addresses,
    ({ scope }) => (scope === 'link' ? 1 : 0),
    ({ family }) => family,
    ({ address }) => address,
  ).map(({ address, prefix }) => `${address}/${prefix}`);
}

function namespaceFacts(
  host: HostState,
  { netns, names, own, inode }: Merged,
  last: Namespace | undefined,
): Omit<Namespace, 'key' | 'interfaces'> {
  const inside = new Set(netns.pids);
  const containers = (host.containers ?? []).filter(({ pid }) => inside.has(pid)).map(({ id }) => id);
  const commands =
    own || names.length > 0
      ? []
      : host.processes.filter(({ pid }) => inside.has(pid)).map(({ command }) => command);
  const listens = listensOf(netns) ?? last?.listens;
  const nat = natOf(netns) ?? last?.nat;
  const services = servicesOf(netns) ?? last?.services;
  return {
    names,
    own,
    inode,
    containers: own ? [] : containers.sort(byName),
    commands: [...new Set(commands)].sort(byName),
    ...(listens && { listens }),
    ...(nat && { nat }),
    ...(services && { services }),
    routes: (netns.routes ?? []).map(routeWords).sort(byName),
    neighbours: (netns.neighbours ?? []).map(neighbourWords).sort(byName),
  };
}

function listensOf({ sockets }: NetworkNamespace): Listening[] | undefined {
  if (!sockets) return undefined;
  const all = sockets.map(({ protocol, address, port, processes }) => ({
    protocol,
    address,
    port,
    by: [...new Set(processes.map(({ name }) => name))].sort(byName),
  }));
  return sortedBy(
    all,
    ({ protocol }) => protocol,
    ({ port }) => port,
    ({ address }) => address,
  );
}
