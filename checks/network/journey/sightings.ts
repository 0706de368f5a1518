/** Frames that taps heard -> sightings of the one packet and of the answer to it. Pure. */
import type { Packet, Udp } from '../packets/packet.ts';
import type { JourneyStack, PacketView } from './journey.ts';
import type { Observed, Order, Place } from './observed.ts';
import { mtuIn, readFrame, viewOf } from './packet-view.ts';

export type Leg = 'request' | 'answer';

export interface Sighting {
  readonly place: Place;
  readonly leg: Leg;
  readonly direction: 'in' | 'out';
  readonly interface: string;
  /** It was for another MAC address than the interface's. */
  readonly otherHost: boolean;
  /** Nanoseconds, on the host's clock. */
  readonly time: number;
  readonly packet: PacketView;
  /** What an ICMP error is about: of `fragmentation needed` the MTU that it tells (RFC 1191). */
  readonly toldMtu?: number;
}

export function stackOf({ host, name, inode }: Place): JourneyStack {
  return { host, netns: name, inode };
}

/** Each leg in order of time. A server's UDP answer has no mark: it is known by the request's addresses and ports, turned round. */
export function sightingsOf({ order, places }: Observed): Sighting[] {
  const heard = places.flatMap((place) =>
    place.frames.map((frame) => ({ place, frame, read: readFrame(frame) })),
  );
  heard.sort((a, b) => a.frame.time - b.frame.time);
  const asked = new Set<string>();
  const found = heard.flatMap(({ place, frame, read: { outer, inner, bytes } }) => {
    const packet = viewOf(outer, inner);
    const leg = packet && legOf(order, inner, bytes, asked);
    if (!packet || !leg) return [];
    if (leg === 'request') asked.add(ends(packet));
    const toldMtu = packet.icmp?.type === 3 && packet.icmp.code === 4 ? { toldMtu: mtuIn(frame) } : {};
    return {
      place,
      leg,
      direction: frame.kind === 'out' ? 'out' : 'in',
      interface: frame.interface,
      otherHost: frame.kind === 'other-host',
      time: frame.time,
      packet,
      ...toldMtu,
    } satisfies Sighting;
  });
  return (['request', 'answer'] as const).flatMap((leg) => {
    const own = found.filter((one) => one.leg === leg);
    const hosts = new Set(own.map(({ place }) => place.host));
    // First on each host: what is sent again must not keep the other hosts' sightings waiting.
    const once = [...hosts].flatMap((host) => untilRepeated(own.filter(({ place }) => place.host === host)));
    return untilRepeated(byCause(once));
  });
}

/**
 * The order on one host is that of its clock; between hosts, whose clocks differ where each has a machine of its own, that
 * of cause and effect: a packet comes in after it went out elsewhere, with a TTL that is not less.
 */
function byCause(sightings: readonly Sighting[]): Sighting[] {
  const rest = new Set(sightings);
  const ordered: Sighting[] = [];
  while (rest.size > 0) {
    const firsts = new Map([...rest].reverse().map((one) => [one.place.host, one]));
    const heads = [...firsts.values()].sort((a, b) => a.time - b.time);
    const waits = (head: Sighting) =>
      head.direction === 'in' &&
      [...rest].some(
        (one) =>
          one.direction === 'out' && one.place.host !== head.place.host && one.packet.ttl >= head.packet.ttl,
      );
    const next = heads.find((head) => !waits(head)) ?? (heads[0] as Sighting);
    rest.delete(next);
    ordered.push(next);
  }
  return ordered;
}

/** TCP sends again what is not answered within a second: one way is enough. */
function untilRepeated(sightings: Sighting[]): Sighting[] {
  const [first] = sightings;
  const again = sightings.findIndex(
    (one, at) =>
      at > 0 &&
      one.place === first?.place &&
      one.interface === first.interface &&
      one.direction === first.direction &&
      one.packet.ttl === first.packet.ttl,
  );
  return again < 0 ? sightings : sightings.slice(0, again);
}

const ICMP_ERRORS = [3, 11, 12];

function legOf(order: Order, inner: Packet, bytes: Uint8Array, asked: ReadonlySet<string>): Leg | undefined {
  const marked = () => Buffer.from(bytes).includes(markOf(order.nonce));
  if (inner.protocol === 'icmp' && ICMP_ERRORS.includes(inner.type)) return marked() ? 'answer' : undefined;
  if (inner.protocol !== order.protocol) return undefined;
  switch (inner.protocol) {
    case 'tcp': {
      const { flags, sequence, acknowledgement } = inner;
      if (flags.has('SYN') && !flags.has('ACK')) return sequence === order.nonce ? 'request' : undefined;
      const answers = flags.has('SYN') || flags.has('RST');
      return answers && acknowledgement === order.nonce + 1 ? 'answer' : undefined;
    }
    case 'icmp':
      if (!marked()) return undefined;
      return inner.type === 8 ? 'request' : inner.type === 0 ? 'answer' : undefined;
    case 'udp':
      if (asked.has(turned(inner))) return 'answer';
      return marked() ? 'request' : undefined;
  }
}

export function markOf(nonce: number): Buffer {
  const mark = Buffer.alloc(4);
  mark.writeUInt32BE(nonce);
  return mark;
}

function ends({ source, sourcePort, destination, destinationPort }: PacketView): string {
  return `${source}:${sourcePort} ${destination}:${destinationPort}`;
}

function turned({ source, sourcePort, destination, destinationPort }: Udp): string {
  return `${destination}:${destinationPort} ${source}:${sourcePort}`;
}
