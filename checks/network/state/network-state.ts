/**
 * NetworkState: what the kernels of a lab hold, as plain data. Collected by `runner/observe`, judged by
 * `checks/kinds`. A section that was not collected is absent from its namespace, and `missing` says why:
 * a judgement that needs it must answer `error`, never `pass` (see `need` in ../kind.ts).
 */

/** `up`: links, addresses, routes, rules, neighbours, FDB. `full`: also sockets, sysctls, iptables, nft, conntrack. */
export type Depth = 'light' | 'full';

export interface NetworkState {
  readonly depth: Depth;
  /** Milliseconds since the epoch when the collection ended. */
  readonly takenAt: number;
  readonly hosts: Readonly<Record<string, HostState>>;
}

export interface HostState {
  readonly name: string;
  /** The host's own network namespace is first. */
  readonly namespaces: readonly NetworkNamespace[];
  /** Processes of the host as /proc shows them (no collectors of ours). Empty only when the host has none. */
  readonly processes: readonly ProcessState[];
  /** Names in /run/netns on which no namespace is mounted; absent when there are none. */
  readonly deadNames?: readonly string[];
  /** Mounts of the host's own mount namespace. This and the next two are absent when they could not be read. */
  readonly mounts?: readonly Mount[];
  /** Addresses that the plugin host-local has given away and not taken back. */
  readonly leases?: readonly Lease[];
  /** Containers that crun knows, running or not. */
  readonly containers?: readonly ContainerRecord[];
  /** Set when the host could not be read at all; then `namespaces` is empty. */
  readonly unreadable?: string;
}

export interface ProcessState {
  readonly pid: number;
  readonly ppid: number;
  /** argv joined by spaces; `[name]` for a kernel thread or an empty command line. */
  readonly command: string;
  /** Inode of each namespace by kind: net, mnt, pid, uts, ipc, user, cgroup, time. */
  readonly namespaces: Readonly<Record<string, number>>;
  /** Its root directory: `host` when it is that of pid 1, else device and inode, as in `129:186`. Absent: not readable. */
  readonly root?: string;
}

export interface Mount {
  readonly point: string;
  /** `overlay`, `tmpfs`, `nsfs`... */
  readonly type: string;
}

export interface Lease {
  readonly network: string;
  readonly address: string;
  /** CNI_CONTAINERID and CNI_IFNAME of the ADD that got it. */
  readonly containerId: string;
  readonly ifname: string;
}

export interface ContainerRecord {
  readonly id: string;
  /** Its first process, which may have ended since. */
  readonly pid: number;
}

const LIGHT = ['links', 'routes', 'rules', 'neighbours', 'fdb'] as const;
/** What a collection of each depth reads of a namespace. */
export const SECTIONS = {
  light: LIGHT,
  full: [...LIGHT, 'sockets', 'sysctls', 'iptables', 'nft', 'conntrack'],
} as const;
export type Section = (typeof SECTIONS)['full'][number];

export interface NetworkNamespace {
  /** nsfs inode, e.g. 4026532286. */
  readonly inode: number;
  /** Name in /run/netns; null when it has none; '' for the host's own. */
  readonly name: string | null;
  /** Processes inside, by pid in the host's pid namespace. */
  readonly pids: readonly number[];
  /** Why a section is absent (a tool failed or is not installed). */
  readonly missing: Readonly<Partial<Record<Section, string>>>;
  readonly links?: readonly Link[];
  /** All tables but `local`; ip -d route show table all. */
  readonly routes?: readonly Route[];
  readonly rules?: readonly PolicyRule[];
  readonly neighbours?: readonly Neighbour[];
  readonly fdb?: readonly FdbEntry[];
  readonly sockets?: readonly ListeningSocket[];
  /** Key in sysctl form, e.g. `net.ipv4.ip_forward`. */
  readonly sysctls?: Readonly<Record<string, string>>;
  readonly iptables?: IptablesState;
  /** `nft -j list ruleset`, the array under "nftables". */
  readonly nft?: readonly unknown[];
  readonly conntrack?: readonly ConntrackEntry[];
}

