/** How the checks must judge each kind of attempt; and when they did not, why, in one sentence. Pure. */
import type { CheckResult } from '../../checks/verdict.ts';
import type { Proof } from '../chapter/model.ts';

type Results = readonly Pick<CheckResult, 'id' | 'verdict' | 'diagnosis'>[];

function couldNotLook(checks: Results): string | undefined {
  const error = checks.find(({ verdict }) => verdict === 'error');
  return error && `${error.id} could not look: ${error.diagnosis}`;
}

/** At least one check fails, and none says `error`. */
export function untouchedTrouble(checks: Results): string | undefined {
  const error = couldNotLook(checks);
  if (error) return error;
  const fails = checks.some(({ verdict }) => verdict === 'fail');
  return fails ? undefined : 'no check fails on the untouched sandbox';
}

/** All checks pass. */
export function solutionTrouble(checks: Results): string | undefined {
  const error = couldNotLook(checks);
  if (error) return error;
  if (checks.length === 0) return 'there is no check';
  const bad = checks.find(({ verdict }) => verdict !== 'pass');
  return bad && `${bad.id} says ${bad.verdict}: ${bad.diagnosis}`;
}

/** The declared check fails with the declared words, and those that should still pass do. */
export function wrongTrouble(checks: Results, expect: NonNullable<Proof['expect']>): string | undefined {
  const error = couldNotLook(checks);
  if (error) return error;
  const declared = checks.find(({ id }) => id === expect.check);
  if (!declared) return `there is no check ${expect.check}`;
  if (declared.verdict !== 'fail') return `${declared.id} says ${declared.verdict}: ${declared.diagnosis}`;
  if (!declared.diagnosis.includes(expect.words)) {
    return `${declared.id} fails with other words: ${declared.diagnosis}`;
  }
  const fallen = checks.find(({ id, verdict }) => expect.passes?.includes(id) && verdict !== 'pass');
  return fallen && `${fallen.id} should still pass, and says ${fallen.verdict}: ${fallen.diagnosis}`;
}

/** It must not pass: a check fails, or (a question without an answer) says `skip`. Not to have looked says nothing. */
export function mutantTrouble(checks: Results): string | undefined {
  if (checks.some(({ verdict }) => verdict === 'fail')) return undefined;
  const pass = checks.every(({ verdict }) => verdict === 'pass');
  return couldNotLook(checks) ?? (pass ? 'it passes every check' : undefined);
}

/** After a revert, its check fails. */
export function revertTrouble(check: Results[number] | undefined): string | undefined {
  if (!check) return 'there is no such check';
  if (check.verdict === 'error') return `${check.id} could not look: ${check.diagnosis}`;
  return check.verdict === 'fail' ? undefined : `${check.id} still says ${check.verdict}: ${check.diagnosis}`;
}
