/** A step's run as the page gets it: very long output loses its middle. The terminal has all of it. Pure. */
import type { Comparison, StepRun } from '../../../runner/terminal/step-run.ts';
import type { Lacking, ServerMessage } from '../../protocol.ts';

/** Characters of output that a page is sent at most. */
export const MAX_OUTPUT = 200_000;
/** Lines of a difference that a page is sent at most. */
export const MAX_DIFF = 2000;

export type ShownRun = Pick<Extract<ServerMessage, { type: 'ran' }>, 'run' | 'comparison' | 'lacking'>;

export function shownRun(run: StepRun, comparison: Comparison | undefined, lacks?: Lacking): ShownRun {
  const shown: ShownRun = { run: { ...run, output: shorten(run.output) }, ...(lacks && { lacking: lacks }) };
  if (comparison) {
    const { same, diff } = comparison;
    const kept = diff.slice(0, MAX_DIFF).map(({ kind, text }) => ({ kind, text: shorten(text) }));
    if (diff.length > MAX_DIFF) kept.push({ kind: 'same', text: `... ${diff.length - MAX_DIFF} more lines` });
    shown.comparison = { same, diff: kept };
  }
  return shown;
}

/** What is longer than a page is sent. */
export function shorten(text: string): string {
  if (text.length <= MAX_OUTPUT) return text;
  const half = MAX_OUTPUT / 2;
  const left = text.length - MAX_OUTPUT;
  return `${text.slice(0, half)}\n... ${left} characters are not shown here, the terminal has them ...\n${text.slice(-half)}`;
}
