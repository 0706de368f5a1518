import { describe, expect, it } from 'vitest';
import { logGamma, upperGamma } from './gamma.ts';

/** |found - exact| / exact */
const error = (found: number, exact: number) => Math.abs(found / exact - 1);

describe('logGamma', () => {
  it('gives factorials and half-integers', () => {
    expect(logGamma(1)).toBeCloseTo(0, 13);
    expect(logGamma(11)).toBeCloseTo(Math.log(3628800), 12);
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 13);
    // Γ(101) = 100! = 9.332621544394415e157
    expect(error(logGamma(101), Math.log(9.332621544394415e157))).toBeLessThan(1e-14);
  });
  it('refuses what has no logarithm', () => {
    expect(() => logGamma(0)).toThrow(RangeError);
    expect(() => logGamma(Number.NaN)).toThrow(RangeError);
  });
});

describe('upperGamma', () => {
  it('is exact for integers a, where it is a finite sum (A&S 26.4.21), down to 1e-300', () => {
    for (const a of [1, 2, 3, 7]) {
      for (const x of [0.01, 0.5, 1, 3, 8, 13.8, 20, 30, 100, 600]) {
        let term = 1;
        let sum = 1;
        for (let j = 1; j < a; j += 1) {
          term *= x / j;
          sum += term;
        }
        expect(error(upperGamma(a, x), Math.exp(-x) * sum), `Q(${a},${x})`).toBeLessThan(2e-13);
      }
    }
  });
  it('is erfc(sqrt(x)) for a = 1/2', () => {
    // erfc(1), erfc(3), erfc(5): A&S table 7.1 and 7.3
    expect(error(upperGamma(0.5, 1), 0.15729920705028513)).toBeLessThan(1e-13);
    expect(error(upperGamma(0.5, 9), 2.209049699858544e-5)).toBeLessThan(1e-12);
    expect(error(upperGamma(0.5, 25), 1.5374597944280349e-12)).toBeLessThan(1e-12);
  });
  it('starts at 1 and refuses nonsense', () => {
    expect(upperGamma(2.5, 0)).toBe(1);
    expect(() => upperGamma(0, 1)).toThrow(RangeError);
    expect(() => upperGamma(1, -1)).toThrow(RangeError);
    expect(() => upperGamma(1, Number.NaN)).toThrow(RangeError);
  });
});
