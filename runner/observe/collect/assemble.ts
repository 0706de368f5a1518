/** The raw sections of a host -> HostState. Pure: text in, state out; never throws, a host that cannot be read says why. */
import { parseMounts } from '../../../checks/network/state/mountinfo.ts';
import type { Depth, HostState, NetworkNamespace } from '../../../checks/network/state/network-state.ts';
import {
  type NamespaceFiles,
  parseNamespaceFiles,
  parseProcesses,
} from '../../../checks/network/state/proc.ts';
import { parseRecords } from '../../../checks/network/state/records.ts';
import { complaint, type NamespaceSections, readNamespace, unreadableNamespace } from './namespace.ts';
import type { RawSection } from './sections.ts';

export function unreadableHost(name: string, reason: string): HostState {
  return { name, namespaces: [], processes: [], unreadable: reason };
}

export function assembleHost(name: string, depth: Depth, raw: readonly RawSection[]): HostState {
  try {
    const files = parseNamespaceFiles(hostSection(raw, 'namespaces').stdout);
    const own = files.processes.get(1)?.net;
    if (own === undefined)
      throw new Error(
        `the namespaces of pid 1 are not readable: ${complaint(hostSection(raw, 'namespaces'))}`,
      );
    const processes = parseProcesses(hostSection(raw, 'processes').stdout, files);
    return {
      name,
      namespaces: namespaces(depth, raw, files, own),
      processes,
      ...(files.deadNames.length === 0 ? {} : { deadNames: files.deadNames }),
      ...orAbsent(() => ({ mounts: parseMounts(hostSection(raw, 'mounts').stdout) })),
      ...orAbsent(() => parseRecords(hostSection(raw, 'records').stdout)),
    };
  } catch (thrown) {
    return unreadableHost(name, thrown instanceof Error ? thrown.message : String(thrown));
  }
}

/** What only a few checks look at costs the others nothing when it cannot be read. */
function orAbsent<T extends Partial<HostState>>(read: () => T): T | Record<never, never> {
  try {
    return read();
  } catch {
    return {};
  }
}

function hostSection(raw: readonly RawSection[], name: string): RawSection {
  const section = raw.find((candidate) => candidate.where === 'host' && candidate.name === name);
  if (!section) throw new Error(`the host did not come to its ${name}`);
  return section;
}

/** The host's own first, then by name, then the nameless by inode. A namespace with two names appears twice. */
function namespaces(
  depth: Depth,
  raw: readonly RawSection[],
  files: NamespaceFiles,
  own: number,
): NetworkNamespace[] {
  const pids = pidsByInode(files);
  const names = [...files.names].sort(([a], [b]) => (a < b ? -1 : 1));
  const named = new Set([own, ...files.names.values()]);
  const entries: { inode: number; name: string | null }[] = [
    { inode: own, name: '' },
    ...names.map(([name, inode]) => ({ inode, name })),
    ...[...pids.keys()]
      .filter((inode) => !named.has(inode))
      .sort((a, b) => a - b)
      .map((inode) => ({ inode, name: null })),
  ];
  const read = new Map<number, NamespaceSections>();
  for (const { inode } of entries) {
    if (!read.has(inode)) read.set(inode, sectionsOf(depth, raw, inode));
  }
  return entries.map((entry) => ({
    ...entry,
    pids: pids.get(entry.inode) ?? [],
    ...(read.get(entry.inode) as NamespaceSections),
  }));
}

function pidsByInode(files: NamespaceFiles): Map<number, number[]> {
  const pids = new Map<number, number[]>();
  for (const [pid, { net }] of files.processes) {
    if (net !== undefined) pids.set(net, [...(pids.get(net) ?? []), pid]);
  }
  return pids;
}

function sectionsOf(depth: Depth, raw: readonly RawSection[], inode: number): NamespaceSections {
  const sections = raw.filter((section) => section.where === String(inode));
  const entered = sections.find((section) => section.name === 'enter');
  if (!entered) return unreadableNamespace(depth, 'the host did not come to this namespace');
  if (entered.status !== 0) return unreadableNamespace(depth, `could not be entered: ${complaint(entered)}`);
  return readNamespace(depth, sections);
}
