import { describe, expect, it } from 'vitest';
import { chiSquareCritical, chiSquareStatistic } from './chi-square.ts';
import { type Alternative, likelyMistakes } from './mistakes.ts';
import { FALSE_ALARM, MOST_CONNECTIONS, POWER, planSample, power, smallestSample } from './plan.ts';
import { binomialUpper, logBinomial, logFactorial, multinomial, random } from './testing/draw.ts';

const RUNS = 20_000;
const equal = (n: number): number[] => Array.from({ length: n }, () => 1 / n);
const DECLARED: readonly (readonly number[])[] = [
  equal(2),
  equal(3),
  equal(4),
  equal(5),
  [0.33, 0.335, 0.335],
  [0.5, 0.25, 0.25],
  [0.1, 0.3, 0.6],
];
const words = (shares: readonly number[]) => shares.map((share) => Number(share.toFixed(4))).join(' / ');

/** The rule of the test: any lost connection, or a statistic at or beyond the critical value. */
const rejects = (counts: readonly number[], lost: number, shares: readonly number[], critical: number) =>
  lost > 0 || chiSquareStatistic(counts, shares) >= critical;

describe('planSample', () => {
  it('makes 3,000 connections for the equal services of chapter 15', () => {
    for (const n of [3, 4, 5]) expect(planSample(equal(n), likelyMistakes(equal(n))).connections).toBe(3000);
  });
  it('makes more when a share is small or a mistake is near', () => {
    expect(planSample([0.1, 0.9], likelyMistakes([0.1, 0.9])).connections).toBe(4000);
    const near: Alternative = { mistake: { name: 'halves' }, shares: [0.5, 0.25, 0.25], lost: 0 };
    const plan = planSample([0.45, 0.275, 0.275], [near]);
    expect(plan.connections).toBeGreaterThan(3000);
    expect(plan.connections).toBeLessThanOrEqual(MOST_CONNECTIONS);
    expect(plan.perAlternative[0]?.power).toBeGreaterThanOrEqual(POWER);
  });
  it('says so when a mistake cannot be told apart', () => {
    const twin: Alternative = { mistake: { name: 'halves' }, shares: [0.5, 0.25, 0.25], lost: 0 };
    const [told] = planSample([0.49, 0.255, 0.255], [twin]).perAlternative;
    expect(told?.needs).toBeGreaterThan(MOST_CONNECTIONS);
    expect(told?.power).toBeLessThan(POWER);
  });
  it('gives the smallest sample: one connection fewer is not enough', () => {
    const shares = equal(3);
    for (const alternative of likelyMistakes(shares)) {
      const needs = smallestSample(shares, alternative, POWER);
      expect(power(needs, shares, alternative)).toBeGreaterThanOrEqual(POWER);
      expect(power(needs - 1, shares, alternative)).toBeLessThan(POWER);
    }
  });
});

describe('power: each named mistake is missed at most once in a thousand', () => {
  // A test that misses exactly 1 in 1,000 exceeds this bound with a probability of at most 1e-6.
  const mostMisses = binomialUpper(RUNS, 1 - POWER, 1e-6);
  for (const shares of DECLARED) {
    it(`${words(shares)}: ${RUNS} runs for each mistake, at most ${mostMisses} missed`, () => {
      const alternatives = likelyMistakes(shares);
      const plan = planSample(shares, alternatives);
      const draw = random(1900);
      for (const alternative of alternatives) {
        let missed = 0;
        for (let run = 0; run < RUNS; run += 1) {
          const drawn = multinomial(draw, plan.connections, [...alternative.shares, alternative.lost]);
          const lost = drawn.pop() ?? 0;
          if (!rejects(drawn, lost, shares, plan.critical)) missed += 1;
        }
        expect(missed, JSON.stringify(alternative)).toBeLessThanOrEqual(mostMisses);
      }
    });
  }

  it('holds where the mistake itself sets the sample size', () => {
    const shares = [0.45, 0.275, 0.275];
    const near: Alternative = { mistake: { name: 'halves' }, shares: [0.5, 0.25, 0.25], lost: 0 };
    const plan = planSample(shares, [near]);
    const draw = random(1901);
    let missed = 0;
    for (let run = 0; run < RUNS; run += 1) {
      if (!rejects(multinomial(draw, plan.connections, near.shares), 0, shares, plan.critical)) missed += 1;
    }
    expect(missed).toBeLessThanOrEqual(mostMisses);
  });
});

