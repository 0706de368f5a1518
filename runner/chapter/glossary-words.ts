/** Finds the words of the glossary in text: whole words, the longest first. Knows nothing of Markdown. */
import { type GlossaryEntry, shapesOf } from './glossary.ts';
import { phrasePattern } from './phrase-pattern.ts';

interface Found {
  readonly entry: GlossaryEntry;
  /** Where it stands in the text: from, and up to but not including. */
  readonly from: number;
  readonly to: number;
}

export type WordFinder = (text: string) => Found[];

/**
 * A form with a capital letter is found as it is written, so that `Service` is not an ordinary service; one without is
 * found at the beginning of a sentence, too. Any white space between two words will do: lines break there.
 */
export function wordFinder(entries: readonly GlossaryEntry[]): WordFinder {
  const byShape = new Map<string, GlossaryEntry>();
  for (const entry of entries) {
    for (const shape of shapesOf(entry)) {
      byShape.set(shape, entry);
      if (shape === shape.toLowerCase()) byShape.set(shape.charAt(0).toUpperCase() + shape.slice(1), entry);
    }
  }
  if (byShape.size === 0) return () => [];
  const longestFirst = [...byShape.keys()].sort((a, b) => b.length - a.length).map(phrasePattern);
  // A hyphen and what comes after a dot or a slash belong to a word: `pod-to-pod`, `veth.c`, `/etc/cni` are others.
  const pattern = new RegExp(`(?<![\\w$/.-])(?:${longestFirst.join('|')})(?![\\w/-]|\\.\\w)`, 'g');
  return (text) =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const entry = byShape.get(match[0].replace(/\s+/g, ' '));
      return entry ? [{ entry, from: match.index, to: match.index + match[0].length }] : [];
    });
}
