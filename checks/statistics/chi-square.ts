/**
 * Pearson's chi-square test of counts against given shares.
 * K. Pearson, Philosophical Magazine 50 (1900) 157-175; NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.5.15.
 * Knows nothing of connections or endpoints.
 */
import { logGamma, upperGamma } from './gamma.ts';

/** sum (observed - expected)^2 / expected, expected = total * share. Shares are positive and sum to 1; the counts' total is positive. */
export function chiSquareStatistic(counts: readonly number[], shares: readonly number[]): number {
  if (counts.length !== shares.length) throw new RangeError('chiSquareStatistic: one share for each count');
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.reduce((sum, count, i) => {
    const expected = total * (shares[i] ?? 0);
    return sum + (count - expected) ** 2 / expected;
  }, 0);
}

/** P(X >= statistic) for X chi-square with `df` degrees of freedom: Q(df/2, x/2), A&S 26.4.19. */
export function chiSquareTail(statistic: number, df: number): number {
  return upperGamma(df / 2, statistic / 2);
}

/** The value that a chi-square variable with `df` degrees of freedom exceeds with probability `level`. */
export function chiSquareCritical(level: number, df: number): number {
  if (!(level > 0 && level < 1))
    throw new RangeError(`chiSquareCritical: level must be in (0,1), was ${level}`);
  let low = 0;
  let high = df + 1;
  while (chiSquareTail(high, df) > level) high *= 2;
  // The tail falls monotonically: halve until neighbouring doubles are reached.
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return high;
    if (chiSquareTail(middle, df) > level) low = middle;
    else high = middle;
  }
}

/**
 * P(X >= statistic) for X noncentral chi-square with `df` degrees of freedom and noncentrality lambda: a Poisson(lambda/2)
 * mixture of central ones with df + 2j degrees, A&S 26.4.25. Q(a+1,y) = Q(a,y) + y^a e^-y / Γ(a+1) (DLMF 8.8.6) gives each from the last.
 */
export function noncentralTail(statistic: number, df: number, lambda: number): number {
  if (lambda === 0) return chiSquareTail(statistic, df);
  const y = statistic / 2;
  const mean = lambda / 2;
  let tail = upperGamma(df / 2, y);
  let sum = 0;
  let weights = 0;
  // Beyond mean + 12 standard deviations the Poisson weights are below 1e-20.
  const last = Math.ceil(mean + 12 * Math.sqrt(mean) + 40);
  for (let j = 0; j <= last; j += 1) {
    const weight = Math.exp(j * Math.log(mean) - mean - logGamma(j + 1));
    sum += weight * tail;
    weights += weight;
    tail += Math.exp((df / 2 + j) * Math.log(y) - y - logGamma(df / 2 + j + 1));
  }
  return Math.min(1, sum / weights);
}

/** Noncentrality per observation when the true shares are `actual`: sum (actual - share)^2 / share. */
export function noncentralityPerObservation(actual: readonly number[], shares: readonly number[]): number {
  return shares.reduce((sum, share, i) => sum + ((actual[i] ?? 0) - share) ** 2 / share, 0);
}
