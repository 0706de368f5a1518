/** The known word that a mistyped one most likely meant. Pure. */
import { editDistance } from '../../checks/support/edit-distance.ts';

/** The closest known word when no more than a third of it (rounded up) differs, else undefined. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  let best: { readonly word: string; readonly distance: number } | undefined;
  for (const candidate of known) {
    const apart = editDistance(word, candidate);
    const allowed = Math.max(1, Math.ceil(Math.max(word.length, candidate.length) / 3));
    if (apart <= allowed && (!best || apart < best.distance)) best = { word: candidate, distance: apart };
  }
  return best?.word;
}

/** ` known: a, b, c`, with a guess in front when there is one: what follows `unknown ... "x";` in a message. */
export function knownWords(word: string, known: Iterable<string>): string {
  const words = [...known];
  const guess = nearest(word, words);
  return `${guess === undefined ? '' : `did you mean ${guess}? `}known: ${words.join(', ') || 'none'}`;
}
