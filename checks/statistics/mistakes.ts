/**
 * The mistakes people make in a chain of `statistic --mode random` rules, as the shares they lead to, and which of them
 * explains given counts best. In such a chain rule i sees only what the rules before it let pass: its share is
 * its probability times what is left (iptables-extensions(8), statistic). Knows nothing of tables, packets or words of blame.
 */
import { chiSquareTail } from './chi-square.ts';

type Mistake =
  | { readonly name: 'shares-as-probabilities'; readonly lastRuleUnconditional: boolean }
  | { readonly name: 'halves' }
  | { readonly name: 'evenly' }
  | { readonly name: 'probabilities-reversed' }
  | { readonly name: 'last-rule-missing' }
  | { readonly name: 'last-rule-has-probability' }
  | { readonly name: 'never-hit'; readonly endpoint: number }
  | { readonly name: 'only-one-hit'; readonly endpoint: number };

/** What a mistake leads to: the share of each endpoint, in order, and the share of connections that match no rule. */
export interface Alternative {
  readonly mistake: Mistake;
  readonly shares: readonly number[];
  readonly lost: number;
}

/** Shares of a chain whose rules have these probabilities, and what passes all of them. */
export function chainShares(probabilities: readonly number[]): {
  readonly shares: readonly number[];
  readonly lost: number;
} {
  let left = 1;
  const shares = probabilities.map((probability) => {
    const share = left * probability;
    left -= share;
    return share;
  });
  return { shares, lost: left };
}

/** The probabilities that a chain needs for these shares: each share over what is left, 1 for the last. */
export function chainProbabilities(shares: readonly number[]): readonly number[] {
  let left = 1;
  return shares.map((share, i) => {
    const probability = i === shares.length - 1 ? 1 : share / left;
    left -= share;
    return probability;
  });
}

/** Shares closer than this to the declared ones are not a mistake but the task (50/25/25 where just that is asked). */
const SAME = 5e-3;

/** The named wrong attempts at these shares (two or more, summing to 1), without those that come to the declared shares. */
export function likelyMistakes(shares: readonly number[]): readonly Alternative[] {
  const last = shares.length - 1;
  const right = chainProbabilities(shares);
  const withLast = (probabilities: readonly number[], probability: number) => [
    ...probabilities.slice(0, last),
    probability,
  ];
  const all: Alternative[] = [
    { mistake: { name: 'shares-as-probabilities', lastRuleUnconditional: false }, ...chainShares(shares) },
    {
      mistake: { name: 'shares-as-probabilities', lastRuleUnconditional: true },
      ...chainShares(withLast(shares, 1)),
    },
    {
      mistake: { name: 'halves' },
      ...chainShares(
        withLast(
          shares.map(() => 0.5),
          1,
        ),
      ),
    },
    { mistake: { name: 'evenly' }, shares: shares.map(() => 1 / shares.length), lost: 0 },
    {
      mistake: { name: 'probabilities-reversed' },
      ...chainShares(withLast(right.slice(0, last).reverse(), 1)),
    },
    { mistake: { name: 'last-rule-missing' }, ...chainShares(withLast(right, 0)) },
    { mistake: { name: 'last-rule-has-probability' }, ...chainShares(withLast(right, 0.5)) },
    ...shares.map((own, endpoint) => ({
      mistake: { name: 'never-hit', endpoint } as const,
      shares: shares.map((share, i) => (i === endpoint ? 0 : share / (1 - own))),
      lost: 0,
    })),
    ...shares.map((_, endpoint) => ({
      mistake: { name: 'only-one-hit', endpoint } as const,
      shares: shares.map((__, i) => (i === endpoint ? 1 : 0)),
      lost: 0,
    })),
  ];
  return all.filter(
    (alternative, i) =>
      !same(alternative, { shares, lost: 0 }) &&
      !all.slice(0, i).some((earlier) => same(alternative, earlier)),
  );
}

function same(a: Pick<Alternative, 'shares' | 'lost'>, b: Pick<Alternative, 'shares' | 'lost'>): boolean {
  return (
    Math.abs(a.lost - b.lost) < SAME &&
    a.shares.every((share, i) => Math.abs(share - (b.shares[i] ?? 0)) < SAME)
  );
}

/**
 * The alternative under which these counts are most likely, or undefined when even that one is rejected at 1 in a
 * million: then the counts have another cause. `lost` are connections that no rule took.
 */
export function explain(
  counts: readonly number[],
  lost: number,
  alternatives: readonly Alternative[],
): Alternative | undefined {
  let best: { alternative: Alternative; likelihood: number } | undefined;
  for (const alternative of alternatives) {
    const likelihood = logLikelihood(counts, lost, alternative);
    if (best === undefined || likelihood > best.likelihood) best = { alternative, likelihood };
  }
  if (best === undefined || best.likelihood === Number.NEGATIVE_INFINITY) return undefined;
  return rejected(counts, lost, best.alternative) ? undefined : best.alternative;
}

/** Multinomial log-likelihood without its constant; -Infinity when something impossible was counted. */
function logLikelihood(counts: readonly number[], lost: number, alternative: Alternative): number {
  const shares = [...alternative.shares, alternative.lost];
  return [...counts, lost].reduce(
    (sum, count, i) => (count === 0 ? sum : sum + count * Math.log(shares[i] ?? 0)),
    0,
  );
}

function rejected(counts: readonly number[], lost: number, alternative: Alternative): boolean {
  const total = counts.reduce((sum, count) => sum + count, lost);
  const shares = [...alternative.shares, alternative.lost];
  // Tiny shares are rounding left over by `chainShares`, not possibilities.
  const cells = [...counts, lost].map((count, i) => ({ count, expected: total * (shares[i] ?? 0) }));
  const possible = cells.filter(({ expected }) => expected > 1e-6);
  if (possible.length < 2) return false;
  const statistic = possible.reduce(
    (sum, { count, expected }) => sum + (count - expected) ** 2 / expected,
    0,
  );
  return chiSquareTail(statistic, possible.length - 1) < 1e-6;
}
