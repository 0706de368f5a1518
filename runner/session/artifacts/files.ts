/** The files that a replay leaves: their names and texts. Pure; write.ts puts them on a disk. */
import { type Observation, writeObservation } from '../../../checks/observation.ts';
import type { HostName } from '../../sandbox/driver.ts';
import type { ReplayReport } from '../grade/report.ts';
import { asciicast } from './asciicast.ts';
import type { Recording } from './recording.ts';

export interface ArtifactFile {
  /** Relative to the chapter's folder of artifacts. */
  readonly path: string;
  readonly text: string;
}

export interface Terminal {
  readonly host: HostName;
  readonly columns: number;
  readonly rows: number;
  readonly recording: Recording;
}

/** `terminals/worker.cast`, to be played with `asciinema play`. Time 0 is the same in all of a chapter's. */
export function castFile(chapter: string, startedAt: number, terminal: Terminal): ArtifactFile {
  const { host, columns, rows, recording } = terminal;
  const title = `${chapter}, ${host}`;
  const text = asciicast({ columns, rows, startedAt, title }, recording.events());
  return { path: `terminals/${host}.cast`, text };
}

/** What was observed, or why nothing could be. */
export type Looked = Observation | { readonly unreadable: string };

/**
 * `observations/007-add-client.before.json`; `judged` is what an exercise's or a question's checks were judged by.
 * @param position of the moment in the chapter, from 1
 */
export function observationFile(
  position: number,
  name: string,
  when: 'before' | 'after' | 'judged',
  seen: Looked,
): ArtifactFile {
  const number = String(position).padStart(3, '0');
  const text = 'unreadable' in seen ? json(seen) : writeObservation(seen);
  return { path: `observations/${number}-${name}.${when}.json`, text };
}

export function reportFile(report: ReplayReport): ArtifactFile {
  return { path: 'report.json', text: json(report) };
}

/** In place of the report when the replay did not come to its end. */
export function errorFile(error: unknown): ArtifactFile {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { path: 'error.txt', text: `${text}\n` };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}
