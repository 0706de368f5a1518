/**
 * How long a learner takes for a chapter, from what is in it. The rates were fitted to how long readers said that they took
 * for chapters 02 to 15; a chapter never claims its own minutes. Pure.
 */
import { withLines } from './markdown.ts';
import type { Chapter } from './model.ts';
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

type Timed = Pick<Chapter, 'blocks' | 'steps' | 'exercises' | 'questions' | 'predictions'>;

/** @returns whole minutes, at least 1; above 20 in steps of 5: it is an estimate */
export function minutesOf({ blocks, steps, exercises, questions, predictions }: Timed): number {
  const lines = (text: string) => (text.trim() === '' ? 0 : text.trim().split('\n').length);
  const seconds =
    (wordsOf(blocks) * 60) / WORDS_A_MINUTE +
    sum(
      steps,
      ({ command, output }) => STEP + lines(command) * COMMAND_LINE + lines(output?.text ?? '') * OUTPUT_LINE,
    ) +
    sum(exercises, ({ checks }) => EXERCISE + checks.length * CHECK) +
    questions.length * QUESTION +
    predictions.length * PREDICTION;
  const minutes = seconds / 60;
  return minutes > 20 ? Math.round(minutes / 5) * 5 : Math.max(1, Math.round(minutes));
}

function wordsOf(blocks: Timed['blocks']): number {
  const texts = proseOf(blocks).flatMap(({ tokens }) =>
    withLines(tokens).map(({ token }) =>
      token.type === 'text' || token.type === 'code_inline' ? token.content : '',
    ),
  );
  return sum(texts, (text) => text.split(/\s+/).filter((word) => word !== '').length);
}

function sum<T>(all: readonly T[], of: (one: T) => number): number {
  return all.reduce((total, one) => total + of(one), 0);
}
