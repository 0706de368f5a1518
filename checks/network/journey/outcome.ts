/** How a journey ended, and where and why it was lost. Pure. */
import { parseFrame } from '../packets/frame.ts';
import type { Draft, DraftHop } from './draft.ts';
import type { ExplainedPlace, Explanations } from './explanations.ts';
import type { Cause, MatchedRule, Outcome } from './journey.ts';
import type { Frame, Place } from './observed.ts';
import { forwardingOf } from './questions.ts';
import { stackOf } from './sightings.ts';
import { stackName } from './stack-name.ts';

export function outcomeOf(
  draft: Draft,
  explanations: Explanations,
  rules: ReadonlyMap<DraftHop, readonly MatchedRule[]>,
): Outcome {
  const { observed, hops } = draft;
  const answers = hops.filter(({ leg }) => leg === 'answer');
  const requests = hops.filter(({ leg }) => leg === 'request');
  const [answer] = answers;
  const { sent } = observed;
  if (sent.answered) {
    const { source, flags } = answer?.packet ?? {};
    return { is: 'answered', why: `${source ?? 'the other side'} answered${flags ? ` (${flags})` : ''}` };
  }
  const dropped = [...requests, ...answers].find((hop) => droppedBy(rules.get(hop)));
  if (dropped) return byRule(dropped, droppedBy(rules.get(dropped)) as MatchedRule);
  if (answer) {
    const error = byRefusedRoute(requests.at(-1), answer, explanations) ?? byError(answer);
    if (error) return error;
  }
  const leg = answers.length > 0 ? answers : requests;
  return lastSeen(draft, leg, explanations);
}

/** Of several drops the first: no packet gets beyond it. */
function droppedBy(rules: readonly MatchedRule[] | undefined): MatchedRule | undefined {
  return rules?.find(({ verdict }) => verdict === 'drop');
}

type Lost = Extract<Outcome, { is: 'lost' }>;

const lost = (hop: DraftHop, cause: Cause, why: string, more: { rule?: MatchedRule } = {}): Lost => ({
  is: 'lost',
  leg: hop.leg,
  cause,
  at: stackOf(hop.place),
  why,
  ...more,
});

const called = (place: Place): string => stackName(stackOf(place));

function byRule(hop: DraftHop, rule: MatchedRule): Outcome {
  const { chain, table, number, text } = rule;
  const which = number === undefined ? `the ${text.replace('policy ', 'policy (')}) of` : `rule ${number} of`;
  const what = number === undefined ? '' : `: ${text}`;
  return lost(hop, 'rule', `dropped by ${which} ${chain} (table ${table}) in ${called(hop.place)}${what}`, {
    rule,
  });
}

/** RFC 792, RFC 1122 3.2.2.1, RFC 1812 5.2.7.1: what the codes of `destination unreachable` mean. */
const UNREACHABLE: Readonly<Record<number, readonly [Cause, string]>> = {
  0: ['no-route', 'it has no route to the destination'],
  1: ['unreachable', 'it cannot reach the host'],
  9: ['rule', 'it is administratively prohibited'],
  10: ['rule', 'it is administratively prohibited'],
  13: ['rule', 'it is administratively prohibited'],
};

function byError(answer: DraftHop): Outcome | undefined {
  const { packet, toldMtu, place, direction } = answer;
  // What first comes in was made by a machine that nobody observes: the lab's router.
  const who = direction === 'in' ? packet.source : called(place);
  const about = (cause: Cause, why: string) => ({
    ...lost(answer, cause, why),
    leg: 'request' as const,
  });
  if (packet.flags?.includes('RST')) {
    return about('no-socket', `reset by ${who}: no socket listens on ${packet.source}:${packet.sourcePort}`);
  }
  if (!packet.icmp) return undefined;
  const { type, code } = packet.icmp;
  if (type === 11) return about('ttl', `the TTL ran out in ${who}`);
  if (type === 3 && code === 4) {
    return about(
      'mtu',
      `too big for the next link of ${who} (MTU ${toldMtu}), and it must not be fragmented (DF)`,
    );
  }
  if (type !== 3) return undefined;
  if (code === 3)
    return about('no-socket', `refused by ${who}: no socket has the port (ICMP port unreachable)`);
  const [cause, why] = UNREACHABLE[code] ?? ['unreachable', `it cannot deliver it (code ${code})`];
  return about(cause, `${who} says (ICMP destination unreachable, code ${code}) that ${why}`);
}

/** The stack that sent the error has no route for the packet: that says more than the error does. */
function byRefusedRoute(
  last: DraftHop | undefined,
  answer: DraftHop,
  explanations: Explanations,
): Outcome | undefined {
  if (!last?.question || last.place !== answer.place || answer.packet.icmp?.type !== 3) return undefined;
  const found = explanations.get(last.place)?.answers.get(last.question);
  return found && 'refused' in found ? byRefusal(last, last.question.destination, found.refused) : undefined;
}

