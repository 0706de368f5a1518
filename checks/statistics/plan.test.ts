import { describe, expect, it } from 'vitest';
import { chiSquareCritical, chiSquareStatistic } from './chi-square.ts';
import { type Alternative, likelyMistakes } from './mistakes.ts';
import { FALSE_ALARM, LEVEL, MOST_CONNECTIONS, POWER, planSample, power, smallestSample } from './plan.ts';
import { logFactorial, multinomial, random } from './testing/draw.ts';

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

/** A mistake that is hard to tell from what is declared. */
const NEAR: { readonly shares: readonly number[]; readonly near: Alternative } = {
  shares: [0.45, 0.275, 0.275],
  near: { mistake: { name: 'halves' }, shares: [0.5, 0.25, 0.25], lost: 0 },
};

describe('planSample', () => {
  it('makes 3,000 connections for the equal endpoints of the chapter on Services', () => {
    for (const n of [3, 4, 5]) expect(planSample(equal(n), likelyMistakes(equal(n))).connections).toBe(3000);
  });
  it('makes more when a share is small or a mistake is near', () => {
    expect(planSample([0.1, 0.9], likelyMistakes([0.1, 0.9])).connections).toBe(4000);
    const plan = planSample(NEAR.shares, [NEAR.near]);
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
  for (const shares of DECLARED) {
    it(`${words(shares)}: computed for each mistake`, () => {
      const alternatives = likelyMistakes(shares);
      const plan = planSample(shares, alternatives);
      for (const alternative of alternatives) {
        const missed = mostMissed(plan.connections, shares, alternative, plan.critical);
        expect(missed, JSON.stringify(alternative)).toBeLessThanOrEqual(1 - POWER);
      }
    });
  }

  it('holds where the mistake itself sets the sample size, and is what the formula says', () => {
    const { shares, near } = NEAR;
    const plan = planSample(shares, [near]);
    const missed = passing(plan.connections, shares, near.shares, plan.critical);
    expect(missed).toBeLessThanOrEqual(1 - POWER);
    expect(Math.abs(missed / (1 - power(plan.connections, shares, near)) - 1)).toBeLessThan(0.2);
  });

  // Close enough to notice one degree of freedom more, or a noncentrality that is a tenth less.
  it.each([0.2, 0.5, 0.8, 0.95])(
    'the formula agrees with the sum over all counts at a power of %d',
    (goal) => {
      const { shares, near } = NEAR;
      const n = smallestSample(shares, near, goal);
      const exact = 1 - passing(n, shares, near.shares, chiSquareCritical(LEVEL, 2));
      expect(Math.abs(power(n, shares, near) - exact)).toBeLessThan(0.01);
    },
  );
  it.each([4, 5])(
    '... and with %d endpoints, where there are too many counts, with 2,000 draws',
    (endpoints) => {
      const shares = equal(endpoints);
      const actual = shares.map((share, i) => share + ([0.05, -0.05][i] ?? 0));
      const alternative: Alternative = { mistake: { name: 'halves' }, shares: actual, lost: 0 };
      const n = smallestSample(shares, alternative, 0.5);
      const critical = chiSquareCritical(LEVEL, endpoints - 1);
      const rejected = share(
        2000,
        1900,
        n,
        actual,
        (counts) => chiSquareStatistic(counts, shares) >= critical,
      );
      // Four standard deviations of the draws, which are always the same.
      expect(Math.abs(rejected - 0.5)).toBeLessThan(0.045);
    },
  );
});

describe('false alarms: a right solution fails at most once in a million', () => {
  for (const shares of [...DECLARED, [0.1, 0.9], [0.02, 0.98]].filter(({ length }) => length <= 3)) {
    it(`${words(shares)}: the exact rate, and those beyond the chi-square quantiles at 1e-2 and 1e-3`, () => {
      const plan = planSample(shares, likelyMistakes(shares));
      const beyond = (critical: number) => 1 - passing(plan.connections, shares, shares, critical);
      expect(beyond(plan.critical)).toBeLessThanOrEqual(FALSE_ALARM);
      expect(beyond(plan.critical)).toBeGreaterThan(FALSE_ALARM / 5);
      for (const level of [1e-2, 1e-3]) {
        // A fifth for the grain of whole counts.
        const rate = beyond(chiSquareCritical(level, plan.degreesOfFreedom));
        expect(Math.abs(rate / level - 1), `beyond the ${level} quantile`).toBeLessThan(0.2);
      }
    });
  }

  // With more cells there are too many counts to sum over: 1 in a million by importance sampling, ...
  for (const shares of [equal(3), equal(4), equal(5), [0.1, 0.2, 0.3, 0.4]]) {
    it(`${words(shares)}: the rate by importance sampling`, () => {
      const plan = planSample(shares, likelyMistakes(shares));
      const { rate, error } = sampledRate(plan.connections, shares, plan.critical);
      expect(error).toBeLessThan(0.1 * rate);
      expect(rate + 5 * error).toBeLessThanOrEqual(FALSE_ALARM);
      expect(rate).toBeGreaterThan(FALSE_ALARM / 5);
      if (shares.length === 3)
        expect(
          Math.abs(rate / (1 - passing(plan.connections, shares, shares, plan.critical)) - 1),
        ).toBeLessThan(0.2);
    });
  }
  // ... and 1 in a hundred by plain draws. One degree of freedom too many or too few makes that 1 in 43 or 1 in 270, with four cells.
  it.each([4, 5])('%d equal shares: beyond the quantile at 1e-2 in 5,000 draws', (endpoints) => {
    const shares = equal(endpoints);
    const quantile = chiSquareCritical(1e-2, endpoints - 1);
    const beyond = share(
      5000,
      2024,
      3000,
      shares,
      (counts) => chiSquareStatistic(counts, shares) >= quantile,
    );
    // Four standard deviations of the draws, which are always the same.
    expect(Math.abs(beyond - 1e-2)).toBeLessThan(0.0056);
  });
});

/** The part of so many draws of n connections that fit, from a seed of their own. */
function share(
  draws: number,
  seed: number,
  n: number,
  shares: readonly number[],
  fits: (counts: readonly number[]) => boolean,
): number {
  const draw = random(seed);
  let found = 0;
  for (let run = 0; run < draws; run += 1) if (fits(multinomial(draw, n, shares))) found += 1;
  return found / draws;
}

/**
 * P(statistic < critical) for n connections that fall with the shares `actual` and are held against `shares`: exact, by summing the
 * multinomial distribution over all counts that pass. Each cell of those is within sqrt(critical * expected) of what is expected,
 * so two cells have some 300 counts, three some 100,000. More than three cells are too many.
 */
function passing(n: number, shares: readonly number[], actual: readonly number[], critical: number): number {
  let sum = 0;
  const walk = (cell: number, left: number, statistic: number, log: number): void => {
    const expected = n * (shares[cell] ?? 0);
    const add = (count: number) => {
      const further = statistic + (count - expected) ** 2 / expected;
      if (further >= critical) return;
      const likelihood = count === 0 ? 0 : count * Math.log(actual[cell] ?? 0);
      const weighed = log + likelihood - logFactorial(count);
      if (cell === shares.length - 1) sum += Math.exp(weighed);
      else walk(cell + 1, left - count, further, weighed);
    };
    if (cell === shares.length - 1) {
      add(left);
      return;
    }
    const reach = Math.sqrt(critical * expected);
    const last = Math.min(left, Math.floor(expected + reach));
    for (let count = Math.max(0, Math.ceil(expected - reach)); count <= last; count += 1) add(count);
  };
  walk(0, n, 0, logFactorial(n));
  return sum;
}

/**
 * At most how often the mistake is missed: no connection is lost, and the statistic passes. With cells put together the statistic is
 * never more, so what passes with all of them passes there, too: each way to put them into two gives an upper bound. Where
 * the least of those is not enough, three cells are summed as they are.
 */
function mostMissed(
  n: number,
  shares: readonly number[],
  { shares: actual, lost }: Alternative,
  critical: number,
): number {
  const answered = actual.map((one) => (lost < 1 ? one / (1 - lost) : 0));
  const bounds = Array.from({ length: 2 ** (shares.length - 1) - 1 }, (_, index) => {
    const together = (all: readonly number[]) =>
      [0, 1].map((side) => all.reduce((sum, one, i) => sum + (((index + 1) >> i) % 2 === side ? one : 0), 0));
    return (1 - lost) ** n * passing(n, together(shares), together(answered), critical);
  });
  const least = Math.min(...bounds);
  if (least <= 1 - POWER || shares.length > 3) return least;
  return (1 - lost) ** n * passing(n, shares, answered, critical);
}

/**
 * P(statistic >= critical) under the declared shares, for any number of cells: draw from an even mixture of multinomials whose shares are moved out to the critical
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
  const perDirection = 300;
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

it('draws are what they say', () => {
  expect(logFactorial(5)).toBeCloseTo(Math.log(120), 12);
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
