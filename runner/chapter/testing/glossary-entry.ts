/** A word of a glossary for tests. */
import type { GlossaryEntry } from '../glossary.ts';

/** @param spoken the word and its forms, by commas: `bridge, bridges` */
export function glossaryEntry(spoken: string, more: Partial<GlossaryEntry> = {}): GlossaryEntry {
  const [word = '', ...forms] = spoken.split(', ');
  return { word, forms, means: `What ${word} means.`, chapter: 'one', before: [], line: 1, ...more };
}
