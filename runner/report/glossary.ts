/** The glossary as lines for people. Pure. */
import { type GlossaryEntry, otherNames } from '../chapter/glossary.ts';
import type { Paint } from './text.ts';

/** Two lines for each word: the word with its other names and its chapter, and what it means. */
export function glossaryLines(entries: readonly GlossaryEntry[], paint: Paint): string[] {
  return entries.flatMap((entry) => {
    const others = otherNames(entry).join(', ');
    const names = `${paint.bold(entry.word)}${others === '' ? '' : ` (${others})`}`;
    return [`${names}  ${paint.dim(entry.chapter)}`, `    ${entry.means}`];
  });
}
