/**
 * The packet's way as far as frames alone tell it: the hops in order, and what is still to be asked of the kernels it
 * passed. Pure.
 */
import { withoutFloods } from './floods.ts';
import { hooksOf } from './hooks.ts';
import type { PacketView } from './journey.ts';
import { withQuestion, withWayBack } from './lookups.ts';
import {
  type Lookup,
  type NewFlow,
  type Observed,
  type Place,
  PROTOCOL_NUMBERS,
  type Tuple,
} from './observed.ts';
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
  /** One for each hook that the packet or the answer reached. */
  readonly reached: readonly Pass[];
  /** Copies that bridges flooded to ports behind which nobody took them. */
  readonly flooded: number;
  /** Copies were under way at once: by which port the one went out that arrived is a guess. */
  readonly guessed: boolean;
}

/** @throws Error when the namespace that sent is none of those that were observed */
export function draftOf(observed: Observed): Draft {
  const all = sightingsOf(observed);
  const passes = passesOf(observed.order, observed.places, all);
  const reached = hooksOf(observed.order, observed.places, all);
  const { kept: sightings, guessed } = withoutFloods(all);
  const hops = (['request', 'answer'] as const).flatMap((leg) => {
    const own = sightings.filter((sighting) => sighting.leg === leg);
    const bare = [...origin(observed, leg, own), ...own];
    const entered = bare.map((hop, at) => withFlow(hop, bare[at + 1]));
    return entered.map((hop, at) => withQuestion(hop, entered[at + 1], passes));
  });
  const asked = hops.some(({ leg }) => leg === 'answer') ? hops : hops.map(withWayBack);
  return { observed, hops: asked, passes, reached, flooded: (all.length - sightings.length) / 2, guessed };
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
  // As the observer's sender.py makes it.
  const echo = order.protocol === 'icmp' ? { icmp: { type: 8, code: 0, id: order.nonce & 0xffff } } : {};
  const blank = { protocol: order.protocol, ttl: order.ttl ?? 64, length: 0, source: '', ...echo };
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

/** Conntrack's entry belongs to the last hop in the stack at which the packet is as it was. */
function withFlow(hop: DraftHop, next: DraftHop | undefined): DraftHop {
  if (hop.direction === 'out' || hop.leg === 'answer') return hop;
  const flow = hop.place.flows.find(({ original }) => isOf(original, hop.packet));
  // A port, then its bridge: the later one, unless br_netfilter has rewritten the packet between them.
  const later = next?.place === hop.place && next.direction === 'in' ? next : undefined;
  if (flow && later && isOf(flow.original, later.packet)) return hop;
  return flow ? { ...hop, flow } : hop;
}

function isOf(tuple: Tuple, packet: PacketView): boolean {
  return (
    tuple.protocol === PROTOCOL_NUMBERS[packet.protocol] &&
    tuple.source === packet.source &&
    tuple.destination === packet.destination &&
    tuple.sourcePort === packet.sourcePort &&
    tuple.destinationPort === packet.destinationPort &&
    tuple.id === packet.icmp?.id
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
