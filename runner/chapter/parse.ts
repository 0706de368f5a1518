/**
 * chapter.md -> Chapter. Pure: text in, chapter and mistakes out. All mistakes are found in one go. Knows nothing of the
 * curriculum's rules (rules.ts), proofs (proofs.ts) or how a page looks.
 */

import type { LintProblem } from '../yaml/problems.ts';
import { Problems } from '../yaml/problems.ts';
import { BlockBuilder } from './blocks.ts';
import { CHAPTER_ID } from './chapter-id.ts';
import type { Claim } from './claims.ts';
import { checkFigures } from './figure.ts';
import { splitFrontMatter } from './front-matter.ts';
import { minutesOf } from './minutes.ts';
import type { Chapter } from './model.ts';
import { outline } from './outline.ts';
import type { Kinds } from './resolve.ts';

export interface Where {
  /** Folder name, e.g. `04-a-bridge`. */
  readonly id: string;
  /** Absolute path of the folder. */
  readonly folder: string;
  /** The chapter's file, as problems name it. */
  readonly file: string;
}

export interface ParsedChapter {
  /** Absent when there is any problem. */
  readonly chapter?: Chapter;
  /** What could be read nevertheless, so that further rules can be held against it. */
  readonly draft: Chapter;
  readonly problems: LintProblem[];
  /** What is odd, but may be meant. */
  readonly notes: LintProblem[];
}

export function parseChapter(
  source: string,
  where: Where,
  options: { readonly kinds: Kinds; readonly claims?: readonly Claim[] | undefined },
): ParsedChapter {
  const problems = new Problems(where.file);
  const carriage = source.split('\n').findIndex((line) => line.includes('\r'));
  if (carriage >= 0) problems.add(carriage + 1, 'the line ends with CR LF; chapters have LF alone');
  if (source.startsWith('\uFEFF'))
    problems.add(1, 'the file begins with a byte order mark; save it as plain UTF-8');
  const text = source.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');

  const number = CHAPTER_ID.exec(where.id)?.[1];
  if (number === undefined) {
    problems.add(1, `the folder's name "${where.id}" must be two digits and words, such as 04-a-bridge`);
  }
  const notes = new Problems(where.file);
  const { matter, topology, hosts, variables, body } = splitFrontMatter(text, problems, notes);
  const builder = new BlockBuilder({
    hosts,
    variables,
    problems,
    kinds: options.kinds,
    claims: options.claims ?? [],
  });
  const blocks = builder.blocks(outline(body, problems));
  const steps = builder.steps.map(({ name }) => name);
  checkFigures(builder.figures, steps, problems);
  const draft: Chapter = {
    id: where.id,
    number: Number(number ?? 0),
    folder: where.folder,
    title: matter?.title ?? '',
    summary: matter?.summary ?? '',
    article: matter?.article ?? '',
    topology,
    hosts,
    minutes: minutesOf(blocks),
    requires: matter?.requires ?? [],
    variables,
    blocks,
    steps: builder.steps,
    exercises: builder.exercises,
    questions: builder.questions,
    predictions: builder.predictions,
    figures: builder.figures,
  };
  const found = problems.list();
  return { ...(found.length === 0 && { chapter: draft }), draft, problems: found, notes: notes.list() };
}
