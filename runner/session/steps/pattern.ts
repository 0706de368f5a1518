/**
 * One recorded line as a pattern: `<mac>`, `<ifindex>`, `<pid>`, `<ms>`, `<port>`, `<inode>`, `<n>`, `<...>`; all else is
 * literal. Blanks beside a pattern stand for any blanks, because a number of another width moves its column.
 * Matching keeps the set of positions that the line can have been read up to, so it never backtracks: its time is
 * linear in the length of the line for each piece of the pattern.
 */
import { PLACEHOLDER } from '../../chapter/placeholders.ts';

/** Positions, rising, that can follow the given ones. */
type Piece = (line: string, from: readonly number[]) => number[];

export interface RecordedLine {
  readonly text: string;
  /** `<...>` alone on its line: any number of lines. */
  readonly anyLines: boolean;
  matches(found: string): boolean;
}

const ANY = '<...>';
const MAC = /[0-9a-f]{2}(?::[0-9a-f]{2}){5}/iy;

const PATTERNS: Readonly<Record<string, Piece>> = {
  [ANY]: (line, from) => range(from[0] ?? line.length + 1, line.length),
  '<mac>': fixed(17, (line, at) => {
    MAC.lastIndex = at;
    return MAC.test(line);
  }),
  '<ifindex>': runs(isDigit, 1),
  '<pid>': runs(isDigit, 1),
  '<port>': runs(isDigit, 1),
  '<inode>': runs(isDigit, 1),
  '<ms>': decimals,
  '<n>': decimals,
};

export function recordedLine(line: string): RecordedLine {
  const text = line.trimEnd();
  const parts = text.split(PLACEHOLDER).filter((part) => part !== '');
  if (!parts.some((part) => part in PATTERNS)) {
    return { text, anyLines: false, matches: (found) => found === text };
  }
  const pieces = parts.flatMap((part, index) => PATTERNS[part] ?? literal(part, index, parts.length));
  // A narrow number in a right-aligned first column.
  if (parts[0] !== undefined && parts[0] in PATTERNS) pieces.unshift(runs(isBlank, 0));
  // The white space before a last `<...>` is trailing white space of a line on which it stands for nothing.
  const open = / <\.\.\.>$/.test(text);
  return {
    text,
    anyLines: text.trim() === ANY,
    matches(found) {
      const line = open ? `${found} ` : found;
      let positions = [0];
      for (const piece of pieces) {
        positions = piece(line, positions);
        if (positions.length === 0) return false;
      }
      return positions.at(-1) === line.length;
    },
  };
}

/** Literal text between patterns, with the blanks at its ends made elastic where a pattern is beside them. */
function literal(text: string, index: number, count: number): Piece[] {
  const [, before = '', words = '', after = ''] = /^( *)(.*?)( *)$/.exec(text) ?? [];
  const first = index === 0;
  const last = index === count - 1;
  // Only blanks: between two patterns, or before the first one (then a wide number may leave none).
  if (words === '') return [runs(isBlank, first ? 0 : 1)];
  const exact = `${first ? before : ''}${words}${last ? after : ''}`;
  const pieces: Piece[] = [fixed(exact.length, (line, at) => line.startsWith(exact, at))];
  if (!first && before !== '') pieces.unshift(runs(isBlank, 1));
  if (!last && after !== '') pieces.push(runs(isBlank, 1));
  return pieces;
}

/** What has one length wherever it stands. */
function fixed(length: number, stands: (line: string, at: number) => boolean): Piece {
  return (line, from) => {
    const positions: number[] = [];
    for (const at of from) if (stands(line, at)) positions.push(at + length);
    return positions;
  };
}

/** At least `fewest` characters of a kind. */
function runs(is: (line: string, at: number) => boolean, fewest: 0 | 1): Piece {
  return (line, from) => {
    const positions = new Rising();
    for (const start of from) {
      if (fewest === 0) positions.add(start);
      for (let at = Math.max(start, positions.last - 1); at < line.length && is(line, at); at++)
        positions.add(at + 1);
    }
    return positions.list;
  };
}

/** Digits, and maybe a point and digits. */
function decimals(line: string, from: readonly number[]): number[] {
  const positions = new Rising();
  for (const start of from) {
    let at = Math.max(start, positions.last - 1);
    while (at < line.length && isDigit(line, at)) positions.add(++at);
    if (!isDigit(line, start) || line[at] !== '.' || !isDigit(line, at + 1)) continue;
    for (at += 1; at < line.length && isDigit(line, at); at++) positions.add(at + 1);
  }
  return positions.list;
}

/** Positions in rising order, each once. */
class Rising {
  readonly list: number[] = [];
  last = -1;

  add(position: number): void {
    if (position <= this.last) return;
    this.list.push(position);
    this.last = position;
  }
}

function range(from: number, to: number): number[] {
  const positions: number[] = [];
  for (let at = from; at <= to; at++) positions.push(at);
  return positions;
}

function isDigit(line: string, at: number): boolean {
  const code = line.charCodeAt(at);
  return code >= 0x30 && code <= 0x39;
}

function isBlank(line: string, at: number): boolean {
  return line[at] === ' ';
}
