/**
 * What the observers of a journey hear in each network namespace while one packet is sent, and what they say later of
 * routes, rules and sockets: raw material, which join.ts puts together. Validated where it comes in.
 */
import { z } from 'zod';

/** What is sent. The nonce is the packet's mark: a SYN's sequence number, the first four bytes of what UDP and ICMP carry. */
const order = z.strictObject({
  from: z.strictObject({ host: z.string(), netns: z.string().exactOptional() }),
  protocol: z.enum(['tcp', 'udp', 'icmp']),
  address: z.string(),
  port: z.int().exactOptional(),
  nonce: z.int(),
  /** Bytes carried beyond the nonce; not of TCP. */
  size: z.int(),
  ttl: z.int().exactOptional(),
});
export type Order = z.infer<typeof order>;

/** IANA's numbers of the protocols, as IP headers, routing tables and conntrack have them. */
export const PROTOCOL_NUMBERS = { icmp: 1, tcp: 6, udp: 17 } as const;

export const sent = z.strictObject({
  namespace: z.int(),
  answered: z.boolean(),
  /** By its name in errno.h: what the program that sent it was told. */
  error: z.string().optional(),
  /** With EMSGSIZE: the greatest packet that the route takes. */
  mtu: z.int().optional(),
  /** Absent when there was no route. */
  source: z.string().optional(),
  sourcePort: z.int().optional(),
});
export type Sent = z.infer<typeof sent>;

const frame = z.strictObject({
  interface: z.string(),
  /** `other-host`: in, and for another MAC address than the interface's; taps hear that, too. */
  kind: z.enum(['in', 'out', 'other-host']),
  /** Hexadecimal, cut after 256 bytes. */
  bytes: z.string(),
  /** Bytes on the wire. */
  length: z.int(),
  /** Nanoseconds since a moment shortly before, on the host's clock. */
  time: z.int(),
});
export type Frame = z.infer<typeof frame>;

/** NFTNL_MSG_TRACE of linux/netfilter/nf_tables.h: numbers are the kernel's. */
const traceEvent = z.strictObject({
  /** NFPROTO_*. */
  family: z.int(),
  id: z.int(),
  /** NFT_TRACETYPE_*. */
  type: z.int(),
  table: z.string(),
  chain: z.string(),
  handle: z.int().optional(),
  verdict: z.int().optional(),
  /** The chain of a jump or goto. */
  target: z.string().optional(),
  policy: z.int().optional(),
  mark: z.int().optional(),
  iif: z.int().optional(),
  oif: z.int().optional(),
  /** Network header and the beginning of the transport header, hexadecimal, at the first event of a pass through a hook's chain. */
  header: z.string().optional(),
});
export type TraceEvent = z.infer<typeof traceEvent>;

const tuple = z.strictObject({
  protocol: z.int(),
  source: z.string(),
  destination: z.string(),
  sourcePort: z.int().optional(),
  destinationPort: z.int().optional(),
  /** Of an ICMP echo. */
  id: z.int().optional(),
});
export type Tuple = z.infer<typeof tuple>;

/** An entry that conntrack made. */
const newFlow = z.strictObject({ original: tuple, reply: tuple });
export type NewFlow = z.infer<typeof newFlow>;

export const seen = z.strictObject({
  namespace: z.int(),
  frames: z.array(frame),
  events: z.array(traceEvent),
  /** The first event of each hook's chain in the observer's own table: one for each hook that a traced packet reached. */
  hooks: z.array(traceEvent),
  flows: z.array(newFlow),
  /** By how much counters of /proc/net/snmp and netstat rose, e.g. `TcpExt.IPReversePathFilter`. */
  counters: z.record(z.string(), z.int()),
  /** There was more than could be kept. */
  full: z.boolean(),
});

export const namespaceFound = z.strictObject({
  inode: z.int(),
  name: z.string().nullable(),
  interfaces: z.record(z.string(), z.string()),
  /** Tables of iptables-legacy, which the kernel does not trace: `iptables nat`. */
  legacy: z.array(z.string()),
});

/** One namespace with all that was heard in it. */
const place = namespaceFound.extend({ ...seen.omit({ namespace: true }).shape, host: z.string() }).readonly();
export type Place = z.infer<typeof place>;

const observed = z
  .strictObject({
    order,
    sent,
    places: z.array(place).readonly(),
    /** By host: network namespaces that were not listened to, because they are too many. */
    more: z.record(z.string(), z.int()).optional(),
  })
  .readonly();
export type Observed = z.infer<typeof observed>;

/** A question to the routing tables of a namespace; numbers and names as `ip route get` takes them. */
export interface Lookup {
  readonly destination: string;
  readonly source?: string;
  readonly interface?: string;
  readonly mark?: number;
  readonly protocol?: number;
  readonly sourcePort?: number;
  readonly destinationPort?: number;
}

const foundRoute = z.strictObject({
  type: z.string(),
  destination: z.string(),
  table: z.string(),
  gateway: z.string().optional(),
  device: z.string().optional(),
});

const policy = z.strictObject({
  priority: z.int(),
  table: z.string(),
  inverted: z.boolean(),
  from: z.string().optional(),
  to: z.string().optional(),
  interface: z.string().optional(),
  mark: z.int().optional(),
  mask: z.int().optional(),
});
export type Policy = z.infer<typeof policy>;

const lookedUp = z.union([z.strictObject({ route: foundRoute }), z.strictObject({ refused: z.string() })]);
export type LookedUp = z.infer<typeof lookedUp>;

export const explained = z.strictObject({
  namespace: z.int(),
  /** In the order of the questions. */
  lookups: z.array(lookedUp),
  policies: z.array(policy),
  /** Output of `nft -a list ruleset`, `iptables-save -c`, `ss -lntuHp`, `ip -j route`, as far as asked for. */
  nft: z.string().optional(),
  iptables: z.string().optional(),
  sockets: z.string().optional(),
  routes: z.string().optional(),
  /** `net/ipv4/ip_forward` -> `1`. */
  settings: z.record(z.string(), z.string()).optional(),
});
export type Explained = z.infer<typeof explained>;

/** All that a journey is made of. */
export const recording = z.strictObject({ observed, explained: z.array(explained).readonly() }).readonly();
export type Recording = z.infer<typeof recording>;
