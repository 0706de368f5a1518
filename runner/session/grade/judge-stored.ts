/** Judges an observation that was stored by the checks of a chapter as they stand now. Pure. */
import { judge } from '../../../checks/judge.ts';
import type { Observation } from '../../../checks/observation.ts';
import type { Chapter } from '../../chapter/model.ts';
import { type Kinds, resolverFor } from '../../chapter/resolve.ts';
import { type GradeOptions, gradeItems } from './grade.ts';
import { type GradedItem, type Points, sumPoints } from './report.ts';

export interface StoredReport {
  readonly chapter: string;
  readonly revision: number;
  /** Of the observation, ISO 8601. */
  readonly takenAt: string;
  readonly items: readonly GradedItem[];
  readonly points: Points;
}

/** @throws UsageError when `only` names nothing in the chapter, or the learner's numbers are not in the observation */
export async function judgeStored(
  chapter: Chapter,
  observation: Observation,
  kinds: Kinds,
  options: GradeOptions,
): Promise<StoredReport> {
  const resolve = resolverFor(chapter, kinds, observation.variables);
  const items = await gradeItems(
    chapter,
    (checks, { answer }) => judge(checks.map(resolve), observation, answer),
    options,
  );
  return {
    chapter: chapter.id,
    revision: observation.revision,
    takenAt: new Date(observation.takenAt).toISOString(),
    items,
    points: sumPoints(items),
  };
}
