import { expect, test } from 'vitest';
import type { Attempt, Subject } from './plan.ts';
import { sharesOf } from './shares.ts';

const attempt = (kind: Attempt['kind'], name: string) => ({ kind, name }) as Attempt;
const [untouched, solution, other, wrong, mutant] = [
  attempt('untouched', 'untouched'),
  attempt('solution', 'solution'),
  attempt('solution', 'solution-2'),
  attempt('wrong', 'wrong-nothing'),
  attempt('mutant', 'line 3: left out'),
] as const;

test.each<[string, Pick<Subject, 'type' | 'attempts'>, string[][]]>([
  [
    'answers share one lab, and the solution ends it',
    { type: 'question', attempts: [solution, other, wrong, mutant] },
    [['solution-2', 'wrong-nothing', 'line 3: left out', 'solution']],
  ],
  [
    'an exercise is judged untouched, then solved; all else has labs of its own',
    { type: 'exercise', attempts: [untouched, solution, other, wrong, mutant] },
    [['untouched', 'solution'], ['solution-2'], ['wrong-nothing'], ['line 3: left out']],
  ],
  [
    'without a solution to end it nothing is shared',
    { type: 'question', attempts: [wrong, mutant] },
    [['wrong-nothing'], ['line 3: left out']],
  ],
  ['a lone solution is a share', { type: 'question', attempts: [solution] }, [['solution']]],
  ['nothing to try', { type: 'exercise', attempts: [] }, []],
])('%s', (_what, subject, expected) => {
  expect(sharesOf(subject).map((share) => share.map(({ name }) => name))).toEqual(expected);
});
