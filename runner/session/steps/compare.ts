/** Holds a step's output against its recording. Pure; knows nothing of shells or chapters. */

import { plainLines } from '../../terminal/plain-text.ts';
import type { Comparison, DiffLine } from '../../terminal/step-run.ts';
import { align, allMatch } from './align.ts';
import { recordedLine } from './pattern.ts';

/**
 * Colours are removed, carriage returns overwrite, trailing white space and empty lines at the end do not count.
 * A line that matches by a pattern is shown as it was found.
 * @param recorded the text of the ```output fence, with its patterns (pattern.ts)
 */
export function compareOutput(recorded: string, found: string): Comparison {
  const patterns = plainLines(recorded).map(recordedLine);
  const lines = plainLines(found);
  if (allMatch(patterns, lines)) return { same: true, diff: [] };
  const diff = align(patterns, lines).flatMap((line): DiffLine[] => {
    if (line.kind === 'recorded') return [{ kind: 'recorded', text: line.recorded }];
    return line.found === undefined ? [] : [{ kind: line.kind, text: line.found }];
  });
  return { same: false, diff };
}
