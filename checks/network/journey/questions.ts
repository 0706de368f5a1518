/** What is asked of the kernels that a packet passed, after it was sent. Pure. */
import type { Draft, DraftHop } from './draft.ts';
import type { Lookup, Place } from './observed.ts';

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
