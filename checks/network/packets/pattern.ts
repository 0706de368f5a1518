/**
 * What a chapter says of a packet (`{ arp: request, target: 10.0.0.3 }`), its schema, and whether a captured packet is one.
 * Knows nothing of where it was captured.
 */
import { z } from 'zod';
import { familyOf, inRange } from '../addresses.ts';
import type { Packet, Vxlan } from './packet.ts';

/** Protocol -> the sorts of it that a pattern can name. */
const SORTS = {
  arp: ['request', 'reply', 'any'],
  icmp: ['echo-request', 'echo-reply', 'unreachable', 'redirect', 'time-exceeded', 'any'],
  tcp: ['syn', 'syn-ack', 'reset', 'any'],
  udp: ['any'],
  ip: ['any'],
} as const;
type Protocol = keyof typeof SORTS;
const PROTOCOLS = Object.keys(SORTS) as Protocol[];

const place = z.string().refine((text) => readPlace(text) !== undefined, {
  error: 'must be an IPv4 address, with a port (10.0.0.3:8080) or a prefix length (10.0.0.0/24) if need be',
});

/** Of a packet, be it inside another or not. */
const headerFields = {
  arp: z.enum(SORTS.arp).optional(),
  icmp: z.enum(SORTS.icmp).optional(),
  tcp: z.enum(SORTS.tcp).optional(),
  udp: z.enum(SORTS.udp).optional(),
  /** Any IPv4 packet. */
  ip: z.enum(SORTS.ip).optional(),
  /** ARP: whose question or answer it is ("tell"). */
  sender: z.ipv4().optional(),
  /** ARP: who is asked for ("who-has"). */
  target: z.ipv4().optional(),
  /** IPv4: `10.0.0.2`, `10.0.0.0/24`; of TCP and UDP also `10.0.0.2:8080`. */
  source: place.optional(),
  destination: place.optional(),
  ttl: z.int().min(0).max(255).optional(),
};

/** VXLAN network identifier, RFC 7348. */
export const vni = z.int().min(0).max(0xffffff);

/** Fields of a pattern, to be spread into a strict object and then held against `patternProblem`. */
export const patternFields = {
  ...headerFields,
  /** UDP: a frame of this network is inside (VXLAN). */
  vni: vni.optional(),
  /** UDP: the frame inside (VXLAN) holds such a packet. */
  inner: z.strictObject(headerFields).optional(),
};
export type Pattern = { readonly [K in keyof typeof patternFields]?: z.infer<(typeof patternFields)[K]> };

/** What a schema's fields alone do not refuse, with the field it is about; undefined: nothing. For `superRefine`. */
export function patternProblem(pattern: Pattern): { path: string; message: string } | undefined {
  const named = PROTOCOLS.filter((name) => pattern[name] !== undefined);
  const [protocol] = named;
  if (protocol === undefined || named.length > 1) {
    return { path: named[1] ?? 'arp', message: `each packet is exactly one of ${PROTOCOLS.join(', ')}` };
  }
  const foreign =
    protocol === 'arp' ? (['source', 'destination', 'ttl'] as const) : (['sender', 'target'] as const);
  const path = foreign.find((field) => pattern[field] !== undefined);
  if (path !== undefined) {
    const instead = protocol === 'arp' ? 'sender and target' : 'source and destination';
    return { path, message: `does not belong to ${protocol}, which has ${instead}` };
  }
  const wrapping = (['vni', 'inner'] as const).find((field) => pattern[field] !== undefined);
  if (wrapping && protocol !== 'udp')
    return { path: wrapping, message: `does not belong to ${protocol}: VXLAN is carried by udp` };
  const inside = pattern.inner && patternProblem(pattern.inner);
  if (inside) return { path: 'inner', message: `${inside.path}: ${inside.message}` };
  if (protocol === 'tcp' || protocol === 'udp') return undefined;
  const ported = (['source', 'destination'] as const).find(
    (field) => readPlace(pattern[field])?.port !== undefined,
  );
  return ported && { path: ported, message: `names a port, but ${protocol} has none` };
}

/** @pre patternProblem(pattern) === undefined */
function protocolOf(pattern: Pattern): Protocol {
  return PROTOCOLS.find((name) => pattern[name] !== undefined) as Protocol;
}

