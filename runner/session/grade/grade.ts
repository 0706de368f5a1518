/** Judges what a lab's kernels hold now against a chapter's exercises. Looks, never changes anything but counters. */
import type { Exercise, Question } from '../../chapter/model.ts';
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

export async function gradeExercise(lab: Lab, exercise: Exercise): Promise<GradedItem> {
  const checks = await lab.judge(exercise.checks);
  const { id, title, points } = exercise;
  return { type: 'exercise', id, title, points: earned(points, checks), checks };
}

export async function gradeQuestion(lab: Lab, question: Question, answer?: string): Promise<GradedItem> {
  const checks = await lab.judge([question.check], answer === undefined ? {} : { answer });
  const { id, points } = question;
  return { type: 'question', id, title: question.title, points: earned(points, checks), checks };
}

/** @throws UsageError when `only` names nothing in the chapter */
export async function grade(lab: Lab, options: GradeOptions = {}): Promise<GradeReport> {
  const { chapter } = lab;
  const wanted = (id: string) => options.only === undefined || options.only === id;
  const exercises = chapter.exercises.filter(({ id }) => wanted(id));
  const questions = chapter.questions.filter(({ id }) => wanted(id));
  if (exercises.length + questions.length === 0) {
    const known = [...chapter.exercises, ...chapter.questions].map(({ id }) => id).join(', ');
    throw new UsageError(
      `${chapter.id} has no exercise ${options.only ?? ''}`.trim(),
      `Known: ${known || 'none'}`,
    );
  }
  const items: GradedItem[] = [];
  const add = (item: GradedItem) => {
    items.push(item);
    options.onItem?.(item);
  };
  for (const exercise of exercises) add(await gradeExercise(lab, exercise));
  for (const question of questions) add(await gradeQuestion(lab, question, options.answers?.[question.id]));
  return {
    chapter: chapter.id,
    sandbox: lab.sandbox.id,
    gradedAt: new Date().toISOString(),
    items,
    points: sumPoints(items),
  };
}
