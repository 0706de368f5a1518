import jstat from 'jstat';
import { describe, expect, it } from 'vitest';
import {
  chiSquareCritical,
  chiSquareStatistic,
  chiSquareTail,
  noncentralityPerObservation,
  noncentralTail,
} from './chi-square.ts';

const error = (found: number, exact: number) => Math.abs(found / exact - 1);

describe('chiSquareStatistic', () => {
  it("gives Pearson's sum", () => {
    // (20^2 + 10^2 + 10^2) / 100 = 6
    expect(chiSquareStatistic([120, 90, 90], [1 / 3, 1 / 3, 1 / 3])).toBeCloseTo(6, 12);
    expect(chiSquareStatistic([330, 335, 335], [0.33, 0.335, 0.335])).toBeCloseTo(0, 12);
  });
  it('refuses a share too few', () => {
    expect(() => chiSquareStatistic([1, 2], [1])).toThrow(RangeError);
  });
});

describe('chiSquareTail', () => {
  it('agrees with the table of the NIST handbook, 1.3.6.7.4', () => {
    for (const [df, level, value] of [
      [1, 0.05, 3.841],
      [2, 0.05, 5.991],
      [3, 0.01, 11.345],
      [4, 0.001, 18.467],
      [10, 0.001, 29.588],
    ] as const) {
      expect(chiSquareCritical(level, df)).toBeCloseTo(value, 3);
    }
  });
  it('is exact in the far tail, for even and odd degrees of freedom', () => {
    for (const exponent of [6, 9, 12, 100]) {
      const level = 10 ** -exponent;
      expect(error(chiSquareCritical(level, 2), -2 * Math.log(level))).toBeLessThan(1e-13);
      expect(error(chiSquareTail(-2 * Math.log(level), 2), level)).toBeLessThan(1e-12);
    }
    // df 1: 2 (1 - Phi(z)); 1 - Phi(5) = 2.866515718791939e-7, 1 - Phi(7) = 1.279812543885835e-12 (A&S table 26.2)
    expect(error(chiSquareTail(25, 1), 2 * 2.866515718791939e-7)).toBeLessThan(1e-12);
    expect(error(chiSquareTail(49, 1), 2 * 1.279812543885835e-12)).toBeLessThan(1e-12);
    // df 4: e^-x/2 (1 + x/2), A&S 26.4.21
    expect(error(chiSquareTail(60, 4), Math.exp(-30) * 31)).toBeLessThan(1e-12);
  });
  it('agrees with an independent library in the body of the distribution', () => {
    for (const df of [1, 2, 3, 4, 7]) {
      for (const x of [0.2, 1, 2.5, 5, 9]) {
        expect(chiSquareTail(x, df)).toBeCloseTo(1 - jstat.jStat.chisquare.cdf(x, df), 11);
      }
    }
  });
  it('refuses impossible levels', () => {
    expect(() => chiSquareCritical(0, 2)).toThrow(RangeError);
    expect(() => chiSquareCritical(1, 2)).toThrow(RangeError);
  });
});

describe('noncentralTail', () => {
  it('is the central tail without noncentrality', () => {
    expect(noncentralTail(7, 3, 0)).toBe(chiSquareTail(7, 3));
    expect(noncentralTail(7, 3, 1e-9)).toBeCloseTo(chiSquareTail(7, 3), 8);
  });
  it('is |Z + d| for one degree of freedom', () => {
    // P((Z+d)^2 >= x) = (1 - Phi(sqrt x - d)) + Phi(-sqrt x - d), Phi by the central tail of one degree
    const above = (z: number) => (z >= 0 ? chiSquareTail(z * z, 1) / 2 : 1 - chiSquareTail(z * z, 1) / 2);
    for (const [x, d] of [
      [4, 1],
      [24, 8],
      [30, 4],
      [60, 11],
    ] as const) {
      const exact = above(Math.sqrt(x) - d) + above(Math.sqrt(x) + d);
      expect(noncentralTail(x, 1, d * d)).toBeCloseTo(exact, 12);
    }
  });
  it('stays in [0,1] for large noncentralities', () => {
    expect(noncentralTail(30, 2, 5000)).toBeCloseTo(1, 12);
    expect(noncentralTail(30, 2, 5000)).toBeLessThanOrEqual(1);
  });
});

it('noncentralityPerObservation is zero for the declared shares', () => {
  expect(noncentralityPerObservation([0.5, 0.25, 0.25], [0.5, 0.25, 0.25])).toBe(0);
  expect(noncentralityPerObservation([0.5, 0.25, 0.25], [1 / 3, 1 / 3, 1 / 3])).toBeCloseTo(0.125, 12);
});
