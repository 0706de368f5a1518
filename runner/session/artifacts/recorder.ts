/**
 * Looks on at a replay and leaves files: what each terminal printed, the network before and after each moment and
 * as it was judged, the report. Unasked it keeps only the terminals in memory, and writes when something failed: those, and the state behind
 * each moment that failed; again.ts then adds the states before and after every step.
 */
import type { Observation } from '../../../checks/observation.ts';
import type { Verdict } from '../../../checks/verdict.ts';
import type { HostName } from '../../sandbox/driver.ts';
import type { TerminalSession } from '../../terminal/session.ts';
import type { ReplayWatcher } from '../grade/replay.ts';
import type { ReplayedMoment, ReplayReport } from '../grade/report.ts';
import type { Lab } from '../lab.ts';
import { type Moment, momentName } from '../timeline.ts';
import {
  type ArtifactFile,
  castFile,
  errorFile,
  type Looked,
  observationFile,
  reportFile,
  type Terminal,
} from './files.ts';
import { failureFolder, newFolder, writeInto } from './folder.ts';
import { Recording } from './recording.ts';

interface RecorderOptions {
  /** Write everything, into a new folder of this one (`--artifacts`). */
  readonly into: string | undefined;
  /** Where XDG_STATE_HOME is looked up for failures. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** @throws UsageError when the folder that was asked for cannot be made */
export async function startRecorder(lab: Lab, options: RecorderOptions): Promise<Recorder> {
  const { into, env } = options;
  const folder = into === undefined ? undefined : await newFolder(into, lab.chapter.id);
  return new Recorder(lab, env, folder);
}

interface Tapped extends Terminal {
  readonly session: TerminalSession;
  readonly release: () => void;
}

class Recorder implements ReplayWatcher {
  readonly #lab: Lab;
  readonly #env: RecorderOptions['env'];
  #folder: string | undefined;
  /** All states are wanted; else only those of failures, which wait here for a folder. */
  readonly #all: boolean;
  readonly #waiting: ArtifactFile[] = [];
  readonly #terminals = new Map<HostName, Tapped>();
  readonly #startedAt = Date.now();
  readonly #started = performance.now();
  #position = 0;
  #running = '';
  /** What was found after the moment before: nothing of ours happens between two moments. */
  #last: Looked | undefined;
  /** What the running moment's checks were judged by: the last that was observed, with all its traffic. */
  #judged: Observation | undefined;
  readonly #deafen: () => void;

  constructor(lab: Lab, env: RecorderOptions['env'], folder: string | undefined) {
    this.#lab = lab;
    this.#env = env;
    this.#folder = folder;
    this.#all = folder !== undefined;
    this.#deafen = lab.onObserved((observation) => {
      this.#judged = observation;
    });
  }

  async before(moment: Moment): Promise<void> {
    this.#position += 1;
    this.#running = momentName(moment);
    if (moment.type === 'step' && !moment.step.interactive) {
      const { host } = moment.step;
      await this.#tap(host);
      this.#terminals.get(host)?.recording.mark(this.#now(), moment.step.name);
    }
    if (this.#all) {
      this.#last ??= await this.#look();
      await this.#leave(observationFile(this.#position, this.#running, 'before', this.#last));
    }
    this.#judged = undefined;
  }

  async after(moment: Moment, { verdict }: ReplayedMoment): Promise<void> {
    if (!this.#all && !failed(verdict)) return;
    if (moment.type !== 'step' && this.#judged) {
      await this.#leave(observationFile(this.#position, this.#running, 'judged', this.#judged));
    }
    await this.#lookAfter();
  }

  /** @returns the folder, when there is one: it was asked for, or something failed */
  async finish(report: ReplayReport): Promise<string | undefined> {
    if (!this.#all && !failed(report.verdict)) {
      this.#releaseAll();
      return undefined;
    }
    return this.#write(reportFile(report));
  }

  /** The replay itself broke off. @returns the folder, unless there was nothing to be seen yet */
  async abort(error: unknown): Promise<string | undefined> {
    if (this.#position === 0) return this.#folder;
    await this.#lookAfter();
    return this.#write(errorFile(error));
  }

  async #write(last: ArtifactFile): Promise<string> {
    this.#releaseAll();
    const { id } = this.#lab.chapter;
    this.#folder ??= await failureFolder(id, this.#env);
    const casts = [...this.#terminals.values()].map((terminal) => castFile(id, this.#startedAt, terminal));
    await writeInto(this.#folder, [...this.#waiting, ...casts, last]);
    return this.#folder;
  }

  async #lookAfter(): Promise<void> {
    this.#last = await this.#look();
    await this.#leave(observationFile(this.#position, this.#running, 'after', this.#last));
  }

  /** At once where there is a folder: the states of a whole chapter are not held in memory. */
  async #leave(file: ArtifactFile): Promise<void> {
    if (this.#folder === undefined) this.#waiting.push(file);
    else await writeInto(this.#folder, [file]);
  }

  /** What cannot be looked at is said in the file; it is not this onlooker's business to end the replay. */
  #look(): Promise<Looked> {
    return this.#lab.observe('full').catch((error: unknown) => ({
      unreadable: error instanceof Error ? error.message : String(error),
    }));
  }

  /** Listens to the host's shell, from what its screen shows already. */
  async #tap(host: HostName): Promise<void> {
    const session = await this.#lab.session(host);
    const known = this.#terminals.get(host);
    if (known?.session === session) return;
    known?.release();
    const { columns, rows } = session;
    const recording = known?.recording ?? new Recording();
    const shown = await session.snapshot();
    // In the same turn as the snapshot, so that no byte is missed or seen twice.
    const release = session.on('data', (chunk) => recording.print(this.#now(), chunk));
    recording.print(this.#now(), Buffer.from(shown));
    this.#terminals.set(host, { host, columns, rows, recording, session, release });
  }

  #releaseAll(): void {
    this.#deafen();
    for (const { release } of this.#terminals.values()) release();
  }

  #now(): number {
    return performance.now() - this.#started;
  }
}

function failed(verdict: Verdict): boolean {
  return verdict === 'fail' || verdict === 'error';
}
