/**
 * "The same state, but for what varies": two states of a lab as texts that are equal when nobody did anything between
 * them. What changes with time alone never counts: when a state was taken, timers of bridges, the ageing of neighbour
 * entries, the order in which the kernel lists its hash tables, and what tools leave behind that only list. Pure.
 */
import { z } from 'zod';
import { labelledText } from './labels.ts';
import {
  type Depth,
  type HostState,
  type Link,
  type ListeningSocket,
  type Neighbour,
  type NetworkNamespace,
  type NetworkState,
  SECTIONS,
} from './network-state.ts';

export interface Compared {
  /** `light`: of a full state what a light one has too, for whoever looks often and so looks lightly. */
  readonly depth: Depth;
  /**
   * Whether what traffic leaves behind counts: learned neighbour and FDB entries, counters, connections. It does when a
   * check may look at it, and does not when states are compared between which somebody may have sent a packet.
   */
  readonly traffic: boolean;
  /**
   * `same`: two moments of one sandbox, in which a PID, an inode, an ifindex or a MAC address that changed is a process or
   * device made anew. `another`: two sandboxes, in which those differ anyhow, and get labels.
   */
  readonly sandbox: 'same' | 'another';
}

/** @returns a text for each host, in the order of their names */
export function normalise(state: NetworkState, compared: Compared): string[] {
  const text = compared.sandbox === 'same' ? JSON.stringify : labelledText;
  return Object.values(state.hosts)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((host) => text(hostPart(host, compared)));
}

function hostPart({ namespaces, ...host }: HostState, compared: Compared): unknown {
  return { ...host, namespaces: namespaces.map((netns) => namespacePart(netns, compared)) };
}

function namespacePart(netns: NetworkNamespace, { depth, traffic }: Compared): unknown {
  const { inode, name, pids, links, routes, rules, neighbours, fdb } = netns;
  const light = {
    inode,
    name,
    pids,
    missing: SECTIONS[depth].map((section) => netns.missing[section]),
    links: links?.map((link) => ({ ...link, info: withoutTimers(link.info) })),
    routes,
    rules,
    neighbours: unordered(neighbours?.filter((entry) => traffic || isLasting(entry)).map(ageless)),
    fdb: unordered(fdb?.filter(({ state }) => traffic || state !== '')),
  };
  if (depth === 'light') return light;
  const { sockets, sysctls, iptables, nft, conntrack } = netns;
  const counters = traffic ? [] : COUNTERS;
  return {
    ...light,
    sockets: sockets && [...sockets].sort((a, b) => socketName(a).localeCompare(socketName(b))),
    // How many connections are remembered goes down by itself.
    sysctls: without(sysctls, ['net.netfilter.nf_conntrack_count']),
    iptables: without(iptables, counters),
    // A handle is a running number that nothing but a later `nft delete` of that very number looks at.
    nft: without(withoutIdleChains(nft), ['handle', ...counters]),
    conntrack: traffic ? conntrack : undefined,
  };
}

const COUNTERS = ['packets', 'bytes'];

function without(value: unknown, keys: readonly string[]): unknown {
  return JSON.parse(JSON.stringify(value ?? null, (key, part) => (keys.includes(key) ? undefined : part)));
}

function withoutTimers(info: Link['info']): unknown {
  return Object.fromEntries(Object.entries(info).filter(([key]) => !key.endsWith('_timer')));
}

const LASTING = ['PERMANENT', 'NOARP'];

function isLasting({ states }: Neighbour): boolean {
  return states.some((one) => LASTING.includes(one));
}

/** An entry ages without anybody doing anything: of what is not lasting counts whether there is an answer. */
const AGES: Readonly<Record<string, string>> = {
  REACHABLE: 'resolved',
  STALE: 'resolved',
  DELAY: 'resolved',
  PROBE: 'resolved',
  INCOMPLETE: 'unresolved',
  FAILED: 'unresolved',
};

function ageless(entry: Neighbour): Neighbour {
  return { ...entry, states: entry.states.map((state) => AGES[state] ?? state) };
}

/** The MAC address comes last in what is sorted by: it is drawn anew in each sandbox. */
function unordered(entries: readonly { readonly mac?: string }[] | undefined): unknown {
  return entries?.map(({ mac, ...entry }) => JSON.stringify([entry, mac])).sort();
}

function socketName({ protocol, address, port }: ListeningSocket): string {
  return `${protocol} ${address} ${port}`;
}

const nftPlace = { family: z.string(), table: z.string() };
const nftEntry = z.looseObject({
  rule: z.looseObject({ ...nftPlace, chain: z.string() }).optional(),
  chain: z.looseObject({ ...nftPlace, name: z.string(), policy: z.string().optional() }).optional(),
});

/** iptables makes base chains when it first needs them, and leaves them behind: without rules they accept everything. */
function withoutIdleChains(nft: readonly unknown[] | undefined): unknown {
  const entries = (nft ?? []).map((entry) => nftEntry.parse(entry));
  const full = new Set(entries.map(({ rule }) => rule && `${rule.family} ${rule.table} ${rule.chain}`));
  // Chains are listed by age; rules of one chain keep their order.
  const place = ({ chain, rule }: (typeof entries)[number]) =>
    chain
      ? `${chain.family} ${chain.table} ${chain.name}`
      : rule
        ? `${rule.family} ${rule.table} ${rule.chain}`
        : '';
  return entries
    .filter((entry) => entry.chain?.policy !== 'accept' || full.has(place(entry)))
    .sort((a, b) => (place(a) < place(b) ? -1 : place(a) > place(b) ? 1 : 0));
}
