/** Passes one moment of a chapter in a lab as a learner would who makes no mistake: runs the step, or the exercise's solution. */
import { randomUUID } from 'node:crypto';
import type { Proof, Step } from '../chapter/model.ts';
import { SandboxError } from '../errors.ts';
import type { StepRun } from '../terminal/step-run.ts';
import type { Lab } from './lab.ts';
import { runProof } from './run-proof.ts';
import type { Moment } from './timeline.ts';

/**
 * @param proofs the chapter's own
 * @param runStep default: in the lab, with a run id that nobody else knows
 * @throws SandboxError when the moment does not end as the chapter says
 */
export async function advance(
  lab: Lab,
  moment: Moment,
  proofs: readonly Proof[],
  runStep: (step: Step) => Promise<StepRun> = (step) => lab.runStep(step, randomUUID()),
): Promise<void> {
  if (moment.type === 'step' && !moment.step.interactive) {
    const run = await runStep(moment.step);
    const wrong = stepTrouble(moment.step, run);
    if (wrong) throw new SandboxError(`Step ${moment.step.name} on ${moment.step.host}: ${wrong}`);
  }
  if (moment.type === 'exercise') {
    const { id } = moment.exercise;
    const solution = proofs.find(({ exercise, name }) => exercise === id && name === 'solution');
    if (!solution) throw new SandboxError(`Exercise ${id} has no solution.sh to pass it by.`);
    const done = await runProof(lab.sandbox, solution);
    if (!done.clean) throw new SandboxError(done.complaints.join('\n'));
  }
}

/** Why a step's run is not what the chapter says about its end; undefined when it is. Output is compared elsewhere. */
export function stepTrouble(step: Step, run: StepRun): string | undefined {
  if (run.outcome === 'skipped') return undefined;
  if (run.outcome === 'refused') return run.reason ?? 'the shell did not take it';
  if (run.outcome === 'timeout') return run.reason ?? 'it did not end in time';
  if (run.exit !== step.exit) return `exit status ${run.exit}, the chapter says ${step.exit}`;
  return undefined;
}
