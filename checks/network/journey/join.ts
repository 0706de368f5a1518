/** Hops, trace events, conntrack entries and route lookups -> the journey. Pure. */
import { routeLine } from '../routing/path.ts';
import { type Draft, type DraftHop, draftOf, takers } from './draft.ts';
import type { Explanations } from './explanations.ts';
import { hookOf } from './hooks.ts';
import type { Hop, Journey, MatchedRule, ReachedHook, RouteDecision, Translation } from './journey.ts';
import { nearestMissOf } from './nearest-miss.ts';
import type { Explained, LookedUp, Lookup, NewFlow, Observed, Place, Policy, Tuple } from './observed.ts';
import { outcomeOf } from './outcome.ts';
import { type Pass, rulesOf } from './passes.ts';
import { questionsOf } from './questions.ts';
import { readRuleset } from './ruleset.ts';
import { stackOf } from './sightings.ts';
import { stackName } from './stack-name.ts';

/** @param explained in the order of `questionsOf` */
export function journeyOf(observed: Observed, explained: readonly Explained[]): Journey {
  const { order, sent } = observed;
  const draft = draftOf(observed);
  const explanations: Explanations = new Map(
    questionsOf(draft).map(({ place, lookups }, at) => {
      const found = explained[at] as Explained;
      const answers = new Map(lookups.map((lookup, n) => [lookup, found.lookups[n] as LookedUp]));
      return [place, { ...found, answers, ruleset: readRuleset(found.nft ?? '', found.iptables) }];
    }),
  );
  const rules = assignedRules(draft, explanations);
  const start = draft.hops.find((hop) => hop.interface !== undefined)?.time ?? 0;
  const outcome = outcomeOf(draft, explanations, rules);
  const hops = draft.hops.map((hop, at): Hop => {
    const explanation = explanations.get(hop.place);
    const decided = (question: Lookup | undefined): RouteDecision | undefined => {
      const answer = question && explanation?.answers.get(question);
      return question && answer && decision(answer, question, explanation?.policies ?? []);
    };
    const [route, rerouted] = [decided(hop.question), decided(hop.again)];
    const translation = hop.flow && translationOf(hop.flow);
    return {
      leg: hop.leg,
      stack: stackOf(hop.place),
      direction: hop.direction,
      ...(hop.interface !== undefined && { interface: hop.interface }),
      at: Math.max(0, Math.round((hop.time - start) / 1000)),
      packet: hop.packet,
      rules: rules.get(hop) ?? [],
      ...(route && { route }),
      ...(rerouted && { rerouted }),
      ...(translation && { translation }),
      action: actionOf(hop, draft.hops[at + 1], outcome),
    };
  });
  const nearestMiss = nearestMissOf(draft, explanations, outcome);
  const { source } = sent;
  return {
    packet: {
      protocol: order.protocol,
      source: source ?? '',
      destination: order.address,
      ...(order.port !== undefined && { destinationPort: order.port }),
      ...(order.port !== undefined && sent.sourcePort !== undefined && { sourcePort: sent.sourcePort }),
      from: order.from,
    },
    hops,
    hooks: draft.reached.map(
      (pass): ReachedHook => ({
        leg: pass.leg,
        stack: stackOf(pass.place),
        hook: hookOf(pass),
        outer: pass.outer,
        ...(pass.iif !== undefined && { iif: pass.iif }),
        ...(pass.oif !== undefined && { oif: pass.oif }),
        source: pass.source,
        destination: pass.destination,
      }),
    ),
    legacy: passedPlaces(draft).flatMap((place) => (place.legacy.length > 0 ? stackOf(place) : [])),
    outcome,
    ...(nearestMiss && { nearestMiss }),
    ...ambiguity(draft),
    notes: notesOf(draft),
  };
}

/** Which hop a pass of rules belongs to: what comes before the routing decision to the way in, what comes last to the way out. */
function assignedRules(
  { hops, passes }: Draft,
  explanations: Explanations,
): ReadonlyMap<DraftHop, MatchedRule[]> {
  const assigned = new Map<DraftHop, MatchedRule[]>();
  for (const pass of passes) {
    const rules = rulesOf(pass, explanations.get(pass.place)?.ruleset ?? new Map());
    const hop = hopOf(pass, hops, rules);
    if (hop) assigned.set(hop, [...(assigned.get(hop) ?? []), ...rules]);
  }
  return assigned;
}

function hopOf(pass: Pass, hops: readonly DraftHop[], rules: readonly MatchedRule[]): DraftHop | undefined {
  const here = hops.filter((hop) => hop.place === pass.place && hop.leg === pass.leg);
  const layer = here.filter(({ packet }) => (packet.encapsulation !== undefined) === pass.outer);
  const last = rules.some(({ hook }) => hook === 'postrouting');
  if (last || (pass.outer && pass.iif === undefined)) {
    const out = layer.find((hop) => hop.direction === 'out' && hop.interface === pass.oif);
    if (out) return out;
  }
  const into = layer.findLast((hop) => hop.direction === 'in' && hop.interface === pass.iif);
  const origin = here.find(({ direction }) => direction === 'origin');
  if (pass.iif === undefined && origin) return origin;
  return into ?? layer.find(({ direction }) => direction === 'in') ?? here.at(-1);
}

