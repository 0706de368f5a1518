/**
 * What the keeper is told about a sandbox: settings and hosts, as lines that inside/spec.pl reads. Pure.
 */
import { HOST_ADDRESSES, type HostName, type Topology } from '../driver.ts';
import type { UidMap } from './uid-map.ts';

export interface SandboxSpec {
  readonly topology: Pick<Topology, 'hosts'>;
  readonly map: UidMap;
  readonly skeletonFile: string;
  /** Directories whose cgroup.procs the sandbox's processes join. */
  readonly cgroups: readonly string[];
  /** Most processes in the whole sandbox. */
  readonly processes: number;
  /** Only a part of a sandbox whose hosts have a machine each: has this one the router, and which NIC leads to the others? */
  readonly part?: { readonly router: boolean; readonly wire: string };
}

/** The underlay's router on each side: it forwards between the two and knows no other network. */
const ROUTER = { underlay: '172.18.0.1', internet: '203.0.113.1' } as const;

/** A new network namespace may inherit the machine's own settings (net.core.devconf_inherit_init_net); a lab host
 *  always starts with the kernel's defaults. A comma stands for a tab. */
const SYSCTLS = [
  'net/ipv4/ip_forward=0',
  ...[
    'rp_filter=0',
    'proxy_arp=0',
    'arp_ignore=0',
    'arp_announce=0',
    'route_localnet=0',
    'accept_local=0',
    'send_redirects=1',
    'log_martians=0',
  ].flatMap((setting) => [
    `net/ipv4/conf/all/${setting}`,
    `net/ipv4/conf/default/${setting}`,
    `net/ipv4/conf/eth0/${setting}`,
  ]),
] as const;

/** The MAC address that Docker gives to this IPv4 address: 02:42 and its four bytes. */
export function macOf(address: string): string {
  const bytes = address.split('.').map((byte) => Number(byte).toString(16).padStart(2, '0'));
  return ['02', '42', ...bytes].join(':');
}

export function specText(spec: SandboxSpec): string {
  const oneId = spec.map.mode === 'single';
  const lines = [
    `map_writer ${spec.map.writer}`,
    `uid_map ${spec.map.uid}`,
    `gid_map ${spec.map.gid}`,
    `one_id ${oneId ? 1 : 0}`,
    `processes ${spec.processes}`,
    `skeleton_file ${spec.skeletonFile}`,
    ...((spec.part?.router ?? true) ? [`router ${ROUTER.underlay}/16`] : []),
    ...(spec.part ? [`wire ${spec.part.wire}`] : []),
    ...(spec.cgroups.length > 0 ? [`cgroups ${spec.cgroups.join(' ')}`] : []),
    ...spec.topology.hosts.flatMap((host) => hostLines(host, oneId)),
  ];
  return `${lines.join('\n')}\n`;
}

function hostLines(host: HostName, oneId: boolean): string[] {
  const address = HOST_ADDRESSES[host];
  const network = host === 'internet' ? 'internet' : 'underlay';
  const pingGroups = `net/ipv4/ping_group_range=${oneId ? '0,0' : '0,65535'}`;
  return [
    `host ${host} uplink ${network}`,
    `host ${host} address ${address}/${network === 'underlay' ? 16 : 24}`,
    `host ${host} gateway ${ROUTER[network]}`,
    `host ${host} mac ${macOf(address)}`,
    `host ${host} sysctls ${[...SYSCTLS, pingGroups].join(' ')}`,
  ];
}
