/** One cause, shown once: which failing checks have nothing of their own to say, and which check to mend first. Pure. */
import type { Cost } from '../../../checks/kind.ts';
import type { CheckResult } from '../../../checks/verdict.ts';

type Judged = Pick<CheckResult, 'id' | 'diagnosis' | 'missing'> & { readonly verdict: string };

/** Traffic is worth a look only where the state is right, and a load test only where single requests are. */
const ORDER: Readonly<Record<Cost, number>> = { state: 0, probe: 1, load: 2 };

/**
 * Check id -> the id of the check before it that fails for the same cause (it says the same, or misses the same
 * namespace or device), or without which it cannot pass (it sends traffic, and the state is not right yet).
 */
export function sameCause<C extends Judged>(
  checks: readonly C[],
  cost: (check: C) => Cost,
): Map<string, string> {
  const causes: C[] = [];
  const because = new Map<string, string>();
  for (const check of checks) {
    if (check.verdict !== 'fail' && check.verdict !== 'error') continue;
    const cause = causes.find((other) => isOne(other, check) || waitsFor(check, other, cost));
    if (cause) because.set(check.id, cause.id);
    else causes.push(check);
  }
  return because;
}

function isOne(one: Judged, other: Judged): boolean {
  if (one.verdict !== other.verdict) return false;
  return one.diagnosis === other.diagnosis || (one.missing !== undefined && one.missing === other.missing);
}

function waitsFor<C extends Judged>(check: C, other: C, cost: (check: C) => Cost): boolean {
  return check.verdict === 'fail' && other.verdict === 'fail' && ORDER[cost(check)] > ORDER[cost(other)];
}