export interface Link {
  readonly ifindex: number;
  readonly name: string;
  /** ifindex of the other end or lower device (`link_index`/`@ifN`); absent when none. */
  readonly peerIfindex?: number;
  /** `link_netnsid` when the peer lives in another namespace. */
  readonly peerNetnsid?: number;
  /** Inode of the namespace that `peerNetnsid` stands for, when it is one of the same host. */
  readonly peerNamespace?: number;
  /** `veth`, `bridge`, `vxlan`, `dummy`...; `loopback` for lo; '' for a physical device. */
  readonly kind: string;
  readonly mac: string;
  readonly mtu: number;
  /** e.g. UP, LOWER_UP, BROADCAST. */
  readonly flags: readonly string[];
  /** Administratively up: the UP flag. */
  readonly up: boolean;
  readonly operstate: string;
  /** Name of the bridge (or other master) it is a port of. */
  readonly master?: string;
  /** Bridge port state, e.g. forwarding, blocking, disabled; only for bridge ports. */
  readonly portState?: string;
  readonly addresses: readonly Address[];
  /** linkinfo.info_data of ip -d -j, e.g. a bridge's vlan_filtering or a VXLAN's id. */
  readonly info: Readonly<Record<string, unknown>>;
}

export interface Address {
  readonly family: 'inet' | 'inet6';
  readonly address: string;
  readonly prefix: number;
  readonly scope: string;
  readonly broadcast?: string;
}

export interface Route {
  /** `default`, `10.0.0.0/24` or a bare host address. */
  readonly destination: string;
  readonly family: 'inet' | 'inet6';
  readonly gateway?: string;
  readonly device?: string;
  readonly table: string;
  readonly protocol: string;
  readonly scope: string;
  readonly source?: string;
  readonly metric?: number;
  /** The hops of a multipath route; then `gateway` and `device` are absent. */
  readonly nexthops?: readonly { readonly gateway?: string; readonly device?: string }[];
  /** unicast, blackhole, unreachable... */
  readonly type: string;
  readonly flags: readonly string[];
}

export interface PolicyRule {
  readonly priority: number;
  readonly source: string;
  readonly table: string;
}

export interface Neighbour {
  readonly address: string;
  readonly device: string;
  readonly mac?: string;
  /** REACHABLE, STALE, FAILED, PERMANENT... */
  readonly states: readonly string[];
}

export interface FdbEntry {
  readonly mac: string;
  /** Bridge port or VXLAN device. */
  readonly device: string;
  readonly master?: string;
  readonly destination?: string;
  /** `permanent`, `static` or '' for learned. */
  readonly state: string;
  readonly flags: readonly string[];
}

export interface ListeningSocket {
  readonly protocol: 'tcp' | 'udp';
  /** `0.0.0.0`, `127.0.0.1`, `::`, `*`... */
  readonly address: string;
  readonly port: number;
  readonly processes: readonly { readonly name: string; readonly pid: number }[];
}

export interface IptablesState {
  /** Table name -> chains in the order of iptables-save. */
  readonly tables: Readonly<Record<string, readonly IptablesChain[]>>;
  /** Tables that nft made in a way that iptables cannot print in full; absent when there are none. */
  readonly foreign?: readonly string[];
}
export interface IptablesChain {
  readonly name: string;
  /** ACCEPT/DROP for built-in chains, null for user-defined ones. */
  readonly policy: string | null;
  readonly packets: number;
  readonly bytes: number;
  readonly rules: readonly IptablesRule[];
}
export interface IptablesRule {
  /** As iptables-save prints it without counters and `-A CHAIN`, e.g. `-d 10.96.0.10/32 -p tcp -m tcp --dport 80 -j KUBE-SVC-X`. */
  readonly text: string;
  /** The words of `text`, quotes resolved. */
  readonly words: readonly string[];
  readonly target: string | null;
  readonly packets: number;
  readonly bytes: number;
}

export interface ConntrackEntry {
  readonly protocol: string;
  readonly state?: string;
  readonly original: ConntrackTuple;
  readonly reply: ConntrackTuple;
  readonly flags: readonly string[];
}
export interface ConntrackTuple {
  readonly source: string;
  readonly destination: string;
  readonly sourcePort?: number;
  readonly destinationPort?: number;
}
