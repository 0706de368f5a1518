/** A table in columns that fit the width: long cells wrap. Pure. */
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import type { Ink } from './inline.ts';

const GAP = '  ';
const NARROWEST = 8;

/**
 * @param rows cells as they are shown; the first row is the head
 * @param width columns of the terminal
 */
export function tableLines(rows: readonly (readonly string[])[], width: number, ink: Ink): string[] {
  const widths = fitted(naturalWidths(rows), width);
  const [head = [], ...body] = rows;
  const rule = ink.dim(widths.map((columns) => '─'.repeat(columns)).join(GAP));
  return [
    ...rowLines(
      head.map((cell) => ink.bold(cell)),
      widths,
    ),
    rule,
    ...body.flatMap((row) => rowLines(row, widths)),
  ];
}

function naturalWidths(rows: readonly (readonly string[])[]): number[] {
  const columns = Math.max(0, ...rows.map(({ length }) => length));
  return Array.from({ length: columns }, (_, index) =>
    Math.max(1, ...rows.map((row) => stringWidth(row[index] ?? ''))),
  );
}

/** The widest column gives way until all of them fit. */
function fitted(natural: readonly number[], width: number): number[] {
  const widths = [...natural];
  const room = width - GAP.length * (widths.length - 1);
  const total = () => widths.reduce((sum, columns) => sum + columns, 0);
  while (total() > room) {
    const widest = Math.max(...widths);
    if (widest <= NARROWEST) break;
    widths[widths.indexOf(widest)] = widest - 1;
  }
  return widths;
}

function rowLines(cells: readonly string[], widths: readonly number[]): string[] {
  const wrapped = widths.map((columns, index) =>
    wrapAnsi(cells[index] ?? '', columns, { hard: true }).split('\n'),
  );
  const height = Math.max(...wrapped.map(({ length }) => length));
  return Array.from({ length: height }, (_, line) =>
    wrapped
      .map((lines, index) => padded(lines[line] ?? '', widths[index] ?? 0))
      .join(GAP)
      .trimEnd(),
  );
}

const padded = (text: string, columns: number): string =>
  text + ' '.repeat(Math.max(0, columns - stringWidth(text)));
