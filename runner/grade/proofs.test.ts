import { expect, test } from 'vitest';
import type { CheckResult, Verdict } from '../../checks/verdict.ts';
import { contradiction } from './proofs.ts';

const check = (id: string, verdict: Verdict, diagnosis = ''): CheckResult => ({
  id,
  kind: 'link',
  title: id,
  verdict,
  diagnosis,
  evidence: [],
  ms: 0,
});
const solution = { kind: 'solution' } as const;
const wrong = { kind: 'wrong', expect: { check: 'lo-up', words: 'still DOWN' } } as const;

test.each([
  ['a solution that passes', [check('a', 'pass')], solution, undefined],
  ['a solution that fails', [check('a', 'fail', 'no')], solution, /a says fail: no/],
  ['a solution whose check skipped', [check('a', 'skip', 'later')], solution, /a says skip/],
  ['a solution that could not be judged', [check('a', 'error', 'no ip')], solution, /could not look: no ip/],
  ['untouched and failing', [check('a', 'fail')], undefined, undefined],
  ['untouched and passing', [check('a', 'pass')], undefined, /no check fails/],
  ['untouched and blind', [check('a', 'error', 'no ip')], undefined, /could not look/],
  ['wrong as declared', [check('lo-up', 'fail', 'lo is still DOWN')], wrong, undefined],
  ['wrong but passing', [check('lo-up', 'pass', 'fine')], wrong, /lo-up says pass/],
  ['wrong with other words', [check('lo-up', 'fail', 'no lo')], wrong, /other words: no lo/],
  ['wrong with an unknown check', [check('x', 'fail')], wrong, /no check lo-up/],
  [
    'wrong but blind elsewhere',
    [check('lo-up', 'fail', 'lo is still DOWN'), check('y', 'error', 'z')],
    wrong,
    /y could not/,
  ],
] as const)('%s', (_name, checks, proof, expected) => {
  const found = contradiction({ checks }, proof);
  if (expected === undefined) expect(found).toBeUndefined();
  else expect(found).toMatch(expected);
});
