/**
 * A terminal's recording as asciicast v2: a header line, then a line for each event. Pure; knows nothing of terminals.
 * Format: https://docs.asciinema.org/manual/asciicast/v2/
 */

export interface CastHeader {
  readonly columns: number;
  readonly rows: number;
  /** Milliseconds since the epoch at time 0 of the events. */
  readonly startedAt: number;
  readonly title: string;
}

export interface CastEvent {
  /** Since the start, milliseconds. */
  readonly ms: number;
  /** `o`: printed on the terminal. `m`: a marker, with its label. */
  readonly code: 'o' | 'm';
  readonly data: string;
}

/** @param events by time */
export function asciicast(header: CastHeader, events: readonly CastEvent[]): string {
  const { columns: width, rows: height, startedAt, title } = header;
  const timestamp = Math.floor(startedAt / 1000);
  const head = { version: 2, width, height, timestamp, title, env: { TERM: 'xterm-256color' } };
  const lines = events.map(({ ms, code, data }) => [Math.max(0, Math.round(ms)) / 1000, code, data]);
  return [head, ...lines].map((line) => `${JSON.stringify(line)}\n`).join('');
}
