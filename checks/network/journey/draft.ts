/**
 * The packet's way as far as frames alone tell it: the hops in order, and what is still to be asked of the kernels it
 * passed. Pure.
 */
import type { PacketView } from './journey.ts';
import type { Lookup, NewFlow, Observed, Place, Tuple } from './observed.ts';
import { type Pass, passesOf } from './passes.ts';
import { type Leg, type Sighting, sightingsOf } from './sightings.ts';

export interface DraftHop {
  readonly leg: Leg;
  readonly place: Place;
  readonly direction: 'origin' | 'in' | 'out';
  readonly interface?: string;
  readonly otherHost: boolean;
  readonly time: number;
  readonly packet: PacketView;
  readonly toldMtu?: number;
  /** The entry that conntrack made of this packet here. */
  readonly flow?: NewFlow;
  /** What the routing tables are asked of it; absent where none decides. */
  readonly question?: Lookup;
  /** The same after the stack's own packet got another destination at the hook output: then it is routed again. */
  readonly again?: Lookup;
  /** Of the last hop that nothing answered: the way that an answer would take. */
  readonly back?: Lookup;
}

export interface Draft {
  readonly observed: Observed;
  readonly hops: readonly DraftHop[];
  readonly passes: readonly Pass[];
  /** Copies that bridges flooded to ports behind which nobody took them. */
  readonly flooded: number;
  /** Copies were under way at once: by which port the one went out that arrived is a guess. */
  readonly guessed: boolean;
}

/** @throws Error when the namespace that sent is none of those that were observed */
export function draftOf(observed: Observed): Draft {
  const all = sightingsOf(observed);
  const passes = passesOf(observed.order, observed.places, all);
  const { kept: sightings, guessed } = withoutFloods(all);
  const hops = (['request', 'answer'] as const).flatMap((leg) => {
    const own = sightings.filter((sighting) => sighting.leg === leg);
    const bare = [...origin(observed, leg, own), ...own];
    const entered = bare.map((hop, at) => withFlow(hop, bare[at + 1]));
    return entered.map((hop, at) => withQuestion(hop, entered[at + 1], passes));
  });
  const asked = hops.some(({ leg }) => leg === 'answer') ? hops : hops.map(withWayBack);
  return { observed, hops: asked, passes, flooded: (all.length - sightings.length) / 2, guessed };
}

/** Stacks that took a copy of the request, each for itself: more than one where a frame was doubled. */
export function takers({ hops }: Draft): Place[] {
  const requests = hops.filter(({ leg }) => leg === 'request');
  const last = new Map(requests.map((hop) => [hop.place, hop]));
  return [...last.values()]
    .filter(({ direction, otherHost }) => direction === 'in' && !otherHost)
    .map(({ place }) => place);
}

/** Where the leg begins: the sender's stack, and the stack that answers. */
function origin({ order, sent, places }: Observed, leg: Leg, own: readonly Sighting[]): DraftHop[] {
  const [first] = own;
  if (leg === 'answer') {
    if (first?.direction !== 'out') return [];
    const { interface: _, ...stack } = first;
    return [{ ...stack, direction: 'origin', packet: asSent(first.packet) }];
  }
  const place = places.find(({ host, inode }) => host === order.from.host && inode === sent.namespace);
  if (!place) throw new Error(`the namespace ${sent.namespace} that sent was not observed`);
  const blank = { protocol: order.protocol, ttl: order.ttl ?? 64, length: 0, source: '' };
  const packet = {
    ...asSent(first?.packet ?? { ...blank, destination: '', sourceMac: '', destinationMac: '' }),
    ...(sent.source !== undefined && { source: sent.source }),
    destination: order.address,
    ...(order.port !== undefined && { destinationPort: order.port }),
    ...(order.port !== undefined && sent.sourcePort !== undefined && { sourcePort: sent.sourcePort }),
  };
  return [
    {
      leg,
      place,
      direction: 'origin',
      otherHost: false,
      time: first?.time ?? 0,
      packet: packet as PacketView,
    },
  ];
}