/** No rule and no packet says what became of it: its last hop and the state of the stack there may. */
function lastSeen({ observed }: Draft, leg: readonly DraftHop[], explanations: Explanations): Outcome {
  const hop = leg.at(-1) as DraftHop;
  const { place, packet, direction } = hop;
  const { sent } = observed;
  const explanation = explanations.get(place);
  const answer = hop.question && explanation?.answers.get(hop.question);
  const route = answer && 'route' in answer ? answer.route : undefined;
  const where = called(place);
  if (direction === 'origin' && sent.error === 'EMSGSIZE') {
    return lost(
      hop,
      'mtu',
      `too big for ${where}: the route takes ${sent.mtu} bytes at most (MTU), and DF is set`,
    );
  }
  // Behind a tunnel's device it is the packet around it that waits for an answer, by another device. Whom it is for is not
  // known; but the kernel asks in the same breath, and what it asks later is asked for another packet.
  const silent = unansweredArp(place, (frame, target) =>
    direction === 'out'
      ? frame.interface !== hop.interface && frame.time >= hop.time && frame.time - hop.time < AT_ONCE
      : target === (route?.gateway ?? hop.question?.destination),
  );
  if (silent) {
    return lost(
      hop,
      'no-arp-answer',
      `no ARP answer on ${silent.interface} of ${where} from ${silent.target}`,
    );
  }
  if (hop.otherHost) {
    return lost(
      hop,
      'other-mac',
      `the frame that came in by ${hop.interface} of ${where} is for ${packet.destinationMac}, which is not its MAC address`,
    );
  }
  if (direction === 'out') {
    const decided = leg.findLast((one) => one.place === place && one.question)?.question;
    const chosen = decided && explanation?.answers.get(decided);
    const gateway = chosen && 'route' in chosen ? chosen.route.gateway : undefined;
    const next = [gateway ?? [], packet.destinationMac].flat().join(', MAC address ');
    return lost(hop, 'unknown', `left ${where} by ${hop.interface} for ${next} and was not seen again`);
  }
  const filtered = (place.counters['TcpExt.IPReversePathFilter'] ?? 0) > 0;
  const destination = hop.question?.destination ?? packet.destination;
  if (filtered || (answer && 'refused' in answer && answer.refused === 'EXDEV')) {
    return lost(
      hop,
      'rp-filter',
      `rp_filter on ${hop.interface} of ${where}: the way back to ${packet.source} is another one`,
    );
  }
  if (direction === 'in' && forwardingIsOff(hop, explanation) && route?.type !== 'local') {
    return lost(
      hop,
      'not-forwarding',
      `${where} does not forward what comes in by ${hop.interface}: net.ipv4.conf.${hop.interface}.forwarding is 0`,
    );
  }
  if (answer && 'refused' in answer) return byRefusal(hop, destination, answer.refused);
  if (route && ['unreachable', 'blackhole', 'prohibit'].includes(route.type)) {
    return lost(hop, 'no-route', `${where} has a route of type ${route.type} to ${route.destination}`);
  }
  if (route?.type === 'local' && hop.leg === 'request') {
    const back = hop.back && explanation?.answers.get(hop.back);
    if (back && 'refused' in back) {
      const gone = byRefusal(hop, packet.source, back.refused);
      return { ...gone, leg: 'answer', why: gone.why.replace('no route to', 'no route back to') };
    }
    return { is: 'delivered', at: stackOf(place), why: `${where} took it, and nothing answered` };
  }
  return lost(hop, 'unknown', `last seen in ${where}`);
}

/** Which type of route a refusal comes from (ip-route(8)); of what came in, EINVAL has other causes, too. */
const REFUSING: Readonly<Record<string, string>> = {
  EHOSTUNREACH: 'unreachable',
  EACCES: 'prohibit',
  EINVAL: 'blackhole',
};

function byRefusal(hop: DraftHop, destination: string, refused: string): Lost {
  const where = called(hop.place);
  const type = REFUSING[refused];
  if (type !== undefined && (type !== 'blackhole' || hop.direction === 'origin'))
    return lost(hop, 'no-route', `${where} has a route of type ${type} to ${destination}`);
  if (refused === 'ENETUNREACH') return lost(hop, 'no-route', `no route to ${destination} in ${where}`);
  return lost(hop, 'no-route', `the routing tables of ${where} refuse ${destination} (${refused})`);
}

function forwardingIsOff(hop: DraftHop, explanation: ExplainedPlace | undefined): boolean {
  return hop.interface !== undefined && explanation?.settings?.[forwardingOf(hop.interface)] === '0';
}

const [REQUEST, REPLY] = [1, 2];
/** Nanoseconds: far more than the kernel takes from one device to the next, far less than a second, after which it asks again. */
const AT_ONCE = 10_000_000;

/** A question of the stack's own, and not one that a bridge of it passes on. */
function unansweredArp(place: Place, concerns: (frame: Frame, target: string) => boolean) {
  const heard = place.frames.flatMap((frame) => {
    const packet = parseFrame(new Uint8Array(Buffer.from(frame.bytes, 'hex')), 0, frame.length);
    return packet.protocol === 'arp' ? [{ frame, packet }] : [];
  });
  const came = heard.filter(({ frame }) => frame.kind !== 'out').map(({ packet }) => packet);
  const silent = heard.find(
    ({ frame, packet: { operation, target, sender } }) =>
      operation === REQUEST &&
      frame.kind === 'out' &&
      concerns(frame, target) &&
      !came.some((other) => other.operation === REQUEST && other.sender === sender) &&
      !came.some((other) => other.operation === REPLY && other.sender === target),
  );
  return silent && { interface: silent.frame.interface, target: silent.packet.target };
}
