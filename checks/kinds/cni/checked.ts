/** CHECK: silent as long as all is as ADD left it, and an error as soon as it is not. Pure. */
import { unadded } from './added.ts';
import { complaint, lastCall, succeeded } from './printed.ts';
import { refusalProblem } from './refusal.ts';
import type { Problem, View } from './view.ts';

export function* check(view: View): Generator<Problem> {
  const before = [...unadded(view)];
  yield* before;
  if (before.length > 0) return;
  const well: Readonly<Record<string, string>> = {
    check: 'right after ADD',
    'check-again': 'the second time, with nothing changed',
    'check-still': 'of the first container, when only the others were broken',
  };
  const { ifname: second } = view.container('second');
  const { ifname: third } = view.container('third');
  const broken: Readonly<Record<string, string>> = {
    'check-other-address': 'prevResult names 192.0.2.77/24, which no device has',
    'check-no-device': `${second} of the second container was deleted`,
    'check-no-address': `the address of ${third} of the third container was removed`,
  };
  for (const [purpose, when] of Object.entries(well)) {
    const operation = view.operation(purpose);
    if (!succeeded(operation))
      yield view.ofCall(
        `CHECK fails ${when}: ${complaint(lastCall(operation))}`,
        operation,
        'status 0 and no output',
      );
  }
  for (const [purpose, why] of Object.entries(broken)) {
    const problem = refusalProblem(view, view.operation(purpose), { why });
    if (problem) yield problem;
  }
}
