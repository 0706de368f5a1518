/**
 * What one packet did: the sightings of it in the order in which they were made, what each network stack did with it
 * in between, and how it ended. Plain data, whether it was observed (`runner/journey`) or predicted.
 */
import { z } from 'zod';

const object = <Shape extends z.ZodRawShape>(shape: Shape) => z.strictObject(shape).readonly();
const list = <Item extends z.ZodType>(item: Item) => z.array(item).readonly();

/** One network stack: a namespace of a host. */
const stack = object({
  host: z.string(),
  /** Name in /run/netns; null when it has none; '' for the host's own. */
  netns: z.string().nullable(),
  inode: z.number(),
});
export type JourneyStack = z.infer<typeof stack>;

const flow = {
  protocol: z.enum(['tcp', 'udp', 'icmp']),
  source: z.string(),
  destination: z.string(),
  sourcePort: z.exactOptional(z.number()),
  destinationPort: z.exactOptional(z.number()),
};

/** The packet as it was at one place. */
const packetView = object({
  ...flow,
  ttl: z.number(),
  /** Bytes of the IP packet behind its header. */
  length: z.number(),
  sourceMac: z.string(),
  destinationMac: z.string(),
  /** `SYN`, `SYN ACK`, `RST ACK`: TCP only. */
  flags: z.exactOptional(z.string()),
  icmp: z.exactOptional(object({ type: z.number(), code: z.number(), id: z.number() })),
  /** The packet around it, when it is carried by another. */
  encapsulation: z.exactOptional(
    object({
      kind: z.enum(['vxlan', 'ipip']),
      /** Of VXLAN. */
      vni: z.exactOptional(z.number()),
      source: z.string(),
      destination: z.string(),
      sourcePort: z.exactOptional(z.number()),
      destinationPort: z.exactOptional(z.number()),
      ttl: z.number(),
      sourceMac: z.string(),
      destinationMac: z.string(),
    }),
  ),
});
export type PacketView = z.infer<typeof packetView>;

const matchedRule = object({
  /** nft's word for it: ip, inet, bridge... */
  family: z.string(),
  table: z.string(),
  chain: z.string(),
  /** Of the base chain from which the packet got there: prerouting, input, forward, output, postrouting. */
  hook: z.exactOptional(z.string()),
  /** From 1; absent for a chain's policy. */
  number: z.exactOptional(z.number()),
  /** As iptables-save prints it without `-A CHAIN`, else as nft prints it; of a policy `policy accept`. */
  text: z.string(),
  /** After the packet. */
  counters: z.exactOptional(object({ packets: z.number(), bytes: z.number() })),
  /** `accept`, `drop`, `continue`, `return`, `jump KUBE-SVC-X`... */
  verdict: z.string(),
});
export type MatchedRule = z.infer<typeof matchedRule>;

const routeDecision = object({
  /** As `ip route` prints it: `default via 10.244.1.1 dev eth0`; absent when the kernel refuses. */
  route: z.exactOptional(z.string()),
  /** unicast, local, blackhole... */
  type: z.exactOptional(z.string()),
  table: z.exactOptional(z.string()),
  /** The policy rule that chose the table, as `ip rule` prints it: `32766: from all lookup main`. */
  policy: z.exactOptional(z.string()),
  /** The kernel's refusal by its name in errno.h: ENETUNREACH, EXDEV... */
  refused: z.exactOptional(z.string()),
});
export type RouteDecision = z.infer<typeof routeDecision>;

/** What conntrack made of the flow: an end of it that others see otherwise. `10.96.0.10:80` */
const translation = object({
  source: z.exactOptional(object({ from: z.string(), to: z.string() })),
  destination: z.exactOptional(object({ from: z.string(), to: z.string() })),
});
export type Translation = z.infer<typeof translation>;

/** The five of IPv4 and IPv6, in the order in which most packets that are forwarded or delivered come to them. */
export const HOOKS = ['prerouting', 'input', 'forward', 'output', 'postrouting'] as const;
export type Hook = (typeof HOOKS)[number];

/** A hook that the packet reached, whether or not there is a rule at it; and the packet as it came there. */
const reachedHook = object({
  leg: z.enum(['request', 'answer']),
  stack,
  hook: z.enum(HOOKS),
  /** It was the packet around the packet, in an overlay. */
  outer: z.boolean(),
  /** Names of interfaces. */
  iif: z.exactOptional(z.string()),
  oif: z.exactOptional(z.string()),
  source: z.string(),
  destination: z.string(),
});
export type ReachedHook = z.infer<typeof reachedHook>;

/** What became of the packet after it was seen there. */
const action = z.enum([
  'sent',
  'crossed',
  'bridged',
  'routed',
  'encapsulated',
  'decapsulated',
  'delivered',
  'lost',
]);

const hop = object({
  leg: z.enum(['request', 'answer']),
  stack,
  /** `origin`: in the stack itself, before it leaves by any interface. */
  direction: z.enum(['origin', 'in', 'out']),
  /** Absent for an origin. */
  interface: z.exactOptional(z.string()),
  /** Microseconds since the packet was first seen, by the host's own clock. */
  at: z.number(),
  packet: packetView,
  rules: list(matchedRule),
  route: z.exactOptional(routeDecision),
  /** Of an origin: the decision after its rules gave the packet another destination. */
  rerouted: z.exactOptional(routeDecision),
  translation: z.exactOptional(translation),
  action,
});
export type Hop = z.infer<typeof hop>;

const CAUSES = [
  'no-route',
  'no-arp-answer',
  'rule',
  'no-socket',
  'ttl',
  'mtu',
  'rp-filter',
  'not-forwarding',
  'other-mac',
  'unreachable',
  'unknown',
] as const;

const outcome = z.discriminatedUnion('is', [
  object({ is: z.literal('answered'), why: z.string() }),
  object({ is: z.literal('delivered'), at: stack, why: z.string() }),
  object({
    is: z.literal('lost'),
    leg: z.enum(['request', 'answer']),
    cause: z.enum(CAUSES),
    at: stack,
    /** One sentence. */
    why: z.string(),
    rule: z.exactOptional(matchedRule),
  }),
]);
export type Outcome = z.infer<typeof outcome>;
export type Cause = (typeof CAUSES)[number];

/** What would have taken the packet, had one field of it been different. */
const nearestMiss = object({
  is: z.enum(['rule', 'route', 'socket']),
  at: stack,
  /** The rule, route or socket, as its tool prints it. */
  text: z.string(),
  /** The field and the two values: `the port is 81, not 80`. */
  differs: z.string(),
});
export type NearestMiss = z.infer<typeof nearestMiss>;

export const journeySchema = object({
  packet: object({ ...flow, from: object({ host: z.string(), netns: z.exactOptional(z.string()) }) }),
  hops: list(hop),
  /** In each stack in the order in which the packet came to them. */
  hooks: list(reachedHook),
  /** Stacks on its way with tables of iptables-legacy, whose rules the kernel does not trace. */
  legacy: list(stack),
  outcome,
  nearestMiss: z.exactOptional(nearestMiss),
  /** Why the order or the identity of what was seen is not certain. */
  ambiguous: z.exactOptional(z.string()),
  /** What was not looked at, or not kept. */
  notes: list(z.string()),
});
export type Journey = z.infer<typeof journeySchema>;
