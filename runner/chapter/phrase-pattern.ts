/** @returns the source of an expression that matches these words as they are; any white space between them will do: lines break there */
export function phrasePattern(words: string): string {
  return words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', '\\s+');
}
