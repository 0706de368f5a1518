/** Trace events -> passes of the packet through the chains of a hook, with the rules that matched it. Pure. */
import type { MatchedRule } from './journey.ts';
import { type Order, type Place, PROTOCOL_NUMBERS, type TraceEvent } from './observed.ts';
import type { Ruleset } from './ruleset.ts';
import { type Leg, markOf, type Sighting } from './sightings.ts';

export interface Pass {
  readonly place: Place;
  readonly leg: Leg;
  /** It was the packet around the packet. */
  readonly outer: boolean;
  /** Names of interfaces. */
  readonly iif?: string;
  readonly oif?: string;
  readonly protocol: 'tcp' | 'udp' | 'icmp';
  readonly source: string;
  readonly destination: string;
  readonly destinationPort?: number;
  readonly mark?: number;
  readonly events: readonly TraceEvent[];
}

/** In the order in which they happened in each namespace. What traces other packets (a learner's own rules) is left out. */
export function passesOf(order: Order, places: readonly Place[], sightings: readonly Sighting[]): Pass[] {
  return places.flatMap((place) => {
    const found: TraceEvent[][] = [];
    const open = new Map<number, TraceEvent[]>();
    for (const event of place.events) {
      const current = event.header === undefined ? open.get(event.id) : undefined;
      if (current) current.push(event);
      else {
        const begun = [event];
        open.set(event.id, begun);
        found.push(begun);
      }
    }
    return withoutRepeats(found.flatMap((events) => readPass(order, place, events, sightings) ?? []));
  });
}

/** What is sent again passes the same chains. */
export function withoutRepeats(passes: readonly Pass[]): Pass[] {
  const key = ({ leg, outer, iif, oif, events: [first] }: Pass) =>
    [leg, outer, iif, oif, first?.family, first?.table, first?.chain].join(' ');
  return [...new Map(passes.toReversed().map((pass) => [key(pass), pass])).values()].toReversed();
}

const { icmp: ICMP, tcp: TCP, udp: UDP } = PROTOCOL_NUMBERS;

/** @returns undefined for another packet's */
export function readPass(
  order: Order,
  place: Place,
  events: readonly TraceEvent[],
  sightings: readonly Sighting[],
): Pass | undefined {
  const [first] = events;
  const header = Buffer.from(first?.header ?? '', 'hex');
  const length = ((header[0] ?? 0) & 15) * 4;
  if (!first || header.length < length + 8 || length < 20) return undefined;
  const protocol = header.readUInt8(9);
  const [source, destination] = [12, 16].map((at) => header.subarray(at, at + 4).join('.')) as [
    string,
    string,
  ];
  const transport = header.subarray(length);
  const ports = protocol !== ICMP;
  const carried = legOf(order, protocol, transport);
  const around = sightings.find(
    ({ packet: { encapsulation: outer } }) =>
      outer?.source === source &&
      outer.destination === destination &&
      (outer.sourcePort === undefined || outer.sourcePort === transport.readUInt16BE(0)),
  );
  const leg = carried ?? around?.leg ?? udpAnswer(order, protocol, transport, sightings);
  if (leg === undefined) return undefined;
  const { iif, oif, mark } = first;
  const name = (index: number | undefined) => place.interfaces[String(index)];
  return {
    place,
    leg,
    outer: carried === undefined && around !== undefined,
    protocol: protocol === TCP ? 'tcp' : protocol === UDP ? 'udp' : 'icmp',
    source,
    destination,
    ...(ports && { destinationPort: transport.readUInt16BE(2) }),
    ...(iif !== undefined && { iif: name(iif) ?? '' }),
    ...(oif !== undefined && { oif: name(oif) ?? '' }),
    ...(mark !== undefined && { mark }),
    events,
  };
}

function legOf({ protocol, nonce }: Order, number: number, transport: Buffer): Leg | undefined {
  if (number === ICMP && [3, 11, 12].includes(transport[0] ?? 0)) return 'answer';
  if (number !== PROTOCOL_NUMBERS[protocol] || transport.length < 12) return undefined;
  if (number === TCP) {
    if (transport.readUInt32BE(4) === nonce) return 'request';
    return transport.readUInt32BE(8) === nonce + 1 ? 'answer' : undefined;
  }
  if (!transport.subarray(8, 12).equals(markOf(nonce))) return undefined;
  return number === ICMP && transport[0] === 0 ? 'answer' : 'request';
}

function udpAnswer(
  { protocol }: Order,
  number: number,
  transport: Buffer,
  sightings: readonly Sighting[],
): Leg | undefined {
  if (protocol !== 'udp' || number !== UDP) return undefined;
  const answers = sightings.filter(({ leg }) => leg === 'answer');
  return answers.some(({ packet }) => packet.sourcePort === transport.readUInt16BE(0)) ? 'answer' : undefined;
}

/** NFPROTO_*, linux/netfilter.h. */
const FAMILIES: Readonly<Record<number, string>> = {
  1: 'inet',
  2: 'ip',
  3: 'arp',
  5: 'netdev',
  7: 'bridge',
  10: 'ip6',
};
/** enum nft_verdicts and NF_*. */
const VERDICTS: Readonly<Record<string, string>> = {
  '0': 'drop',
  '1': 'accept',
  '2': 'stolen',
  '3': 'queue',
  '-1': 'continue',
  '-2': 'break',
  '-3': 'jump',
  '-4': 'goto',
  '-5': 'return',
};
const [POLICY, RULE] = [1, 3];

const familyOfEvent = ({ family }: Pick<TraceEvent, 'family'>): string => FAMILIES[family] ?? String(family);

export function chainOf(event: TraceEvent, ruleset: Ruleset) {
  return ruleset.get(`${familyOfEvent(event)} ${event.table} ${event.chain}`);
}

/** The end of a chain without a verdict is no rule, and not told. */
export function rulesOf({ events }: Pick<Pass, 'events'>, ruleset: Ruleset): MatchedRule[] {
  const hook = events[0] && chainOf(events[0], ruleset)?.hook;
  return events.flatMap((event) => {
    const chain = chainOf(event, ruleset);
    const place = {
      family: familyOfEvent(event),
      table: event.table,
      chain: event.chain,
      ...(hook !== undefined && { hook }),
    };
    if (event.type === POLICY) {
      const policy = VERDICTS[String(event.policy)] ?? 'accept';
      return { ...place, text: `policy ${policy}`, verdict: policy };
    }
    // A chain's end is told as a rule without a handle.
    if (event.type !== RULE || event.handle === undefined) return [];
    const verdict = [VERDICTS[String(event.verdict)] ?? String(event.verdict), event.target ?? []]
      .flat()
      .join(' ');
    const rule = chain?.rules.get(event.handle);
    if (!rule) return { ...place, text: `rule with handle ${event.handle}`, verdict };
    const { number, text, counters } = rule;
    return { ...place, number, text, ...(counters && { counters }), verdict };
  });
}
