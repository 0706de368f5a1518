/** Calls that a plugin must refuse, and what they must not leave behind. Pure. */
import { unadded } from './added.ts';
import { leftovers, strayDevices } from './leftovers.ts';
import { type Refusal, refusalProblem } from './refusal.ts';
import { CODES } from './spec.ts';
import type { Problem, View } from './view.ts';

const BAD_CALLS: Readonly<Record<string, Refusal>> = {
  'broken-json': { why: 'the configuration is cut off and is not JSON', code: CODES.decoding },
  'unknown-version': { why: 'the configuration says cniVersion 9.9.9', code: CODES.version },
  'no-container-id': {
    why: 'CNI_CONTAINERID is not set',
    code: CODES.environment,
    names: 'CNI_CONTAINERID',
  },
  'no-netns': { why: 'CNI_NETNS is not set', code: CODES.environment, names: 'CNI_NETNS' },
  'no-ifname': { why: 'CNI_IFNAME is not set', code: CODES.environment, names: 'CNI_IFNAME' },
  'unknown-command': { why: 'CNI_COMMAND is JUMP', code: CODES.environment },
  'absent-netns': { why: 'there is nothing at the path that CNI_NETNS says' },
};

export function* errors(view: View): Generator<Problem> {
  for (const [purpose, refusal] of Object.entries(BAD_CALLS)) {
    const problem = refusalProblem(view, view.operation(purpose), refusal);
    if (problem) yield problem;
  }
  const refused = 'calls that were refused';
  yield* leftovers(view, ['first'], 'before', 'refused', refused);
  yield* strayDevices(view, 'before', 'refused', refused);
  const full = view.operations('pool-empty')[0];
  if (!full) {
    // Without an argument `pool` nobody tried.
    if (view.operations('add').length > 0) yield* unadded(view);
    return;
  }
  const problem = refusalProblem(view, full, { why: 'the network has no address left' });
  if (problem) yield problem;
  const late = 'an ADD for which there was no address, and the DEL after it';
  yield* leftovers(view, ['last'], 'full', 'still-full', late);
  yield* strayDevices(view, 'full', 'still-full', late);
}
