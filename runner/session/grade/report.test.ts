import { expect, test } from 'vitest';
import type { CheckResult, Verdict } from '../../../checks/verdict.ts';
import { earned, sumPoints, worst } from './report.ts';

const check = (verdict: Verdict): CheckResult => ({
  id: 'c',
  kind: 'link',
  title: 'c',
  verdict,
  diagnosis: '',
  evidence: [],
  ms: 0,
});

test.each([
  [[], 'skip'],
  [['skip'], 'skip'],
  [['pass', 'skip'], 'pass'],
  [['pass', 'fail'], 'fail'],
  [['fail', 'error', 'pass'], 'error'],
] as const)('the worst of %j is %s', (verdicts, expected) => expect(worst(verdicts)).toBe(expected));

test.each([
  [['pass', 'pass'], 10],
  [['pass', 'fail'], 0],
  [['pass', 'error'], 0],
  [['pass', 'skip'], 0],
  [[], 0],
] as const)('checks %j earn %i of 10', (verdicts, points) =>
  expect(earned(10, verdicts.map(check))).toEqual({ earned: points, possible: 10 }),
);

test('points add up over items', () => {
  const item = (possible: number, verdict: Verdict) => ({
    type: 'exercise' as const,
    id: 'x',
    title: 'x',
    checks: [check(verdict)],
    points: earned(possible, [check(verdict)]),
  });
  expect(sumPoints([item(10, 'pass'), item(5, 'fail')])).toEqual({ earned: 10, possible: 15 });
});
