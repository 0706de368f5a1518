/**
 * Runs of steps in one room: each run id once, whoever asks again and over whichever connection; the last run of each
 * step in the present sandbox is kept for pages that come later. Knows nothing of sockets.
 */
import type { Step } from '../../../runner/chapter/model.ts';
import type { HostName } from '../../../runner/sandbox/driver.ts';
import { compareOutput } from '../../../runner/steps/compare.ts';
import { type StepRun, wasTyped } from '../../../runner/steps/step-run.ts';
import { type ShownRun, shownRun } from './shown-run.ts';

/** Runs that are remembered, with their output; a page asks again within seconds, if at all. */
const REMEMBERED = 100;

interface Run {
  readonly step: Step;
  readonly shown: Promise<ShownRun>;
  finished: boolean;
  /** Its sandbox or host was replaced while it ran. */
  stale: boolean;
}

export class StepRuns {
  readonly #runs = new Map<string, Run>();
  readonly #last = new Map<string, { readonly host: HostName; readonly shown: ShownRun }>();

  /** The run that this id began, if it did. */
  find(runId: string): Run | undefined {
    return this.#runs.get(runId);
  }

  /** Begins a run. The id must be new. */
  begin(runId: string, step: Step, execute: () => Promise<StepRun>): Promise<ShownRun> {
    const shown = execute().then((run) => shownRun(run, compare(step, run)));
    const run: Run = { step, shown, finished: false, stale: false };
    this.#runs.set(runId, run);
    this.#forgetOldest();
    shown
      .then((result) => {
        const ran = wasTyped(result.run);
        if (ran && !run.stale) this.#last.set(step.name, { host: step.host, shown: result });
      })
      .catch(() => {}) // told to whoever asked for the run
      .finally(() => {
        run.finished = true;
      });
    return shown;
  }

  running(): { runId: string; step: string }[] {
    return [...this.#runs]
      .filter(([, run]) => !run.finished)
      .map(([runId, { step }]) => ({ runId, step: step.name }));
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

  #forgetOldest(): void {
    for (const [runId, run] of this.#runs) {
      if (this.#runs.size <= REMEMBERED) return;
      if (run.finished) this.#runs.delete(runId);
    }
  }
}

/** Only a run that ended in the ordinary way can be held against the recording. */
function compare(step: Step, run: StepRun) {
  if (step.output === undefined || step.background || run.outcome !== 'ran') return undefined;
  return compareOutput(step.output.text, run.output);
}
