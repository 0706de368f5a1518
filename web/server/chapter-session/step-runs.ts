/**
 * Runs of steps in one session: each run id once for all time, whoever asks again, over whichever connection and whatever became
 * of the sandbox; one run of a step at a time, whoever asks for a second one meanwhile; the last run of each step in the present sandbox is kept for pages that
 * come later. Knows nothing of sockets.
 */
import type { Step } from '../../../runner/chapter/model.ts';
import type { HostName } from '../../../runner/sandbox/driver.ts';
import { compareOutput } from '../../../runner/session/steps/compare.ts';
import type { RunOptions } from '../../../runner/terminal/session.ts';
import { type Busy, type StepRun, wasTyped } from '../../../runner/terminal/step-run.ts';
import type { ServerMessage } from '../../protocol.ts';
import { lacking } from './lacking.ts';
import { type ShownRun, shorten, shownRun } from './shown-run.ts';

/** Runs whose output is kept; a page asks again within seconds, if at all. */
export const REMEMBERED = 100;

type Told = Extract<ServerMessage, { type: 'queued' | 'running' }>;

export interface Run {
  readonly step: Step;
  /** Of everybody who has asked for it. */
  readonly runIds: string[];
  shown: Promise<ShownRun>;
  phase: 'queued' | 'running' | 'finished';
  /** What it waits for, while it is queued. */
  behind?: Busy;
  /** Its sandbox or host was replaced while it ran. */
  stale: boolean;
  /** Takes it back while it is queued. */
  readonly withdraw: AbortController;
}

/** What a run needs to know and to tell while it is executed. */
type Watching = Required<Pick<RunOptions, 'withdrawn' | 'onWaiting' | 'onBegun'>>;

export class StepRuns {
  readonly #runs = new Map<string, Run>();
  /** Those whose output is kept, the oldest first. */
  readonly #kept = new Set<Run>();
  readonly #last = new Map<string, { readonly host: HostName; readonly shown: ShownRun }>();
  readonly #steps: readonly Step[];
  readonly #tell: (message: Told) => void;

  /**
   * @param steps the chapter's, in its order
   * @param tell hears of runs that wait and of runs that the shell has taken
   */
  constructor(steps: readonly Step[], tell: (message: Told) => void) {
    this.#steps = steps;
    this.#tell = tell;
  }

  /** The run that this id began or joined, if it did. */
  find(runId: string): Run | undefined {
    return this.#runs.get(runId);
  }

  /** The run of this step that has not ended. */
  active(step: Step): Run | undefined {
    return [...this.#runs.values()].find((run) => run.step === step && run.phase !== 'finished');
  }

  /** One more id for a run that has not ended. */
  join(runId: string, run: Run): void {
    run.runIds.push(runId);
    this.#runs.set(runId, run);
  }

  /** Begins a run. The id must be new. */
  begin(runId: string, step: Step, execute: (watching: Watching) => Promise<StepRun>): Run {
    const withdraw = new AbortController();
    const executed = Promise.resolve().then(() =>
      execute({
        withdrawn: withdraw.signal,
        onWaiting: (behind) => this.#moves(run, 'queued', behind),
        onBegun: () => this.#moves(run, 'running'),
      }),
    );
    const shown = executed.then((result) =>
      shownRun(result, compare(step, result), lacking(this.#steps, step, result)),
    );
    const run: Run = { step, runIds: [runId], shown, phase: 'queued', stale: false, withdraw };
    this.#runs.set(runId, run);
    this.#kept.add(run);
    this.#forgetOldest();
    this.#tell(whereItIs(runId, run));
    shown
      .then((result) => {
        if (!run.stale) this.#keep(step, result);
      })
      .catch(() => {}) // told to whoever asked for the run
      .finally(() => {
        run.phase = 'finished';
      });
    return run;
  }

  /** Of every run that has not ended, for a page that comes later. */
  unfinished(): Told[] {
    const runs = new Set([...this.#runs.values()].filter(({ phase }) => phase !== 'finished'));
    return [...runs].map((run) => whereItIs(run.runIds[0] ?? '', run));
  }

  /** Step name -> its last finished run in this sandbox. */
  last(): Record<string, ShownRun> {
    return Object.fromEntries([...this.#last].map(([step, { shown }]) => [step, shown]));
  }

  /** The sandbox, or one host of it, is a new one: what ran in the old one is no longer true. */
  clear(host?: HostName): void {
    for (const run of this.#runs.values()) {
      if (host === undefined || run.step.host === host) run.stale = true;
    }
    for (const [step, last] of this.#last) {
      if (host === undefined || last.host === host) this.#last.delete(step);
    }
  }

  #moves(run: Run, phase: 'queued' | 'running', behind?: Busy): void {
    run.phase = phase;
    if (behind !== undefined) run.behind = behind;
    this.#tell(whereItIs(run.runIds[0] ?? '', run));
  }

  #keep(step: Step, shown: ShownRun): void {
    if (wasTyped(shown.run)) this.#last.set(step.name, { host: step.host, shown });
  }

  #forgetOldest(): void {
    for (const run of this.#kept) {
      if (this.#kept.size <= REMEMBERED) return;
      if (run.phase !== 'finished') continue;
      this.#kept.delete(run);
      run.shown = run.shown.then(withoutOutput);
      run.shown.catch(() => {}); // told to whoever asked for it at the time
    }
  }
}

function withoutOutput({ run }: ShownRun): ShownRun {
  return { run: { ...run, output: '', reason: 'this step has run; its output is no longer kept' } };
}

/** What a page is told of a run that has not ended, under the id that it knows. */
export function whereItIs(
  runId: string,
  { step, phase, behind }: Pick<Run, 'step' | 'phase' | 'behind'>,
): Told {
  if (phase === 'running') return { type: 'running', runId, step: step.name };
  return { type: 'queued', runId, step: step.name, ...(behind !== undefined && { behind: { ...behind } }) };
}

/** Only a run that ended in the ordinary way can be held against the recording. */
function compare(step: Step, run: StepRun) {
  if (step.output === undefined || step.background || run.outcome !== 'ran') return undefined;
  return compareOutput(step.output.text, shorten(run.output));
}