/** Before a device gave it MAC addresses and a tunnel wrapped it. */
function asSent({ encapsulation: _, ...packet }: PacketView): PacketView {
  return { ...packet, sourceMac: '', destinationMac: '' };
}

/**
 * A bridge that does not know behind which port a MAC address is sends copies to all. A copy ends in a stack that it is not
 * for, and it and its way out of the bridge are left out, unless no copy got any further.
 */
function withoutFloods(sightings: readonly Sighting[]): {
  readonly kept: readonly Sighting[];
  readonly guessed: boolean;
} {
  let guessed = false;
  const isEnd = (sighting: Sighting) =>
    !sightings.some(
      (later) =>
        later !== sighting &&
        later.leg === sighting.leg &&
        later.place === sighting.place &&
        later.time >= sighting.time,
    );
  const dead = sightings.filter((one) => one.otherHost && one.direction === 'in' && isEnd(one));
  const gone = new Set<Sighting>();
  for (const copy of dead) {
    const same = sightings.filter(({ leg }) => leg === copy.leg);
    const way = same.findLast(
      (one) =>
        one.direction === 'out' &&
        one.place !== copy.place &&
        one.place.host === copy.place.host &&
        one.time <= copy.time &&
        !gone.has(one),
    );
    if (!way || !same.some((one) => isArrival(one, copy))) continue;
    // Each comes in right after it went out, unless several had gone out before.
    const frames = same.filter(
      (one) => isCopy(one, copy) && (one.direction === 'out') === (one.place === way.place),
    );
    guessed ||= frames.some(
      (one, at) => at > 0 && one.direction === 'in' && frames[at - 1]?.direction === 'in',
    );
    gone.add(copy);
    gone.add(way);
  }
  return { kept: sightings.filter((one) => !gone.has(one)), guessed };
}

/** Another copy of the same frame got to where it was for. */
function isArrival(one: Sighting, copy: Sighting): boolean {
  return one.direction === 'in' && !one.otherHost && one.place !== copy.place && isCopy(one, copy);
}

/** They are the same frame. */
function isCopy({ packet: one }: Sighting, { packet: other }: Sighting): boolean {
  return one.destinationMac === other.destinationMac && one.ttl === other.ttl;
}

const NUMBERS = { icmp: 1, tcp: 6, udp: 17 };

/** Conntrack's entry belongs to the last hop in the stack at which the packet is as it was. */
function withFlow(hop: DraftHop, next: DraftHop | undefined): DraftHop {
  if (hop.direction === 'out' || hop.leg === 'answer') return hop;
  if (next?.place === hop.place && next.direction === 'in') return hop;
  const flow = hop.place.flows.find(({ original }) => isOf(original, hop.packet));
  return flow ? { ...hop, flow } : hop;
}

function isOf(tuple: Tuple, packet: PacketView): boolean {
  return (
    tuple.protocol === NUMBERS[packet.protocol] &&
    tuple.source === packet.source &&
    tuple.destination === packet.destination &&
    tuple.sourcePort === packet.sourcePort &&
    tuple.destinationPort === packet.destinationPort
  );
}

/** Positions in `place.flows` of the entries that the packet, or a packet around it, made. */
export function ownFlows({ hops }: Draft, place: Place): number[] {
  const here = hops.filter((hop) => hop.place === place);
  return place.flows.flatMap(({ original }, at) => {
    const around = here.some(
      ({ packet: { encapsulation: outer } }) =>
        outer !== undefined &&
        original.source === outer.source &&
        original.destination === outer.destination &&
        original.sourcePort === outer.sourcePort,
    );
    return around || here.some(({ packet }) => isOf(original, packet)) ? at : [];
  });
}