function decision(answer: LookedUp, question: Lookup, policies: readonly Policy[]): RouteDecision {
  if ('refused' in answer) return { refused: answer.refused };
  const { type, table, ...route } = answer.route;
  const policy = policies.find((one) => one.table === table && applies(one, question));
  const { destination, gateway, device } = route;
  const line = routeLine({
    destination,
    family: 'inet',
    table,
    type,
    protocol: '',
    scope: '',
    flags: [],
    ...(gateway !== undefined && { gateway }),
    ...(device !== undefined && { device }),
  });
  return {
    route: type === 'unicast' ? line : `${type} ${line}`,
    type,
    // While no policy rule stands between them, the kernel keeps the tables local and main as one.
    ...(type === 'unicast' && { table, ...(policy && { policy: policyLine(policy) }) }),
  };
}

function applies(policy: Policy, { interface: name, mark = 0 }: Lookup): boolean {
  if (policy.interface !== undefined && policy.interface !== name) return false;
  return policy.mark === undefined || (mark & (policy.mask ?? 0xffffffff)) >>> 0 === policy.mark;
}

/** `32766: from all lookup main` */
function policyLine({ priority, inverted, from, to, interface: name, mark, mask, table }: Policy): string {
  return [
    `${priority}:`,
    inverted ? 'not' : [],
    `from ${from ?? 'all'}`,
    to === undefined ? [] : `to ${to}`,
    mark === undefined
      ? []
      : `fwmark 0x${mark.toString(16)}${mask === 0xffffffff ? '' : `/0x${mask?.toString(16)}`}`,
    name === undefined ? [] : `iif ${name}`,
    `lookup ${table}`,
  ]
    .flat()
    .join(' ');
}

function translationOf({ original, reply }: NewFlow): Translation | undefined {
  const [from, seen] = [endOf(original, 'source'), endOf(reply, 'destination')];
  const [to, taken] = [endOf(original, 'destination'), endOf(reply, 'source')];
  if (from === seen && to === taken) return undefined;
  return {
    ...(from !== seen && { source: { from, to: seen } }),
    ...(to !== taken && { destination: { from: to, to: taken } }),
  };
}

function endOf(tuple: Tuple, end: 'source' | 'destination'): string {
  const port = tuple[`${end}Port`];
  return port === undefined ? tuple[end] : `${tuple[end]}:${port}`;
}

function actionOf(hop: DraftHop, next: DraftHop | undefined, outcome: Journey['outcome']): Hop['action'] {
  if (next?.leg !== hop.leg) {
    if (outcome.is === 'lost' && outcome.leg === hop.leg) return 'lost';
    return 'delivered';
  }
  if (next.place !== hop.place) return 'crossed';
  const [before, after] = [hop.packet.encapsulation, next.packet.encapsulation];
  if (hop.direction === 'origin') return 'sent';
  if (before && !after) return 'decapsulated';
  if (!before && after && hop.direction === 'out') return 'encapsulated';
  if (hop.direction === 'out' && next.direction === 'in') return 'crossed';
  return next.packet.ttl < hop.packet.ttl ? 'routed' : 'bridged';
}

function ambiguity(draft: Draft): Pick<Journey, 'ambiguous'> {
  const places = takers(draft);
  if (draft.guessed)
    return { ambiguous: 'copies left a bridge at once, and by which port this one left it is a guess' };
  if (places.length < 2) return {};
  const names = places.map(called).join(' and in ');
  return {
    ambiguous: `copies of it arrived in ${names}; the order of hops does not tell which way each took`,
  };
}

const called = (place: Place): string => stackName(stackOf(place));

const passedPlaces = ({ hops, observed: { places } }: Draft): Place[] =>
  places.filter((place) => hops.some((hop) => hop.place === place));

function notesOf(draft: Draft): string[] {
  const { flooded, observed } = draft;
  const { places, more = {} } = observed;
  const passed = passedPlaces(draft);
  return [
    ...(flooded > 0
      ? [
          `A bridge did not know the port and sent copies to all: ${flooded} came to stacks that they were not for.`,
        ]
      : []),
    ...passed.flatMap((place) =>
      place.legacy.length === 0
        ? []
        : `${called(place)} has tables of iptables-legacy (${place.legacy.join(', ')}): the kernel does not trace them.`,
    ),
    ...Object.entries(more).flatMap(([host, count]) =>
      count > 0 ? `${count} more network namespaces of ${host} were not looked into.` : [],
    ),
    ...places.flatMap((place) =>
      place.full ? `There was more traffic in ${called(place)} than could be kept.` : [],
    ),
  ];
}
