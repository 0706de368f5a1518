/** The raw sections of one network namespace -> its part of NetworkState. Pure; a section that cannot be read is `missing`, with the reason. */
import { parseBridgeFdb } from '../../../checks/network/state/bridge-fdb.ts';
import { parseConntrack } from '../../../checks/network/state/conntrack.ts';
import { parseIpAddr } from '../../../checks/network/state/ip-addr.ts';
import { parseIpNeigh } from '../../../checks/network/state/ip-neigh.ts';
import { parseIpRoute } from '../../../checks/network/state/ip-route.ts';
import { parseIpRule } from '../../../checks/network/state/ip-rule.ts';
import { parseIptablesSave } from '../../../checks/network/state/iptables-save.ts';
import {
  type Depth,
  type Link,
  type NetworkNamespace,
  SECTIONS,
  type Section,
} from '../../../checks/network/state/network-state.ts';
import { parseNft } from '../../../checks/network/state/nft.ts';
import { parseSs } from '../../../checks/network/state/ss.ts';
import { parseSysctls } from '../../../checks/network/state/sysctl.ts';
import type { RawSection } from './sections.ts';

/** All but who it is: that the listing of the host says. */
export type NamespaceSections = Omit<NetworkNamespace, 'inode' | 'name' | 'pids'>;

/** Every section of that depth missing, for one reason. */
export function unreadableNamespace(depth: Depth, reason: string): NamespaceSections {
  return { missing: Object.fromEntries(SECTIONS[depth].map((section) => [section, reason])) };
}

export function readNamespace(depth: Depth, raw: readonly RawSection[]): NamespaceSections {
  const found: Partial<Record<Section, unknown>> = {};
  const missing: Partial<Record<Section, string>> = {};
  const read = (section: Section, parse: () => unknown) => {
    try {
      found[section] = parse();
    } catch (thrown) {
      missing[section] = thrown instanceof Error ? thrown.message : String(thrown);
    }
  };
  const batch = batchLines(raw);
  read('links', () => withPeers(parseIpAddr(batch(0)), peerNamespaces(raw)));
  read('routes', () => parseIpRoute(batch(1)));
  read('rules', () => parseIpRule(batch(2)));
  read('neighbours', () => parseIpNeigh(batch(3)));
  read('fdb', () => parseBridgeFdb(output(raw, 'fdb')));
  if (depth === 'full') {
    read('sockets', () => parseSs(output(raw, 'sockets')));
    read('sysctls', () => parseSysctls(output(raw, 'sysctls')));
    read('iptables', () => parseIptablesSave(output(raw, 'iptables')));
    read('nft', () => parseNft(output(raw, 'nft')));
    read('conntrack', () => parseConntrack(output(raw, 'conntrack')));
  }
  return { ...(found as Omit<NamespaceSections, 'missing'>), missing };
}

/** What the tool printed. @throws Error with the tool's own words when it failed or did not run. */
function output(raw: readonly RawSection[], name: string): string {
  const section = raw.find((candidate) => candidate.name === name);
  if (!section) throw new Error('the host did not come to it');
  if (section.status !== 0) throw new Error(complaint(section));
  return section.stdout;
}

export function complaint({ status, stderr }: RawSection): string {
  // `ip -batch` ends with the number of the line; what failed stands before it, after mere warnings.
  const words = stderr.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('Command failed'));
  return words.at(-1) ?? `exit status ${status}`;
}

/** `ip -batch` prints one line of JSON for each command and stops at the first that fails. */
function batchLines(raw: readonly RawSection[]): (index: number) => string {
  const section = raw.find((candidate) => candidate.name === 'ip');
  const lines = section?.stdout.split('\n').filter((line) => line !== '') ?? [];
  return (index) => {
    const line = lines[index];
    if (line !== undefined) return line;
    throw new Error(section ? complaint(section) : 'the host did not come to it');
  };
}

/**
 * The other namespaces by the numbers that this one calls them by: lines `NUMBER INODE`. What is lacking costs only the
 * knowledge of where the other end of a veth pair lives.
 */
function peerNamespaces(raw: readonly RawSection[]): ReadonlyMap<number, number> {
  const section = raw.find((candidate) => candidate.name === 'peers');
  const lines = section?.stdout.split('\n').filter((line) => line !== '') ?? [];
  return new Map(lines.map((line) => line.split(' ').map(Number) as [number, number]));
}

function withPeers(links: readonly Link[], inodes: ReadonlyMap<number, number>): Link[] {
  return links.map((link) => {
    const peerNamespace = link.peerNetnsid === undefined ? undefined : inodes.get(link.peerNetnsid);
    return peerNamespace === undefined ? link : { ...link, peerNamespace };
  });
}
