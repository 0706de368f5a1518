/**
 * Exactly once: which runs a terminal has been asked for, and what came of them. An id is never forgotten; the text
 * of old runs is, when all texts together grow large. Knows nothing of shells.
 */
import type { StepRun } from '../session/steps/step-run.ts';

/** Characters of output kept over all finished runs. */
const KEPT = 64 << 20;

export class RunLedger {
  readonly #runs = new Map<string, Promise<StepRun>>();
  /** Finished runs whose output is still kept, oldest first. */
  readonly #outputs = new Map<string, number>();
  #characters = 0;
  readonly #limit: number;

  constructor(limit: number = KEPT) {
    this.#limit = limit;
  }

  /** The first call with an id starts the run; every later one gets the same promise, or its result again. */
  once(id: string, start: () => Promise<StepRun>): Promise<StepRun> {
    const known = this.#runs.get(id);
    if (known !== undefined) return known;
    const run = start();
    this.#runs.set(id, run);
    void run.then((result) => this.#finished(id, result));
    return run;
  }

  #finished(id: string, { output }: StepRun): void {
    this.#outputs.set(id, output.length);
    this.#characters += output.length;
    for (const [oldest, size] of this.#outputs) {
      if (this.#characters <= this.#limit || oldest === id) return;
      this.#outputs.delete(oldest);
      this.#characters -= size;
      const forget = (run: StepRun): StepRun => ({
        ...run,
        output: '',
        reason: 'this step has run; its output is no longer kept',
      });
      const run = this.#runs.get(oldest);
      if (run !== undefined) this.#runs.set(oldest, run.then(forget));
    }
  }
}
