/** The curriculum's rules for a chapter that parses: headings, hints, questions, claims with their steps, credits. Pure. */

import type { LintProblem } from '../yaml/problems.ts';
import { Problems } from '../yaml/problems.ts';
import { plainWords, withLines } from './markdown.ts';
import type { Block, Chapter, Prediction, Prose } from './model.ts';

export interface Heading {
  readonly level: number;
  readonly text: string;
  readonly line: number;
}

/** Heading of the last section. */
export const CREDITS = 'Credits';

/** Each hint is stronger than the one before it, so there are at least two. */
const FEWEST_HINTS = { exercise: 2, question: 1 } as const;

/** @param file the chapter's file, as problems name it */
export function curriculumProblems(chapter: Chapter, file: string): LintProblem[] {
  const problems = new Problems(file);
  checkHeadings(chapter, problems);
  for (const { id, hints, line } of chapter.exercises)
    checkHints('exercise', id, hints.length, line, problems);
  for (const { id, hints, line } of chapter.questions)
    checkHints('question', id, hints.length, line, problems);
  if (chapter.questions.length === 0) {
    problems.add(1, 'the chapter has no question; one at least is answered from the live sandbox');
  }
  for (const block of asides(chapter.blocks)) {
    if (block.claim && block.blocks.length > 0 && !hasStep(block.blocks)) {
      problems.add(block.line, `claim ${block.claim.id} has no step that shows it`);
    }
  }
  return problems.list();
}

function checkHints(
  what: 'exercise' | 'question',
  id: string,
  found: number,
  line: number,
  problems: Problems,
): void {
  const fewest = FEWEST_HINTS[what];
  if (found < fewest) problems.add(line, `${what} ${id} needs ${fewest} or more hints, found ${found}`);
}

function checkHeadings(chapter: Chapter, problems: Problems): void {
  const all = headings(chapter.blocks);
  const [first, ...others] = all.filter(({ level }) => level === 1);
  if (!first) problems.add(1, `the chapter has no heading "# ${chapter.title}"`);
  else if (chapter.title !== '' && first.text !== chapter.title) {
    problems.add(
      first.line,
      `the heading "${first.text}" is not the title "${chapter.title}" of the front matter`,
    );
  }
  for (const { line } of others)
    problems.add(line, 'a second heading of the first level; sections begin with ##');
  const sections = all.filter(({ level }) => level === 2);
  const credits = sections.find(({ text }) => text === CREDITS);
  if (!credits) problems.add(1, 'the chapter has no section "## Credits" at its end');
  else if (credits !== sections.at(-1))
    problems.add(credits.line, 'the section Credits must be the last one');
}

/** Headings of top-level prose and of everything inside. */
export function headings(blocks: readonly Block[]): Heading[] {
  return proseOf(blocks).flatMap(({ tokens, line }) =>
    tokens.flatMap((token, index): Heading[] => {
      if (token.type !== 'heading_open') return [];
      const text = plainWords(tokens[index + 1]);
      return [{ level: Number(token.tag.slice(1)), text, line: token.map ? token.map[0] + 1 : line }];
    }),
  );
}

/** All running text of a chapter, hints included. */
export function proseOf(blocks: readonly Block[]): Prose[] {
  return blocks.flatMap(proseOfBlock);
}

function proseOfBlock(block: Block): Prose[] {
  switch (block.type) {
    case 'prose':
    case 'cluster':
      return [block];
    case 'recall':
      return [block.question, block.answer];
    case 'predict':
      return proseOfPrediction(block.prediction);
    case 'step':
    case 'figure':
      return [];
    case 'aside':
      return proseOf(block.blocks);
    case 'exercise':
      return [...proseOf(block.exercise.task), ...block.exercise.hints];
    case 'question':
      return [...proseOf(block.question.prose), ...block.question.hints];
  }
}

function proseOfPrediction(prediction: Prediction): Prose[] {
  const choices = prediction.type === 'choices' ? prediction.choices : [];
  return [prediction.question, ...choices.map(({ says }) => says)];
}

type Aside = Extract<Block, { type: 'aside' }>;

/** Notes and claims at any depth. */
export function asides(blocks: readonly Block[]): Aside[] {
  return blocks.flatMap((block): Aside[] => {
    if (block.type === 'aside') return [block, ...asides(block.blocks)];
    if (block.type === 'exercise') return asides(block.exercise.task);
    if (block.type === 'question') return asides(block.question.prose);
    return [];
  });
}

/** Scenery shows nothing. */
function hasStep(blocks: readonly Block[]): boolean {
  return blocks.some(
    (block) =>
      (block.type === 'step' && !block.step.setup) || (block.type === 'aside' && hasStep(block.blocks)),
  );
}

/** A link or picture of the prose, with the line that it stands on. */
export interface Link {
  readonly href: string;
  readonly line: number;
}

export function links(blocks: readonly Block[]): Link[] {
  return proseOf(blocks).flatMap(({ tokens }) =>
    withLines(tokens).flatMap(({ token, line }): Link[] => {
      const href = token.attrGet('href') ?? token.attrGet('src');
      return href === null ? [] : [{ href: String(href), line }];
    }),
  );
}
