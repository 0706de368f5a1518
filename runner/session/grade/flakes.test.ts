import { expect, test } from 'vitest';
import type { CheckResult, Verdict } from '../../../checks/verdict.ts';
import { flakeLines } from '../../report/flakes.ts';
import { PLAIN } from '../../report/text.ts';
import { flakeReport } from './flakes.ts';
import type { ReplayedMoment, ReplayReport } from './report.ts';

const step = (id: string, verdict: Verdict, reason?: string): ReplayedMoment => ({
  type: 'step',
  id,
  host: 'worker',
  line: 1,
  verdict,
  ...(reason === undefined ? {} : { reason }),
});
const exercise = (verdict: Verdict, checks: readonly Verdict[], reason?: string): ReplayedMoment => ({
  type: 'exercise',
  id: 'ex',
  title: 'Ex',
  line: 9,
  verdict,
  ...(reason === undefined ? {} : { reason }),
  points: { earned: 0, possible: 1 },
  checks: checks.map(
    (one, n): CheckResult => ({
      id: `c${n}`,
      kind: 'link',
      title: '',
      verdict: one,
      diagnosis: `said ${one}`,
      evidence: [],
      ms: 0,
    }),
  ),
});
const replayed = (...moments: ReplayedMoment[]): ReplayReport => ({
  chapter: '01-x',
  file: '',
  moments,
  verdict: 'pass',
  ms: 1,
});

test('each step and check has its rate, and the total is over all of them', () => {
  const report = flakeReport(
    [
      replayed(step('a', 'pass'), step('keys', 'skip'), exercise('pass', ['pass', 'pass'])),
      replayed(step('a', 'fail', 'differs'), step('keys', 'skip'), exercise('error', ['pass', 'error'])),
    ],
    2,
  );
  expect(report.flakes.map(({ type, id, runs, differed, last }) => [type, id, runs, differed, last])).toEqual(
    [
      ['step', 'a', 2, 1, 'differs'],
      ['check', 'ex/c0', 2, 0, ''],
      ['check', 'ex/c1', 2, 1, 'said error'],
      ['step', 'ex/solution', 2, 0, ''],
    ],
  );
  expect([report.runs, report.differed]).toEqual([8, 2]);
  expect(flakeLines(report, PLAIN)).toEqual([
    '  ✘ 01-x a: differed 1 time of 2 (50.0 %)',
    '      differs',
    '  ✘ 01-x ex/c1: differed 1 time of 2 (50.0 %)',
    '      said error',
    'flake rate: 2 of 8 (25.000 %), 2 replays of each chapter',
  ]);
});

test('a solution that stumbles is counted though every check passes', () => {
  const report = flakeReport([replayed(exercise('fail', ['pass'], 'status 1'))], 1);
  expect(report.differed).toBe(1);
});

test('nothing differs', () => {
  expect(flakeLines(flakeReport([replayed(step('a', 'pass'))], 1), PLAIN)).toEqual([
    'flake rate: 0 of 1 (0 %), 1 replay of each chapter',
  ]);
});
