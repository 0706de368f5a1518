/**
 * Attributes in braces, as Runme and Pandoc readers know them: `{name=x host=worker exit=7 background title="A b"}`.
 * Cuts them into words with their columns; what the words mean is the caller's.
 */

interface Attribute {
  readonly key: string;
  /** Absent for a flag such as `background`. */
  readonly value?: string;
  /** 1-based column of the key. */
  readonly column: number;
}

export interface AttributeList {
  readonly attributes: readonly Attribute[];
  /** What could not be read, each with its 1-based column. */
  readonly problems: readonly { readonly column: number; readonly message: string }[];
}

const BLANKS = /[ \t]*/y;
const KEY = /[A-Za-z][A-Za-z0-9_-]*/y;
const BARE_VALUE = /[^\s{}"'=]+/y;
const QUOTED_VALUE = /"((?:[^"\\]|\\.)*)"/y;
/** What is skipped after a mistake: up to the next blank or the closing brace. */
const REST_OF_WORD = /[^\s}]*/y;

/**
 * Reads `{...}`, which must be all that is left of the line.
 * @param text starts at the opening brace
 * @param firstColumn 1-based column of that brace in its line
 */
export function readAttributes(text: string, firstColumn: number): AttributeList {
  const attributes: Attribute[] = [];
  const problems: { column: number; message: string }[] = [];
  let at = 1;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) at += match[0].length;
    return match;
  };
  const complain = (offset: number, message: string): void => {
    problems.push({ column: firstColumn + offset, message });
  };

  for (;;) {
    take(BLANKS);
    if (at >= text.length) {
      complain(0, 'the opening brace has no closing brace');
      break;
    }
    if (text[at] === '}') {
      at += 1;
      take(BLANKS);
      const rest = text.slice(at).trim();
      if (rest !== '') complain(at, `"${rest}" after the closing brace`);
      break;
    }
    const start = at;
    const key = take(KEY)?.[0];
    if (key === undefined) {
      at += 1;
      take(REST_OF_WORD);
      complain(start, `"${text.slice(start, at)}" is not a name or a name=value`);
      continue;
    }
    const column = firstColumn + start;
    if (text[at] !== '=') {
      if (!/^[\s}]?$/.test(text[at] ?? '')) {
        take(REST_OF_WORD);
        complain(start, `"${text.slice(start, at)}" is not a name or a name=value`);
        continue;
      }
      attributes.push({ key, column });
      continue;
    }
    at += 1;
    const quoted = take(QUOTED_VALUE);
    const value = quoted ? (quoted[1] ?? '').replace(/\\(.)/g, '$1') : take(BARE_VALUE)?.[0];
    const end = text[at] ?? '';
    if (value === undefined || !/^[\s}]?$/.test(end)) {
      take(REST_OF_WORD);
      complain(
        start,
        `the value of ${key} cannot be read in "${text.slice(start, at)}"; write ${key}=word or ${key}="some words"`,
      );
      continue;
    }
    attributes.push({ key, value, column });
  }
  return { attributes, problems };
}
