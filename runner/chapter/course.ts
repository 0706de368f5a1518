/** `chapters/course.yaml`: for whom the book is, what one needs, and its parts with their chapters. Pure. */
import { z } from 'zod';
import { knownWords } from '../yaml/nearest.ts';
import type { LintProblem } from '../yaml/problems.ts';
import { Problems } from '../yaml/problems.ts';
import { readWith, readYaml, type YamlSource } from '../yaml/yaml-source.ts';
import { slugOf } from './chapter-id.ts';
import { type Renamed, successors } from './renamed.ts';

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
  /** Slug of before -> what the chapter is called now, so that links and what learners did still lead there. */
  renamed: z.record(text, z.array(text).min(1, 'must name a chapter')).optional(),
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
  renamedProblems(course.renamed ?? {}, slugs, lineOf, problems);
  return { course, problems: problems.list() };
}

/** A name of before must lead to chapters, and must not be one's name now, unless the chapter that has it is a part of what there was. */
function renamedProblems(
  renamed: Renamed,
  slugs: readonly string[],
  lineOf: YamlSource['lineOf'],
  problems: Problems,
): void {
  for (const [old, now] of Object.entries(renamed)) {
    const line = lineOf(['renamed', old]);
    if (successors(renamed, old).length === 0) {
      problems.add(line, `renamed: "${old}" leads back to itself`);
      continue;
    }
    if (now.every((slug) => slug === old)) problems.add(line, `renamed: "${old}" is its own new name`);
    else if (slugs.includes(old) && !now.includes(old))
      problems.add(line, `renamed: there still is a chapter "${old}"; it must be among its new names`);
    for (const [index, slug] of now.entries()) {
      const at = lineOf(['renamed', old, index]);
      if (now.indexOf(slug) !== index) problems.add(at, `renamed: "${slug}" is named twice`);
      else if (!slugs.includes(slug) && (slug === old || !Object.hasOwn(renamed, slug)))
        problems.add(at, `renamed: there is no chapter "${slug}"; ${knownWords(slug, slugs)}`);
    }
  }
}
