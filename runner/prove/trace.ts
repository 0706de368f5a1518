/**
 * A trace: what a lab holds at one moment, to be held against another moment's. `exact` is for two moments of one
 * sandbox; `general` for two sandboxes, in which PIDs, MAC addresses and inodes differ anyhow.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { NetworkNamespace, NetworkState } from '../../checks/network/state/network-state.ts';
import type { Lab } from '../session/lab.ts';
import { generalText } from './general-text.ts';
import { readShell, type ShellTrace } from './shell-trace.ts';

/** `lasting`: without what traffic leaves behind (learned entries, counters, connections). `all`: with it. */
export type TraceDepth = 'lasting' | 'all';

export interface Trace {
  readonly lasting: { readonly exact: string; readonly general: string };
  readonly all: { readonly exact: string; readonly general: string };
  readonly shells: readonly ShellTrace[];
}

/** Files that a learner can write, with type, mode, owner, target and content; not the history of our own shells. */
const FILES = String.raw`
look() { find /etc /root /run /srv /tmp /var -xdev ! -path /root/.bash_history "$@" 2>/dev/null; }
look -printf '%y %m %U:%G %p %l\n' | sort
look -type f -print0 | sort -z | xargs -0r sha256sum 2>/dev/null
`;

export async function traceOf(lab: Lab): Promise<Trace> {
  const shells: ShellTrace[] = [];
  const files: Record<string, string> = {};
  for (const host of lab.hosts) {
    const { stdout } = await lab.sandbox.exec(host, ['sh', '-c', FILES]);
    files[host] = stdout;
    shells.push(await readShell(await lab.session(host)));
  }
  const { state } = await lab.observe('full');
  const of = (depth: TraceDepth) => {
    const held = { files, network: networkPart(state, depth) };
    // Each host by itself: two hosts may have the same PID.
    const steady = [steadyFiles(files), ...held.network].map(generalText);
    return { exact: digest(JSON.stringify(held)), general: digest(steady.join('\n')) };
  };
  return { lasting: of('lasting'), all: of('all'), shells };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** What a program logs has its own times and PIDs in each sandbox: of logs only the names count. */
function steadyFiles(files: Readonly<Record<string, string>>): unknown {
  return Object.values(files).map((text) =>
    text.split('\n').filter((line) => !/^[0-9a-f]{64} .*(\/tmp\/|\/var\/log\/|\.log$)/.test(line)),
  );
}

const LASTING_STATES = new Set(['PERMANENT', 'NOARP']);

function networkPart(state: NetworkState, depth: TraceDepth): unknown[] {
  const all = depth === 'all';
  return Object.values(state.hosts).map(({ namespaces, ...host }) => ({
    ...host,
    namespaces: namespaces.map((netns) => ({
      ...netns,
      links: netns.links?.map((link) => ({ ...link, info: withoutTimers(link.info) })),
      neighbours: sorted(
        netns.neighbours?.filter(({ states }) => all || states.some((one) => LASTING_STATES.has(one))),
        ['states'],
      ),
      fdb: sorted(netns.fdb?.filter((entry) => all || entry.state !== '')),
      sockets: netns.sockets && [...netns.sockets].sort((a, b) => socketName(a).localeCompare(socketName(b))),
      sysctls: without(netns.sysctls, ['net.netfilter.nf_conntrack_count']),
      iptables: all ? netns.iptables : without(netns.iptables, COUNTERS),
      // A handle is a running number that nothing but a later `nft delete` of that very number looks at.
      nft: without(withoutIdleChains(netns.nft), all ? ['handle'] : ['handle', ...COUNTERS]),
      conntrack: all ? netns.conntrack : undefined,
    })),
  }));
}

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

const nftPlace = { family: z.string(), table: z.string() };
const nftEntry = z.looseObject({
  rule: z.looseObject({ ...nftPlace, chain: z.string() }).optional(),
  chain: z.looseObject({ ...nftPlace, name: z.string(), policy: z.string().optional() }).optional(),
});

function socketName({ protocol, address, port }: NonNullable<NetworkNamespace['sockets']>[number]): string {
  return `${protocol} ${address} ${port}`;
}

const COUNTERS = ['packets', 'bytes'];

function withoutTimers(info: NonNullable<NetworkNamespace['links']>[number]['info']): unknown {
  return Object.fromEntries(Object.entries(info).filter(([key]) => !key.endsWith('_timer')));
}

function without(value: unknown, keys: readonly string[]): unknown {
  return JSON.parse(JSON.stringify(value ?? null, (key, part) => (keys.includes(key) ? undefined : part)));
}

/**
 * The kernel lists these in the order of its hashes, which moves, and the age of an entry is no change. MAC addresses
 * come last in what is sorted by: they are drawn anew in each sandbox.
 */
function sorted(
  entries: readonly { readonly mac?: string }[] | undefined,
  hidden: readonly string[] = [],
): unknown {
  return entries?.map(({ mac, ...entry }) => JSON.stringify([without(entry, hidden), mac])).sort();
}
