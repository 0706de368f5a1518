/**
 * The part of a host's /etc that is copied from the machine: what tools need to start, and nothing that is anybody's
 * (no shadow, ssh, ssl keys, no machine-id). Kept as one archive per state of the machine, since reading a hundred
 * files again for every sandbox is a tenth of its creation.
 */
import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { archive, directory, type Entry, file, link } from './files.ts';

/** Names in /etc, whole directories among them. An allow-list: anything new on a machine stays out. */
const WANTED = [
  'alternatives',
  'bash.bashrc',
  'bird',
  'debian_version',
  'ethertypes',
  'gai.conf',
  'host.conf',
  'inputrc',
  'iproute2',
  'ld.so.cache',
  'ld.so.conf',
  'ld.so.conf.d',
  'localtime',
  'login.defs',
  'networks',
  'nftables.conf',
  'nginx',
  'nsswitch.conf',
  'os-release',
  'profile',
  'protocols',
  'rpc',
  'services',
  'shells',
  'timezone',
  'xattr.conf',
] as const;
/** Of /etc/alternatives only links to commands of a lab; the rest is desktop. */
const ALTERNATIVES =
  /^(ip6?tables|arptables|ebtables|nc|netcat|vi|view|vim|editor|pager|awk|nawk|which|traceroute|telnet)/;
const TOO_LARGE = 256 * 1024;

/** For machines that do the same with their own /etc. */
export const SKELETON_RULES = { wanted: WANTED, alternatives: ALTERNATIVES, tooLarge: TOO_LARGE } as const;

/** The archive's entries, read from a directory like /etc. Unreadable and odd things are left out. */
export function skeletonEntries(etc: string): Entry[] {
  const entries: Entry[] = [directory('etc')];
  const add = (path: string): void => {
    const from = join(etc, path);
    const stat = lstatSync(from, { throwIfNoEntry: false });
    if (!stat || /\s/.test(path)) return;
    const to = `etc/${path}`;
    if (stat.isSymbolicLink()) {
      const target = readlinkSync(from);
      if (!/\s/.test(target)) entries.push(link(to, target));
    } else if (isOpenDirectory(stat)) {
      entries.push(directory(to));
      for (const name of readdirSync(from).sort()) {
        if (path !== 'alternatives' || ALTERNATIVES.test(name)) add(join(path, name));
      }
    } else if (stat.isFile() && stat.size <= TOO_LARGE && (stat.mode & 0o004) !== 0) {
      entries.push(file(to, readFileSync(from), 0o644 | (stat.mode & 0o111)));
    }
  };
  for (const name of WANTED) add(name);
  return entries;
}

/** A hash that changes when one of the copied things does: names, sizes, times of change. */
export function skeletonKey(etc: string): string {
  const hash = createHash('sha256').update('2');
  const look = (path: string): void => {
    const stat = lstatSync(join(etc, path), { throwIfNoEntry: false });
    if (!stat) return;
    hash.update(`${path} ${stat.mode} ${stat.size} ${stat.ctimeMs}\n`);
    if (isOpenDirectory(stat) && path !== 'alternatives')
      for (const name of readdirSync(join(etc, path))) look(join(path, name));
  };
  for (const name of WANTED) look(name);
  return hash.digest('hex').slice(0, 16);
}

/**
 * Path of the archive for this machine as it is now, built if need be.
 * @param spare where it is written when the cache cannot be: a home that is not writable costs time, not the lab
 */
export function skeleton(spare: string, etc = '/etc', cache = cacheDirectory()): string {
  const path = join(cache, `etc-${skeletonKey(etc)}`);
  if (existsSync(path)) return path;
  const content = archive(skeletonEntries(etc));
  try {
    mkdirSync(cache, { recursive: true, mode: 0o700 });
    const fresh = `${path}.${process.pid}`;
    writeFileSync(fresh, content);
    renameSync(fresh, path);
    return path;
  } catch {
    writeFileSync(spare, content);
    return spare;
  }
}

/** Only what anyone may read, so that root's sandboxes look like everybody else's. */
function isOpenDirectory(stat: Stats): boolean {
  return stat.isDirectory() && (stat.mode & 0o005) === 0o005;
}

function cacheDirectory(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'wirebook');
}
