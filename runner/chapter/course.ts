/** `chapters/course.yaml`: for whom the book is, what one needs, and its parts with their chapters. Pure. */
import { z } from 'zod';
import { knownWords } from '../yaml/nearest.ts';
import type { LintProblem } from '../yaml/problems.ts';
import { Problems } from '../yaml/problems.ts';
import { readWith, readYaml } from '../yaml/yaml-source.ts';
import { slugOf } from './chapter-id.ts';

const text = z.string().trim().min(1, 'must not be empty');
const Part = z.strictObject({
  title: text,
  /** Each by the words of its folder's name. */
  chapters: z.array(text).min(1, 'must name a chapter'),
});
const Course = z.strictObject({
  title: text,
  /** A sentence each. */
  forWhom: text,
  needs: text,
  parts: z.array(Part).min(1, 'must have a part'),
});
export type Course = Readonly<z.infer<typeof Course>>;

export interface ParsedCourse {
  /** Absent when it cannot be read as one. */
  readonly course?: Course;
  readonly problems: readonly LintProblem[];
}

/**
 * @param ids of all chapters that there are
 * @param file as problems name it
 */
export function parseCourse(source: string, ids: readonly string[], file: string): ParsedCourse {
  const problems = new Problems(file);
  const { value, lineOf } = readYaml(source, 1, problems);
  if (problems.list().length > 0) return { problems: problems.list() };
  const course = readWith(Course, value, 'course', lineOf, problems);
  if (!course) return { problems: problems.list() };
  const slugs = ids.map(slugOf);
  const named = new Map<string, number>();
  for (const [part, { chapters }] of course.parts.entries()) {
    for (const [index, slug] of chapters.entries()) {
      const line = lineOf(['parts', part, 'chapters', index]);
      const before = named.get(slug);
      if (before !== undefined) problems.add(line, `chapter "${slug}" is named on line ${before} already`);
      else if (!slugs.includes(slug))
        problems.add(line, `there is no chapter "${slug}"; ${knownWords(slug, slugs)}`);
      if (before === undefined) named.set(slug, line);
    }
  }
  for (const slug of slugs) {
    if (!named.has(slug)) problems.add(lineOf(['parts']), `chapter "${slug}" is in no part`);
  }
  return { course, problems: problems.list() };
}
