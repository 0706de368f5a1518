/** The counts of a load run as an aligned table with bars, for people. Judges nothing. */
import { type Counts, total } from './counts.ts';

const WIDTH = 16;
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** `value` of `full` as a bar of at most WIDTH characters, to an eighth of a character. */
function bar(value: number, full: number): string {
  if (full <= 0 || value <= 0) return '';
  const eighths = Math.max(1, Math.round((Math.min(value, full) / full) * WIDTH * 8));
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
}

/** One line for each endpoint, then strangers and lost connections where there are any. */
export function countsTable(counts: Counts): string {
  const rows = counts.endpoints.map(({ address, answer, share, sent, answered }) => ({
    cells: [address, answer, (counts.attempted * share).toFixed(1), String(sent), String(answered)],
    value: answered,
  }));
  for (const { to, packets } of counts.astray)
    rows.push({ cells: [to, 'no endpoint', '0.0', String(packets), ''], value: 0 });
  for (const [answer, times] of counts.strangers)
    rows.push({ cells: ['?', answer, '0.0', '', String(times)], value: times });
  for (const [reason, times] of counts.lost)
    rows.push({ cells: ['lost', reason, '0.0', '', String(times)], value: times });
  const head = ['endpoint', 'answer', 'expected', 'by DNAT', 'answered'];
  const widths = head.map((title, i) =>
    Math.max(title.length, ...rows.map(({ cells }) => (cells[i] ?? '').length)),
  );
  const full = Math.max(
    ...rows.map(({ value }) => value),
    ...counts.endpoints.map(({ share }) => share * counts.attempted),
  );
  const line = (cells: readonly string[], end: string) =>
    `${cells.map((cell, i) => (i < 2 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ')}  ${end}`.trimEnd();
  const lost = total([...counts.lost.values()]);
  return [
    line(head, ''),
    ...rows.map(({ cells, value }) => line(cells, bar(value, full))),
    `${counts.attempted} connections, ${counts.answered} answered, ${lost} lost`,
  ].join('\n');
}

/** `0.225`, `3.1e-12`, `below 1e-300`. */
export function pValue(p: number): string {
  if (p < 1e-300) return 'below 1e-300';
  return p >= 1e-3 ? String(Number(p.toPrecision(3))) : p.toExponential(1);
}
