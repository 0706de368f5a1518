/**
 * What the keeper is told about a sandbox: settings, segments and hosts, as lines that inside/spec.pl reads. Pure.
 */
import { splitPrefix } from '../../../checks/network/addresses.ts';
import { linkName } from '../../../checks/network/link-name.ts';
import {
  isOn,
  type LabHost,
  type LabInterface,
  type Segment,
  type Topology,
} from '../../../checks/network/topology.ts';
import type { UidMap } from './uid-map.ts';

export interface SandboxSpec {
  readonly topology: Topology;
  readonly map: UidMap;
  readonly skeletonFile: string;
  /** Directories whose cgroup.procs the sandbox's processes join. */
  readonly cgroups: readonly string[];
  /** Most processes in the whole sandbox. */
  readonly processes: number;
  /** Only a part of a sandbox whose hosts have a machine each. */
  readonly part?: Part;
}

interface Part {
  /** The one host that is here. */
  readonly host: string;
  /** Is the router here, too? */
  readonly router: boolean;
  /** The NIC that leads to the other machines, and the segment that it joins; absent: all that it needs is here. */
  readonly wire?: { readonly card: string; readonly segment: string };
}

/** A new network namespace may inherit the machine's own settings (net.core.devconf_inherit_init_net); a lab host
 *  always starts with the kernel's defaults, but for what forwards. A comma stands for a tab. */
const DEFAULTS = [
  'rp_filter=0',
  'proxy_arp=0',
  'arp_ignore=0',
  'arp_announce=0',
  'route_localnet=0',
  'accept_local=0',
  'send_redirects=1',
  'log_martians=0',
] as const;

/** The MAC address that Docker gives to this IPv4 address: 02:42 and its four bytes. */
export function macOf(address: string): string {
  const bytes = address.split('.').map((byte) => Number(byte).toString(16).padStart(2, '0'));
  return ['02', '42', ...bytes].join(':');
}

export function specText({ topology, map, part, ...spec }: SandboxSpec): string {
  const oneId = map.mode === 'single';
  const hosts = topology.hosts.filter(({ name }) => part === undefined || name === part.host);
  const router = part?.router ?? true;
  const segments = topology.segments.filter(
    (segment) =>
      hosts.some((host) => isOn(host, segment)) ||
      segment.name === part?.wire?.segment ||
      (router && segment.router !== undefined),
  );
  const lines = [
    `map_writer ${map.writer}`,
    `uid_map ${map.uid}`,
    `gid_map ${map.gid}`,
    `one_id ${oneId ? 1 : 0}`,
    `processes ${spec.processes}`,
    `skeleton_file ${spec.skeletonFile}`,
    ...(part?.wire ? [`wire ${part.wire.card}`, `wire_segment ${part.wire.segment}`] : []),
    ...(spec.cgroups.length > 0 ? [`cgroups ${spec.cgroups.join(' ')}`] : []),
    ...segments.map((segment) => segmentLine(segment, router)),
    ...hosts.flatMap((host) => hostLines(host, topology, oneId)),
  ];
  return `${lines.join('\n')}\n`;
}

/** The router's addresses on the segment follow its name. */
function segmentLine({ name, subnet, subnet6, router, router6 }: Segment, here: boolean): string {
  const addresses = here ? cidrs([router, subnet], [router6, subnet6]) : [];
  return ['segment', name, ...addresses].join(' ');
}

function hostLines(host: LabHost, { segments }: Topology, oneId: boolean): string[] {
  const { name, interfaces, gateway, gateway6, answersHttp } = host;
  const link = ({ segment, address, address6 }: LabInterface, index: number): string => {
    const { subnet, subnet6 } = segments.find((one) => one.name === segment) as Segment;
    const addresses = cidrs([address, subnet], [address6, subnet6]);
    return `host ${name} link ${[`eth${index}`, linkName(name, index), segment, macOf(address), ...addresses].join(' ')}`;
  };
  const gateways = [gateway, gateway6].filter((one) => one !== undefined);
  return [
    ...interfaces.map(link),
    ...(gateways.length > 0 ? [`host ${name} gateways ${gateways.join(' ')}`] : []),
    `host ${name} sysctls ${sysctls(host, oneId).join(' ')}`,
    ...(answersHttp ? [`host ${name} answers_http 1`] : []),
  ];
}

function sysctls({ interfaces, forwards }: LabHost, oneId: boolean): string[] {
  const links = ['all', 'default', ...interfaces.map((_, index) => `eth${index}`)];
  return [
    `net/ipv4/ip_forward=${forwards ? 1 : 0}`,
    ...(forwards && interfaces.some(({ address6 }) => address6 !== undefined)
      ? ['net/ipv6/conf/all/forwarding=1']
      : []),
    ...DEFAULTS.flatMap((setting) => links.map((link) => `net/ipv4/conf/${link}/${setting}`)),
    `net/ipv4/ping_group_range=${oneId ? '0,0' : '0,65535'}`,
  ];
}

/** `10.1.0.2/24` of each address that is there. */
function cidrs(
  ...pairs: readonly (readonly [address: string | undefined, subnet: string | undefined])[]
): string[] {
  return pairs.flatMap(([address, subnet]) =>
    address === undefined || subnet === undefined ? [] : [`${address}/${splitPrefix(subnet).prefix}`],
  );
}
