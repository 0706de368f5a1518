/**
 * What a terminal would leave on its lines: escape sequences removed, carriage returns and backspaces overwriting. Pure.
 * Knows nothing of the screen: moves to other lines are dropped, each line stays where it was printed.
 */

const BACKSPACE = 0x08;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const ESCAPE = 0x1b;
const TAB = 0x09;

/** What a terminal acts upon; tabs are kept as they are. */
const CONTROL = /[^\P{Cc}\t\n\x80-\x9f]/u;

/** Control characters that take no cell, the bell among them. */
const isIgnored = (code: number): boolean => (code < 0x20 && code !== TAB) || code === 0x7f;

/** Lines without trailing white space, without empty lines at the end. Linear in the length of the text. */
export function plainLines(text: string): string[] {
  const lines = plainText(text)
    .split('\n')
    .map((line) => line.trimEnd());
  while (lines.at(-1) === '') lines.pop();
  return lines;
}

export function plainText(text: string): string {
  if (!CONTROL.test(text)) return text;
  let plain = '';
  /** The line so far, by columns. */
  let cells: string[] = [];
  let column = 0;
  /** So many cells at the left are blank: they need not be erased once more. */
  let blank = 0;
  for (let at = 0; at < text.length; ) {
    const code = text.codePointAt(at) ?? 0;
    if (code === ESCAPE) {
      const sequence = readEscape(text, at);
      // Erase in line (EL, ECMA-48 8.3.41): 0 from the cursor on, 1 up to it, 2 all.
      if (sequence.erase === 0 || sequence.erase === 2) cells.length = Math.min(cells.length, column);
      if (sequence.erase === 1 || sequence.erase === 2) {
        const end = Math.min(cells.length, column + 1);
        cells.fill(' ', blank, end);
        blank = Math.max(blank, end);
      }
      at = sequence.end;
      continue;
    }
    if (code === NEWLINE) {
      plain += `${cells.join('')}\n`;
      cells = [];
      column = 0;
      blank = 0;
    } else if (code === RETURN) column = 0;
    else if (code === BACKSPACE) column = Math.max(0, column - 1);
    else if (!isIgnored(code)) {
      const character = String.fromCodePoint(code);
      // After an erased stretch the cursor may stand beyond the end.
      while (cells.length < column) cells.push(' ');
      cells[column] = character;
      blank = Math.min(blank, column);
      column += 1;
    }
    at += code > 0xffff ? 2 : 1;
  }
  return plain + cells.join('');
}

/**
 * Control sequences (CSI), strings (OSC, DCS, SOS, PM, APC) and two-character escapes of ECMA-48.
 * @returns where the text goes on, and the parameter when the sequence erases in its line
 */
function readEscape(text: string, start: number): { readonly end: number; readonly erase?: number } {
  const kind = text[start + 1] ?? '';
  if (kind === '[') {
    let end = start + 2;
    while (isBetween(text, end, 0x20, 0x3f)) end += 1;
    if (text[end] === 'K') return { end: end + 1, erase: Number(text.slice(start + 2, end)) || 0 };
    // A sequence broken off by a control character ends before it.
    return { end: isBetween(text, end, 0x40, 0x7e) ? end + 1 : end };
  }
  if (kind !== '' && ']PX^_'.includes(kind)) {
    let end = start + 2;
    while (end < text.length && text[end] !== '\x07' && text[end] !== '\x1b' && text[end] !== '\n') end += 1;
    if (text.startsWith('\x1b\\', end)) return { end: end + 2 };
    return { end: text[end] === '\x07' ? end + 1 : end };
  }
  let end = start + 1;
  while (isBetween(text, end, 0x20, 0x2f)) end += 1;
  return { end: isBetween(text, end, 0x30, 0x7e) ? end + 1 : end };
}

function isBetween(text: string, at: number, from: number, to: number): boolean {
  const code = text.charCodeAt(at);
  return code >= from && code <= to;
}