/** Capture filter (pcap-filter(7)) that lets through whatever one of the patterns may be. */
export function captureFilter(patterns: readonly Pattern[]): string {
  return [...new Set(patterns.map(protocolOf))].sort().join(' or ');
}

export function matches(pattern: Pattern, packet: Packet): boolean {
  if (packet.protocol === 'unknown') return false;
  const protocol = protocolOf(pattern);
  if (packet.protocol === 'arp') {
    return (
      protocol === 'arp' &&
      (pattern.arp === 'any' || packet.operation === (pattern.arp === 'request' ? 1 : 2)) &&
      (pattern.sender ?? packet.sender) === packet.sender &&
      (pattern.target ?? packet.target) === packet.target
    );
  }
  if (protocol !== 'ip' && protocol !== packet.protocol) return false;
  const ported = packet.protocol === 'tcp' || packet.protocol === 'udp';
  return (
    isSort(pattern, packet) &&
    lies(packet.source, ported ? packet.sourcePort : undefined, pattern.source) &&
    lies(packet.destination, ported ? packet.destinationPort : undefined, pattern.destination) &&
    (pattern.ttl ?? packet.ttl) === packet.ttl &&
    wraps(pattern, packet.protocol === 'udp' ? packet.vxlan : undefined)
  );
}

function wraps({ vni: wanted, inner }: Pattern, vxlan: Vxlan | undefined): boolean {
  if (wanted === undefined && inner === undefined) return true;
  return (
    vxlan !== undefined &&
    (wanted ?? vxlan.vni) === vxlan.vni &&
    (inner === undefined || matches(inner, vxlan.inner))
  );
}

/** RFC 792; redirects are type 5. */
const ICMP_TYPES = { 'echo-reply': 0, unreachable: 3, redirect: 5, 'echo-request': 8, 'time-exceeded': 11 };

function isSort({ icmp = 'any', tcp = 'any' }: Pattern, packet: Packet): boolean {
  if (packet.protocol === 'icmp') return icmp === 'any' || packet.type === ICMP_TYPES[icmp];
  if (packet.protocol !== 'tcp' || tcp === 'any') return true;
  if (tcp === 'reset') return packet.flags.has('RST');
  return packet.flags.has('SYN') && packet.flags.has('ACK') === (tcp === 'syn-ack');
}

interface PacketPlace {
  readonly address: string;
  readonly prefix: number;
  readonly port?: number;
}

function readPlace(text: string | undefined): PacketPlace | undefined {
  const [, address = '', sign, digits] = /^([\d.]+)(?:([:/])(\d{1,5}))?$/.exec(text ?? '') ?? [];
  if (familyOf(address) !== 'inet') return undefined;
  if (sign === undefined) return { address, prefix: 32 };
  const number = Number(digits);
  if (sign === '/') return number <= 32 ? { address, prefix: number } : undefined;
  return number >= 1 && number <= 65535 ? { address, prefix: 32, port: number } : undefined;
}

function lies(address: string, port: number | undefined, wanted: string | undefined): boolean {
  const where = readPlace(wanted);
  if (!where) return true;
  if (where.port !== undefined && where.port !== port) return false;
  return inRange(address, `${where.address}/${where.prefix}`) === true;
}

/** `an ARP request for 10.0.0.3 by 10.0.0.2`, `an ICMP echo-request to 10.0.0.3` */
export function patternWords(pattern: Pattern): string {
  const protocol = protocolOf(pattern);
  const sort = pattern[protocol] === 'any' ? 'packet' : pattern[protocol];
  const name = protocol === 'ip' ? 'IPv4' : protocol.toUpperCase();
  const { sender, target, source, destination, ttl, inner } = pattern;
  const about = [
    target && (pattern.arp === 'request' ? `for ${target}` : `to ${target}`),
    sender && `by ${sender}`,
    source && `from ${source}`,
    destination && `to ${destination}`,
    ttl !== undefined && `with TTL ${ttl}`,
    pattern.vni !== undefined && `of VNI ${pattern.vni}`,
    inner && `around ${patternWords(inner)}`,
  ].filter(Boolean);
  return [`${/^[AIF]/.test(name) ? 'an' : 'a'} ${name} ${sort}`, ...about].join(' ');
}
