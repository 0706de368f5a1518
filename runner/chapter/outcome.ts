/** What a step's run says to a prediction. Pure; lint asks it of the recording, the page's server of a learner's run. */
import { plainLines } from '../terminal/plain-text.ts';
import type { Choice, Prediction } from './model.ts';

/** Of a step: its output as the terminal had it, and its status; null where none came back. */
export interface Shown {
  readonly output: string;
  readonly exit: number | null;
}

/**
 * The index of the choice that holds, or the number that is shown. Undefined where the run shows none of what was
 * foreseen, or where two choices hold: the learner has changed something.
 */
export function outcome(prediction: Prediction, shown: Shown): number | undefined {
  if (prediction.type === 'number') return shownNumber(prediction.of, shown);
  const [first, ...more] = holding(prediction.choices, shown);
  return more.length === 0 ? first : undefined;
}

/** What was expected, beside what the step has shown. */
export interface Seen {
  /** As `outcome` gives it; null where it gives nothing. */
  readonly shows: number | null;
  readonly agrees: boolean;
}

/** @param expected the index of a choice, or a number */
export function seenBy(prediction: Prediction, expected: number, shown: Shown): Seen {
  const shows = outcome(prediction, shown);
  const within = prediction.type === 'number' ? prediction.within : 0;
  return { shows: shows ?? null, agrees: shows !== undefined && Math.abs(shows - expected) <= within };
}

/** Indices of the choices that hold. */
export function holding(choices: readonly Pick<Choice, 'shows' | 'exit'>[], shown: Shown): number[] {
  const text = textOf(shown);
  return choices.flatMap(({ shows, exit }, index) => {
    const seen = shows === undefined || contains(text, shows);
    return seen && (exit === undefined || exit === shown.exit) ? [index] : [];
  });
}

/** The text of the group, e.g. `1500`; undefined where the pattern is not found. */
export function shownGroup(of: string, shown: Shown): string | undefined {
  return new RegExp(of, 'm').exec(textOf(shown))?.[1];
}

function shownNumber(of: string, shown: Shown): number | undefined {
  const group = shownGroup(of, shown);
  return group !== undefined && isNumber(group) ? Number(group) : undefined;
}

/** Digits, and maybe a sign and a fraction: no `0x10`, no blank, which `Number` would take. */
export const isNumber = (text: string): boolean => /^-?\d+(\.\d+)?$/.test(text);

/** The expression of `/a regular expression/`; `^` and `$` are those of a line. Undefined for a plain text. */
export const expressionOf = (shows: string): string | undefined => /^\/(.+)\/$/s.exec(shows)?.[1];

/**
 * Of a learner's output no more than this is searched, in characters: an expression with two wildcards takes time that
 * grows with the cube, and a step that prints a megabyte must not hold up the server.
 */
const SEARCHED = 2048;

/** As the comparison with a recording reads it. */
const textOf = ({ output }: Shown): string => plainLines(output).join('\n').slice(0, SEARCHED);

function contains(text: string, shows: string): boolean {
  const expression = expressionOf(shows);
  return expression === undefined ? text.includes(shows) : new RegExp(expression, 'm').test(text);
}
