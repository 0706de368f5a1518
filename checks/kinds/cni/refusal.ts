/** How a plugin must refuse: with a status that is not 0, and an error result on standard output. Pure. */

import type { CniOperation } from '../../probes/cni.ts';
import { readJson } from '../../read-json.ts';
import { lastCall, notRun, printed, short } from './printed.ts';
import { errorResult, mistake } from './spec.ts';
import type { Problem, View } from './view.ts';

export interface Refusal {
  /** What was wrong with the call, as in `a configuration that is not JSON`. */
  readonly why: string;
  readonly code?: number;
  /** Words that the message must contain. */
  readonly names?: string;
}

export function refusalProblem(view: View, operation: CniOperation, refusal: Refusal): Problem | undefined {
  const wrong = refusalMistake(operation, refusal);
  const expected = `a status other than 0 and {"code": ${refusal.code ?? '...'}, "msg": ${refusal.names ? `"...${refusal.names}..."` : '"..."'}}`;
  return wrong === undefined ? undefined : view.ofCall(wrong, operation, expected);
}

function refusalMistake(operation: CniOperation, { why, code, names }: Refusal): string | undefined {
  const { command } = operation;
  const call = lastCall(operation);
  const stuck = notRun(call);
  if (stuck !== undefined) return `${why}: ${stuck}`;
  if (call.status === 0) return `${why}: ${command} must be refused, and ended with status 0`;
  const error = printed(call, errorResult);
  if ('value' in error) {
    const { value } = error;
    if (code !== undefined && value.code !== code)
      return `${why}: the error code must be ${code}, not ${value.code} ("${short(value.msg)}")`;
    if (names !== undefined && !`${value.msg} ${value.details ?? ''}`.includes(names))
      return `${why}: the message must name ${names}, and says "${short(value.msg)}"`;
    return undefined;
  }
  const aside = readJson(call.stderr);
  if (aside !== undefined && mistake(errorResult, aside) === undefined)
    return `${why}: the error is on standard error, but a runtime reads it from standard output`;
  return `${why}: ${command} ended with status ${call.status}, but without an error result: ${error.wrong}`;
}
