/** Builders of states for the tests of check kinds: only what a test is about has to be said. */

import type { Findings } from '../kind.ts';
import { need } from '../kind.ts';
import { splitPrefix } from '../network/addresses.ts';
import { DEFAULT_TOPOLOGY } from '../network/default-topology.ts';
import type {
  Address,
  HostState,
  IptablesChain,
  IptablesRule,
  Link,
  NetworkNamespace,
  NetworkState,
  ProcessState,
  Route,
  Section,
} from '../network/state/network-state.ts';
import { splitWords } from '../network/state/split-words.ts';

let inodes = 4026532000;

/** A namespace in which all sections were read and are empty but for lo. */
export function netns(name: string | null, parts: Partial<NetworkNamespace> = {}): NetworkNamespace {
  inodes += 1;
  return {
    inode: inodes,
    name,
    pids: [],
    missing: {},
    links: [loopback()],
    routes: [],
    rules: [],
    neighbours: [],
    fdb: [],
    sockets: [],
    sysctls: { 'net.ipv4.ip_forward': '0' },
    iptables: { tables: {} },
    nft: [],
    conntrack: [],
    ...parts,
  };
}

/** The same namespace with a section that could not be read. */
export function without(namespace: NetworkNamespace, ...sections: Section[]): NetworkNamespace {
  const copy: Record<string, unknown> = { ...namespace };
  for (const section of sections) delete copy[section];
  return {
    ...(copy as unknown as NetworkNamespace),
    missing: Object.fromEntries(sections.map((section) => [section, 'the tool is not installed'])),
  };
}

/** A host whose first namespace is its own. */
export function host(namespaces: readonly NetworkNamespace[], parts: Partial<HostState> = {}): HostState {
  return { name: 'worker', namespaces, processes: [], ...parts };
}

function state(...hosts: readonly HostState[]): NetworkState {
  return { depth: 'full', takenAt: 0, hosts: Object.fromEntries(hosts.map((one) => [one.name, one])) };
}

export function findings(...hosts: readonly HostState[]): Findings {
  return { topology: DEFAULT_TOPOLOGY, state: state(...hosts), probes: [] };
}

export function loopback(up = false): Link {
  return link('lo', { ifindex: 1, kind: 'loopback', mac: '00:00:00:00:00:00', mtu: 65536, up });
}

export function link(name: string, parts: Partial<Link> = {}): Link {
  const up = parts.up ?? true;
  return {
    ifindex: 2,
    name,
    kind: 'veth',
    mac: '02:00:00:00:00:01',
    mtu: 1500,
    flags: up ? ['UP', 'LOWER_UP'] : [],
    up,
    operstate: up ? 'UP' : 'DOWN',
    addresses: [],
    info: {},
    ...parts,
  };
}

/** `10.0.0.2/24` */
export function address(text: string): Address {
  const { ip, prefix } = splitPrefix(text);
  return { family: ip.includes(':') ? 'inet6' : 'inet', address: ip, prefix, scope: 'global' };
}

export function route(destination: string, parts: Partial<Route> = {}): Route {
  return {
    destination,
    family: 'inet',
    table: 'main',
    protocol: 'boot',
    scope: 'global',
    type: 'unicast',
    flags: [],
    ...parts,
  };
}

/** A rule as iptables-save prints it behind `-A CHAIN`. */
export function rule(text: string, packets = 0): IptablesRule {
  const words = splitWords(text) ?? [];
  return { text, words, target: words[words.indexOf('-j') + 1] ?? null, packets, bytes: packets * 60 };
}

export function chain(
  name: string,
  rules: readonly IptablesRule[],
  parts: Partial<IptablesChain> = {},
): IptablesChain {
  return { name, policy: null, packets: 0, bytes: 0, rules, ...parts };
}

export function process(
  pid: number,
  command: string,
  namespaces: Readonly<Record<string, number>>,
): ProcessState {
  return { pid, ppid: 1, command, namespaces };
}

/** Two namespaces, each with one end of a veth pair added to it. */
export function veth(
  [a, nameA]: readonly [NetworkNamespace, string],
  [b, nameB]: readonly [NetworkNamespace, string],
  parts: { readonly a?: Partial<Link>; readonly b?: Partial<Link> } = {},
): [NetworkNamespace, NetworkNamespace] {
  const indexA = need(a, 'links').length + 10;
  const indexB = need(b, 'links').length + 20;
  const endA = link(nameA, {
    ifindex: indexA,
    peerIfindex: indexB,
    peerNetnsid: 0,
    peerNamespace: b.inode,
    ...parts.a,
  });
  const endB = link(nameB, {
    ifindex: indexB,
    peerIfindex: indexA,
    peerNetnsid: 0,
    peerNamespace: a.inode,
    ...parts.b,
  });
  return [
    { ...a, links: [...need(a, 'links'), endA] },
    { ...b, links: [...need(b, 'links'), endB] },
  ];
}
