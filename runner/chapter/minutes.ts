/**
 * How long a learner takes for a chapter, from what is in it. The rates were fitted to how long readers said that they took
 * for the chapters from pause-and-pods to services; a chapter never claims its own minutes. Pure.
 */
import { withLines } from './markdown.ts';
import type { Block, Chapter, Prose, Step } from './model.ts';
import { proseOf } from './rules.ts';

/** Of a text in which each sentence is thought about. */
const WORDS_A_MINUTE = 170;
/** To press Run, to wait, and to see that it is done. Seconds. */
const STEP = 15;
/** Seconds for a line of a command, and of its output. */
const COMMAND_LINE = 6;
const OUTPUT_LINE = 4;
/** Seconds for a task, and for each thing that is checked of it. */
const EXERCISE = 300;
const CHECK = 30;
const QUESTION = 120;
/** To choose what to expect, or to work a number out: the text is read at the rate above, and the step's run counts as a step. */
const PREDICTION = 20;

/** @returns whole minutes, at least 1; above 20 in steps of 5: it is an estimate */
export function minutesOf(blocks: readonly Block[]): number {
  const minutes = secondsOf(blocks) / 60;
  return minutes > 20 ? Math.round(minutes / 5) * 5 : Math.max(1, Math.round(minutes));
}

/** What the page folds is not counted: the argument of a claim, setup steps, the answer of a recall, hints. */
function secondsOf(blocks: readonly Block[]): number {
  return sum(blocks, (block): number => {
    switch (block.type) {
      case 'prose':
      case 'cluster':
        return readingOf(block);
      case 'recall':
        return readingOf(block.question);
      case 'predict':
        return sum(proseOf([block]), readingOf) + PREDICTION;
      case 'step':
        return block.step.setup ? 0 : stepOf(block.step);
      case 'aside':
        return (
          reading(wordsIn(block.claim?.statement?.text ?? '')) +
          (block.claim?.open === false ? 0 : secondsOf(block.blocks))
        );
      case 'exercise':
        return secondsOf(block.exercise.task) + EXERCISE + block.exercise.checks.length * CHECK;
      case 'question':
        return secondsOf(block.question.prose) + QUESTION;
      case 'figure':
        return 0;
    }
  });
}

/**
 * What is left of a chapter's minutes. The text is taken to be read as far as its steps and exercises are done.
 * @param done names of steps that were run, ids of exercises and questions that were solved
 */
export function minutesLeft(
  chapter: Pick<Chapter, 'minutes' | 'steps' | 'exercises' | 'questions'>,
  done: ReadonlySet<string>,
): number {
  const all = doings(chapter);
  const left = all.filter(({ name }) => !done.has(name));
  if (all.length === 0) return chapter.minutes;
  const seconds = (some: typeof all) => sum(some, (one) => one.seconds);
  return Math.round((chapter.minutes * seconds(left)) / seconds(all));
}

/** What a learner does beside reading, and how long it takes; of folded steps, too, for most learners run them. */
function doings({ steps, exercises, questions }: Pick<Chapter, 'steps' | 'exercises' | 'questions'>) {
  return [
    ...steps.map((step) => ({ name: step.name, seconds: stepOf(step) })),
    ...exercises.map(({ id, checks }) => ({ name: id, seconds: EXERCISE + checks.length * CHECK })),
    ...questions.map(({ id }) => ({ name: id, seconds: QUESTION })),
  ];
}

function stepOf({ command, output }: Step): number {
  const lines = (text: string) => (text.trim() === '' ? 0 : text.trim().split('\n').length);
  return STEP + lines(command) * COMMAND_LINE + lines(output?.text ?? '') * OUTPUT_LINE;
}

function readingOf({ tokens }: Prose): number {
  const shown = withLines(tokens).filter(
    ({ token }) => token.type === 'text' || token.type === 'code_inline',
  );
  return reading(sum(shown, ({ token }) => wordsIn(token.content)));
}

const reading = (words: number): number => (words * 60) / WORDS_A_MINUTE;
const wordsIn = (text: string): number => text.split(/\s+/).filter((word) => word !== '').length;

function sum<T>(all: readonly T[], of: (one: T) => number): number {
  return all.reduce((total, one) => total + of(one), 0);
}
