/**
 * The gamma function and its regularised incomplete forms, accurate far into the upper tail (relative error about
 * 1e-13 down to 1e-300), where `1 - P` has lost every digit. Knows nothing of tests or samples.
 */

/** Coefficients of Stirling's series, B_2k / (2k (2k-1)): DLMF 5.11.1, https://dlmf.nist.gov/5.11.E1 */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156];

/** ln Γ(x) for x > 0. Stirling's series above 10; below, Γ(x) = Γ(x+1) / x (DLMF 5.5.1) leads there. */
export function logGamma(x: number): number {
  if (!(x > 0)) throw new RangeError(`logGamma: x must be positive, was ${x}`);
  let product = 1;
  let shifted = x;
  while (shifted < 10) {
    product *= shifted;
    shifted += 1;
  }
  let series = 0;
  let power = 1 / shifted;
  for (const coefficient of STIRLING) {
    series += coefficient * power;
    power /= shifted * shifted;
  }
  return (
    (shifted - 0.5) * Math.log(shifted) - shifted + Math.log(2 * Math.PI) / 2 + series - Math.log(product)
  );
}

/** x^a e^-x / Γ(a), the factor in front of both expansions. */
function factor(a: number, x: number): number {
  return Math.exp(a * Math.log(x) - x - logGamma(a));
}

/** P(a,x) by its power series, DLMF 8.11.4 (A&S 6.5.29). For x < a + 1. */
function lowerBySeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let k = 1; term > sum * 1e-17; k += 1) {
    term *= x / (a + k);
    sum += term;
  }
  return factor(a, x) * sum;
}

/** Q(a,x) by its continued fraction, DLMF 8.9.2 (A&S 6.5.31), evaluated by Lentz's method. For x >= a + 1. */
function upperByFraction(a: number, x: number): number {
  const tiny = 1e-300;
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let h = d;
  for (let k = 1; k < 10_000; k += 1) {
    const an = -k * (k - a);
    b += 2;
    d = 1 / (an * d + b || tiny);
    c = b + an / c || tiny;
    const step = c * d;
    h *= step;
    if (Math.abs(step - 1) < 1e-16) break;
  }
  return factor(a, x) * h;
}

/** Q(a,x) = Γ(a,x) / Γ(a), the regularised upper incomplete gamma function (DLMF 8.2.4), for a > 0, x >= 0. */
export function upperGamma(a: number, x: number): number {
  if (!(a > 0) || !(x >= 0)) throw new RangeError(`upperGamma: needs a > 0 and x >= 0, was a=${a}, x=${x}`);
  if (x === 0) return 1;
  return x < a + 1 ? 1 - lowerBySeries(a, x) : upperByFraction(a, x);
}
