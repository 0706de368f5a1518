/** The line beside each check's tick, as the check's kind words it with this learner's numbers. */
import type { CheckKind } from '../../checks/kind.ts';
import type { Chapter, Check } from '../../runner/chapter/model.ts';
import { resolveCheck } from '../../runner/chapter/resolve.ts';
import type { HostName } from '../../runner/sandbox/driver.ts';

export function checkTitles(
  chapter: Chapter,
  kinds: ReadonlyMap<string, CheckKind<unknown>>,
  variables: Readonly<Record<string, string>>,
): (check: Check) => string {
  const defaultHost = chapter.hosts[0] as HostName;
  return (check) => resolveCheck(check, { kinds, variables, defaultHost }).title;
}
