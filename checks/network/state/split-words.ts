/** Splits a rule of iptables-save into its words. Knows quotes and backslashes, nothing of what the words mean. */

/**
 * iptables-save puts values with odd characters between double quotes and a backslash before `"`, `'` and `\`
 * (xtables_save_string in libxtables). Undefined when a quote is not closed.
 */
export function splitWords(text: string): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] as string;
    if (char === '\\' && quoted && at + 1 < text.length) {
      at += 1;
      word += text[at] as string;
    } else if (char === '"') {
      quoted = !quoted;
      word ??= '';
    } else if (!quoted && /\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + char;
    }
  }
  if (quoted) return undefined;
  if (word !== undefined) words.push(word);
  return words;
}
