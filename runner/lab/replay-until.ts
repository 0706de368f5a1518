/** Brings a fresh lab to a point of its chapter: the steps before it, and the solutions of the exercises passed on the way. */

import { loadProofs } from '../chapter/load.ts';
import type { Step } from '../chapter/model.ts';
import { SandboxError, UsageError } from '../errors.ts';
import type { StepRun } from '../steps/step-run.ts';
import type { Lab } from './lab.ts';
import { runProof } from './run-proof.ts';
import { type Moment, momentName, timeline } from './timeline.ts';

export interface ReplayHooks {
  readonly onProgress?: (what: string) => void;
  /** A fresh id for each step: a shell runs an id once. */
  readonly runId: () => string;
}

/**
 * @throws UsageError when the chapter has no such step, exercise or question
 * @throws SandboxError when something before it does not do what the chapter says
 */
export async function replayUntil(lab: Lab, target: string, hooks: ReplayHooks): Promise<void> {
  const moments = timeline(lab.chapter);
  const end = moments.findIndex((moment) => momentName(moment) === target);
  if (end < 0) {
    throw new UsageError(
      `${lab.chapter.id} has no step, exercise or question named ${target}.`,
      `Known: ${moments.map(momentName).join(', ')}`,
    );
  }
  const before = moments.slice(0, end);
  for (const [index, moment] of before.entries()) {
    hooks.onProgress?.(`${index + 1}/${before.length} ${momentName(moment)}`);
    await pass(lab, moment, hooks);
  }
}

async function pass(lab: Lab, moment: Moment, hooks: ReplayHooks): Promise<void> {
  if (moment.type === 'step' && !moment.step.interactive) {
    const run = await lab.runStep(moment.step, hooks.runId());
    const wrong = stepTrouble(moment.step, run);
    if (wrong) throw new SandboxError(`Step ${moment.step.name} on ${moment.step.host}: ${wrong}`);
  }
  if (moment.type === 'exercise') {
    const solution = (await loadProofs(lab.chapter)).find(
      (proof) => proof.exercise === moment.exercise.id && proof.name === 'solution',
    );
    if (!solution) throw new SandboxError(`Exercise ${moment.exercise.id} has no solution.sh to pass it by.`);
    const done = await runProof(lab.sandbox, solution);
    if (!done.clean) throw new SandboxError(done.complaints.join('\n'));
  }
}

/** Why a step's run is not what the chapter says about its end; undefined when it is. Output is compared elsewhere. */
export function stepTrouble(step: Step, run: StepRun): string | undefined {
  if (run.outcome === 'skipped') return undefined;
  if (run.outcome === 'refused') return run.reason ?? 'the shell did not take it';
  if (run.outcome === 'timeout') return `no end after ${step.timeoutMs / 1000} s`;
  if (run.exit !== step.exit) return `exit status ${run.exit}, the chapter says ${step.exit}`;
  return undefined;
}
