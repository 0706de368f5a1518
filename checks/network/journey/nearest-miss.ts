/**
 * What would have taken a lost packet, had one field of it been different: a socket, a rule, a route. Only what can be
 * said for certain: a rule with a condition that is not understood is none. Pure.
 */
import { inRange, splitPrefix } from '../addresses.ts';
import { matches, type Packet } from '../netfilter/match.ts';
import { type Condition, takeApart } from '../netfilter/rule.ts';
import { lookUp, routeLine } from '../routing/path.ts';
import { parseIpRoute } from '../state/ip-route.ts';
import type { ListeningSocket, Route } from '../state/network-state.ts';
import { parseSs } from '../state/ss.ts';
import { understood } from '../state/unreadable.ts';
import type { Draft, DraftHop } from './draft.ts';
import type { Explanations } from './explanations.ts';
import type { NearestMiss, Outcome } from './journey.ts';
import { chainOf, type Pass } from './passes.ts';
import { stackOf } from './sightings.ts';

export function nearestMissOf(
  draft: Draft,
  explanations: Explanations,
  outcome: Outcome,
): NearestMiss | undefined {
  if (outcome.is !== 'lost' || outcome.leg !== 'request') return undefined;
  const requests = draft.hops.filter(({ leg }) => leg === 'request');
  const last = requests.at(-1);
  if (!last) return undefined;
  const text = explanations.get(last.place);
  const rule = () => missedRule(draft, explanations);
  switch (outcome.cause) {
    case 'no-socket':
      return missedSocket(last, understood(() => parseSs(text?.sockets ?? '')) ?? []);
    case 'no-route':
      return rule() ?? missedRoute(last, understood(() => parseIpRoute(text?.routes ?? '[]')) ?? []);
    case 'rule':
    case 'no-arp-answer':
    case 'unreachable':
    case 'unknown':
      return rule();
    default:
      return undefined;
  }
}

const WILDCARDS = ['*', '0.0.0.0', '::'];

/** The right port on another address, else the nearest port. */
function missedSocket(hop: DraftHop, sockets: readonly ListeningSocket[]): NearestMiss | undefined {
  const { protocol, destination, destinationPort: port = 0 } = hop.packet;
  const own = sockets.filter((socket) => socket.protocol === protocol);
  const told = (socket: ListeningSocket, differs: string): NearestMiss => ({
    is: 'socket',
    at: stackOf(hop.place),
    text: `${protocol} ${socket.address}:${socket.port}`,
    differs,
  });
  const elsewhere = own.find((socket) => socket.port === port);
  if (elsewhere) return told(elsewhere, `it listens on ${elsewhere.address}, not on ${destination}`);
  const here = own
    .filter(({ address }) => WILDCARDS.includes(address) || address === destination)
    .sort((a, b) => Math.abs(a.port - port) - Math.abs(b.port - port))[0];
  return here && told(here, `it listens on port ${here.port}, not on ${port}`);
}

/** Of fewer common bits nobody would say that they are near. */
const NEAR_BITS = 8;

/** The route whose range begins with the most bits of the address. */
function missedRoute(hop: DraftHop, routes: readonly Route[]): NearestMiss | undefined {
  const destination = hop.question?.destination ?? hop.packet.destination;
  const own = routes.filter(({ family, table }) => family === 'inet' && table === 'main');
  if (lookUp(own, destination)) return undefined;
  const near = own
    .filter((route) => route.destination !== 'default')
    .map((route) => ({ route, bits: commonBits(splitPrefix(route.destination).ip, destination) }))
    .sort((a, b) => b.bits - a.bits)[0];
  if (!near || near.bits < NEAR_BITS) return undefined;
  return {
    is: 'route',
    at: stackOf(hop.place),
    text: routeLine(near.route),
    differs: `${destination} is not in ${near.route.destination}`,
  };
}

function commonBits(one: string, other: string): number {
  let bits = 0;
  while (bits < 32 && inRange(one, `${other}/${bits + 1}`)) bits += 1;
  return bits;
}

/** A rule in a chain that the packet went through, which has one condition that does not hold, and all others do. */
function missedRule({ passes }: Draft, explanations: Explanations): NearestMiss | undefined {
  const own = passes.filter(({ leg, outer }) => leg === 'request' && !outer);
  for (const pass of own) {
    const ruleset = explanations.get(pass.place)?.ruleset;
    const packet = packetOf(pass);
    if (!ruleset || !packet) continue;
    const chains = new Map(pass.events.map((event) => [event.chain, chainOf(event, ruleset)]));
    for (const [name, chain] of chains) {
      for (const { number, text, words } of chain?.rules.values() ?? []) {
        if (words === undefined) continue;
        const { conditions, target } = takeApart(words);
        if (!target || target.name === 'DROP' || target.name === 'REJECT') continue;
        const failed = onlyFailure(conditions, packet);
        if (!failed) continue;
        return {
          is: 'rule',
          at: stackOf(pass.place),
          text: `rule ${number} of ${name}: ${text}`,
          differs: difference(failed, packet),
        };
      }
    }
  }
  return undefined;
}

function packetOf({
  protocol,
  source,
  destination,
  destinationPort,
  iif,
  oif,
  events,
}: Pass): Packet | undefined {
  if (protocol === 'icmp' || destinationPort === undefined) return undefined;
  const hook = iif === undefined ? 'OUTPUT' : oif === undefined ? 'PREROUTING' : 'FORWARD';
  // What the rules of other hooks look at, a translated source, is not known here.
  if (events[0]?.chain === 'POSTROUTING') return undefined;
  return {
    hook,
    protocol,
    source,
    destination,
    port: destinationPort,
    ...(iif !== undefined && { inInterface: iif }),
    ...(oif !== undefined && { outInterface: oif }),
  };
}

/** A field that a packet could have had otherwise; what draws lots or asks conntrack is none. */
const FIELDS: Readonly<Record<string, string>> = {
  '-d': 'the destination',
  '-s': 'the source',
  '-p': 'the protocol',
  '--dport': 'the port',
  '--dports': 'the port',
  '-i': 'the interface it comes in by',
  '-o': 'the interface it goes out by',
};

/** The one condition that does not hold, when each of the others surely does. */
function onlyFailure(conditions: readonly Condition[], packet: Packet): Condition | undefined {
  const judged = conditions.map((condition) => ({ condition, likelihood: matches([condition], packet) }));
  const failed = judged.filter(({ likelihood }) => likelihood !== 1);
  const [only] = failed;
  if (failed.length !== 1 || only?.likelihood !== 0 || !FIELDS[only.condition.option]) return undefined;
  return only.condition;
}

function difference({ option, values, negated }: Condition, packet: Packet): string {
  const has: Readonly<Record<string, string | number | undefined>> = {
    '-d': packet.destination,
    '-s': packet.source,
    '-p': packet.protocol,
    '--dport': packet.port,
    '--dports': packet.port,
    '-i': packet.inInterface,
    '-o': packet.outInterface,
  };
  const wanted = `${negated ? 'anything but ' : ''}${values.join(' ')}`;
  return `${FIELDS[option]} would have to be ${wanted}, and is ${has[option] ?? 'none'}`;
}
