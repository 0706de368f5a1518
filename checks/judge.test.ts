import { expect, test } from 'vitest';
import { z } from 'zod';
import { judgeCheck } from './judge.ts';
import { type CheckKind, Inconclusive, pass } from './kind.ts';
import { DEFAULT_TOPOLOGY } from './network/default-topology.ts';

const findings = {
  topology: DEFAULT_TOPOLOGY,
  state: { depth: 'light', takenAt: 0, hosts: {} },
  probes: [],
} as const;
const kind = (judge: CheckKind<unknown>['judge']): CheckKind<unknown> => ({
  kind: 'weather',
  summary: 'rain',
  schema: z.unknown(),
  examples: [],
  depth: 'light',
  cost: 'state',
  dependsOn: () => 'lasting',
  title: () => 'rain',
  judge,
});

test('a judgement passes through', () => {
  expect(
    judgeCheck(
      kind(() => pass('it rains')),
      {},
      findings,
    ),
  ).toEqual({ verdict: 'pass', diagnosis: 'it rains', evidence: [] });
});

test('could not look is an error with its reason', () => {
  const blind = kind(() => {
    throw new Inconclusive('the window is shut');
  });
  expect(judgeCheck(blind, {}, findings)).toEqual({
    verdict: 'error',
    diagnosis: 'could not look: the window is shut',
    evidence: [],
  });
});

test.each([new TypeError('x is undefined'), 'x is undefined'])(
  'a fault of the kind is an error, not a failure of the learner',
  (thrown) => {
    const faulty = kind(() => {
      throw thrown;
    });
    const judgement = judgeCheck(faulty, {}, findings);
    expect(judgement.verdict).toBe('error');
    expect(judgement.diagnosis).toMatch(/fault of the check weather itself: x is undefined/);
  },
);
