/** The checks of an exercise in the order in which a proof makes them false again, each with the script that does it. Pure. */
import { z } from 'zod';
import type { DueCheck } from '../../checks/judge.ts';
import { byExtent } from '../../checks/revert.ts';
import type { Check } from '../chapter/model.ts';

export interface PlannedRevert {
  readonly check: Check;
  readonly host: string;
  /** Bash, run as root of the host. */
  readonly script: string;
}

const place = z.looseObject({ host: z.string() });

/** The mildest first; without checks for which no general way is known. */
export function revertsOf(
  checks: readonly Check[],
  resolve: (check: Check) => readonly Pick<DueCheck, 'kind' | 'args'>[],
): PlannedRevert[] {
  return checks
    .flatMap((check) =>
      resolve(check).flatMap(({ kind, args }) => (kind.revert ? [{ check, args, revert: kind.revert }] : [])),
    )
    .sort((a, b) => byExtent(a.revert.takes, b.revert.takes))
    .flatMap(({ check, args, revert }) => {
      const script = revert.script(args);
      return script === undefined ? [] : [{ check, host: place.parse(args).host, script: `${script}\n` }];
    });
}
