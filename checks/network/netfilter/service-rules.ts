/**
 * What is wrong with the rules of a service, from an evaluation of the nat table. Each beginner's mistake has its own sentence.
 * Pure; knows nothing of chapters or of how the table was read.
 */

import { type Alternative, likelyMistakes } from '../../statistics/mistakes.ts';
import type { IptablesChain } from '../state/network-state.ts';
import type { Landing, NatEvaluation, RulePlace } from './evaluate-nat.ts';
import { inNetwork, matches, type Packet } from './match.ts';
import { inWords, share } from './mistake-words.ts';
import { takeApart } from './rule.ts';

/** The service as the exercise asks for it. Shares sum to 1. */
export interface WantedService {
  readonly address: string;
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
  readonly endpoints: readonly { readonly to: string; readonly share: number }[];
}

/** 0.333 for a third passes; 0.33 does not. */
const TOLERANCE = 1e-3;
const near = (a: number, b: number) => Math.abs(a - b) <= TOLERANCE;

/** The likely mistake in one sentence, or undefined when the evaluation gives what is wanted. */
export function mistakeInRules(
  chains: readonly IptablesChain[],
  evaluation: NatEvaluation,
  packet: Packet,
  wanted: WantedService,
): string | undefined {
  if (evaluation.landings.length === 0) return whyUntouched(chains, evaluation, packet, wanted);
  const got = sharesByDestination(evaluation.landings);
  return (
    foreign(evaluation.landings, wanted) ??
    twice(evaluation.landings, got, wanted) ??
    hidden(chains, evaluation, got, wanted) ??
    uneven(evaluation, got, wanted)
  );
}

export function sharesByDestination(landings: readonly Landing[]): ReadonlyMap<string, number> {
  const got = new Map<string, number>();
  for (const landing of landings) got.set(landing.to, (got.get(landing.to) ?? 0) + landing.share);
  return got;
}

function missing(got: ReadonlyMap<string, number>, wanted: WantedService): string[] {
  return wanted.endpoints.filter(({ to }) => !got.has(to)).map(({ to }) => to);
}

/** No rule takes the packet: which step of the way to the DNAT rules is wrong? */
function whyUntouched(
  chains: readonly IptablesChain[],
  evaluation: NatEvaluation,
  packet: Packet,
  wanted: WantedService,
): string {
  const { address, port, protocol } = wanted;
  const all = chains.flatMap((chain) =>
    chain.rules.map((rule) => ({ chain: chain.name, conditions: takeApart(rule.words).conditions })),
  );
  const about = all.filter(({ conditions }) =>
    conditions.some(
      ({ option, values, negated }) =>
        option === '-d' && !negated && specific(values[0]) && inNetwork(address, values[0] ?? '') === 1,
    ),
  );
  if (about.length === 0) return `no rule of the nat table is about ${address}`;
  const passed = about.filter(({ chain }) => evaluation.entered.includes(chain));
  if (passed.length === 0) {
    const names = [...new Set(about.map(({ chain }) => chain))];
    return `${names.join(' and ')} ${names.length > 1 ? 'have' : 'has'} the rules for ${address}, but nothing leads there from ${packet.hook}: ${hookWords(packet.hook)}`;
  }
  const taken = passed.find(({ conditions }) => matches(conditions, packet) !== 0);
  if (taken)
    return `packets for ${address}:${port} match a rule in ${taken.chain}, but no DNAT rule comes after it`;
  for (const { chain, conditions } of passed) {
    const others = conditions.filter(({ option }) => option !== '--dport' && option !== '--dports');
    const ports = conditions.find(({ option }) => option === '--dport' || option === '--dports');
    if (ports && matches(others, packet) !== 0) {
      return `wrong port: the rule for ${address} in ${chain} matches ${ports.negated ? 'every port but ' : 'port '}${ports.values[0]}, the service's is ${port}`;
    }
    const other = conditions.find(({ option }) => option === '-p');
    if (other && matches([other], packet) === 0) {
      return `wrong protocol: the rule for ${address} in ${chain} matches ${other.values[0]}, the service's is ${protocol}`;
    }
  }
  return `the rules for ${address} in ${passed[0]?.chain} do not match a new ${protocol} connection to port ${port}`;
}

/** A rule about 0.0.0.0/0 is about nothing in particular. */
function specific(network: string | undefined): boolean {
  return network !== undefined && !network.endsWith('/0');
}

export function hookWords(hook: Packet['hook']): string {
  return hook === 'PREROUTING'
    ? 'packets that arrive from pods and other hosts pass PREROUTING'
    : "the host's own packets pass OUTPUT, never PREROUTING";
}

