/** Judges what a lab's kernels hold now against a chapter's exercises. Looks, never changes anything but counters. */
import type { CheckResult } from '../../../checks/verdict.ts';
import type { Chapter, Check, Exercise, Question } from '../../chapter/model.ts';
import { UsageError } from '../../errors.ts';
import type { Lab } from '../lab.ts';
import { earned, type GradedItem, type GradeReport, sumPoints } from './report.ts';

export interface GradeOptions {
  /** One exercise or question by id; absent: all of the chapter. */
  readonly only?: string;
  /** What the learner typed, by question id. A question without one is `skip`: not answered. */
  readonly answers?: Readonly<Record<string, string>>;
  readonly onItem?: (item: GradedItem) => void;
}

/** Judges checks of one item, with what the learner typed where it is a question. */
type JudgeChecks = (
  checks: readonly Check[],
  options: { answer?: string },
) => readonly CheckResult[] | Promise<readonly CheckResult[]>;

export async function gradeExercise(
  judgeChecks: JudgeChecks,
  { id, title, points, checks: wanted }: Exercise,
): Promise<GradedItem> {
  const checks = await judgeChecks(wanted, {});
  return { type: 'exercise', id, title, points: earned(points, checks), checks };
}

export async function gradeQuestion(
  judgeChecks: JudgeChecks,
  { id, title, points, check }: Question,
  answer?: string,
): Promise<GradedItem> {
  const checks = await judgeChecks([check], answer === undefined ? {} : { answer });
  return { type: 'question', id, title, points: earned(points, checks), checks };
}

/** @throws UsageError when `only` names nothing in the chapter */
export async function grade(lab: Lab, options: GradeOptions = {}): Promise<GradeReport> {
  const { chapter } = lab;
  const items = await gradeItems(chapter, (checks, answer) => lab.judge(checks, answer), options);
  return {
    chapter: chapter.id,
    sandbox: lab.sandbox.id,
    gradedAt: new Date().toISOString(),
    items,
    points: sumPoints(items),
  };
}

/** @throws UsageError when `only` names nothing in the chapter */
export async function gradeItems(
  chapter: Chapter,
  judgeChecks: JudgeChecks,
  { only, answers, onItem }: GradeOptions,
): Promise<GradedItem[]> {
  const exercises = chapter.exercises.filter(({ id }) => only === undefined || only === id);
  const questions = chapter.questions.filter(({ id }) => only === undefined || only === id);
  if (exercises.length + questions.length === 0) {
    const known = [...chapter.exercises, ...chapter.questions].map(({ id }) => id).join(', ');
    throw new UsageError(`${chapter.id} has no exercise ${only ?? ''}`.trim(), `Known: ${known || 'none'}`);
  }
  const items: GradedItem[] = [];
  const add = (item: GradedItem) => {
    items.push(item);
    onItem?.(item);
  };
  for (const exercise of exercises) add(await gradeExercise(judgeChecks, exercise));
  for (const question of questions) add(await gradeQuestion(judgeChecks, question, answers?.[question.id]));
  return items;
}
