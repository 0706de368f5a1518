import { expect, test } from 'vitest';
import type { Verdict } from '../../checks/verdict.ts';
import {
  mutantTrouble,
  revertTrouble,
  solutionTrouble,
  untouchedTrouble,
  wrongTrouble,
} from './expectations.ts';

const check = (id: string, verdict: Verdict, diagnosis = '') => ({ id, verdict, diagnosis });
const wrong = (checks: ReturnType<typeof check>[], passes?: string[]) =>
  wrongTrouble(checks, { check: 'lo-up', words: 'still DOWN', ...(passes ? { passes } : {}) });
const down = check('lo-up', 'fail', 'lo is still DOWN');
const blind = check('y', 'error', 'no ip');

test.each([
  ['a solution that passes', solutionTrouble([check('a', 'pass')]), undefined],
  ['a solution that fails', solutionTrouble([check('a', 'fail', 'no')]), /a says fail: no/],
  ['a solution whose check skipped', solutionTrouble([check('a', 'skip', 'later')]), /a says skip/],
  ['a solution that could not be judged', solutionTrouble([blind]), /could not look: no ip/],
  ['a solution without checks', solutionTrouble([]), /no check/],
  ['untouched and failing', untouchedTrouble([check('a', 'fail')]), undefined],
  ['untouched and passing', untouchedTrouble([check('a', 'pass')]), /no check fails/],
  ['untouched, failing and blind', untouchedTrouble([down, blind]), /could not look/],
  ['wrong as declared', wrong([down]), undefined],
  ['wrong but passing', wrong([check('lo-up', 'pass', 'fine')]), /lo-up says pass/],
  ['wrong with other words', wrong([check('lo-up', 'fail', 'no lo')]), /other words: no lo/],
  ['wrong with an unknown check', wrong([check('x', 'fail')]), /no check lo-up/],
  ['wrong but blind elsewhere', wrong([down, blind]), /y could not/],
  ['wrong, the rest as it should be', wrong([down, check('a', 'pass')], ['a']), undefined],
  [
    'wrong, and more than that',
    wrong([down, check('a', 'fail', 'gone')], ['a']),
    /a should still pass.*gone/,
  ],
  ['a killed mutant', mutantTrouble([check('a', 'pass'), check('b', 'fail')]), undefined],
  ['a mutant that fails, with a check that is blind', mutantTrouble([down, blind]), undefined],
  ['a surviving mutant', mutantTrouble([check('a', 'pass')]), /passes every check/],
  ['a mutant that no check could see', mutantTrouble([check('a', 'pass'), blind]), /y could not look/],
  ['a mutant without an answer', mutantTrouble([check('answer', 'skip')]), undefined],
  ['a revert that is seen', revertTrouble(down), undefined],
  ['a revert that is not seen', revertTrouble(check('a', 'pass', 'fine')), /a still says pass/],
  ['a revert that blinds', revertTrouble(blind), /could not look/],
])('%s', (_name, found, expected) => {
  if (expected === undefined) expect(found).toBeUndefined();
  else expect(found).toMatch(expected);
});