function foreign(landings: readonly Landing[], wanted: WantedService): string | undefined {
  const stray = landings.find(({ to }) => !wanted.endpoints.some((endpoint) => endpoint.to === to));
  if (!stray) return undefined;
  const [address] = stray.to.split(':');
  const meant = wanted.endpoints.find(({ to }) => to.split(':')[0] === address);
  if (meant)
    return `wrong port: a DNAT rule in ${stray.rule.chain} sends to ${stray.to}, the endpoint is ${meant.to}`;
  if (address === 'local')
    return `a REDIRECT rule in ${stray.rule.chain} sends to the host itself, which is no endpoint`;
  return `a DNAT rule in ${stray.rule.chain} sends to ${stray.to}, which is not among the endpoints`;
}

function twice(
  landings: readonly Landing[],
  got: ReadonlyMap<string, number>,
  wanted: WantedService,
): string | undefined {
  for (const { to, share: expected } of wanted.endpoints) {
    const times = landings.filter((landing) => landing.to === to).length;
    const found = got.get(to) ?? 0;
    if (times < 2 || near(found, expected)) continue;
    const absent = missing(got, wanted);
    return `${to} stands in ${times} rules${absent.length > 0 ? ` and ${absent.join(', ')} in none` : ''}: it gets ${share(found)} of the connections instead of ${share(expected)}`;
  }
  return undefined;
}

/** Endpoints whose rules exist but stand behind a rule that takes everything. */
function hidden(
  chains: readonly IptablesChain[],
  evaluation: NatEvaluation,
  got: ReadonlyMap<string, number>,
  wanted: WantedService,
): string | undefined {
  const absent = missing(got, wanted);
  const behind = evaluation.shadowed.find((place) => absent.some((to) => leadsTo(chains, place, to)));
  if (!behind) return undefined;
  const first = Math.min(
    ...evaluation.shadowed.filter(({ chain }) => chain === behind.chain).map(({ number }) => number),
  );
  return `wrong order: rule ${first - 1} of ${behind.chain} takes every connection, so the rules after it are never reached; the rule without a probability must be the last`;
}

function leadsTo(chains: readonly IptablesChain[], place: RulePlace, to: string, depth = 0): boolean {
  const rule = chains.find(({ name }) => name === place.chain)?.rules[place.number - 1];
  const target = rule && takeApart(rule.words).target;
  if (!target || depth > 8) return false;
  if (target.name === 'DNAT') return target.options.get('--to-destination') === to;
  const inner = chains.find(({ name }) => name === target.name);
  return (inner?.rules ?? []).some((next, i) =>
    leadsTo(chains, { chain: target.name, text: next.text, number: i + 1 }, to, depth + 1),
  );
}

/** All landings are endpoints; their shares may still be wrong, or some flows may pass all rules. */
function uneven(
  evaluation: NatEvaluation,
  got: ReadonlyMap<string, number>,
  wanted: WantedService,
): string | undefined {
  if (
    evaluation.untouched <= TOLERANCE &&
    wanted.endpoints.every(({ to, share: expected }) => near(got.get(to) ?? 0, expected))
  )
    return undefined;
  // The rules' own order: a mistake is a mistake in the order in which the lots are drawn.
  const order = [...got.keys(), ...missing(got, wanted)];
  const declared = order.map((to) => wanted.endpoints.find((endpoint) => endpoint.to === to)?.share ?? 0);
  const found: Pick<Alternative, 'shares' | 'lost'> = {
    shares: order.map((to) => got.get(to) ?? 0),
    lost: evaluation.untouched,
  };
  const known = likelyMistakes(declared).find(
    (alternative) =>
      near(alternative.lost, found.lost) &&
      alternative.shares.every((own, i) => near(own, found.shares[i] ?? 0)),
  );
  const absent = missing(got, wanted);
  if (known && !(absent.length > 0 && known.mistake.name === 'never-hit')) {
    return inWords(known, declared, order) + (absent.length > 0 ? `; ${absent.join(', ')} gets nothing` : '');
  }
  if (absent.length > 0)
    return `endpoint missing: no rule that packets reach sends to ${absent.join(' or ')}`;
  if (evaluation.untouched > TOLERANCE) {
    const all = found.shares.slice(0, -1).every((own, i) => near(own, declared[i] ?? 0));
    if (all)
      return `the last rule still has a probability: ${share(evaluation.untouched)} of the connections match no rule and keep the service's address`;
    return `${share(evaluation.untouched)} of the connections match no rule and keep the service's address; the shares are ${found.shares.map(share).join(', ')}`;
  }
  const worst = order.reduce((a, b) => (miss(b) > miss(a) ? b : a));
  function miss(to: string): number {
    return Math.abs((got.get(to) ?? 0) - (declared[order.indexOf(to)] ?? 0));
  }
  const rounded = miss(worst) < 0.01 ? ': the probability is rounded too far' : '';
  return `${worst} gets ${share(got.get(worst) ?? 0)} of the connections instead of ${share(declared[order.indexOf(worst)] ?? 0)}${rounded}`;
}
