/** Seeded random draws for the simulations in the tests. Exact distributions, no approximations; not for anything else. */
import { logGamma } from '../gamma.ts';

export type Random = () => number;

/** xoshiro128** (Blackman and Vigna, https://prng.di.unimi.it), seeded by splitmix32. Uniform in (0,1), 32 bits. */
export function random(seed: number): Random {
  let z = seed | 0;
  const next = () => {
    z = (z + 0x9e3779b9) | 0;
    let x = z ^ (z >>> 16);
    x = Math.imul(x, 0x21f0aaad);
    x ^= x >>> 15;
    x = Math.imul(x, 0x735a2d97);
    return x ^ (x >>> 15);
  };
  const rotate = (x: number, k: number) => (x << k) | (x >>> (32 - k));
  let [a, b, c, d] = [next(), next(), next(), next()];
  return () => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9);
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotate(d, 11);
    return ((result >>> 0) + 0.5) / 4294967296;
  };
}

const LOG_FACTORIAL = Float64Array.from({ length: 20_001 }, (_, n) => logGamma(n + 1));
export const logFactorial = (n: number): number => LOG_FACTORIAL[n] ?? logGamma(n + 1);

/** ln P(X = x), X binomial. 0 < p < 1. */
function logBinomial(x: number, n: number, p: number): number {
  return logFactorial(n) - logFactorial(x) - logFactorial(n - x) + x * Math.log(p) + (n - x) * Math.log1p(-p);
}

/** One binomial draw: inversion, walking outwards from the mode, so about as many steps as the standard deviation. */
function binomial(random: Random, n: number, p: number): number {
  if (n === 0 || p <= 0) return 0;
  if (p >= 1) return n;
  const mode = Math.min(n, Math.floor((n + 1) * p));
  const odds = p / (1 - p);
  let u = random();
  let up = mode;
  let down = mode;
  let above = Math.exp(logBinomial(mode, n, p));
  let below = above;
  u -= above;
  while (u > 0) {
    if (up < n) {
      above *= (odds * (n - up)) / (up + 1);
      up += 1;
      u -= above;
      if (u <= 0) return up;
    }
    if (down > 0) {
      below *= down / (odds * (n - down + 1));
      down -= 1;
      u -= below;
      if (u <= 0) return down;
    }
    // Rounding left a crumb of probability beyond both ends.
    if (up >= n && down <= 0) return mode;
    if (above === 0 && below === 0) return mode;
  }
  return mode;
}

/** One multinomial draw, cell by cell. Shares sum to 1. */
export function multinomial(random: Random, n: number, shares: readonly number[]): number[] {
  let left = n;
  let share = 1;
  return shares.map((own, i) => {
    const drawn = i === shares.length - 1 ? left : binomial(random, left, Math.min(1, own / share));
    left -= drawn;
    share -= own;
    return drawn;
  });
}
