/** A journey as lines to read, one a hop, with what each stack did with the packet below it. Pure. */
import type {
  Hop,
  Journey,
  JourneyStack,
  MatchedRule,
  PacketView,
  RouteDecision,
} from '../../checks/network/journey/journey.ts';
import { stackName } from '../../checks/network/journey/stack-name.ts';
import type { Paint } from '../report/text.ts';

export function journeyLines(journey: Journey, paint: Paint): string[] {
  const { packet, hops, outcome, nearestMiss, ambiguous, notes } = journey;
  const { host, netns } = packet.from;
  const lines = [
    paint.bold(
      `${packet.protocol} ${ends(packet)}, from ${netns === undefined ? host : `${netns} on ${host}`}`,
    ),
  ];
  for (const leg of ['request', 'answer'] as const) {
    const own = hops.filter((hop) => hop.leg === leg);
    if (own.length > 0) lines.push('', leg === 'request' ? 'The packet' : 'The answer');
    own.forEach((hop, at) => {
      const before = own[at - 1];
      if (!before || !sameStack(before.stack, hop.stack)) lines.push(`  ${paint.bold(stackName(hop.stack))}`);
      lines.push(...hopLines(hop, before, paint));
    });
  }
  lines.push('', outcomeLine(outcome, paint));
  if (nearestMiss) {
    lines.push(`Nearest miss: ${nearestMiss.text} in ${stackName(nearestMiss.at)}: ${nearestMiss.differs}`);
  }
  if (ambiguous) lines.push(`Not certain: ${ambiguous}`);
  for (const note of notes) lines.push(paint.dim(note));
  return lines;
}

const sameStack = (one: JourneyStack, other: JourneyStack) =>
  one.host === other.host && one.inode === other.inode;

function ends({
  source,
  sourcePort,
  destination,
  destinationPort,
}: Pick<PacketView, 'source' | 'sourcePort' | 'destination' | 'destinationPort'>): string {
  const end = (address: string, port: number | undefined) =>
    port === undefined ? address : `${address}:${port}`;
  // Without a route there is no source.
  const from = source === '' ? 'to' : `${end(source, sourcePort)} >`;
  return `${from} ${end(destination, destinationPort)}`;
}

const ICMP_WORDS: Readonly<Record<number, string>> = {
  0: 'echo reply',
  3: 'destination unreachable',
  8: 'echo request',
  11: 'time exceeded',
};

function hopLines(hop: Hop, before: Hop | undefined, paint: Paint): string[] {
  const { packet, direction } = hop;
  const { encapsulation: outer } = packet;
  const where = direction === 'origin' ? 'sends' : `${direction === 'in' ? 'in ' : 'out'} ${hop.interface}`;
  const what =
    packet.flags ?? (packet.icmp ? (ICMP_WORDS[packet.icmp.type] ?? `type ${packet.icmp.type}`) : '');
  const macs = direction === 'origin' ? '' : `  ${packet.sourceMac} > ${packet.destinationMac}`;
  // Ends are told where they changed, and where the eye begins.
  const same = before !== undefined && ends(before.packet) === ends(packet) && !outer;
  const line = `    ${where.padEnd(18)} ${same ? '' : `${ends(packet)} `}${same ? '' : `${what} `}ttl ${packet.ttl}${outer ? '' : macs}`;
  const details: string[] = [];
  if (outer) {
    const vni = outer.vni === undefined ? '' : ` vni ${outer.vni}`;
    details.push(
      `inside ${outer.kind}${vni} ${ends(outer)} ttl ${outer.ttl}  ${outer.sourceMac} > ${outer.destinationMac}`,
    );
  }
  const rules = hop.rules.filter(isTelling);
  const first = rules.filter(({ hook = 'prerouting' }) => hook === 'prerouting');
  const later = rules.filter((rule) => !first.includes(rule)).map(ruleLine);
  const route = hop.route ? [`route: ${routeWords(hop.route)}`] : [];
  const translated = [hop.translation?.destination, hop.translation?.source].flatMap((end) =>
    end ? `conntrack: ${end.from} becomes ${end.to}` : [],
  );
  // The kernel routes what comes in after prerouting, and its own packets before output.
  if (direction === 'origin') details.push(...route, ...later, ...translated);
  else details.push(...first.map(ruleLine), ...translated, ...route, ...later);
  if (hop.rerouted) details.push(`route, once more: ${routeWords(hop.rerouted)}`);
  return [line, ...details.map((detail) => `      ${paint.dim(detail)}`)];
}

/** That a chain's policy accepts says nothing of the packet. */
function isTelling({ number, verdict }: MatchedRule): boolean {
  return number !== undefined || verdict !== 'accept';
}

function ruleLine({ table, chain, number, text, counters }: MatchedRule): string {
  const counted = counters ? `  [${counters.packets}]` : '';
  return `${table} ${chain}${number === undefined ? '' : ` ${number}`}: ${text}${counted}`;
}

function routeWords({ refused, route, table, policy }: RouteDecision): string {
  if (refused !== undefined) return `none (${refused})`;
  return `${route}${table === undefined || table === 'main' ? '' : ` (table ${table}, by rule ${policy})`}`;
}

function outcomeLine(outcome: Journey['outcome'], paint: Paint): string {
  switch (outcome.is) {
    case 'answered':
      return paint.green(`Answered: ${outcome.why}.`);
    case 'delivered':
      return paint.yellow(`Delivered: ${outcome.why}.`);
    case 'lost':
      return paint.red(`${outcome.leg === 'answer' ? 'The answer was lost' : 'Lost'}: ${outcome.why}.`);
  }
}