describe('false alarms: a right solution fails at most once in a million', () => {
  const runs = 200_000;
  // A test with exactly 1 in 1,000,000 exceeds this bound with a probability of at most 1e-6.
  const mostAlarms = binomialUpper(runs, FALSE_ALARM, 1e-6);
  for (const shares of DECLARED) {
    it(`${words(shares)}: ${runs} runs, at most ${mostAlarms} alarms, and chi-square quantiles at 1e-2 and 1e-3`, () => {
      const plan = planSample(shares, likelyMistakes(shares));
      const levels = [1e-2, 1e-3];
      const quantiles = levels.map((level) => chiSquareCritical(level, plan.degreesOfFreedom));
      const beyond = [0, 0];
      const draw = random(2024);
      let alarms = 0;
      for (let run = 0; run < runs; run += 1) {
        const statistic = chiSquareStatistic(multinomial(draw, plan.connections, shares), shares);
        if (statistic >= plan.critical) alarms += 1;
        quantiles.forEach((quantile, i) => {
          if (statistic >= quantile) beyond[i] = (beyond[i] ?? 0) + 1;
        });
      }
      expect(alarms).toBeLessThanOrEqual(mostAlarms);
      levels.forEach((level, i) => {
        // Six standard deviations of the simulation, and a fifth of the level for the grain of whole counts.
        const slack = 6 * Math.sqrt(runs * level) + 0.2 * runs * level;
        expect(Math.abs((beyond[i] ?? 0) - runs * level), `beyond the ${level} quantile`).toBeLessThan(slack);
      });
    });
  }

  // 1 in a million is far beyond what counting runs can show, so it is also computed: exactly for two and three cells ...
  for (const shares of [
    equal(2),
    [0.1, 0.9],
    [0.02, 0.98],
    equal(3),
    [0.33, 0.335, 0.335],
    [0.1, 0.3, 0.6],
  ]) {
    it(`${words(shares)}: the exact rate, by summing over all counts`, () => {
      const plan = planSample(shares, likelyMistakes(shares));
      const rate = exactRate(plan.connections, shares, plan.critical);
      expect(rate).toBeLessThanOrEqual(FALSE_ALARM);
      expect(rate).toBeGreaterThan(FALSE_ALARM / 5);
    });
  }
  // ... and by importance sampling for more.
  for (const shares of [equal(3), equal(4), equal(5), [0.1, 0.2, 0.3, 0.4]]) {
    it(`${words(shares)}: the rate by importance sampling`, () => {
      const plan = planSample(shares, likelyMistakes(shares));
      const { rate, error } = sampledRate(plan.connections, shares, plan.critical);
      expect(error).toBeLessThan(0.05 * rate);
      expect(rate + 5 * error).toBeLessThanOrEqual(FALSE_ALARM);
      expect(rate).toBeGreaterThan(FALSE_ALARM / 5);
      if (shares.length === 3)
        expect(Math.abs(rate / exactRate(plan.connections, shares, plan.critical) - 1)).toBeLessThan(0.2);
    });
  }
});

/** P(statistic >= critical) under the declared shares, summed over all outcomes of two or three cells. */
function exactRate(n: number, shares: readonly number[], critical: number): number {
  const [p = 0, q = 0, r = 0] = shares;
  let rate = 0;
  for (let x = 0; x <= n; x += 1) {
    const log = logBinomial(x, n, p);
    const dx = (x - n * p) ** 2 / (n * p);
    if (shares.length === 2) {
      if (dx / q >= critical) rate += Math.exp(log);
      continue;
    }
    if (log < -60) continue;
    const rest = n - x;
    const share = q / (q + r);
    for (let y = 0; y <= rest; y += 1) {
      const z = rest - y;
      if (dx + (y - n * q) ** 2 / (n * q) + (z - n * r) ** 2 / (n * r) < critical) continue;
      rate += Math.exp(log + logBinomial(y, rest, share));
    }
  }
  return rate;
}

/**
 * The same rate for any number of cells: draw from an even mixture of multinomials whose shares are moved out to the critical
 * radius in random directions, where alarms are common, and weigh each draw by its likelihood ratio (unbiased
 * whatever the directions; Owen, Monte Carlo theory, methods and examples, ch. 9).
 */
function sampledRate(
  n: number,
  shares: readonly number[],
  critical: number,
): { rate: number; error: number } {
  const draw = random(1933);
  const directions = 48;
  const tilted = Array.from({ length: directions }, () => {
    const normal = shares.map(() => Math.sqrt(-2 * Math.log(draw())) * Math.cos(2 * Math.PI * draw()));
    const along = normal.reduce((sum, value, i) => sum + value * Math.sqrt(shares[i] ?? 0), 0);
    const flat = normal.map((value, i) => value - along * Math.sqrt(shares[i] ?? 0));
    const length = Math.hypot(...flat);
    const radius = Math.sqrt(critical / n);
    return shares.map((share, i) => share + (Math.sqrt(share) * radius * (flat[i] ?? 0)) / length);
  });
  const ratios = tilted.map((moved) => moved.map((share, i) => Math.log(share / (shares[i] ?? 1))));
  const perDirection = 2000;
  let sum = 0;
  let squares = 0;
  for (const moved of tilted) {
    for (let run = 0; run < perDirection; run += 1) {
      const counts = multinomial(draw, n, moved);
      if (chiSquareStatistic(counts, shares) < critical) continue;
      const mixture = ratios.reduce(
        (total, ratio) =>
          total + Math.exp(counts.reduce((log, count, i) => log + count * (ratio[i] ?? 0), 0)),
        0,
      );
      const weight = directions / mixture;
      sum += weight;
      squares += weight * weight;
    }
  }
  const drawn = directions * perDirection;
  const rate = sum / drawn;
  return { rate, error: Math.sqrt((squares / drawn - rate * rate) / drawn) };
}

it('draws and bounds in this file are what they say', () => {
  expect(logFactorial(5)).toBeCloseTo(Math.log(120), 12);
  // P(X > 3) for binomial(10, 0.1) is 0.0128, P(X > 2) is 0.0702
  expect(binomialUpper(10, 0.1, 0.05)).toBe(3);
  const draw = random(7);
  const sums = [0, 0, 0];
  for (let run = 0; run < 2000; run += 1) {
    multinomial(draw, 1000, [0.2, 0.3, 0.5]).forEach((count, i) => {
      sums[i] = (sums[i] ?? 0) + count;
    });
  }
  // Means over 2,000,000 draws: standard deviations below 0.0004.
  sums.forEach((sum, i) => {
    expect(sum / 2e6).toBeCloseTo([0.2, 0.3, 0.5][i] ?? 0, 2);
  });
});