function withQuestion(hop: DraftHop, next: DraftHop | undefined, passes: readonly Pass[]): DraftHop {
  if (hop.direction === 'out') return hop;
  const { packet, place } = hop;
  const onwards = next?.place === place ? next : undefined;
  if (hop.direction === 'in') {
    // For another stack's MAC address: a bridge passes it on, and no routing table is asked.
    if (hop.otherHost) return hop;
    // Decapsulated, or handed from a bridge's port to the bridge itself, which then decides.
    if (onwards?.direction === 'in' || packet.encapsulation) return hop;
    if (onwards && onwards.packet.ttl === packet.ttl) return hop;
  }
  const own = passes.filter((pass) => pass.place === place && pass.leg === hop.leg && !pass.outer);
  const translated = onwards?.packet.destination ?? hop.flow?.reply.source ?? own.at(-1)?.destination;
  const destination = hop.direction === 'origin' ? packet.destination : (translated ?? packet.destination);
  const port = hop.flow?.reply.sourcePort ?? packet.destinationPort;
  const mark = own.find((pass) => pass.mark)?.mark;
  // What comes in by lo was routed on its way out; and a refusal may have the address of whom it was sent to.
  const came = hop.direction === 'in' && hop.interface !== 'lo';
  const refuses = hop.direction === 'origin' && (packet.flags?.includes('RST') || isError(packet));
  const question: Lookup = {
    destination,
    ...(packet.source !== '' && !refuses && { source: packet.source }),
    ...(came && hop.interface !== undefined && { interface: hop.interface }),
    ...(mark !== undefined && { mark }),
    protocol: NUMBERS[packet.protocol],
    ...(packet.sourcePort !== undefined && { sourcePort: packet.sourcePort }),
    ...(port !== undefined && { destinationPort: port }),
  };
  const taken = hop.direction === 'origin' ? hop.flow?.reply : undefined;
  if (!taken || taken.source === destination) return { ...hop, question };
  return { ...hop, question, again: { ...question, destination: taken.source } };
}

function withWayBack(hop: DraftHop, at: number, { length }: readonly DraftHop[]): DraftHop {
  if (at !== length - 1 || hop.direction !== 'in' || !hop.question) return hop;
  return { ...hop, back: { destination: hop.packet.source } };
}

/** An ICMP message about another packet. */
function isError({ icmp }: PacketView): boolean {
  return icmp !== undefined && icmp.type !== 0 && icmp.type !== 8;
}

export interface PlaceQuestions {
  readonly place: Place;
  readonly lookups: readonly Lookup[];
  readonly tools: readonly ('nft' | 'iptables' | 'sockets' | 'routes')[];
  readonly settings: readonly string[];
}

const OF_IPTABLES = ['raw', 'mangle', 'nat', 'filter', 'security'];
const NFPROTO_IPV4 = 2;

/** What is to be asked, of each namespace that had a part in it. A tool is a process, so none is asked for that says nothing. */
export function questionsOf({ hops, passes, observed }: Draft): PlaceQuestions[] {
  return observed.places.flatMap((place) => {
    const here = hops.filter((hop) => hop.place === place);
    const events = passes.filter((pass) => pass.place === place).flatMap((pass) => pass.events);
    if (here.length === 0 && events.length === 0) return [];
    const iptables = events.some(
      ({ family, table }) => family === NFPROTO_IPV4 && OF_IPTABLES.includes(table),
    );
    const last = hops.findLast(({ leg }) => leg === 'request')?.place === place;
    const unanswered = last && !observed.sent.answered;
    return {
      place,
      lookups: here.flatMap(({ question, again, back }) => [question ?? [], again ?? [], back ?? []].flat()),
      tools: [
        ...(events.length > 0 ? (['nft'] as const) : []),
        ...(iptables ? (['iptables'] as const) : []),
        ...(unanswered ? (['sockets', 'routes'] as const) : []),
      ],
      settings: unanswered ? settingsOf(here) : [],
    };
  });
}

function settingsOf(hops: readonly DraftHop[]): string[] {
  const entered = hops.flatMap((hop) => (hop.direction === 'in' ? (hop.interface ?? []) : []));
  return [
    'net/ipv4/ip_forward',
    'net/ipv4/conf/all/rp_filter',
    ...new Set(entered.flatMap((name) => [forwardingOf(name), `net/ipv4/conf/${name}/rp_filter`])),
  ];
}

export const forwardingOf = (name: string): string => `net/ipv4/conf/${name}/forwarding`;
