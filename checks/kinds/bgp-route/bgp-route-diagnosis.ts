/** Why a host has no route to a range that another should announce, from what BIRD says on both. Pure. */
import type { BgpSession, BgpWithdrawResult, Speaker } from '../../probes/bgp-withdraw.ts';

interface Announced {
  readonly host: string;
  readonly range: string;
}

/** Of the announcing host: why it has nothing to announce; undefined when it has. */
export function whyNotAnnounced(
  { host, range }: Announced,
  { speakers }: BgpWithdrawResult,
): string | undefined {
  const speaker = speakers[host];
  if (!speaker || speaker.silent !== undefined) return silent(host, speaker);
  if (speaker.routes.some(({ type }) => type !== 'BGP' && type !== '')) return undefined;
  const [learnt] = speaker.routes;
  return learnt
    ? `BIRD on ${host} knows ${range} from its peer ${learnt.protocol} only: it should announce it itself, by a static protocol`
    : `BIRD on ${host} has no route to ${range} that it could announce: a protocol static has to name it (and be enabled)`;
}

/**
 * @param learner the host whose kernel has no such route
 * @param addresses of the announcing host
 * @param learnerAddresses of the learner
 */
export function whyNotLearnt(
  announced: Announced,
  learner: string,
  addresses: { readonly announcer: readonly string[]; readonly learner: readonly string[] },
  result: BgpWithdrawResult,
): string {
  const { host: from, range } = announced;
  const own = whyNotAnnounced(announced, result);
  if (own !== undefined) return own;
  const here = result.speakers[learner];
  if (!here || here.silent !== undefined) return silent(learner, here);
  if (here.routes.length > 0) {
    return `BIRD on ${learner} has learnt ${range}, but the kernel does not have it: protocol kernel exports nothing unless told to (export all)`;
  }
  const there = result.speakers[from];
  const mine = session(here, addresses.announcer);
  const theirs = there && session(there, addresses.learner);
  if (!mine) return noNeighbour(learner, from, addresses.announcer);
  if (!theirs) return noNeighbour(from, learner, addresses.learner);
  if (mine.state !== 'Established') {
    return `${learner} and ${from} have no session: ${words(learner, mine)}; ${words(from, theirs)}`;
  }
  return `${learner} and ${from} have a session, but ${range} is not told in it: the channel of ${theirs.name} on ${from} exports nothing unless told to, or that of ${mine.name} on ${learner} imports nothing`;
}

function silent(host: string, speaker: Speaker | undefined): string {
  return `no BIRD answers on ${host}${speaker?.silent ? ` (${speaker.silent})` : ''}`;
}

function session(speaker: Speaker, neighbours: readonly string[]): BgpSession | undefined {
  const all = speaker.sessions.filter(({ neighbour }) => neighbours.includes(neighbour));
  return all.find(({ state }) => state === 'Established') ?? all[0];
}

function noNeighbour(host: string, other: string, addresses: readonly string[]): string {
  return `BIRD on ${host} has no neighbour ${addresses[0] ?? other} (${other}): a session is written down on both sides, and what one peer of the same AS tells is not told on to another, so that each pair of nodes needs one`;
}

function words(host: string, { name, state, error }: BgpSession): string {
  return `on ${host}, ${name} is ${state}${error === '' ? '' : ` (${error})`}`;
}
