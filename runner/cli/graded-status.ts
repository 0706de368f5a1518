/** The exit status of what was judged. */
import { EXIT } from '../errors.ts';
import type { GradedItem } from '../session/grade/report.ts';

/** A check that could not look is the sandbox's failure, not the learner's. */
export function gradedStatus(items: readonly GradedItem[]): number {
  const verdicts = items.flatMap(({ checks }) => checks.map(({ verdict }) => verdict));
  if (verdicts.includes('error')) return EXIT.sandbox;
  return verdicts.every((verdict) => verdict === 'pass') ? EXIT.ok : EXIT.failed;
}
