/**
 * NetworkState: what the kernels of a lab hold, as plain data. Collected by `runner/observe`, judged by
 * `checks/kinds`. A section that was not collected is absent from its namespace, and `missing` says why:
 * a judgement that needs it must answer `error`, never `pass` (see `need` in ../../kind.ts).
 *
 * Each type is inferred from its schema. A state is validated where it comes from outside, that is where one that was
 * stored is read back (observation.ts), and not where it is collected: there each tool's output has been validated by
 * its parser, and walking the whole of what was just built would only cost time.
 */
import { z } from 'zod';

/** `light`: links, addresses, routes, rules, neighbours, FDB. `full`: also sockets, sysctls, iptables, nft, conntrack. */
const depth = z.enum(['light', 'full']);
export type Depth = z.infer<typeof depth>;

const LIGHT = ['links', 'routes', 'rules', 'neighbours', 'fdb'] as const;
/** What a collection of each depth reads of a namespace. */
export const SECTIONS = {
  light: LIGHT,
  full: [...LIGHT, 'sockets', 'sysctls', 'iptables', 'nft', 'conntrack'],
} as const;
export type Section = (typeof SECTIONS)['full'][number];

/** Read-only to whoever has it. An unknown field is an error: the state is of another version, or no state. */
const object = <Shape extends z.ZodRawShape>(shape: Shape) => z.strictObject(shape).readonly();
const list = <Item extends z.ZodType>(item: Item) => z.array(item).readonly();
const record = <Value extends z.ZodType>(value: Value) => z.record(z.string(), value).readonly();

const address = object({
  family: z.enum(['inet', 'inet6']),
  address: z.string(),
  prefix: z.number(),
  scope: z.string(),
  broadcast: z.exactOptional(z.string()),
});
export type Address = z.infer<typeof address>;

const link = object({
  ifindex: z.number(),
  name: z.string(),
  /** ifindex of the other end or lower device (`link_index`/`@ifN`); absent when none. */
  peerIfindex: z.exactOptional(z.number()),
  /** `link_netnsid` when the peer lives in another namespace. */
  peerNetnsid: z.exactOptional(z.number()),
  /** Inode of the namespace that `peerNetnsid` stands for, when it is one of the same host. */
  peerNamespace: z.exactOptional(z.number()),
  /** `veth`, `bridge`, `vxlan`, `dummy`...; `loopback` for lo; '' for a physical device. */
  kind: z.string(),
  mac: z.string(),
  mtu: z.number(),
  /** e.g. UP, LOWER_UP, BROADCAST. */
  flags: list(z.string()),
  /** Administratively up: the UP flag. */
  up: z.boolean(),
  operstate: z.string(),
  /** Name of the bridge (or other master) it is a port of. */
  master: z.exactOptional(z.string()),
  /** Bridge port state, e.g. forwarding, blocking, disabled; only for bridge ports. */
  portState: z.exactOptional(z.string()),
  addresses: list(address),
  /** linkinfo.info_data of ip -d -j, e.g. a bridge's vlan_filtering or a VXLAN's id. */
  info: record(z.unknown()),
});
export type Link = z.infer<typeof link>;

const route = object({
  /** `default`, `10.0.0.0/24` or a bare host address. */
  destination: z.string(),
  family: z.enum(['inet', 'inet6']),
  gateway: z.exactOptional(z.string()),
  device: z.exactOptional(z.string()),
  table: z.string(),
  protocol: z.string(),
  scope: z.string(),
  source: z.exactOptional(z.string()),
  metric: z.exactOptional(z.number()),
  /** The hops of a multipath route; then `gateway` and `device` are absent. */
  nexthops: z.exactOptional(
    list(object({ gateway: z.exactOptional(z.string()), device: z.exactOptional(z.string()) })),
  ),
  /** unicast, blackhole, unreachable... */
  type: z.string(),
  flags: list(z.string()),
});
export type Route = z.infer<typeof route>;

const policyRule = object({
  priority: z.number(),
  source: z.string(),
  table: z.string(),
});
export type PolicyRule = z.infer<typeof policyRule>;

const neighbour = object({
  address: z.string(),
  device: z.string(),
  mac: z.exactOptional(z.string()),
  /** REACHABLE, STALE, FAILED, PERMANENT... */
  states: list(z.string()),
});
export type Neighbour = z.infer<typeof neighbour>;

const fdbEntry = object({
  mac: z.string(),
  /** Bridge port or VXLAN device. */
  device: z.string(),
  master: z.exactOptional(z.string()),
  destination: z.exactOptional(z.string()),
  /** `permanent`, `static` or '' for learned. */
  state: z.string(),
  flags: list(z.string()),
});
export type FdbEntry = z.infer<typeof fdbEntry>;

const listeningSocket = object({
  protocol: z.enum(['tcp', 'udp']),
  /** `0.0.0.0`, `127.0.0.1`, `::`, `*`... */
  address: z.string(),
  port: z.number(),
  processes: list(object({ name: z.string(), pid: z.number() })),
});
export type ListeningSocket = z.infer<typeof listeningSocket>;

