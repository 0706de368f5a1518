/**
 * Listings of /proc, as runner/observe/collect/collect.pl prints them -> processes and namespaces. Two texts of
 * NUL-terminated records:
 *   DEVICE INODE PATH     of each /proc/PID/ns/KIND, /proc/PID/root and /run/netns/NAME, links followed
 *   PATH:CONTENT          of /proc/PID/stat, and of /proc/PID/cmdline one record for each argument
 * A process that ended while being read lacks some of its records, and is left out.
 */
import type { ProcessState } from './network-state.ts';
import { excerpt, UnreadableOutput } from './unreadable.ts';

const NS_FILE = /^(\d+) (\d+) (.*)$/s;
const PROC_NS = /^\/proc\/(\d+)\/ns\/([a-z]+)$/;
const PROC_ROOT = /^\/proc\/(\d+)\/root$/;
const RUN_NETNS = /^\/run\/netns\/(.+)$/s;
const PROC_FILE = /^\/proc\/(\d+)\/(stat|cmdline):(.*)$/s;
/** pid (comm) state ppid ...; comm may hold spaces and brackets, see proc(5). */
const STAT = /^\d+ \((.*)\) (\S) (\d+) /s;

export interface NamespaceFiles {
  /** pid -> kind -> inode. */
  readonly processes: ReadonlyMap<number, Readonly<Record<string, number>>>;
  /** pid -> device and inode of its root directory. */
  readonly roots: ReadonlyMap<number, string>;
  /** Name in /run/netns -> inode. */
  readonly names: ReadonlyMap<string, number>;
  /** Names in /run/netns on which no namespace is mounted. */
  readonly deadNames: readonly string[];
}

/** @throws UnreadableOutput */
export function parseNamespaceFiles(text: string): NamespaceFiles {
  const processes = new Map<number, Record<string, number>>();
  const roots = new Map<number, string>();
  const mounted: { name: string; inode: number; device: string }[] = [];
  let nsfs: string | undefined;
  for (const record of records(text)) {
    const [, device, inodeText, path] = NS_FILE.exec(record) ?? [];
    if (path === undefined || device === undefined)
      throw new UnreadableOutput('listing of namespaces', excerpt(record));
    const inode = Number(inodeText);
    const [, pid, kind] = PROC_NS.exec(path) ?? [];
    const [, rooted] = PROC_ROOT.exec(path) ?? [];
    const [, name] = RUN_NETNS.exec(path) ?? [];
    if (pid !== undefined && kind !== undefined) {
      nsfs = device;
      const known = processes.get(Number(pid)) ?? {};
      known[kind] = inode;
      processes.set(Number(pid), known);
    } else if (rooted !== undefined) {
      roots.set(Number(rooted), `${device}:${inode}`);
    } else if (name !== undefined) {
      mounted.push({ name, inode, device });
    } else {
      throw new UnreadableOutput('listing of namespaces', excerpt(record));
    }
  }
  // `ip netns add` leaves a plain file behind when its mount is gone: its device is not that of the namespaces.
  const names = new Map<string, number>();
  const deadNames: string[] = [];
  for (const { name, inode, device } of mounted) {
    if (device === nsfs) names.set(name, inode);
    else deadNames.push(name);
  }
  return { processes, roots, names, deadNames };
}

/** Joins both listings. @throws UnreadableOutput */
export function parseProcesses(text: string, files: NamespaceFiles): ProcessState[] {
  const stats = new Map<number, { comm: string; ppid: number }>();
  const argv = new Map<number, string[]>();
  for (const record of records(text)) {
    const [, pidText, file, content = ''] = PROC_FILE.exec(record) ?? [];
    if (pidText === undefined) throw new UnreadableOutput('listing of /proc', excerpt(record));
    const pid = Number(pidText);
    if (file === 'cmdline') {
      argv.set(pid, [...(argv.get(pid) ?? []), content]);
      continue;
    }
    const [, comm, , ppid] = STAT.exec(content) ?? [];
    if (comm === undefined) throw new UnreadableOutput('listing of /proc', excerpt(content));
    stats.set(pid, { comm, ppid: Number(ppid) });
  }
  const hostRoot = files.roots.get(1);
  return [...stats].flatMap(([pid, { comm, ppid }]) => {
    const namespaces = files.processes.get(pid);
    if (!namespaces) return [];
    const own = files.roots.get(pid);
    const root = own !== undefined && own === hostRoot ? 'host' : own;
    const command = (argv.get(pid) ?? []).join(' ').trim() || `[${comm}]`;
    return [{ pid, ppid, command, namespaces, ...(root === undefined ? {} : { root }) }];
  });
}

function records(text: string): string[] {
  const all = text.split('\0');
  // The last record ends with a NUL, too; anything after it was cut short.
  const rest = all.pop() ?? '';
  if (rest.trim() !== '') throw new UnreadableOutput('listing of /proc', `cut short: ${excerpt(rest)}`);
  return all;
}
