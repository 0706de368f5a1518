/** The known word that a mistyped one most likely meant. Pure. */

/** Number of insertions, deletions and replacements between two words (Levenshtein, two rows of the table). */
function distance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replace = (above[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replace, (above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    above = current;
  }
  return above[b.length] ?? 0;
}

/** The closest known word when no more than a third of it (rounded up) differs, else undefined. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  let best: { readonly word: string; readonly distance: number } | undefined;
  for (const candidate of known) {
    const apart = distance(word.toLowerCase(), candidate.toLowerCase());
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
