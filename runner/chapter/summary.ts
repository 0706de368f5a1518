/** A chapter in a few facts, as `list` shows it. Knows nothing of where they come from. */
import type { HostName } from '../sandbox/driver.ts';
import type { Chapter } from './model.ts';

export interface ChapterSummary {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly hosts: readonly HostName[];
  readonly minutes: number;
  /** How many. */
  readonly steps: number;
  /** Ids, in the chapter's order. */
  readonly exercises: readonly string[];
  readonly questions: readonly string[];
  /** Of all exercises and questions together. */
  readonly points: number;
}

export function summaryOf(chapter: Chapter): ChapterSummary {
  return {
    id: chapter.id,
    title: chapter.title,
    summary: chapter.summary,
    hosts: chapter.hosts,
    minutes: chapter.minutes,
    steps: chapter.steps.length,
    exercises: chapter.exercises.map(({ id }) => id),
    questions: chapter.questions.map(({ id }) => id),
    points: [...chapter.exercises, ...chapter.questions].reduce((sum, { points }) => sum + points, 0),
  };
}
