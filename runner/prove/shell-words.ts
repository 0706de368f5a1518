/** Where one word of bash ends: quotes, substitutions and expansions nest. Pure. bash(1), QUOTING and EXPANSION. */
export interface Word {
  readonly start: number;
  readonly end: number;
  /** As written, quotes included. */
  readonly text: string;
}

const CLOSER: Readonly<Record<string, string>> = { '(': ')', '{': '}' };

/** @returns the offset behind the word that begins at `at`; `at` itself where none does */
export function endOfWord(text: string, at: number, end: number): number {
  let here = at;
  // `(` begins a word only as an arithmetic command, or an array behind `=`.
  if (text.startsWith('((', here)) return balanced(text, here, end, ')');
  while (here < end) {
    const char = text[here] ?? '';
    if (/[\s;&|<>)]/.test(char) && !(/[<>]/.test(char) && text[here + 1] === '(')) break;
    if (char === '(' && !/[=$<>@?*+!]/.test(text[here - 1] ?? '')) break;
    here = past(text, here, end);
  }
  return Math.min(here, end);
}

/** Passes one character, or a whole quotation, substitution or bracket. */
function past(text: string, at: number, end: number): number {
  switch (text[at]) {
    case '\\':
      return at + 2;
    case "'":
      return behind(text.indexOf("'", at + 1), end);
    case '`':
      return behind(text.indexOf('`', at + 1), end);
    case '"':
      return doubleQuoted(text, at, end);
    case '(':
      return balanced(text, at, end, ')');
    case '$': {
      const closer = CLOSER[text[at + 1] ?? ''];
      return closer === undefined ? at + 1 : balanced(text, at + 1, end, closer);
    }
    default:
      return at + 1;
  }
}

function behind(found: number, end: number): number {
  return found < 0 ? end : found + 1;
}

function doubleQuoted(text: string, at: number, end: number): number {
  let here = at + 1;
  while (here < end && text[here] !== '"') {
    here = /[\\$`]/.test(text[here] ?? '') ? past(text, here, end) : here + 1;
  }
  return here + 1;
}

/** From an opening bracket to behind the closing one of the same kind. */
function balanced(text: string, at: number, end: number, closer: string): number {
  const opener = text[at] ?? '';
  let here = at + 1;
  let depth = 1;
  while (here < end) {
    const char = text[here] ?? '';
    if (char === closer) depth -= 1;
    else if (char === opener) depth += 1;
    if (depth === 0) return here + 1;
    here = char === opener || char === closer ? here + 1 : past(text, here, end);
  }
  return end;
}