const iptablesRule = object({
  /** As iptables-save prints it without counters and `-A CHAIN`, e.g. `-d 10.96.0.10/32 -p tcp -m tcp --dport 80 -j KUBE-SVC-X`. */
  text: z.string(),
  /** The words of `text`, quotes resolved. */
  words: list(z.string()),
  target: z.string().nullable(),
  packets: z.number(),
  bytes: z.number(),
});
export type IptablesRule = z.infer<typeof iptablesRule>;

const iptablesChain = object({
  name: z.string(),
  /** ACCEPT/DROP for built-in chains, null for user-defined ones. */
  policy: z.string().nullable(),
  packets: z.number(),
  bytes: z.number(),
  rules: list(iptablesRule),
});
export type IptablesChain = z.infer<typeof iptablesChain>;

const iptablesState = object({
  /** Table name -> chains in the order of iptables-save. */
  tables: record(list(iptablesChain)),
  /** Tables that nft made in a way that iptables cannot print in full; absent when there are none. */
  foreign: z.exactOptional(list(z.string())),
});
export type IptablesState = z.infer<typeof iptablesState>;

const conntrackTuple = object({
  source: z.string(),
  destination: z.string(),
  sourcePort: z.exactOptional(z.number()),
  destinationPort: z.exactOptional(z.number()),
});
export type ConntrackTuple = z.infer<typeof conntrackTuple>;

const conntrackEntry = object({
  protocol: z.string(),
  state: z.exactOptional(z.string()),
  original: conntrackTuple,
  reply: conntrackTuple,
  flags: list(z.string()),
});
export type ConntrackEntry = z.infer<typeof conntrackEntry>;

const networkNamespace = object({
  /** nsfs inode, e.g. 4026532286. */
  inode: z.number(),
  /** Name in /run/netns; null when it has none; '' for the host's own. */
  name: z.string().nullable(),
  /** Processes inside, by pid in the host's pid namespace. */
  pids: list(z.number()),
  /** Why a section is absent (a tool failed or is not installed). */
  missing: z.partialRecord(z.enum(SECTIONS.full), z.string()).readonly(),
  links: z.exactOptional(list(link)),
  /** All tables but `local`; ip -d route show table all. */
  routes: z.exactOptional(list(route)),
  rules: z.exactOptional(list(policyRule)),
  neighbours: z.exactOptional(list(neighbour)),
  fdb: z.exactOptional(list(fdbEntry)),
  sockets: z.exactOptional(list(listeningSocket)),
  /** Key in sysctl form, e.g. `net.ipv4.ip_forward`. */
  sysctls: z.exactOptional(record(z.string())),
  iptables: z.exactOptional(iptablesState),
  /** `nft -j list ruleset`, the array under "nftables". */
  nft: z.exactOptional(list(z.unknown())),
  conntrack: z.exactOptional(list(conntrackEntry)),
});
export type NetworkNamespace = z.infer<typeof networkNamespace>;

const processState = object({
  pid: z.number(),
  ppid: z.number(),
  /** argv joined by spaces; `[name]` for a kernel thread or an empty command line. */
  command: z.string(),
  /** Inode of each namespace by kind: net, mnt, pid, uts, ipc, user, cgroup, time. */
  namespaces: record(z.number()),
  /** Its root directory: `host` when it is that of pid 1, else device and inode, as in `129:186`. Absent: not readable. */
  root: z.exactOptional(z.string()),
});
export type ProcessState = z.infer<typeof processState>;

const mount = object({
  point: z.string(),
  /** `overlay`, `tmpfs`, `nsfs`... */
  type: z.string(),
});
export type Mount = z.infer<typeof mount>;

const lease = object({
  network: z.string(),
  address: z.string(),
  /** CNI_CONTAINERID and CNI_IFNAME of the ADD that got it. */
  containerId: z.string(),
  ifname: z.string(),
});
export type Lease = z.infer<typeof lease>;

const containerRecord = object({
  id: z.string(),
  /** Its first process, which may have ended since. */
  pid: z.number(),
});
export type ContainerRecord = z.infer<typeof containerRecord>;

const hostState = object({
  name: z.string(),
  /** The host's own network namespace is first. */
  namespaces: list(networkNamespace),
  /** Processes of the host as /proc shows them (no collectors of ours). Empty only when the host has none. */
  processes: list(processState),
  /** Names in /run/netns on which no namespace is mounted; absent when there are none. */
  deadNames: z.exactOptional(list(z.string())),
  /** Mounts of the host's own mount namespace. This and the next two are absent when they could not be read. */
  mounts: z.exactOptional(list(mount)),
  /** Addresses that the plugin host-local has given away and not taken back. */
  leases: z.exactOptional(list(lease)),
  /** Containers that crun knows, running or not. */
  containers: z.exactOptional(list(containerRecord)),
  /** Set when the host could not be read at all; then `namespaces` is empty. */
  unreadable: z.exactOptional(z.string()),
});
export type HostState = z.infer<typeof hostState>;

export const networkStateSchema = object({
  depth: depth,
  /** Milliseconds since the epoch when the collection ended. */
  takenAt: z.number(),
  hosts: record(hostState),
});
export type NetworkState = z.infer<typeof networkStateSchema>;
