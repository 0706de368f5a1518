/**
 * A trace: what a lab holds at one moment, as text that can be held against another moment's. Two forms: exact, for two
 * moments of one sandbox; and general, for two sandboxes, in which PIDs, MAC addresses and inodes differ anyhow.
 */
import { createHash, randomUUID } from 'node:crypto';
import type { NetworkNamespace, NetworkState } from '../../checks/state/network-state.ts';
import { SandboxError } from '../errors.ts';
import type { Lab } from '../lab/lab.ts';

/** `lasting`: without what traffic leaves behind (learned entries, counters, connections). `all`: with it. */
export type TraceDepth = 'lasting' | 'all';

export type Trace = Readonly<Record<TraceDepth, { readonly exact: string; readonly general: string }>>;

/** Files a learner can write, with type, mode, owner, size, target and content; not what belongs to our own shells. */
const FILES = String.raw`
find /etc /root /run /srv /tmp /var -xdev ! -path '/root/.bash_history' -printf '%y %m %U:%G %p %l\n' 2>/dev/null | sort
find /etc /root /run /srv /tmp /var -xdev -type f ! -path '/root/.bash_history' -print0 2>/dev/null | sort -z | xargs -0r sha256sum 2>/dev/null
`;

/** Variables that move by themselves. */
const MOVING =
  '_|BASH_[A-Z]*|BASHPID|EPOCH[A-Z]*|LINENO|PIPESTATUS|PPID|S?RANDOM|SECONDS|HISTCMD|COLUMNS|LINES';
/** Everything that a later step could see of its shell. Read by a step, since only the shell itself knows. */
const SHELL = `{ declare -p | grep -vE '^declare -[-a-zA-Z]* (${MOVING})(=|$)'; declare -f; alias; shopt -p; set +o; pwd; umask; trap; } 2>/dev/null | sed 's/^/|/' | base64 -w0`;

export async function traceOf(lab: Lab): Promise<Trace> {
  const shells: Record<string, string> = {};
  const files: Record<string, string> = {};
  for (const host of lab.hosts) {
    const { stdout } = await lab.sandbox.exec(host, ['sh', '-c', FILES]);
    files[host] = stdout;
    const session = await lab.session(host);
    const run = await session.run({
      id: randomUUID(),
      step: 'trace',
      command: `${SHELL}\n`,
      timeoutMs: 10_000,
    });
    if (run.outcome !== 'ran') throw new SandboxError(`The shell of ${host} could not be read.`);
    shells[host] = Buffer.from(run.output.replace(/\s/g, ''), 'base64').toString();
  }
  const state = await lab.collect('full');
  const of = (depth: TraceDepth) => {
    const network = networkPart(state, depth);
    return {
      exact: digest(JSON.stringify({ network, files, shells })),
      general: digest(generalText({ network, files }, shells)),
    };
  };
  return { lasting: of('lasting'), all: of('all') };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

const NUMBERED = new Set([
  'pid',
  'ppid',
  'pids',
  'inode',
  'peerNamespace',
  'ifindex',
  'peerIfindex',
  'peerNetnsid',
]);
const COUNTED_BY_KERNEL = new Set(['handle', 'takenAt']);

/** What the kernel numbers by itself is named after the order in which it comes: who is whose stays to be seen. Pure. */
export function generalText(held: unknown, shells: Readonly<Record<string, string>>): string {
  const labels = new Map<string, string>();
  const label = (kind: string, value: unknown) => {
    const key = `${kind} ${value}`;
    const known = labels.get(key) ?? `<${kind} ${labels.size}>`;
    labels.set(key, known);
    return known;
  };
  const numbered = (kind: string, value: unknown): unknown =>
    Array.isArray(value)
      ? value.map((one) => label(kind, one))
      : value === undefined
        ? undefined
        : label(kind, value);
  const text = JSON.stringify(held, (key, value: unknown) => {
    if (COUNTED_BY_KERNEL.has(key)) return undefined;
    if (NUMBERED.has(key) && !(typeof value === 'string'))
      return numbered(/pid/.test(key) ? 'pid' : key, value);
    // Of a process: kind of namespace -> inode.
    if (key === 'namespaces' && value !== null && !Array.isArray(value)) {
      return Object.entries(value as object).map(([kind, inode]) => [kind, numbered('inode', inode)]);
    }
    return value;
  })
    .replace(/\b[0-9a-f]{2}(:[0-9a-f]{2}){5}\b/g, (mac) => label('mac', mac))
    .replace(/\bfe80::[0-9a-f:]+/g, '<link-local>');
  // Of a shell's variables the PIDs that it noted differ, too.
  return `${text}\n${JSON.stringify(shells).replace(/\b\d{2,}\b/g, '<n>')}`;
}

function networkPart(state: NetworkState, depth: TraceDepth): unknown {
  const all = depth === 'all';
  return Object.values(state.hosts).map(({ namespaces, ...host }) => ({
    ...host,
    namespaces: namespaces.map((netns) => ({
      ...netns,
      links: netns.links?.map((link) => ({ ...link, info: withoutTimers(link.info) })),
      neighbours: sorted(
        netns.neighbours?.filter(({ states }) => all || states.some((one) => LASTING.has(one))),
        ['states'],
      ),
      fdb: sorted(netns.fdb?.filter((entry) => all || entry.state !== '')),
      iptables: all ? netns.iptables : withoutCounts(netns.iptables),
      nft: all ? netns.nft : withoutCounts(netns.nft),
      conntrack: all ? netns.conntrack : undefined,
    })),
  }));
}

const LASTING = new Set(['PERMANENT', 'NOARP']);

function withoutTimers(info: NonNullable<NetworkNamespace['links']>[number]['info']): unknown {
  return Object.fromEntries(Object.entries(info).filter(([key]) => !key.endsWith('_timer')));
}

function withoutCounts(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null, (key, part) => (/^(packets|bytes)$/.test(key) ? 0 : part)));
}

/** The kernel lists these in the order of its hashes, which moves; and the age of an entry is no change. */
function sorted(entries: readonly object[] | undefined, without: readonly string[] = []): unknown {
  return entries
    ?.map((entry) => JSON.stringify(entry, (key, part) => (without.includes(key) ? undefined : part)))
    .sort();
}
