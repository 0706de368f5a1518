/**
 * How many connections a distribution test needs, and what it can then promise. Knows nothing of networks: a
 * connection is one draw from a multinomial distribution, and a lost one falls into a cell whose share is 0.
 */
import { chiSquareCritical, noncentralityPerObservation, noncentralTail } from './chi-square.ts';
import type { Alternative } from './mistakes.ts';

/** The promise: a right solution fails at most once in a million runs, and each named mistake is missed at most once in a thousand. */
export const FALSE_ALARM = 1e-6;
export const POWER = 0.999;

/**
 * The level that the test itself uses. The chi-square distribution is a limit for large counts; so far out, skewed cells
 * put more into the tail than it says. Half the promised rate leaves room for that: plan.test.ts computes the
 * true rate, and the worst (0.02 / 0.98) is 7e-7.
 */
export const LEVEL = FALSE_ALARM / 2;
/** Expected count in the rarest cell, for the same reason. */
const LEAST_EXPECTED = 400;

/** Never fewer: the number that chapters speak of. */
const LEAST_CONNECTIONS = 3000;
/** Never more: some two seconds, and well within the 28,232 source ports of a Linux host. Mistakes that would need more are reported as not told apart. */
export const MOST_CONNECTIONS = 20_000;

/** Smaller shares would need more connections than that. */
export const SMALLEST_SHARE = LEAST_EXPECTED / MOST_CONNECTIONS;

/** The noncentral chi-square is itself a limit: aim above the promised power. */
const PLANNED_POWER = 0.9999;

export interface SamplePlan {
  /** Connections to make: a multiple of 100. */
  readonly connections: number;
  readonly degreesOfFreedom: number;
  /** The statistic from which on the counts are rejected, at LEVEL. */
  readonly critical: number;
  readonly perAlternative: readonly PlannedAlternative[];
}
interface PlannedAlternative {
  readonly alternative: Alternative;
  /** The smallest number of connections that catches this mistake with a power of at least POWER (by formula). */
  readonly needs: number;
  /** Probability that `connections` catch it. Below POWER only when `needs` is more than MOST_CONNECTIONS. */
  readonly power: number;
}

/**
 * @param shares declared shares: two or more, positive, summing to 1
 * @param alternatives mistakes to be caught, from `likelyMistakes`
 */
export function planSample(shares: readonly number[], alternatives: readonly Alternative[]): SamplePlan {
  const degreesOfFreedom = shares.length - 1;
  const critical = chiSquareCritical(LEVEL, degreesOfFreedom);
  const rarest = Math.min(...shares);
  const wanted = alternatives
    .map((alternative) => smallestSample(shares, alternative, PLANNED_POWER))
    .filter((needs) => needs <= MOST_CONNECTIONS);
  const connections = Math.min(
    MOST_CONNECTIONS,
    Math.ceil(Math.max(LEAST_CONNECTIONS, LEAST_EXPECTED / rarest, ...wanted) / 100) * 100,
  );
  return {
    connections,
    degreesOfFreedom,
    critical,
    perAlternative: alternatives.map((alternative) => ({
      alternative,
      needs: smallestSample(shares, alternative, POWER),
      power: power(connections, shares, alternative),
    })),
  };
}

/**
 * Probability that n connections reject the declared shares when the alternative is true: any lost connection does;
 * else the statistic is approximately noncentral chi-square with lambda = n sum (actual - share)^2 / share
 * (Cohen, Statistical Power Analysis for the Behavioral Sciences, ch. 7).
 */
export function power(n: number, shares: readonly number[], alternative: Alternative): number {
  const someLost = alternative.lost > 0 ? 1 - (1 - alternative.lost) ** n : 0;
  if (alternative.lost > 1 - 1e-12) return someLost;
  const answered = alternative.shares.map((share) => share / (1 - alternative.lost));
  const lambda = n * noncentralityPerObservation(answered, shares);
  // A thousand standard deviations beyond the critical value: the sum would only cost time.
  const byStatistic =
    lambda > 10_000
      ? 1
      : noncentralTail(chiSquareCritical(LEVEL, shares.length - 1), shares.length - 1, lambda);
  return Math.max(someLost, byStatistic);
}

/** The smallest n with power(n) >= goal; Infinity beyond a million. */
export function smallestSample(shares: readonly number[], alternative: Alternative, goal: number): number {
  let high = 1;
  while (power(high, shares, alternative) < goal) {
    high *= 2;
    if (high > 1e6) return Number.POSITIVE_INFINITY;
  }
  let low = Math.floor(high / 2);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (power(middle, shares, alternative) >= goal) high = middle;
    else low = middle;
  }
  return high;
}
