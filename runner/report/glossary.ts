/** The glossary as lines for people. Pure. */
import type { GlossaryEntry } from '../chapter/glossary.ts';
import type { Paint } from './text.ts';

/** Two lines for each word: the word with its forms and its chapter, and what it means. */
export function glossaryLines(entries: readonly GlossaryEntry[], paint: Paint): string[] {
  return entries.flatMap(({ word, forms, means, chapter }) => [
    [paint.bold(word), forms.length > 0 ? ` (${forms.join(', ')})` : '', paint.dim(`  ${chapter}`)].join(''),
    `    ${means}`,
  ]);
}
