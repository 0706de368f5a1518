/** Brings a fresh lab to a point of its chapter: the steps before it, and the solutions of the exercises passed on the way. */

import { loadProofs } from '../chapter/load.ts';
import { UsageError } from '../errors.ts';
import type { BringOptions, Lab } from './lab.ts';
import { pass } from './pass.ts';
import { momentName, timeline } from './timeline.ts';

/**
 * @throws UsageError when the chapter has no such step, exercise or question
 * @throws SandboxError when something before it does not do what the chapter says
 */
export async function replayUntil(
  lab: Lab,
  target: string,
  { through = false, onProgress, onRan }: BringOptions = {},
): Promise<void> {
  const moments = timeline(lab.chapter);
  const end = moments.findIndex((moment) => momentName(moment) === target);
  if (end < 0) {
    throw new UsageError(
      `${lab.chapter.id} has no step, exercise or question named ${target}.`,
      `Known: ${moments.map(momentName).join(', ')}`,
    );
  }
  const proofs = await loadProofs(lab.chapter);
  const before = moments.slice(0, through ? end + 1 : end);
  for (const [index, moment] of before.entries()) {
    onProgress?.(`${index + 1}/${before.length} ${momentName(moment)}`);
    await pass(lab, moment, proofs, onRan);
  }
}
