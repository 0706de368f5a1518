/**
 * What is wrong, from the counts of a load run: first what was lost or went astray, then whether both counts agree,
 * last whether the shares are those asked for. Pure; sees neither rules nor packets.
 */
import { inWords } from '../../network/netfilter/mistake-words.ts';
import { chiSquareStatistic } from '../../statistics/chi-square.ts';
import { type Alternative, explain, likelyMistakes } from '../../statistics/mistakes.ts';
import { type Counts, type EndpointCount, total } from './counts.ts';

/** The likely mistake in one sentence, or undefined when the counts are those of a right solution. */
export function mistakeInCounts(counts: Counts, critical: number): string | undefined {
  return (
    nothing(counts) ??
    stranger(counts) ??
    lostBehindDnat(counts) ??
    lostBefore(counts) ??
    disagreement(counts) ??
    uneven(counts, critical)
  );
}

function nothing({ attempted, answered, sent, lost }: Counts): string | undefined {
  if (answered > 0 || sent > 0) return undefined;
  return `no DNAT rule took any of ${attempted} connections, and nothing answered (${reasons(lost)}): the packets keep the service's address`;
}

function stranger({ strangers, astray }: Counts): string | undefined {
  const [first] = strangers;
  if (!first) return undefined;
  const by = astray[0] ? `, sent there by the DNAT rule to ${astray[0].to}` : '';
  return `another server answered: "${first[0]}" is none of the endpoints' answers, but came back ${times(first[1])}${by}`;
}

/** Connections that a DNAT rule sent somewhere, but that nobody answered; when they are the greater part of the lost ones. */
function lostBehindDnat({ endpoints, astray, lost }: Counts): string | undefined {
  const all = total([...lost.values()]);
  // Never more than were lost: a SYN that is sent again may be counted again.
  const strays = Math.min(all, total(astray.map(({ packets }) => packets)));
  const behind = strays + total(endpoints.map(({ sent, answered }) => Math.max(0, sent - answered)));
  if (all === 0 || behind < all / 2) return undefined;
  const [first] = astray;
  if (first && strays >= behind / 2) {
    const [address, port] = first.to.split(':');
    const meant = endpoints.find((endpoint) => endpoint.address.split(':')[0] === address);
    const where = meant
      ? `wrong port: the DNAT rule in ${first.chain} sends to port ${port} of ${address}, the endpoint is ${meant.address}`
      : `the DNAT rule in ${first.chain} sends to ${first.to}, which is not among the endpoints`;
    return `${where}; ${strays} connections were lost there (${reasons(lost)})`;
  }
  const deaf = endpoints.reduce((a, b) => (b.sent - b.answered > a.sent - a.answered ? b : a));
  const why = lost.has('refused')
    ? 'refused: no process listens at that address and port'
    : `${reasons(lost)}: the way there or the way back is broken, or the server is too slow`;
  return `${deaf.answer} answered only ${deaf.answered} of the ${deaf.sent} connections that its DNAT rule sent to ${deaf.address} (${why})`;
}

/** Connections that no DNAT rule took. */
function lostBefore(counts: Counts): string | undefined {
  const lost = total([...counts.lost.values()]);
  if (lost === 0) return undefined;
  const known = nameFor(counts, lost);
  return (
    known ??
    `${lost} of ${counts.attempted} connections matched no DNAT rule and were lost (${reasons(counts.lost)})`
  );
}

function disagreement({ endpoints, sent }: Counts): string | undefined {
  if (sent === 0)
    return 'the pods answered, but no DNAT rule counted a packet: something else than the iptables rules of this host spreads the connections';
  const odd = endpoints.find((endpoint) => endpoint.sent !== endpoint.answered);
  if (!odd) return undefined;
  return `the two counts disagree: DNAT rules sent ${odd.sent} connections to ${odd.address}, but ${odd.answer} answered ${odd.answered}: another server answers at that address, or another rule leads to ${odd.answer}`;
}

function uneven(counts: Counts, critical: number): string | undefined {
  const { endpoints, attempted } = counts;
  const statistic = chiSquareStatistic(
    endpoints.map(({ answered }) => answered),
    endpoints.map(({ share }) => share),
  );
  if (statistic < critical) return undefined;
  const known = nameFor(counts, 0);
  if (known !== undefined) return known;
  const worst = endpoints.reduce((a, b) => (miss(b, attempted) > miss(a, attempted) ? b : a));
  return `the shares are not those asked for: ${worst.answer} got ${worst.answered} of ${attempted} connections, expected were about ${Math.round(worst.share * attempted)}`;
}

/** The squared part that an endpoint adds to the statistic. */
function miss({ answered, share }: EndpointCount, attempted: number): number {
  return (answered - share * attempted) ** 2 / (share * attempted);
}

/** The named mistake that explains the counts best, whatever the order of the rules was. */
function nameFor({ endpoints }: Counts, lost: number): string | undefined {
  const pool: (Alternative & { readonly words: () => string })[] = [];
  for (const order of orders(endpoints)) {
    const inOrder = order.map((i) => endpoints[i]).filter((endpoint) => endpoint !== undefined);
    const shares = inOrder.map(({ share }) => share);
    for (const alternative of likelyMistakes(shares)) {
      const back = endpoints.map((_, i) => alternative.shares[order.indexOf(i)] ?? 0);
      pool.push({
        ...alternative,
        shares: back,
        words: () =>
          inWords(
            alternative,
            shares,
            inOrder.map(({ answer }) => answer),
          ),
      });
    }
  }
  const best = explain(
    endpoints.map(({ answered }) => answered),
    lost,
    pool,
  );
  return pool.find((alternative) => alternative === best)?.words();
}

/** Orders in which the rules may stand: all of them up to five endpoints; beyond, as declared and by falling count. */
function orders(endpoints: readonly EndpointCount[]): readonly (readonly number[])[] {
  const declared = endpoints.map((_, i) => i);
  if (endpoints.length <= 5) return permutations(declared);
  const count = (i: number) => endpoints[i]?.answered ?? 0;
  return [declared, declared.toSorted((a, b) => count(b) - count(a))];
}

function permutations(items: readonly number[]): readonly (readonly number[])[] {
  if (items.length < 2) return [items];
  return items.flatMap((item) =>
    permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  );
}

function reasons(lost: ReadonlyMap<string, number>): string {
  return [...lost.keys()].join(', ') || 'no reason given';
}

function times(n: number): string {
  return n === 1 ? 'once' : `${n} times`;
}
