/** The line beside each check's tick, as the check's kind words it with this learner's numbers. */
import type { Chapter, Check } from '../../runner/chapter/model.ts';
import { type Kinds, resolverFor } from '../../runner/chapter/resolve.ts';

export function checkTitles(
  chapter: Chapter,
  kinds: Kinds,
  variables: Readonly<Record<string, string>>,
): (check: Check) => string {
  const resolve = resolverFor(chapter, kinds, variables);
  return (check) => resolve(check).title;
}
