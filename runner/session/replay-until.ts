/** Goes through a chapter in a lab up to a place: the steps before it, and the solutions of the exercises passed on the way. */
import type { Proof } from '../chapter/model.ts';
import { advance } from './advance.ts';
import type { BringOptions, Lab, Stage } from './lab.ts';
import { momentName, stretch } from './timeline.ts';

interface Way extends BringOptions {
  /** Names of moments to pass over. */
  readonly without?: ReadonlySet<string>;
}

/**
 * @param target a step, an exercise or a question
 * @param proofs the chapter's own
 * @returns the stage before which it was cancelled; undefined when it has arrived
 * @throws UsageError when the chapter has no such place
 * @throws SandboxError when something before it does not do what the chapter says
 */
export async function replayUntil(
  lab: Lab,
  target: string,
  proofs: readonly Proof[],
  { from, without, through, onProgress, run, onPassed, cancelled }: Way = {},
): Promise<Stage | undefined> {
  const moments = stretch(lab.chapter, target, { from, through }).filter(
    (moment) => !without?.has(momentName(moment)),
  );
  for (const [done, moment] of moments.entries()) {
    const stage: Stage = { type: moment.type, name: momentName(moment), done, of: moments.length };
    if (cancelled?.aborted) return stage;
    onProgress?.(`${done + 1}/${stage.of} ${stage.name}`, stage);
    await advance(lab, moment, proofs, run);
    onPassed?.(stage);
  }
  return undefined;
}
